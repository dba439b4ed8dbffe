"""Publishing what checks found, and what is late: checks to be held, results to be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from tortoise.expressions import Q, Subquery

from registry.access import Viewer, one, require, rows
from registry.checks.recording import refuse_corrected
from registry.codes import Capability, CheckState
from registry.dated import filled, past_day
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.findings import terms_of
from registry.history import Act, changing, day_of
from registry.tables import InspectionCheck, Region, RegionClosure

CHECK_MOVES: Mapping[CheckState, tuple[CheckState, ...]] = MappingProxyType(
    {
        CheckState.PLANNED: (CheckState.HELD, CheckState.CANCELLED),
        CheckState.HELD: (CheckState.PUBLISHED,),
        CheckState.PUBLISHED: (),
        CheckState.CANCELLED: (),
    }
)
"""From each state to the next; a published check is corrected by a further edition."""


async def publish_check(
    viewer: Viewer,
    act: Act,
    check_id: UUID,
    expected_version: int,
    *,
    publication: str,
    published_on: date | None = None,
) -> InspectionCheck:
    """
    Record that the result of a check was published, where and when (today if None).

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the check, or may not audit there.
    StaleVersion, TransitionRefused
        It was changed since the viewer read it, or was not held or is published already.
    InvalidValue
        It is not said where, the day lies before the check or has not come, or a later edition corrects it.

    """
    check = await one(viewer, InspectionCheck, check_id)
    await require(viewer, Capability.AUDIT, check.region_id)
    if check.version != expected_version:
        raise StaleVersion(expected_version, check.version)
    if CheckState.PUBLISHED not in CHECK_MOVES[check.state] or check.held_on is None:
        ways = CHECK_MOVES[check.state]
        raise TransitionRefused(InspectionCheck.table_name(), check.state, CheckState.PUBLISHED, ways)
    await refuse_corrected(viewer, check)
    today = day_of(act.at)
    day = past_day("published_on", published_on or today, today)
    if day < check.held_on:
        rule, rule_zh = f"not before {check.held_on.isoformat()}", "公示日期不得早于检查日期"
        raise InvalidValue("published_on", day.isoformat(), rule, rule_zh=rule_zh)
    async with changing(act) as change:
        return await change.change(
            check,
            effective_on=day,
            state=CheckState.PUBLISHED,
            published_on=day,
            publication=filled("publication", publication),
        )


@dataclass(frozen=True, slots=True)
class CheckDue:
    """A check to be held, or a result to be published, by `on` included; late when `days_left` is below 0."""

    check: InspectionCheck
    on: date
    days_left: int

    @property
    def sentence(self) -> str:
        """Return what is due, in English."""
        if self.check.state is CheckState.PLANNED:
            return f"The check of {self.check.object_label} is to be held by {self.on}."
        return f"The result of the check of {self.check.object_label} is to be published by {self.on}."

    @property
    def sentence_zh(self) -> str:
        """Return what is due, in Chinese."""
        what = "应检查" if self.check.state is CheckState.PLANNED else "的检查结果应公示"
        return f"{self.check.object_label} {what},{self.on} 前。"


async def checks_due(viewer: Viewer, region_id: UUID, *, on: date, days: int) -> list[CheckDue]:
    """
    Return the checks to be held and the results to be published within some days or late, by date.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    await one(viewer, Region, region_id)
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    corrected = rows(viewer, InspectionCheck).filter(corrects_id__isnull=False).values("corrects_id")
    waiting = await (
        rows(viewer, InspectionCheck)
        .filter(region_id__in=Subquery(below), state__in=[CheckState.PLANNED, CheckState.HELD])
        .filter(~Q(id__in=Subquery(corrected)))
        .order_by("planned_on", "id")
    )
    terms = await terms_of(viewer, region_id, on)
    found = [
        CheckDue(check, day, (day - on).days)
        for check in waiting
        if (day := terms.publication_due(check.held_on) if check.held_on else check.planned_on)
        <= on + timedelta(days=days)
    ]
    return sorted(found, key=lambda due: (due.on, due.check.object_label, str(due.check.id)))
