"""What `muster doctor` looks at: database, migrations, solver, calendar years and disk."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from exercises.workdays import load_calendar
from muster import database
from muster.settings import Settings
from registry.errors import RegistryError

LEAST_FREE_BYTES = 500 * 2**20
_SOLVER_SECONDS = 30.0
_LOADS = "from ortools.sat.python import cp_model; import ortools; print(ortools.__version__)"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is good, and what was seen."""

    subject: str
    good: bool
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Return the finding for scripts."""
        return asdict(self)


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything and return the findings in a fixed order; nothing is changed."""
    looks: list[tuple[str, Callable[[Settings], Awaitable[Finding]]]] = [
        ("database", _database),
        ("migrations", _migrations),
        ("calendar", _calendar),
        ("solver", _solver),
        ("disk", _disk),
    ]
    findings: list[Finding] = []
    for subject, look in looks:
        try:
            findings.append(await look(settings))
        except Exception as error:  # whatever a look meets is its finding
            findings.append(Finding(subject, good=False, text=f"{type(error).__name__}: {error}"))
    return findings


async def _database(settings: Settings) -> Finding:
    """Open the database and ask it something."""
    address = settings.shown()["database_url"]
    if (file := settings.database_file) is not None and not file.is_file():
        return Finding(
            "database", good=False, text=f"{address}: there is no such file yet; run `muster migrate`"
        )
    async with database.connected(settings):
        return Finding("database", good=await database.answers(), text=address)


async def _migrations(settings: Settings) -> Finding:
    """Compare the database with this version's tables."""
    if (file := settings.database_file) is not None and not file.is_file():
        return Finding("migrations", good=False, text="none applied")
    names = await database.pending_migrations(settings)
    return Finding("migrations", good=not names, text=", ".join(names) + " to do" if names else "all applied")


async def _calendar(settings: Settings) -> Finding:
    """Say whether the workdays of the settings' year, and of the years around it, are announced."""
    known: list[str] = []
    async with database.connected(settings):
        for year in (settings.year - 1, settings.year, settings.year + 1):
            try:
                calendar = await load_calendar(year)
            except RegistryError as error:
                known.append(f"{year} unknown ({error})")
            else:
                known.append(f"{year} {'estimated' if calendar.estimated else 'announced'}")
    return Finding("calendar", good=True, text=", ".join(known))


async def _solver(settings: Settings) -> Finding:
    """Load the solver in a child process, as a plan run does."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LOADS, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(_SOLVER_SECONDS):
        out, err = await child.communicate()
    good = child.returncode == 0
    return Finding(
        "solver", good=good, text=f"OR-Tools {out.decode().strip()}" if good else err.decode()[-300:]
    )


async def _disk(settings: Settings) -> Finding:
    """Say how much room the data folder's disk has."""
    folder = settings.data_dir.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Finding("disk", good=free >= LEAST_FREE_BYTES, text=f"{free / 2**30:.1f} GiB free at {folder}")
