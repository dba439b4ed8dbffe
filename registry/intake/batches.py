"""
The life of an import batch: uploaded → checked → applied, and perhaps undone.

`upload_batch`, `check_batch`, `apply_batch`, `undo_batch` and `cancel_batch` each end in the next state or
leave everything as it was; a batch that cannot be read or stored becomes `refused`, with sentences in
`outcome`. Reading and comparing take seconds for large files: run them in a process of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.codes import ApplyMode, BatchState, Capability
from registry.errors import (
    CodeTaken,
    InvalidValue,
    NotFound,
    NotReady,
    StaleVersion,
    TransitionRefused,
)
from registry.history import Act, Change, changing, day_of
from registry.intake.applying import store_difference
from registry.intake.checking import Judging, Report, counts_of, judge
from registry.intake.files import FileRefused
from registry.intake.planned import Planned
from registry.intake.reading import BatchRefused, Mappings, Understood, readings
from registry.intake.register import Register
from registry.intake.registers import REGISTERS, register_named
from registry.intake.undoing import revert
from registry.intake.validating import validated
from registry.intake.workspace import Workspace
from registry.tables import ColumnMapping, ImportBatch, RegionClosure

_S = BatchState
#: Where a batch may go from each state.
MOVES: Mapping[BatchState, tuple[BatchState, ...]] = {
    _S.UPLOADED: (_S.CHECKING, _S.CHECKED, _S.REFUSED, _S.CANCELLED),
    _S.CHECKING: (_S.CHECKED, _S.REFUSED, _S.FAILED),
    _S.CHECKED: (_S.CHECKING, _S.CHECKED, _S.APPLYING, _S.APPLIED, _S.REFUSED, _S.CANCELLED),
    _S.APPLYING: (_S.APPLIED, _S.REFUSED, _S.FAILED),
    _S.APPLIED: (_S.UNDOING, _S.UNDONE),
    _S.UNDOING: (_S.UNDONE, _S.APPLIED),
    _S.REFUSED: (_S.CHECKING, _S.CHECKED, _S.REFUSED, _S.CANCELLED),
    _S.FAILED: (_S.CHECKING, _S.CHECKED, _S.CANCELLED),
}
Sheets = list[tuple[Register, list[Planned]]]


async def upload_batch(
    viewer: Viewer, act: Act, *, region_id: UUID, register: str, file_name: str, sha256: str, size: int
) -> ImportBatch:
    """
    Store that a file came in for a region; `register` is empty to go by the names of its sheets.

    Raises
    ------
    NotFound, AccessDenied
        There is no such register, or the viewer may not register in that region.

    """
    await require(viewer, Capability.WRITE_REGISTRY, region_id)
    code = register_named(register).code if register else ""
    batch = ImportBatch(
        region_id=region_id,
        requested_by_id=act.author,
        requested_at=act.at,
        register=code,
        file_name=file_name,
        file_hash=sha256,
        file_bytes=size,
    )
    async with changing(act) as change:
        return await change.add(batch)


async def check_batch(
    viewer: Viewer,
    act: Act,
    batch_id: UUID,
    workspace: Workspace,
    report: Report,
    mappings: Mappings | None = None,
) -> ImportBatch:
    """
    Compare the file of a batch with the registers; nothing but the batch itself is written.

    `mappings` are the office's headings → column names by register; they are remembered for its region.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the batch, or may not register in its region.
    TransitionRefused
        The batch is applied, undone or cancelled.

    """
    batch = await owned(viewer, batch_id, BatchState.CHECKED)
    known = await _remembered(viewer, batch, mappings or {})
    register = REGISTERS[batch.register] if batch.register else None
    understood = Understood()
    try:
        sheets = await asyncio.to_thread(
            _read, workspace, batch.file_name, register, known, understood, report
        )
    except FileRefused as refusal:
        reason = (refusal.trouble.value, refusal.sentence_zh, refusal.sentence_en)
        return await _refuse(act, batch, [reason])
    except BatchRefused as refusal:
        return await _refuse(act, batch, refusal.reasons)
    planned = await judge(await _judging(viewer, act, batch), sheets, report)
    await asyncio.to_thread(workspace.write, planned)
    async with changing(act) as change:
        await _remember(change, viewer, batch, mappings or {})
        found: dict[str, Any] = {"mapping": understood.mappings, **counts_of(planned)}
        batch = await change.change(batch, state=BatchState.CHECKED, **found)
    await _tell(batch, understood.outcome())
    return batch


def _read(
    workspace: Workspace,
    name: str,
    register: Register | None,
    mappings: Mappings,
    understood: Understood,
    report: Report,
) -> Sheets:
    """Read and validate every sheet of the file; blocks."""
    sheets: Sheets = []
    for each, reading in readings(workspace.original, name, register, mappings):
        understood.take(each, reading)
        sheets.append((each, list(validated(each, reading))))
        report("reading", len(reading.rows), len(reading.rows))
    return sheets


async def _judging(viewer: Viewer, act: Act, batch: ImportBatch) -> Judging:
    """Return what the rows of a batch are judged by."""
    below = await RegionClosure.filter(ancestor_id=batch.region_id).values_list("descendant_id", flat=True)
    regions: frozenset[Any] = frozenset(below)
    approving = rows(viewer, type(await batch.region), Capability.APPROVE).filter(id=batch.region_id)
    return Judging(viewer, regions, await approving.exists(), day_of(act.at))


async def apply_batch(
    viewer: Viewer,
    act: Act,
    batch_id: UUID,
    workspace: Workspace,
    *,
    mode: ApplyMode,
    secret: Callable[[int], bytes],
    report: Report,
) -> ImportBatch:
    """
    Store what a checked batch would change: one act with one reason, all of it or nothing.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the batch, or may not register in its region.
    TransitionRefused
        The batch is not checked, or applied already.
    NotReady
        `mode` is all or nothing, and rows are rejected or conflicting; or there is nothing to store.

    """
    batch = await owned(viewer, batch_id, BatchState.APPLIED)
    refuse_unclean(batch, mode)
    try:
        async with changing(act) as change:
            batch = await change.change(
                batch, state=BatchState.APPLIED, mode=mode, apply_reason=act.reason, change_id=act.id
            )
            await store_difference(change, workspace, secret, report)
    except (StaleVersion, NotFound, CodeTaken, InvalidValue) as error:
        fresh = await owned(viewer, batch_id, BatchState.REFUSED)
        return await _refuse(act, fresh, [(error.code, error.message_zh, str(error))])
    return batch


def refuse_unclean(batch: ImportBatch, mode: ApplyMode) -> None:
    """Refuse a batch with rows that cannot be taken, unless the good ones are asked for by name."""
    bad = batch.rejected_rows + batch.conflicting_rows
    if mode is ApplyMode.ALL_OR_NOTHING and bad:
        en = f"{batch.rejected_rows} rows are rejected and {batch.conflicting_rows} conflicting"
        zh = f"{batch.rejected_rows}行不合格、{batch.conflicting_rows}行冲突"
        raise NotReady(batch.file_name, (en,), (zh,))
    if not batch.new_rows + batch.changed_rows:
        raise NotReady(batch.file_name, ("no row is new or changed",), ("没有新增或变更的行",))


async def undo_batch(
    viewer: Viewer, act: Act, batch_id: UUID, workspace: Workspace, report: Report
) -> ImportBatch:
    """
    Take an applied batch back as one act: what it added is removed, what it changed is as before.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the batch, or may not register in its region.
    TransitionRefused
        The batch is not applied.
    BatchRefused
        Records were changed since, or others refer to them by now; they are named.

    """
    batch = await owned(viewer, batch_id, BatchState.UNDONE)
    if batch.change_id is None:
        raise TypeError("an applied batch has no change")
    async with changing(act) as change:
        undone = await change.change(batch, state=BatchState.UNDONE, undo_change_id=act.id)
        await revert(change, workspace, batch.change_id, report)
        return undone


async def cancel_batch(viewer: Viewer, act: Act, batch_id: UUID, workspace: Workspace) -> ImportBatch:
    """
    Give a batch up that is not applied, and delete its file and difference.

    Raises
    ------
    NotFound, AccessDenied, TransitionRefused
        As `apply_batch`.

    """
    batch = await owned(viewer, batch_id, BatchState.CANCELLED)
    async with changing(act) as change:
        batch = await change.change(batch, state=BatchState.CANCELLED)
    await asyncio.to_thread(workspace.discard)
    return batch


async def owned(viewer: Viewer, batch_id: UUID, to: BatchState) -> ImportBatch:
    """
    Return a batch the viewer may take to another state.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the batch, or may not register in its region.
    TransitionRefused
        It cannot go there from where it is.

    """
    batch = await one(viewer, ImportBatch, batch_id, Capability.WRITE_REGISTRY)
    ways = MOVES.get(batch.state, ())
    if to not in ways:
        raise TransitionRefused(ImportBatch.table_name(), batch.state, to, ways)
    return batch


async def _refuse(act: Act, batch: ImportBatch, reasons: list[tuple[str, str, str]]) -> ImportBatch:
    """Store that a batch cannot be taken, and why."""
    async with changing(act) as change:
        batch = await change.change(batch, state=BatchState.REFUSED)
    await _tell(batch, {"sentences": [{"code": code, "zh": zh, "en": en} for code, zh, en in reasons]})
    return batch


async def _tell(batch: ImportBatch, outcome: Mapping[str, Any]) -> None:
    """Keep the sentences for people (an operational column: no fact of the registry)."""
    batch.outcome = dict(outcome)
    await ImportBatch.filter(id=batch.id).update(outcome=batch.outcome)


async def _remembered(viewer: Viewer, batch: ImportBatch, given: Mappings) -> Mappings:
    """Return the headings of the office, those given now before those remembered."""
    known = {each.register: each.mapping for each in await _mappings(viewer, batch)}
    return {**known, **given}


async def _mappings(viewer: Viewer, batch: ImportBatch) -> list[ColumnMapping]:
    return await rows(viewer, ColumnMapping).filter(region_id=batch.region_id)


async def _remember(change: Change, viewer: Viewer, batch: ImportBatch, given: Mappings) -> None:
    """Keep the headings an office gave, for its next file."""
    known = {each.register: each for each in await _mappings(viewer, batch)}
    for code, mapping in given.items():
        if code in known:
            await change.change(known[code], mapping=dict(mapping))
        else:
            row = ColumnMapping(region_id=batch.region_id, register=code, mapping=dict(mapping))
            await change.add(row)
