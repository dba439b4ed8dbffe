"""
The planner on the command line: documents in, one document out.

    python -m scheduling solve PROBLEM.json --seconds 60 -o OUTCOME.json
    python -m scheduling verify PROBLEM.json PLAN.json
    python -m scheduling explain PROBLEM.json PLAN.json --remedies

The answer is JSON on standard output or in the file of `-o`; progress and refusals are lines on standard
error. A name of ``-`` is standard input, a name that ends in ``.gz`` is packed. A plan may be handed in as
the outcome it came in. Exit codes: `options.EXITS`.
"""
