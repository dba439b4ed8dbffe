"""
Work ordered on a batch and carried out later, by another process: checked, applied, taken back.

Ordering moves the batch to a state of being worked on, in which nobody else may order anything; the order
(who, with what rights, why, how) is kept in the batch's row. Whoever carries it out may die and begin
again: each order ends in one transaction, and an order that is over is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from registry.access import SYSTEM, Viewer, narrowed, rows, viewer_of
from registry.codes import ApplyMode, BatchState, Capability
from registry.errors import InvalidValue, RegistryError
from registry.history import Act, Change, changing
from registry.intake.batches import apply_batch, check_batch, owned, refuse_unclean, undo_batch
from registry.intake.checking import Report
from registry.intake.files import FileTrouble
from registry.intake.reading import BatchRefused, Mappings
from registry.intake.registers import REGISTERS
from registry.intake.workspace import Workspace
from registry.tables import ImportBatch

#: Makes the act of somebody for a reason, now.
Acting: TypeAlias = Callable[[UUID, str], Act]
Reasons: TypeAlias = list[tuple[str, str, str]]
#: States in which a batch is worked on → where it goes when that cannot be done.
UNDER_WAY: Mapping[BatchState, BatchState] = {
    BatchState.CHECKING: BatchState.FAILED,
    BatchState.APPLYING: BatchState.FAILED,
    BatchState.UNDOING: BatchState.APPLIED,
}


@dataclass(frozen=True, slots=True)
class Rights:
    """
    What somebody could do when ordering: the token's reach, which may be narrower than the account's.

    `scopes` maps capabilities to the regions granted (their subtrees are meant), or to None for everywhere.
    """

    by: UUID
    scopes: Mapping[str, list[str] | None]

    @classmethod
    def of(cls, viewer: Viewer) -> Rights:
        """Return the rights of whoever orders."""
        scopes = {
            capability.value: None if roots is None else sorted(str(root) for root in roots)
            for capability, roots in viewer.scopes.items()
        }
        return cls(viewer.principal_id, scopes)

    async def viewer(self, on: date) -> Viewer:
        """
        Return who ordered, as far as the order's rights and those of the day go.

        Raises
        ------
        NotFound
            The account is gone or disabled by now.

        """
        if self.by == SYSTEM.principal_id:
            return SYSTEM
        ordered = {
            Capability(name): None if roots is None else frozenset(map(UUID, roots))
            for name, roots in self.scopes.items()
        }
        return await narrowed(await viewer_of(self.by, on=on), ordered)


async def order_check(viewer: Viewer, act: Act, batch_id: UUID, mappings: Mappings) -> ImportBatch:
    """
    Order the comparison of a batch's file with the registers.

    `mappings` are the office's headings → column names, by register; they are remembered.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the batch, or may not register in its region.
    TransitionRefused, StaleVersion
        The batch is being worked on, or it is applied, undone or cancelled.
    InvalidValue
        A mapping names a register or column that does not exist.

    """
    refuse_unknown(mappings)
    plain = {code: dict(mapping) for code, mapping in mappings.items()}
    return await _order(viewer, act, batch_id, BatchState.CHECKING, {"mappings": plain})


def refuse_unknown(mappings: Mappings) -> None:
    """Refuse headings for registers or columns that do not exist, with `InvalidValue`."""
    for code, mapping in mappings.items():
        if code not in REGISTERS:
            raise InvalidValue("register", code, f"one of {', '.join(REGISTERS)}")
        for column in mapping.values():
            known = REGISTERS[code].shape.by_name
            if column not in known:
                raise InvalidValue("column", column, f"one of {', '.join(known)}")


async def order_apply(viewer: Viewer, act: Act, batch_id: UUID, mode: ApplyMode) -> ImportBatch:
    """
    Order that what a checked batch would change is stored, under the reason of the act.

    Raises
    ------
    NotFound, AccessDenied, TransitionRefused, StaleVersion
        As `order_check`; of two orders at once the second is refused.
    NotReady
        `mode` is all or nothing, and rows are rejected or conflicting; or there is nothing to store.

    """
    batch = await owned(viewer, batch_id, BatchState.APPLYING)
    refuse_unclean(batch, mode)
    return await _order(viewer, act, batch_id, BatchState.APPLYING, {"mode": mode.value})


async def order_undo(viewer: Viewer, act: Act, batch_id: UUID) -> ImportBatch:
    """
    Order that an applied batch is taken back, under the reason of the act.

    Raises
    ------
    NotFound, AccessDenied, TransitionRefused, StaleVersion
        As `order_check`.

    """
    return await _order(viewer, act, batch_id, BatchState.UNDOING, {})


async def _order(
    viewer: Viewer, act: Act, batch_id: UUID, to: BatchState, how: Mapping[str, Any]
) -> ImportBatch:
    """Move a batch to a state of being worked on, and keep the order."""
    batch = await owned(viewer, batch_id, to)
    rights = Rights.of(viewer)
    order = {"by": str(rights.by), "scopes": rights.scopes, "reason": act.reason, **how}
    async with changing(act) as change:
        batch = await change.change(batch, state=to)
        await rows(SYSTEM, ImportBatch).filter(id=batch_id).update(progress=order, outcome=None)
        return batch


@dataclass(frozen=True, slots=True)
class Means:
    """What whoever carries orders out lends: the clock, chance, and an ear for progress."""

    acting: Acting
    today: date
    secret: Callable[[int], bytes]
    report: Report


async def carry_out(batch_id: UUID, space: Workspace, means: Means) -> ImportBatch:
    """
    Carry out what was ordered on a batch, and return the batch as it is then.

    A refusal is kept as sentences in `outcome`. A file that is marked classified is deleted at once: only
    the fact that it came stays.
    """
    batch = await rows(SYSTEM, ImportBatch).get(id=batch_id)
    if batch.state not in UNDER_WAY:
        return batch
    order: Mapping[str, Any] = batch.progress
    rights = Rights(UUID(order["by"]), order["scopes"])
    act = means.acting(rights.by, order["reason"])
    try:
        batch = await _work(await rights.viewer(means.today), act, batch, space, means)
    except BatchRefused as refusal:
        return await give_up(batch_id, act, refusal.reasons)
    except RegistryError as error:
        return await give_up(batch_id, act, [(error.code, error.message_zh, str(error))])
    if FileTrouble.CLASSIFIED.value in {each["code"] for each in sentences_of(batch)}:
        space.discard()
    return batch


async def _work(viewer: Viewer, act: Act, batch: ImportBatch, space: Workspace, means: Means) -> ImportBatch:
    """Check, apply or take back, as the batch's state says."""
    if not space.original.exists():
        zh, en = "文件已不在服务器上，请重新上传。", "The file is no longer on the server; upload it again."
        raise BatchRefused([("FILE_LOST", zh, en)])
    if batch.state is BatchState.CHECKING:
        return await check_batch(viewer, act, batch.id, space, means.report, batch.progress["mappings"])
    if batch.state is BatchState.UNDOING:
        return await undo_batch(viewer, act, batch.id, space, means.report)
    mode = ApplyMode(batch.progress["mode"])
    secret, report = means.secret, means.report
    return await apply_batch(viewer, act, batch.id, space, mode=mode, secret=secret, report=report)


async def give_up(batch_id: UUID, act: Act, reasons: Reasons) -> ImportBatch:
    """End an order that cannot be carried out, and keep why; a batch nobody works on stays as it is."""
    batch = await rows(SYSTEM, ImportBatch).get(id=batch_id)
    if batch.state not in UNDER_WAY:
        return batch
    told = {"sentences": [{"code": code, "zh": zh, "en": en} for code, zh, en in reasons]}
    async with changing(act) as change:
        return await _end(change, batch, told)


async def _end(change: Change, batch: ImportBatch, told: Mapping[str, Any]) -> ImportBatch:
    ended = await change.change(batch, state=UNDER_WAY[batch.state])
    await rows(SYSTEM, ImportBatch).filter(id=batch.id).update(outcome=told)
    ended.outcome = told
    return ended


def sentences_of(batch: ImportBatch) -> list[dict[str, str]]:
    """Return why the last order on a batch was refused: code, Chinese and English sentence."""
    return list((batch.outcome or {}).get("sentences", []))
