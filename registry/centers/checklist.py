"""The checklist of a mobilization center: five items, each looked at on a day, all earlier looks kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, ChecklistItem, ChecklistResult
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.history import Act, Change, changing, day_of
from registry.tables import CenterCheck, MobilizationCenter


async def check_center(
    viewer: Viewer,
    act: Act,
    center_id: UUID,
    item: ChecklistItem,
    result: ChecklistResult,
    *,
    on: date | None = None,
    note: str = "",
    evidence_ids: Sequence[UUID] = (),
) -> CenterCheck:
    """
    Record how far a center met one item on a day (the day of the act when None) and return that look.

    It holds until the next look at the item. A second look on the same day corrects the first; one
    recorded late takes its place between those before and after it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the center, or may not register there.
    InvalidValue
        The day lies in the future or before the center was known.

    """
    center = await one(viewer, MobilizationCenter, center_id)
    await require(viewer, Capability.WRITE_REGISTRY, center.region_id)
    day, today = on or day_of(act.at), day_of(act.at)
    if not center.valid_from <= day <= today:
        raise InvalidValue("on", day, f"it must lie between {center.valid_from} and {today}")
    earlier = await rows(viewer, CenterCheck).filter(center_id=center.id, item=item).order_by("valid_from")
    async with changing(act) as change:
        same = next((look for look in earlier if look.valid_from == day), None)
        if same is not None:
            look = await change.change(same, effective_on=day, result=result, note=note.strip())
        else:
            look = CenterCheck(
                center_id=center.id, item=item, result=result, note=note.strip(), valid_from=day
            )
            await _insert(change, look, earlier)
        await attach(viewer, change, look, evidence_ids)
        return look


async def _insert(change: Change, look: CenterCheck, others: list[CenterCheck]) -> None:
    """Store a look between those of other days: each holds until the next."""
    before = [other for other in others if other.valid_from < look.valid_from]
    after = [other for other in others if other.valid_from > look.valid_from]
    if before:
        await change.change(before[-1], valid_to=look.valid_from)
    look.valid_to = after[0].valid_from if after else None
    await change.add(look)


async def unmet(
    viewer: Viewer, center_id: UUID, on: date
) -> list[tuple[ChecklistItem, ChecklistResult | None]]:
    """Return the items a center did not meet on a day, in the order of the list; None: never looked at."""
    looks = (
        await rows(viewer, CenterCheck).filter(center_id=center_id, valid_from__lte=on).order_by("valid_from")
    )
    latest = {look.item: look.result for look in looks}
    return [(item, latest.get(item)) for item in ChecklistItem if latest.get(item) is not ChecklistResult.MET]
