"""What inspections of equipment are due or overdue, told by dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import SYSTEM, Viewer, one, rows
from registry.equipment.conditions import IN_USE
from registry.equipment.schedules import LEAD_DAYS
from registry.errors import InvalidValue
from registry.periods import in_force, reaching
from registry.tables import EquipmentItem, InspectionSchedule, Region, RegionClosure, Team

MOST_DAYS = 1_100


@dataclass(frozen=True, slots=True)
class InspectionDue:
    """An item whose inspection is due: overdue from `on`; `days_left` is 0 or less once it is overdue."""

    item: EquipmentItem
    team: Team
    on: date
    days_left: int

    @property
    def sentence(self) -> str:
        """Return what is due, in English."""
        when = (
            f"must be inspected before {self.on}"
            if self.days_left > 0
            else f"was to be inspected before {self.on}"
        )
        return f"{self.item.kind_en or self.item.kind} of {self.team.code} {when}."

    @property
    def sentence_zh(self) -> str:
        """Return what is due, in Chinese."""
        when = "应于" if self.days_left > 0 else "本应于"
        return f"{self.team.code} 的{self.item.kind}{when} {self.on} 前检验。"


async def inspections_due(
    viewer: Viewer, region_id: UUID | None, *, on: date, days: int | None = None
) -> list[InspectionDue]:
    """
    Return the items in use whose inspection is due within some days or overdue, the earliest first.

    Parameters
    ----------
    viewer
        Sees its own regions only.
    region_id
        Teams of this region and those below it; all the viewer sees when None.
    on
        The day the list is made for.
    days
        How far ahead to look, 0 to 1,100; each kind's own lead time when None, by the nearest schedule,
        30 days without one.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The number of days is out of bounds.

    """
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise InvalidValue("days", days, f"it must lie in 0 to {MOST_DAYS}")
    leads = None if days is not None else await _Leads.load(on)
    most = days if days is not None else max([LEAD_DAYS, *(leads.figures if leads else ())])
    listed = rows(viewer, EquipmentItem).filter(
        reaching(on), state__in=list(IN_USE), next_inspection_on__lte=on + timedelta(days=most)
    )
    if region_id is not None:
        await one(viewer, Region, region_id)
        below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
        listed = listed.filter(team__region_id__in=Subquery(below))
    items = await listed.order_by("next_inspection_on", "id")
    holders = Subquery(listed.values("team_id"))
    teams = {team.id: team for team in await rows(viewer, Team).filter(id__in=holders)}
    found = [
        InspectionDue(item, teams[item.team_id], due, (due - on).days)
        for item in items
        if (due := item.next_inspection_on) is not None
        and (due - on).days <= (most if leads is None else leads.of(item.kind, teams[item.team_id].region_id))
    ]
    return sorted(found, key=lambda due: (due.on, due.team.code, due.item.kind, str(due.item.id)))


@dataclass(frozen=True, slots=True)
class _Leads:
    """Lead times in force on a day: by kind and region, and which regions lie above which, nearest first."""

    by_kind: Mapping[str, Mapping[UUID | None, int]]
    above: Mapping[UUID, tuple[UUID, ...]]

    @classmethod
    async def load(cls, on: date) -> _Leads:
        """Read all schedules in force, and what lies below their regions: two statements."""
        by_kind: defaultdict[str, dict[UUID | None, int]] = defaultdict(dict)
        for each in await rows(SYSTEM, InspectionSchedule).filter(in_force(on)).order_by("id"):
            by_kind[each.kind][each.region_id] = each.lead_days
        owners = {key for own in by_kind.values() for key in own if key is not None}
        above: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for pair in await RegionClosure.filter(ancestor_id__in=list(owners)).order_by("depth", "id"):
            above[pair.descendant_id].append(pair.ancestor_id)
        return cls(dict(by_kind), {key: tuple(ids) for key, ids in above.items()})

    @property
    def figures(self) -> Iterable[int]:
        """Return every lead time."""
        return (days for own in self.by_kind.values() for days in own.values())

    def of(self, kind: str, region_id: UUID) -> int:
        """Return the lead time of a kind in a region, in days."""
        own = self.by_kind.get(kind, {})
        nearest = next((own[key] for key in self.above.get(region_id, ()) if key in own), None)
        return nearest if nearest is not None else own.get(None, LEAD_DAYS)
