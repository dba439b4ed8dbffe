"""
`python -m benchmarks.intake`: a large workbook from file to ledger and back, on either database.

    python -m benchmarks.intake [--rows 100000] [--database sqlite|postgres|both]
        [--workbook people|organizations|mixed] [--sample 2000] [--keep]

Each phase runs in a process of its own, as the product runs it outside the event loop: seconds, seconds of
processor time (and, on Linux, those of PostgreSQL's server), and the most memory the process held. The peer
imports a sample the plain way. PostgreSQL runs without `fsync`, as in the tests.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from benchmarks.intake.life import PHASES, Case, Measured, measured
from benchmarks.intake.workbooks import SHEETS
from tests import postgres


@contextmanager
def _address(database: str, folder: Path) -> Generator[tuple[str, str]]:
    """Yield the addresses of two empty databases: for the batch, and for the peer."""
    if database == "sqlite":
        yield f"sqlite://{folder}/batch.db", f"sqlite://{folder}/peer.db"
        return
    with postgres.server() as server:
        postgres.execute(server, "CREATE DATABASE intake_batch", "CREATE DATABASE intake_peer")
        yield f"{server}/intake_batch", f"{server}/intake_peer"


def _server_seconds(url: str) -> float:
    """Return the processor time of a PostgreSQL server's ended connections; 0 where that cannot be told."""
    if not url.startswith("postgres"):
        return 0.0
    with psycopg.connect(url) as connection:
        told = connection.execute("SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)").fetchone()
    times = Path(f"/proc/{told[0] if told else ''}/stat")
    if not times.exists():
        return 0.0
    ended = times.read_text().rpartition(")")[2].split()[13:15]
    return sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")


def _in_child(phase: str, case: Case) -> Measured:
    """Run a phase in a process of its own; what the server worked for it counts as processor time."""
    before = _server_seconds(case.url)
    told = [phase, case.workbook, str(case.rows), case.url, str(case.folder)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.intake", "--phase", *told],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = Measured(**json.loads(done.stdout.splitlines()[-1]))
    return replace(found, server_seconds=_server_seconds(case.url) - before)


def _show(phase: str, found: Measured) -> None:
    server = f" {found.server_seconds:8.2f} s server" if found.server_seconds else ""
    print(
        f"  {phase:12} {found.rows:9,} rows {found.seconds:8.2f} s {found.processor_seconds:8.2f} s processor"
        f"{server} {found.memory_mb:6,} MB",
        flush=True,
    )


def _run(database: str, arguments: argparse.Namespace, folder: Path) -> None:
    """Run every phase on one database and print what it took."""
    print(f"{arguments.workbook}, {arguments.rows:,} rows, {database}")
    folder.mkdir()
    with _address(database, folder) as (url, peer_url):
        case = Case(arguments.workbook, arguments.rows, url, folder)
        taken: dict[str, Measured] = {}
        for phase in PHASES[:-1]:
            taken[phase] = _in_child(phase, case)
            _show(phase, taken[phase])
        peer = Case("people", arguments.sample, peer_url, folder)
        _in_child("world", peer)
        plain = _in_child("plain", peer)
    _show("plain", plain)
    ours = [taken["check"], taken["apply"]]
    seconds = sum(p.seconds for p in ours)
    processor = sum(p.processor_seconds + p.server_seconds for p in ours)
    peers = (plain.processor_seconds + plain.server_seconds) / plain.rows
    ratio = peers / (processor / arguments.rows)
    print(
        f"  check and apply {seconds:.1f} s ({processor:.1f} s processor), at most"
        f" {max(p.memory_mb for p in ours):,} MB; the plain way takes {ratio:.1f} times the processor a row"
    )


def main() -> None:
    """Run the benchmark, or (`--phase`) one phase of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=2_000, help="rows of the peer")
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--workbook", choices=tuple(SHEETS), default="people")
    parser.add_argument("--keep", action="store_true", help="keep the files")
    parser.add_argument("--phase", nargs=5, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.phase:
        phase, workbook, rows, url, folder = arguments.phase
        print(json.dumps(asdict(measured(phase, Case(workbook, int(rows), url, Path(folder))))))
        return
    place = Path(mkdtemp(prefix="muster-intake-"))
    try:
        for database in ("sqlite", "postgres") if arguments.database == "both" else (arguments.database,):
            _run(database, arguments, place / database)
    finally:
        if arguments.keep:
            print(place)
        else:
            shutil.rmtree(place)


if __name__ == "__main__":
    main()
