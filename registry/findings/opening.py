"""Opening findings: what was found, how grave it is, who answers for it, and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from registry.access import Viewer, one, require_any
from registry.codes import Capability, FindingOrigin, FindingSeverity
from registry.dated import filled, past_day
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.findings.terms import terms_of
from registry.history import Act, Change, changing, day_of
from registry.tables import Finding, Hazard, InspectionCheck, Organization, Team

WHO_OPENS: Mapping[FindingOrigin, tuple[Capability, ...]] = MappingProxyType(
    {
        FindingOrigin.CHECK: (Capability.AUDIT,),
        FindingOrigin.EXERCISE: (Capability.AUDIT, Capability.PLAN),
        FindingOrigin.HAZARD: (Capability.WRITE_REGISTRY, Capability.AUDIT),
        FindingOrigin.OTHER: (Capability.AUDIT, Capability.WRITE_REGISTRY),
    }
)
"""Which capabilities in the region let somebody open a finding of an origin; one is enough. Assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDraft:
    """
    What was found.

    Parameters
    ----------
    region_id
        Where; that of the team, check or hazard when None.
    found_on
        The day, not in the future.
    due_on
        Last day in time; by the severity and the nearest region's figures when None.
    owner_id
        The organization that puts it right; the team's when None and a team is named.
    check_id, item_id, hazard_id, execution_id
        Where it comes from; the execution is one of `exercises`, which the registry does not know.
    record_table, record_id, record_label
        What it is about, when that is no team.

    """

    title: str
    severity: FindingSeverity
    found_on: date
    origin: FindingOrigin = FindingOrigin.OTHER
    region_id: UUID | None = None
    description: str = ""
    due_on: date | None = None
    owner_id: UUID | None = None
    team_id: UUID | None = None
    check_id: UUID | None = None
    item_id: UUID | None = None
    hazard_id: UUID | None = None
    execution_id: UUID | None = None
    record_table: str = ""
    record_id: UUID | None = None
    record_label: str = ""


async def open_finding(
    viewer: Viewer, act: Act, draft: FindingDraft, *, evidence_ids: Sequence[UUID] = ()
) -> Finding:
    """
    Store a finding, open, with the files that prove it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see what is named, or may not open findings of that origin there.
    InvalidValue
        The title is blank, the day has not come, the deadline lies before it, no region is told, or a
        finding of a check or hazard names none.

    """
    region_id, team = await _placed(viewer, draft)
    await require_any(viewer, WHO_OPENS[draft.origin], region_id)
    if draft.owner_id is not None:
        await one(viewer, Organization, draft.owner_id)
    async with changing(act) as change:
        finding = await add_finding(viewer, change, draft, region_id, team)
        await attach(viewer, change, finding, evidence_ids)
    return finding


async def _placed(viewer: Viewer, draft: FindingDraft) -> tuple[UUID, Team | None]:
    """Return the region of a finding and its team: as told, or those of what it comes from."""
    check = await one(viewer, InspectionCheck, draft.check_id) if draft.check_id else None
    hazard = await one(viewer, Hazard, draft.hazard_id) if draft.hazard_id else None
    team_id = draft.team_id or (check.team_id if check is not None else None)
    team = await one(viewer, Team, team_id) if team_id else None
    for origin, source in ((FindingOrigin.CHECK, check), (FindingOrigin.HAZARD, hazard)):
        if draft.origin is origin and source is None:
            rule, rule_zh = f"it names the {origin.value} it comes from", f"应指明来源的{origin.zh}"
            raise InvalidValue("origin", origin.value, rule, rule_zh=rule_zh)
    found = (each.region_id for each in (team, check, hazard) if each is not None)
    region_id = next(found, None) or draft.region_id
    if region_id is None:
        rule, rule_zh = "a region, a team, a check or a hazard is named", "应指明区域、队伍、检查或隐患"
        raise InvalidValue("region_id", "", rule, rule_zh=rule_zh)
    return region_id, team


async def add_finding(
    viewer: Viewer, change: Change, draft: FindingDraft, region_id: UUID, team: Team | None = None
) -> Finding:
    """
    Store a finding as part of an open change whose rights have been looked to; raises InvalidValue only.

    A check and a hazard do so: their findings are theirs to open.
    """
    found_on = past_day("found_on", draft.found_on, day_of(change.act.at))
    terms = await terms_of(viewer, region_id, found_on)
    due_on = draft.due_on or terms.finding_due(draft.severity, found_on)
    if due_on < found_on:
        rule, rule_zh = "it is due on the day it was found or later", "整改期限不得早于发现日期"
        raise InvalidValue("due_on", due_on.isoformat(), rule, rule_zh=rule_zh)
    return await change.add(
        Finding(
            region_id=region_id,
            team_id=team.id if team is not None else None,
            owner_id=draft.owner_id or (team.organization_id if team is not None else None),
            title=filled("title", draft.title),
            description=draft.description.strip(),
            severity=draft.severity,
            origin=draft.origin,
            due_on=due_on,
            check_id=draft.check_id,
            item_id=draft.item_id,
            hazard_id=draft.hazard_id,
            execution_id=draft.execution_id,
            record_table=draft.record_table,
            record_id=draft.record_id,
            record_label=draft.record_label,
            valid_from=found_on,
        )
    )
