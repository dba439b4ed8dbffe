"""Addresses of databases, as settings give them, and the Tortoise configuration they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_POSTGRES = {"postgres", "postgresql", "asyncpg"}


def sqlite_file(url: str) -> Path | None:
    """Return the file of a `sqlite://…` address, or None for PostgreSQL."""
    return Path(url.removeprefix("sqlite://").partition("?")[0]) if url.startswith("sqlite://") else None


def tortoise_config(
    url: str, apps: Mapping[str, Sequence[str]], *, foreign_keys: bool = True
) -> dict[str, Any]:
    """
    Return the Tortoise configuration of a database.

    Parameters
    ----------
    url
        `sqlite:///path/to/file` or `postgres://user:password@host:port/database?minsize=2&maxsize=5`
        (`host` may also be given as `?host=/run/socket-folder`).
    apps
        Packages of tables by app name, e.g. ``{"registry": ["registry.tables"]}``.
    foreign_keys
        Enforce foreign keys on SQLite; off only while migrating.

    Raises
    ------
    ValueError
        The address is neither SQLite nor PostgreSQL.
    """
    file = sqlite_file(url)
    connection = _sqlite(file, foreign_keys) if file is not None else _postgres(url)
    return {
        "connections": {"default": connection},
        "apps": {
            app: {"models": list(modules), "default_connection": "default"} for app, modules in apps.items()
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _sqlite(file: Path, foreign_keys: bool) -> dict[str, Any]:
    credentials = {"file_path": str(file), "foreign_keys": "ON" if foreign_keys else "OFF"}
    return {"engine": "registry.sqlite_engine", "credentials": credentials}


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in _POSTGRES:
        raise ValueError(f"not an address of SQLite or PostgreSQL: {parts.scheme}://…")
    options = dict(parse_qsl(parts.query))
    credentials = {
        "host": options.get("host", parts.hostname or "localhost"),
        "port": parts.port or int(options.get("port", 5432)),
        "user": unquote(parts.username or "") or None,
        "password": unquote(parts.password or "") or None,
        "database": unquote(parts.path.lstrip("/")),
        "minsize": int(options.get("minsize", 1)),
        "maxsize": int(options.get("maxsize", 8)),
        "server_settings": {"jit": "off"},
    }
    return {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
