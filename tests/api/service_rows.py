"""One row of every type about reorganizations, letters and notices, for each side of the small world."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import (
    DoubleService,
    LeaveReason,
    MemberMove,
    NoticeMethod,
    OutsideServiceKind,
    Presence,
    SourceMark,
)
from registry.history import Act, changing
from registry.tables import (
    CommitmentLetter,
    EmployerNotice,
    EquipmentItem,
    Membership,
    MembershipRule,
    OutsideService,
    Record,
    Reorganization,
    ReorganizationCount,
    ReorganizationMove,
    ReorganizationPresence,
    Team,
)
from tests.conftest import NOW, SPACE

DAY = date(2025, 3, 3)


async def service_rows(
    team: Team, membership: Membership, item: EquipmentItem, year: int = 2026
) -> dict[str, Record]:
    """Store an open reorganization of a team with one row of each part, and one of what serves beside it."""
    act = Act(SYSTEM.principal_id, "service", NOW, uuid5(SPACE, f"service {team.code} {year}"))
    made: list[Record] = []
    async with changing(act) as change:

        async def add(row: Any) -> Any:
            row.valid_from = row.valid_from or DAY
            made.append(await change.add(row))
            return row

        reorganization = await add(Reorganization(team_id=team.id, year=year))
        for row in _parts(reorganization, membership, item):
            await add(row)
        for row in _beside(team, membership, year):
            await add(row)
    return {type(row).__name__: row for row in made}


def _parts(reorganization: Reorganization, membership: Membership, item: EquipmentItem) -> list[Record]:
    mine = {"reorganization_id": reorganization.id}
    return [
        ReorganizationMove(
            **mine,
            kind=MemberMove.LEAVE,
            membership_id=membership.id,
            reason=LeaveReason.MOVED,
            effective_on=DAY,
        ),
        ReorganizationCount(**mine, item_id=item.id, counted=1, recorded=2),
        ReorganizationPresence(**mine, membership_id=membership.id, presence=Presence.PRESENT),
    ]


def _beside(team: Team, membership: Membership, year: int) -> list[Record]:
    return [
        MembershipRule(
            region_id=team.region_id,
            double_service=DoubleService.MILITIA,
            mark=SourceMark.ASSUMED,
            valid_from=date(year - 6, 1, 1),
            valid_to=date(year - 5, 1, 1),
        ),
        OutsideService(
            person_id=membership.person_id,
            kind=OutsideServiceKind.RESERVE,
            valid_from=date(year - 6, 1, 1),
            valid_to=date(year - 5, 1, 1),
        ),
        CommitmentLetter(membership_id=membership.id, signed_on=DAY, organization_id=team.organization_id),
        EmployerNotice(
            organization_id=team.organization_id,
            team_id=team.id,
            training_on=date(year, 6, 3),
            sent_on=DAY,
            method=NoticeMethod.LETTER,
            sender="x",
            persons=1,
        ),
    ]
