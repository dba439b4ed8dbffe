"""One row of every type about checks, findings and hazards, for each side of the small world."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import (
    AnswerKind,
    FindingOrigin,
    FindingSeverity,
    HazardStep,
    InspectionObject,
    NetworkLevel,
    PrincipalKind,
)
from registry.history import Act, changing
from registry.tables import (
    CheckAnswer,
    CheckInspector,
    CheckItem,
    CheckList,
    Finding,
    FindingExtension,
    Hazard,
    HazardStepTaken,
    InspectionCheck,
    Organization,
    Principal,
    Record,
    Team,
)
from tests.conftest import NOW, SPACE

DAY, DUE = date(2025, 3, 3), date(2026, 6, 1)
MINOR = FindingSeverity.MINOR


async def check_rows(team: Team, organization: Organization, key: str = "") -> dict[str, Record]:
    """Store one row of every type about a team and its region, and return them by type."""
    act = Act(SYSTEM.principal_id, "checks", NOW, uuid5(SPACE, f"checks {team.code}{key}"))
    region_id, made = team.region_id, list[Record]()
    async with changing(act) as change:
        holder = Principal(kind=PrincipalKind.ACCOUNT, login=f"asks-{team.code}{key}", name="x")
        await change.add(holder)
        listed = CheckList(
            region_id=region_id,
            code=f"CL-{team.code}{key}",
            object_kind=InspectionObject.TEAM,
            title="x",
            title_en="x",
        )
        made.append(await change.add(listed))
        item = CheckItem(check_list_id=listed.id, ordinal=1, text="x", text_en="x", severity=MINOR)
        made.append(await change.add(item))
        check = _check(team, listed)
        made.append(await change.add(check))
        hazard = _hazard(team, organization, key)
        made.append(await change.add(hazard))
        finding = _finding(team, organization, check)
        made.append(await change.add(finding))
        for row in (
            CheckInspector(check_id=check.id, region_id=region_id, name="检查员", salt="0" * 32),
            CheckAnswer(check_id=check.id, item_id=item.id, answer=AnswerKind.NO),
            HazardStepTaken(
                hazard_id=hazard.id, ordinal=1, step=HazardStep.REPORT, level=NetworkLevel.DISTRICT
            ),
            FindingExtension(
                finding_id=finding.id, wanted_on=date(2026, 7, 1), grounds="x", asked_by_id=holder.id
            ),
        ):
            made.append(await change.add(row))
    return {type(row).__name__: row for row in made}


def _check(team: Team, listed: CheckList) -> InspectionCheck:
    return InspectionCheck(
        region_id=team.region_id,
        object_kind=InspectionObject.TEAM,
        object_id=team.id,
        object_label=team.code,
        team_id=team.id,
        check_list_id=listed.id,
        planned_on=DAY,
        valid_from=DAY,
    )


def _hazard(team: Team, organization: Organization, key: str) -> Hazard:
    return Hazard(
        region_id=team.region_id,
        handler_id=team.region_id,
        reporter_id=organization.id,
        code=f"H-{team.code}{key}",
        title="x",
        severity=MINOR,
        level=NetworkLevel.DISTRICT,
        due_on=DUE,
        valid_from=DAY,
    )


def _finding(team: Team, organization: Organization, check: InspectionCheck) -> Finding:
    return Finding(
        region_id=team.region_id,
        team_id=team.id,
        owner_id=organization.id,
        title="x",
        severity=MINOR,
        origin=FindingOrigin.CHECK,
        due_on=DUE,
        check_id=check.id,
        record_table="team",
        record_id=team.id,
        record_label=team.code,
        valid_from=DAY,
    )
