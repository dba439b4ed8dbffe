"""Findings that fall due or are overdue, told by dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Q, Subquery

from registry.access import Viewer, one, rows
from registry.codes import FindingState
from registry.tables import Finding, Region, RegionClosure, Team

UNVERIFIED = (FindingState.OPEN, FindingState.RECTIFIED)
"""States in which a finding counts: nobody has verified that it was put right."""


def overdue_on(day: date) -> Q:
    """Return the condition that a finding should have been put right before a day, and is not verified."""
    return Q(state__in=list(UNVERIFIED), due_on__lt=day)


@dataclass(frozen=True, slots=True)
class FindingDue:
    """An unverified finding: `on` is the last day in time, `days_left` is below 0 once it is overdue."""

    finding: Finding
    region: Region
    team_code: str
    on: date
    days_left: int

    @property
    def about(self) -> str:
        """Return what it is about: the team's code, the record's label, or the region's name."""
        return self.team_code or self.finding.record_label or self.region.name

    @property
    def sentence(self) -> str:
        """Return what is due, in English."""
        waits = "verification of" if self.finding.state is FindingState.RECTIFIED else "rectification of"
        end = "overdue since" if self.days_left < 0 else "due by"
        severity = self.finding.severity.en
        return f"{self.about}: {waits} the {severity} finding “{self.finding.title}” {end} {self.on}."

    @property
    def sentence_zh(self) -> str:
        """Return what is due, in Chinese."""
        waits = "待核实销号" if self.finding.state is FindingState.RECTIFIED else "待整改"
        end = "已逾期" if self.days_left < 0 else "前办结"
        severity = self.finding.severity.zh
        return f"{self.about}:{severity}问题“{self.finding.title}”{waits},{self.on} {end}。"


async def findings_due(
    viewer: Viewer, region_id: UUID | None, *, on: date, days: int = 0
) -> list[FindingDue]:
    """
    Return the unverified findings due within some days or overdue, the earliest first.

    Parameters
    ----------
    viewer
        Sees its own regions only.
    region_id
        This region and those below it; all the viewer sees when None.
    on
        The day the list is made for.
    days
        How far ahead to look, 0 or more; overdue ones are always on the list.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    listed = rows(viewer, Finding).filter(
        state__in=list(UNVERIFIED), valid_from__lte=on, due_on__lte=on + timedelta(days=days)
    )
    if region_id is not None:
        await one(viewer, Region, region_id)
        below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
        listed = listed.filter(region_id__in=Subquery(below))
    found = await listed.order_by("due_on", "id")
    regions = {
        each.id: each
        for each in await rows(viewer, Region).filter(id__in=list({each.region_id for each in found}))
    }
    named = [each.team_id for each in found if each.team_id is not None]
    codes = {team.id: team.code for team in await rows(viewer, Team).filter(id__in=named)}
    return [
        FindingDue(
            each,
            regions[each.region_id],
            codes.get(each.team_id, "") if each.team_id is not None else "",
            each.due_on,
            (each.due_on - on).days,
        )
        for each in found
        if each.region_id in regions
    ]
