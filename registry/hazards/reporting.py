"""Reporting hazards: a body of the five-level network says what it found where, and how grave it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import SYSTEM, Viewer, one, require, rows
from registry.codes import Capability, FindingSeverity, HazardState, HazardStep
from registry.dated import filled, past_day
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.findings import terms_of
from registry.history import Act, changing, day_of
from registry.network import LEVELS
from registry.periods import in_force
from registry.tables import (
    Hazard,
    HazardStepTaken,
    Organization,
    Region,
    RegionClosure,
    ResponsibleBody,
    Work,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardDraft:
    """
    What was found, where and by whom.

    Parameters
    ----------
    region_id
        A region of the five levels; that of the work when a work is named.
    reporter_id
        The organization that answers for the region, or for one above it, on the day it was found.
    found_on, arose_on
        The day it was found, not in the future; the day it is believed to have arisen, None if unknown.
    due_on
        Last day in time for closing it; by the severity and the nearest region's figures when None.

    """

    region_id: UUID
    title: str
    severity: FindingSeverity
    found_on: date
    reporter_id: UUID
    work_id: UUID | None = None
    place: str = ""
    description: str = ""
    arose_on: date | None = None
    due_on: date | None = None


async def report_hazard(
    viewer: Viewer, act: Act, draft: HazardDraft, *, evidence_ids: Sequence[UUID] = ()
) -> Hazard:
    """
    Store a hazard with its first step; the level of the body that reports it answers for it first.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see region, work, body or a file, or may not register in the region.
    InvalidValue
        The region is none of the five levels, the work lies elsewhere, the body does not answer there, the
        title is blank, or a day does not fit.
    CodeTaken
        Another hazard was reported there at the same moment; try again.

    """
    region = await one(viewer, Region, draft.region_id)
    await require(viewer, Capability.WRITE_REGISTRY, region.id)
    await known_body(viewer, draft.reporter_id)
    await _check_work(viewer, draft)
    handler = await _handler(viewer, region, draft)
    due_on = await _due(viewer, draft, day_of(act.at))
    hazard = Hazard(
        region_id=region.id,
        handler_id=handler.id,
        work_id=draft.work_id,
        reporter_id=draft.reporter_id,
        code=await _next_code(region, draft.found_on),
        title=filled("title", draft.title),
        place=draft.place.strip(),
        description=draft.description.strip(),
        severity=draft.severity,
        level=LEVELS[handler.level],
        state=HazardState.REPORTED,
        arose_on=draft.arose_on,
        due_on=due_on,
        valid_from=draft.found_on,
    )
    async with changing(act) as change:
        await change.add(hazard)
        await change.add(first_step(hazard))
        await attach(viewer, change, hazard, evidence_ids)
    return hazard


def first_step(hazard: Hazard) -> HazardStepTaken:
    """Return the step that reported a hazard, on the day it was found."""
    return HazardStepTaken(
        hazard_id=hazard.id,
        ordinal=1,
        step=HazardStep.REPORT,
        level=hazard.level,
        organization_id=hazard.reporter_id,
        valid_from=hazard.valid_from,
    )


async def known_body(viewer: Viewer, organization_id: UUID) -> None:
    """Return if the viewer sees an organization, or that it answers for some region; NotFound otherwise."""
    if not await rows(viewer, ResponsibleBody).filter(organization_id=organization_id).exists():
        await one(viewer, Organization, organization_id)


async def _check_work(viewer: Viewer, draft: HazardDraft) -> None:
    """Refuse a work that lies in another region."""
    if draft.work_id is None:
        return
    work = await one(viewer, Work, draft.work_id)
    if work.region_id != draft.region_id:
        raise InvalidValue("work_id", work.code, "it lies in another region", rule_zh="该工程不在所报区域")


async def _handler(viewer: Viewer, region: Region, draft: HazardDraft) -> Region:
    """Return the region, the place or one above it, that the reporting body answers for on the day."""
    if region.level not in LEVELS:
        rule, rule_zh = "the network has five levels, from the city down", "五级网络自市级起"
        raise InvalidValue("region_id", region.code, rule, rule_zh=rule_zh)
    line = RegionClosure.filter(descendant_id=region.id).values("ancestor_id")
    bodies = rows(viewer, ResponsibleBody).filter(
        in_force(draft.found_on), organization_id=draft.reporter_id, region_id__in=Subquery(line)
    )
    regions = await rows(SYSTEM, Region).filter(id__in=Subquery(bodies.values("region_id")))
    answering = sorted(regions, key=lambda each: list(LEVELS).index(each.level))
    if not answering:
        day = draft.found_on.isoformat()
        rule, rule_zh = f"it does not answer for the place on {day}", f"{day} 不是该处责任单位"
        raise InvalidValue("reporter_id", str(draft.reporter_id), rule, rule_zh=rule_zh)
    return answering[-1]


async def _due(viewer: Viewer, draft: HazardDraft, today: date) -> date:
    """Return the last day in time, if the days fit."""
    past_day("found_on", draft.found_on, today)
    if draft.arose_on is not None and draft.arose_on > draft.found_on:
        rule, rule_zh = "it arose before it was found", "产生日期不得晚于发现日期"
        raise InvalidValue("arose_on", draft.arose_on.isoformat(), rule, rule_zh=rule_zh)
    terms = await terms_of(viewer, draft.region_id, draft.found_on)
    due_on = draft.due_on or terms.hazard_due(draft.severity, draft.found_on)
    if due_on < draft.found_on:
        rule, rule_zh = "it is due on the day it was found or later", "期限不得早于发现日期"
        raise InvalidValue("due_on", due_on.isoformat(), rule, rule_zh=rule_zh)
    return due_on


async def _next_code(region: Region, found_on: date) -> str:
    """Return the code of the next hazard of a region and year: `<region>-YH<year>-<number>`."""
    start = f"{region.code}-YH{found_on.year}-"
    return f"{start}{await rows(SYSTEM, Hazard).filter(code__startswith=start).count() + 1:03d}"
