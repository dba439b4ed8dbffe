"""`python -m scheduling`: the planner on the command line (`scheduling.command`)."""

from __future__ import annotations

import sys

from scheduling.command.line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
