"""
Project scheduling beside PyJobShop, on instances of PSPLIB, against the best values published.

    python -m benchmarks.psplib FOLDER [--seconds 8] [--workers 2] [--only j30 --only j60] [--every 1]
        [--seed 0] [--alone] [--peer-python .venv-bench/bin/python] [--markdown]

FOLDER holds `j30*.sm`, `j60*.sm`, `j120*.sm` and `j30-best-known.csv` and so on (`problem,optimum`). Ours
solves the public form with `plan_year`; both have the same cores and seconds, one after the other.

What lost against the way it is done now, on nine of the hardest J60 and J120 (mean ratio to best-known):
CP-SAT on intervals alone, two workers and 8 s, 1.118; a population of 20 or 40 instead of 80 lists, 1.071
and 1.066 instead of 1.056 after 2,000 schedules; windows of 25 jobs freed in a partial order and solved
exactly for 6 s, after 500 lists, 1.068: most windows are proven unable to help, the others run out of time.
A population that is never given up stays at 60 on j3013_1 (best 58, found with restarts).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.peers.child import PYTHON, PeerMissing
from benchmarks.psplib.run import Found, Measured, instances, measured
from benchmarks.psplib.table import HEAD, columns, markdown, row


def main() -> None:
    """Measure the instances of a folder and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", action="append", default=[], choices=("j30", "j60", "j90", "j120"))
    parser.add_argument("--every", type=int, default=1, help="take only every so many-th instance of a set")
    parser.add_argument("--alone", action="store_true", help="without the peer")
    parser.add_argument("--peer-python", type=Path, default=PYTHON)
    parser.add_argument("--markdown", action="store_true", help="a table to paste into a page")
    arguments = parser.parse_args()
    rows = _measure(arguments)
    if not rows:
        sys.exit(f"{arguments.folder}: no instance with a published value")
    cells = [row(name, found) for name, found in rows.items()]
    if len(rows) > 1:
        cells.append(row("all", [m for found in rows.values() for m in found]))
    print(markdown(HEAD, cells) if arguments.markdown else columns(HEAD, cells))


def _measure(arguments: argparse.Namespace) -> dict[str, list[Measured]]:
    python: Path | None = None if arguments.alone else arguments.peer_python
    rows: dict[str, list[Measured]] = {}
    counts: dict[str, int] = {}
    for name, path, best in instances(arguments.folder, tuple(arguments.only)):
        counts[name] = counts.get(name, 0) + 1
        if (counts[name] - 1) % arguments.every:
            continue
        asked = {"seconds": arguments.seconds, "workers": arguments.workers, "seed": arguments.seed}
        try:
            found = measured(path, best, python=python, **asked)
        except PeerMissing as missing:
            print(f"PyJobShop is left out: {missing}", file=sys.stderr)
            python = None
            found = measured(path, best, python=None, **asked)
        rows.setdefault(name, []).append(found)
        told = f"ours {_told(found.ours)}, PyJobShop {_told(found.peer)}"
        print(f"{found.name}: best-known {best.upper}, {told}", file=sys.stderr, flush=True)
    return rows


def _told(found: Found | None) -> str:
    if found is None:
        return "-"
    return f"{found.finish} (bound {found.bound}, {found.seconds:.1f} s)"


if __name__ == "__main__":
    main()
