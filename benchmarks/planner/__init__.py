"""The planner against a spreadsheet baseline: `python -m benchmarks.planner`."""
