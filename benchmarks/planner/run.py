"""
Plan the same years with a spreadsheet, plain CP-SAT, Timefold and this project, and print what each is worth.

    python -m benchmarks.planner [--instances NAME_OR_FILE ...] [--seconds 60] [--workers 2] [--seed 0]
        [--only greedy intervals binary timefold ours] [--peer-python .venv-bench/bin/python] [--markdown]

Each way runs alone in a process of its own with the same cores and seconds of search; every plan is scored by
this project's verifier, whatever its maker says of it. The exercises of cross-region areas are designed once
for all. CP-SAT begins from the spreadsheet's plan as hint, Timefold from nothing and on one core, as its free
edition has it. Timefold needs Java 17 and `make peers`; without them it is left out with a sentence.
Without `--instances`: what is stored, the seeded city, and the city grown from a seed (`grown`).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.peers.child import PYTHON
from benchmarks.planner.choice import chosen, names
from benchmarks.planner.compare import HEAD, WAYS, Effort, Score, rows, scored
from benchmarks.psplib.table import columns, markdown


def main() -> None:
    """Run every way on every instance and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", nargs="+", default=names(), help=f"files, or of {', '.join(names())}")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--peer-python", type=Path, default=PYTHON)
    parser.add_argument("--markdown", action="store_true", help="a table to paste into a page")
    arguments = parser.parse_args()
    effort = Effort(arguments.seconds, arguments.workers, arguments.seed, arguments.peer_python)
    scores: list[Score] = []
    for name in arguments.instances:
        problem = chosen(name)
        told = f"{len(problem.crews)} crews, {len(problem.events)} events"
        print(f"{name}: {told}", file=sys.stderr, flush=True)
        for way in arguments.only:
            score = scored(Path(name).name.partition(".")[0], way, problem, effort)
            scores.append(score)
            total = score.note if score.total is None else f"{score.total / 1e6:.3f} M"
            print(f"    {WAYS[way]}: {total}, {score.seconds:.0f} s", file=sys.stderr, flush=True)
    print(markdown(HEAD, rows(scores)) if arguments.markdown else columns(HEAD, rows(scores)))


if __name__ == "__main__":
    main()
