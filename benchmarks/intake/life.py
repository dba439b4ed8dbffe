"""The life of one batch, a phase a process: each has its own clock, its own processor time and memory."""

from __future__ import annotations

import asyncio
import hashlib
import resource
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from tortoise.context import TortoiseContext

import exercises.tables
from benchmarks.intake.peer import plainly_imported
from benchmarks.intake.workbooks import EMPLOYERS, SHEETS, sheets_of, write_workbook
from registry.access import SYSTEM
from registry.codes import ApplyMode, BatchState, ExportForm, OrganizationKind
from registry.database import tortoise_config
from registry.history import Act, changing
from registry.intake.batches import apply_batch, check_batch, undo_batch, upload_batch
from registry.intake.exporting import export_register
from registry.intake.files import Language
from registry.intake.registers import REGISTERS
from registry.intake.workspace import Workspace
from registry.ledger import broken_chains
from registry.migrating import migrate
from registry.tables import ImportBatch, Organization, Principal, Region
from tests.factories import small_world

APPS = {"registry": ["registry.tables"], "exercises": [exercises.tables.__name__]}
_SPACE = UUID("6b0d7b7a-0000-4000-8000-000000000001")
_START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
#: In this order; `plain` is the peer and works in a copy of the world of its own.
PHASES = ("world", "workbook", "check", "apply", "verify", "export", "check again", "undo", "plain")


@dataclass(frozen=True, slots=True)
class Case:
    """What is imported where: a workbook of some rows, a database, and a folder for the files."""

    workbook: str
    rows: int
    url: str
    folder: Path

    @property
    def space(self) -> Workspace:
        """Return the folder of the batch."""
        return Workspace(self.folder / "batch")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a phase took: wall clock, processor time of the process and of the server; memory in MB."""

    rows: int
    seconds: float
    processor_seconds: float
    memory_mb: int
    server_seconds: float = 0.0


def measured(phase: str, case: Case) -> Measured:
    """Run one phase of a case in this process and return what it took; start-up does not count."""
    return asyncio.run(_measured(phase, case))


async def _measured(phase: str, case: Case) -> Measured:
    began = _now()
    if phase == "workbook":
        return _taken(_write(case), *began)
    if phase == "world":
        await migrate(case.url, APPS)
    async with _open(case.url):
        began = _now()
        return _taken(await _STEPS[phase](case), *began)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _taken(rows: int, began: float, processor: float) -> Measured:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Measured(rows, time.perf_counter() - began, time.process_time() - processor, peak)


@asynccontextmanager
async def _open(url: str) -> AsyncGenerator[None]:
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(url, APPS), _enable_global_fallback=True)
        yield


async def _act(reason: str) -> Act:
    """Return an act of a registrar, a minute after the one before."""
    author = await Principal.filter(disabled=False).order_by("login").first()
    if author is None:
        raise LookupError("the world has no principals")
    at = _START + timedelta(minutes=PHASES.index(reason))
    return Act(author.id, reason, at, uuid5(_SPACE, reason))


def _tell(phase: str, done: int, total: int) -> None:
    """Take no notice of progress."""


def _salt(size: int) -> bytes:
    return b"s" * size


async def _world(case: Case) -> int:
    """Store the small world, and the employers that the rows name."""
    await small_world()
    district = await Region.get(code="510302")
    async with changing(await _act("world")) as change:
        told = {"region_id": district.id, "kind": OrganizationKind.ENTERPRISE}
        rows = [
            Organization(credit_code=code, name=f"雇主{at:03d}", **told) for at, code in enumerate(EMPLOYERS)
        ]
        await change.add_all(rows)
    return len(rows)


def _write(case: Case) -> int:
    case.space.folder.mkdir()
    # the districts' teams of the small world, known without asking for them
    teams = tuple(f"{district}-COM-01" for district in ("510302", "510303"))
    write_workbook(case.space.original, sheets_of(case.workbook, case.rows, teams))
    return case.rows


async def _check(case: Case) -> int:
    """Upload and check the workbook; every row must be new."""
    content = case.space.original.read_bytes()
    return await _checked(case, case.space, content, "new_rows", "check")


async def _checked(case: Case, space: Workspace, content: bytes, expected: str, phase: str) -> int:
    act, city = await _act(phase), await Region.get(code="510300")
    codes = SHEETS[case.workbook]
    batch = await upload_batch(
        SYSTEM,
        act,
        region_id=city.id,
        register=codes[0] if len(codes) == 1 else "",
        file_name="benchmark.xlsx",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    batch = await check_batch(SYSTEM, act, batch.id, space, _tell)
    if getattr(batch, expected) != batch.rows:
        raise AssertionError(
            f"{batch.rows} rows, not all are {expected}: {batch.outcome} {space.page([])[:3]}"
        )
    return batch.rows


async def _apply(case: Case) -> int:
    batch = await ImportBatch.get(state=BatchState.CHECKED)
    mode = ApplyMode.ALL_OR_NOTHING
    done = await apply_batch(
        SYSTEM, await _act("apply"), batch.id, case.space, mode=mode, secret=_salt, report=_tell
    )
    if done.state is not BatchState.APPLIED:
        raise AssertionError(done.outcome)
    return done.new_rows


async def _verify(case: Case) -> int:
    """Verify every chain of the ledger."""
    if broken := await broken_chains():
        raise AssertionError(broken[:3])
    return case.rows


async def _export(case: Case) -> int:
    """Export the first register of the workbook."""
    code = SHEETS[case.workbook][0]
    case.folder.joinpath("again").mkdir()
    city, target = await Region.get(code="510300"), Workspace(case.folder / "again").original
    act, form = await _act("export"), ExportForm.XLSX
    log = await export_register(SYSTEM, act, REGISTERS[code], city.id, target, form, Language.ZH)
    return log.rows


async def _check_again(case: Case) -> int:
    """Check what was exported: nothing may differ."""
    space = Workspace(case.folder / "again")
    alone = Case(SHEETS[case.workbook][0], case.rows, case.url, case.folder)
    return await _checked(alone, space, space.original.read_bytes(), "unchanged_rows", "check again")


async def _undo(case: Case) -> int:
    batch = await ImportBatch.get(state=BatchState.APPLIED)
    done = await undo_batch(SYSTEM, await _act("undo"), batch.id, case.space, _tell)
    return done.new_rows


async def _plain(case: Case) -> int:
    """Import the workbook of a sample the plain way."""
    path = case.folder / "sample.xlsx"
    write_workbook(path, sheets_of("people", case.rows, ()))
    return await plainly_imported(path, await _act("plain"))


_STEPS = {
    "world": _world,
    "check": _check,
    "apply": _apply,
    "verify": _verify,
    "export": _export,
    "check again": _check_again,
    "undo": _undo,
    "plain": _plain,
}
