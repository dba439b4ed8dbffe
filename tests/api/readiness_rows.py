"""One row of every type a rating rests on besides the registers, for each side of the small world."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import PrincipalKind, ReadinessArea
from registry.history import Act, changing
from registry.tables import Confirmation, Principal, ReadinessOverride, Record, Team
from tests.conftest import NOW, SPACE

DAY = date(2025, 3, 3)


async def readiness_rows(team: Team, key: str = "") -> dict[str, Record]:
    """Store a confirmation and an override of a team, and return them by type."""
    act = Act(SYSTEM.principal_id, "readiness", NOW, uuid5(SPACE, f"readiness {team.code}{key}"))
    async with changing(act) as change:
        who = await change.add(
            Principal(kind=PrincipalKind.ACCOUNT, login=f"word-{team.code}{key}", name="x")
        )
        made: list[Record] = [
            Confirmation(team_id=team.id, area=ReadinessArea.PEOPLE, confirmed_by_id=who.id, valid_from=DAY),
            ReadinessOverride(
                team_id=team.id,
                from_level=2,
                to_level=4,
                reason_given="x",
                decided_by_id=who.id,
                valid_from=DAY,
            ),
        ]
        for row in made:
            await change.add(row)
    return {type(row).__name__: row for row in made}
