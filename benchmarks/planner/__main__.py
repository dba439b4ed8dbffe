"""`python -m benchmarks.planner`: the same as `python -m benchmarks.planner.run`."""

from benchmarks.planner.run import main

if __name__ == "__main__":
    main()
