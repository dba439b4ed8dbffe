"""One row of every type about what was held, for each side of the small world."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from exercises.codes import AttendanceStatus, ExerciseKind, Grade, LinkMeans
from exercises.tables import Attendance, Execution, ExecutionTeam, LinkTest
from registry.access import SYSTEM
from registry.history import Act, changing
from registry.tables import Person, Record, Region, Team
from tests.conftest import NOW, SPACE


async def execution_rows(team: Team, person: Person, other: Region, number: int = 1) -> dict[str, Record]:
    """Store an execution in December with its details, and return the rows by type."""
    act = Act(SYSTEM.principal_id, "held", NOW, uuid5(SPACE, f"held {team.code} {number}"))
    day = date(2025, 12, number)
    async with changing(act) as change:
        held = await change.add(
            Execution(
                region_id=team.region_id,
                kind=ExerciseKind.TURN_OUT,
                title="拉动训练",
                first_day=day,
                last_day=day,
                valid_from=day,
            )
        )
        part = await change.add(
            ExecutionTeam(
                execution_id=held.id,
                team_id=team.id,
                present_persons=1,
                authorized_persons=4,
                grade=Grade.GOOD,
                valid_from=day,
            )
        )
        made: list[Record] = [
            Attendance(
                execution_team_id=part.id,
                person_id=person.id,
                status=AttendanceStatus.LATE,
                note="堵车",
                valid_from=day,
            ),
            LinkTest(
                execution_id=held.id,
                from_region_id=team.region_id,
                to_region_id=other.id,
                means=LinkMeans.HF,
                success=True,
                valid_from=day,
            ),
        ]
        for row in made:
            await change.add(row)
    return {type(row).__name__: row for row in (held, part, *made)}
