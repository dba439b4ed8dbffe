"""Replay: a forecast of the past, held against what the records said later."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from exercises.codes import ExerciseKind, Grade
from exercises.readiness.replay import replay
from exercises.tables import EventTeam, Execution, ExecutionTeam
from registry.access import SYSTEM
from registry.codes import EquipmentState, MissKind, ReadinessArea
from registry.errors import InvalidValue
from registry.history import changing
from tests.exercises.years import issued
from tests.pasts import a_past

pytestmark = pytest.mark.anyio
MADE_ON, UNTIL = date(2026, 1, 5), date(2026, 3, 20)
LATER = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)
K = MissKind


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 2, 0, tzinfo=UTC)


async def held(act, kind: ExerciseKind, on: date, team, grade: Grade = Grade.GOOD) -> ExecutionTeam:
    async with changing(act) as change:
        execution = await change.add(
            Execution(
                region_id=team.region_id, kind=kind, title=kind.zh, first_day=on, last_day=on, valid_from=on
            )
        )
        return await change.add(
            ExecutionTeam(
                execution_id=execution.id,
                team_id=team.id,
                present_persons=3,
                authorized_persons=4,
                grade=grade,
                valid_from=on,
            )
        )


async def planned(team, kind: ExerciseKind) -> EventTeam:
    return await EventTeam.filter(team_id=team.id, event__kind=kind).order_by("event__last_day").first()


async def test_replay_tells_where_a_forecast_missed_and_why(year, act):
    await issued(year)
    team = year.world.team
    leaver, late_leaver, _ = year.world.memberships[team.id]
    item = year.world.equipment[team.id]
    async with changing(act("left", at=at(2, 11))) as change:
        await change.change(leaver, valid_to=date(2026, 2, 10))
    async with changing(act("left long ago", at=at(2, 15))) as change:
        await change.change(late_leaver, valid_to=date(2025, 12, 20))
    async with changing(act("broken", at=at(2, 20))) as change:
        await change.change(item, state=EquipmentState.REPAIR_NEEDED)
    opened = await held(act("held", at=at(1, 30)), ExerciseKind.OPENING, date(2026, 1, 28), team)
    moved = await held(act("held", at=at(3, 3)), ExerciseKind.HANDS_ON, date(2026, 3, 2), team)
    old = await held(act("found", at=at(3, 4)), ExerciseKind.TURN_OUT, date(2025, 11, 3), team)

    found = await replay(a_past(), SYSTEM, [team.id], made_on=MADE_ON, until=UNTIL, now=LATER, every_days=30)

    missed = {
        day.on: {(each.miss.kind, each.miss.record, each.late) for each in day.misses} for day in found.days
    }
    people = {person.id: person.reference for person in year.world.people[team.id]}
    late = (K.MEMBER_LEFT, people[late_leaver.person_id], True)
    unknown = (K.EXERCISE_UNPLANNED, str(old.id), True)
    assert missed[date(2026, 1, 6)] == {late, unknown}
    assert missed[date(2026, 2, 5)] == {late, unknown}
    assert missed[date(2026, 3, 7)] == {
        late,
        unknown,
        (K.MEMBER_LEFT, people[leaver.person_id], False),
        (K.ITEM_BROKEN, str(item.id), False),
        (K.EXERCISE_MOVED, str(moved.id), False),
    }
    assert str(opened.id) not in {record for day in missed.values() for _, record, _ in day}
    assert found.agreement == (4, 4)
    assert found.of_area()[ReadinessArea.PEOPLE] == (0, 4)
    assert found.of_area()[ReadinessArea.SERVICEABILITY] == (2, 4)
    assert found.of_kind()[K.MEMBER_LEFT, True] == 4
    assert found.of_team() == {team.code: (4, 4)}


async def test_replay_of_an_undisturbed_time_misses_nothing(year):
    await issued(year)
    past = a_past()

    found = await replay(
        past, SYSTEM, year.region_id, made_on=MADE_ON, until=date(2026, 1, 26), now=LATER, every_days=20
    )

    assert found.agreement == (10, 10)
    assert [day.misses for day in found.days] == [()] * 10
    for made_on, until in ((MADE_ON, MADE_ON), (MADE_ON, date(2026, 3, 21))):
        with pytest.raises(InvalidValue):
            await replay(past, SYSTEM, year.region_id, made_on=made_on, until=until, now=LATER)
