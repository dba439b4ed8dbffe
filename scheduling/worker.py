"""
A planner in a child process: ``python -m scheduling.worker``, JSON lines over standard input and output.

In, first line: ``{"problem": …, "seed": 0, "seconds": 60, "workers": 1, "deterministic": false,
"start": plan or null}``, and for a repair also ``"repair": {"mode": "only", "again": true,
"most_moves": null, "plan": the issued plan}``; any time later the line ``stop``. End of input means that
the parent is gone: the process exits at once. Out: ``{"type": "progress", "progress": …, "plan": …}``
(the plan only when it is new, at most once a second, and at the end of each stage), ``{"type": "error",
"path": …, "message": …}`` if the problem is not valid, and last ``{"type": "outcome", "outcome": …}``.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO

from scheduling.errors import InvalidDocument
from scheduling.outcome import Infeasible, Progress, Unfinished
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.repair_form import Mended, mended, mended_to_data
from scheduling.serial import plan_from_json, problem_from_json, to_data
from scheduling.solve import plan_year

PLAN_EVERY_SECONDS = 1.0


class Reports:
    """Writes progress lines, and holds plans back that follow each other too quickly."""

    def __init__(self, write: Callable[[dict[str, Any]], None]) -> None:
        self._write = write
        self._stage = ""
        self._sent = -PLAN_EVERY_SECONDS
        self._held: Plan | None = None

    def __call__(self, progress: Progress, plan: Plan | None) -> None:
        """Write one report; a held plan goes with the next report that may carry one."""
        self._held = plan or self._held
        message: dict[str, Any] = {"type": "progress", "progress": to_data(progress)}
        due = progress.seconds - self._sent >= PLAN_EVERY_SECONDS or progress.stage != self._stage
        if self._held is not None and due:
            message["plan"] = to_data(self._held)
            self._held, self._sent, self._stage = None, progress.seconds, progress.stage
        self._write(message)


def main(source: TextIO, target: TextIO) -> int:
    """Serve one request; return the exit code: 0 done, 2 not a valid request."""

    def write(message: dict[str, Any]) -> None:
        target.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")
        target.flush()

    try:
        request: dict[str, Any] = json.loads(source.readline())
        problem = problem_from_json(json.dumps(request["problem"]))
        start = plan_from_json(json.dumps(request["start"])) if request.get("start") else None
    except (InvalidDocument, ValueError, KeyError, TypeError) as error:
        write({"type": "error", "path": getattr(error, "path", ""), "message": str(error)})
        return 2
    stop = threading.Event()
    threading.Thread(target=_listen, args=(source, stop), daemon=True).start()
    search: dict[str, Any] = {
        "seed": request.get("seed", 0),
        "seconds": request.get("seconds", 60),
        "workers": request.get("workers", 1),
        "deterministic": request.get("deterministic", False),
        "on_progress": Reports(write),
        "should_stop": stop.is_set,
    }
    wish = request.get("repair")
    outcome = plan_year(problem, start=start, **search) if wish is None else _mended(problem, wish, search)
    data = mended_to_data(outcome) if isinstance(outcome, Mended) else to_data(outcome)
    write({"type": "outcome", "outcome": data})
    return 0


def _mended(
    problem: Problem, wish: dict[str, Any], search: dict[str, Any]
) -> Mended | Infeasible | Unfinished:
    options = {name: wish[name] for name in ("mode", "again", "most_moves")}
    return mended(problem, plan_from_json(json.dumps(wish["plan"])), **options, **search)


def _listen(source: TextIO, stop: threading.Event) -> None:
    for line in source:
        if line.strip() == "stop":
            stop.set()
    # End of input: nobody is left to read the answer, and an orphan must not keep a core busy.
    os._exit(3)


if __name__ == "__main__":
    code = main(sys.stdin, sys.stdout)
    sys.stdout.flush()
    os._exit(code)
