"""How often equipment of a kind is inspected: the schedule of the nearest region, then everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.access import SYSTEM, Viewer, require, rows
from registry.codes import Capability, SourceMark
from registry.dated import filled
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.nearest import nearest, succeed
from registry.tables import InspectionSchedule

#: Longest interval between inspections, in days (ten years, assumed).
MOST_INTERVAL_DAYS = 3_660
#: Days before its day from which an inspection counts as due, where no schedule says so (assumed).
LEAD_DAYS = 30


@dataclass(frozen=True, slots=True)
class ScheduleDraft:
    """
    How often an office inspects equipment of a kind.

    Parameters
    ----------
    region_id
        The office's region; the schedule holds there and below.
    kind
        Kind of the items, in Chinese, as the register writes it.
    interval_days
        Days from an inspection to the next, 1 to 3,660; days are counted, so leap years shift nothing.
    lead_days
        Days before, from which it is announced; 0 to the interval.
    from_day
        First day on which it holds; the day of the act when None. Items keep the day they were given by
        their last inspection.
    mark, citation
        Where the figures come from.

    """

    region_id: UUID
    kind: str
    interval_days: int
    lead_days: int
    from_day: date | None = None
    mark: SourceMark = SourceMark.ASSUMED
    citation: str = ""


async def set_inspection_schedule(
    viewer: Viewer, act: Act, draft: ScheduleDraft, *, evidence_ids: Sequence[UUID] = ()
) -> InspectionSchedule:
    """
    Store how often equipment of a kind is inspected in a region and below; what held there before ends.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the region or a file, or may not register there.
    InvalidValue
        The kind is blank, or a figure is out of its bounds.

    """
    await require(viewer, Capability.WRITE_REGISTRY, draft.region_id)
    if not 1 <= draft.interval_days <= MOST_INTERVAL_DAYS:
        raise InvalidValue("interval_days", draft.interval_days, f"it must lie in 1 to {MOST_INTERVAL_DAYS}")
    if not 0 <= draft.lead_days <= draft.interval_days:
        raise InvalidValue("lead_days", draft.lead_days, f"it must lie in 0 to {draft.interval_days}")
    new = InspectionSchedule(
        region_id=draft.region_id,
        kind=filled("kind", draft.kind),
        interval_days=draft.interval_days,
        lead_days=draft.lead_days,
        mark=draft.mark,
        citation=draft.citation.strip(),
        valid_from=draft.from_day or day_of(act.at),
    )
    async with changing(act) as change:
        same = rows(SYSTEM, InspectionSchedule).filter(region_id=new.region_id, kind=new.kind)
        schedule = await succeed(change, same, new)
        await attach(viewer, change, schedule, evidence_ids)
    return schedule


async def schedule_for(kind: str, region_id: UUID, on: date) -> InspectionSchedule | None:
    """Return the schedule that holds for a kind in a region on a day; None when there is none."""
    return await nearest(InspectionSchedule, region_id, on, kind=kind)


async def next_due(kind: str, region_id: UUID, day: date) -> date | None:
    """
    Return the first day on which an item inspected on `day` is overdue; None without a schedule.

    The interval is counted in days: 365 days from 29 February 2028 end on 28 February 2029.
    """
    schedule = await schedule_for(kind, region_id, day)
    return None if schedule is None else day + timedelta(days=schedule.interval_days)
