"""Ratings kept: equal to the team's own, made anew for whom an act touches, made again from the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from exercises.codes import ExerciseKind
from exercises.readiness.current import refresh
from exercises.readiness.curve import curve, team_curve
from exercises.readiness.on_write import rate_written
from exercises.readiness.rating_teams import rated
from exercises.readiness.snapshots import Night, keep_everything, verify_snapshots
from exercises.readiness.touched import touched_teams
from registry.access import SYSTEM
from registry.codes import (
    EquipmentState,
    FindingOrigin,
    FindingSeverity,
    ReadinessArea,
    TaskState,
    TeamCategory,
    TeamState,
    UnavailabilityReason,
)
from registry.errors import InvalidValue, NotFound
from registry.history import Change, changing
from registry.readiness.records.keeping import fractions_of, kept, packed, rollups, summed
from registry.readiness.sets import row_of
from registry.tables import (
    Finding,
    PostRequirement,
    QualificationGrant,
    ReadinessOverride,
    ReadinessRollup,
    ReadinessSnapshot,
    Reorganization,
    Team,
    TeamReadiness,
    Unavailability,
)
from tests.conftest import NOW
from tests.exercises.readiness.records import confirmed, evidence, held, linked, mustered, same
from tests.exercises.years import YearWorld
from tests.pasts import a_past

pytestmark = pytest.mark.anyio
ON = NOW.date()


async def lowered(change: Change, year: YearWorld, team: Team) -> ReadinessOverride:
    """Store an override that lowers a team's level to 4."""
    row = ReadinessOverride(
        team_id=team.id,
        from_level=3,
        to_level=4,
        reason_given="示例",
        decided_by_id=year.planner.principal_id,
    )
    return await change.add(row)


async def test_what_is_kept_is_the_rating_of_each_team_and_its_counts(year: YearWorld) -> None:
    world = year.world
    async with changing(year.act(year.planner)) as change:
        await held(change, world.team, ExerciseKind.TURN_OUT, date(2025, 11, 1))
        await confirmed(change, year, world.team, ReadinessArea.PEOPLE, date(2025, 12, 1), proved=True)
        await lowered(change, year, world.foreign_team)
        reorganizing = world.teams["510303", TeamCategory.MED]
        await change.change(reorganizing, state=TeamState.REORGANIZING)

    night = await keep_everything(ON)

    each = {UUID(one.facts.team): one for one in await rated(SYSTEM, world.regions["510000"].id, ON)}
    stored = {row.team_id: row for row in await TeamReadiness.all()}
    assert night == Night(ON, len(each), len(each))
    assert {team: facts_of(row) for team, row in stored.items()} == {
        team: packed(row_of(one.rating)) | {"shown": one.standing.shown} for team, one in each.items()
    }
    assert {row.level for row in stored.values()} >= {5}
    assert stored[world.foreign_team.id].shown == 4
    assert await cells() == counted(stored.values())
    assert {row.team_id for row in await kept(year.viewer)} == {
        team.id for (code, _), team in world.teams.items() if code == world.district.code
    }
    assert {row.region_id for row in await rollups(year.planner, world.district.id)} == {world.district.id}


def facts_of(row: TeamReadiness) -> dict[str, Any]:
    names = ("level", "computed", "shown", "unverified", "areas", "ages", "fractions", "caps", "rule_version")
    return {name: getattr(row, name) for name in names}


async def cells() -> dict[Any, tuple[Any, ...]]:
    """Return the rollup by cell: teams, by level, unrated, overridden, sums."""
    return {
        (row.region_id, row.category): (
            row.teams,
            [row.level_1, row.level_2, row.level_3, row.level_4, row.level_5],
            row.unrated,
            row.overridden,
            row.sums,
        )
        for row in await ReadinessRollup.all()
    }


def counted(ratings: Any) -> dict[Any, tuple[Any, ...]]:
    """Count ratings by region and category, the plain way."""
    found: dict[Any, tuple[Any, ...]] = {}
    for cell in {(row.region_id, row.category) for row in ratings}:
        own = [row for row in ratings if (row.region_id, row.category) == cell]
        levels = [row.level for row in own]
        found[cell] = (
            len(own),
            [levels.count(level) for level in range(1, 6)],
            levels.count(None),
            sum(row.level != row.shown for row in own),
            summed(row.fractions for row in own),
        )
    return found


async def test_act_has_only_the_teams_it_touches_rated_again(year: YearWorld) -> None:
    world, team = year.world, year.world.team
    await keep_everything(ON)
    before = {row.team_id: row for row in await TeamReadiness.all()}
    act = year.act(year.planner)
    async with changing(act) as change:
        for membership in world.memberships[team.id]:
            await change.change(membership, valid_to=ON)

    done = await rate_written(act.id, ON)

    after = {row.team_id: row for row in await TeamReadiness.all()}
    changed = {key for key, row in after.items() if facts_of(row) != facts_of(before[key])}
    assert (done, changed) == (1, {team.id})
    assert fractions_of(after[team.id].fractions)["P1"] == (0, 4)
    assert after[team.id].known_at == NOW
    assert await cells() == counted(after.values())


async def test_team_that_moves_or_ends_leaves_no_count_behind(year: YearWorld) -> None:
    world, team = year.world, year.world.team
    await keep_everything(ON)
    async with changing(year.act(year.planner)) as change:
        moved = await change.change(team, region_id=world.sibling.id)

    assert await refresh([team.id], ON) == 1
    assert await cells() == counted(await TeamReadiness.all())
    async with changing(year.act(year.planner)) as change:
        await change.change(moved, valid_to=ON)

    assert await refresh([team.id], ON) == 0
    assert await TeamReadiness.filter(team_id=team.id).exists() is False
    assert await cells() == counted(await TeamReadiness.all())


async def test_act_is_followed_to_every_team_it_touches(year: YearWorld) -> None:
    world, team, other = year.world, year.world.team, year.world.foreign_team
    person, item = world.people[team.id][0], world.equipment[team.id]
    fact = {"valid_from": ON}

    async def touched(work: Callable[[Change], Any]) -> set[UUID] | None:
        act = year.act(year.planner)
        async with changing(act) as change:
            await work(change)
        return await touched_teams(act.id, ON)

    async def certified(change: Change) -> None:
        await change.add(
            QualificationGrant(person_id=person.id, qualification_type_id=world.qualification.id, **fact)
        )

    async def away(change: Change) -> None:
        reason = UnavailabilityReason.LEAVE
        await change.add(Unavailability(region_id=team.region_id, person_id=person.id, reason=reason, **fact))

    async def found(change: Change) -> None:
        await change.add(
            Finding(
                region_id=team.region_id, team_id=team.id, title="示例", severity=FindingSeverity.MAJOR,
                origin=FindingOrigin.CHECK, due_on=ON, **fact,
            )
        )  # fmt: skip

    async def asked(change: Change) -> None:
        await change.add(
            PostRequirement(
                team_type_id=team.team_type_id, title="示例", title_en="example", posts=1, key=False,
                task_state=TaskState.WAR, **fact,
            )
        )  # fmt: skip

    async def beside(change: Change) -> None:
        await change.change(world.center, name="示例动员中心")

    async def one_person(change: Change) -> None:
        await same(change, person, world.people[other.id][0], team.region_id, ON)

    part = None

    async def turned_out(change: Change) -> None:
        nonlocal part
        part = await held(change, team, ExerciseKind.TURN_OUT, ON)

    assert await touched(certified) == {team.id}
    assert await touched(away) == {team.id}
    assert await touched(found) == {team.id}
    assert await touched(turned_out) == {team.id}
    assert await touched(lambda change: change.change(person, name="示例改名")) == {team.id}
    assert await touched(lambda change: change.change(item, state=EquipmentState.IN_REPAIR)) == {team.id}
    assert await touched(lambda change: mustered(change, team, ON, item.id)) == {team.id}
    assert await touched(lambda change: lowered(change, year, team)) == {team.id}
    assert await touched(lambda change: evidence(change, team.region_id, part, ON)) == {team.id}
    assert await touched(beside) == set()
    assert await touched(asked) == {
        one.id for (_, category), one in world.teams.items() if category is TeamCategory.RRP
    }
    assert await touched(lambda change: linked(change, world.district.id, world.city.id, ON)) == {
        world.teams["510302", category].id for category in (TeamCategory.COM, TeamCategory.MCP)
    }
    assert await touched(one_person) == {team.id, other.id}
    assert await touched(away) == {team.id, other.id}


async def test_snapshots_are_made_again_from_the_past_and_tell_the_curve(year: YearWorld) -> None:
    world, team, past = year.world, year.world.team, a_past()
    async with changing(year.act(year.planner)) as change:
        await mustered(change, team, date(2025, 5, 5), world.equipment[team.id].id)
        over = await Reorganization.get(team_id=team.id)
        await change.change(over, valid_to=date(2025, 5, 6))
        await held(change, team, ExerciseKind.TURN_OUT, date(2025, 11, 1))
        await lowered(change, year, team)
    await keep_everything(ON)
    late = year.acts("late", at=NOW + timedelta(days=1))
    async with changing(late) as change:
        for membership in world.memberships[team.id]:
            await change.change(membership, valid_to=date(2026, 1, 2), effective_on=ON)
    await keep_everything(ON + timedelta(days=1))
    await keep_everything(ON)

    first = await verify_snapshots(SYSTEM, past, ON)
    second = await verify_snapshots(year.planner, past, ON + timedelta(days=1), world.district.id)
    await ReadinessSnapshot.filter(team_id=team.id, day=ON).update(areas="1111", input_hash="0" * 64)
    forged = await verify_snapshots(SYSTEM, past, ON)

    assert (first.snapshots, first.differences) == (len(world.teams), ())
    assert (second.snapshots, second.differences) == (3, ())
    (named,) = forged.differences
    assert (named.team_id, sorted(named.columns)) == (team.id, ["areas", "input_hash"])
    days = await curve(year.planner, world.district.id, ON, date(2026, 2, 1))
    assert [point.day for point in days] == [ON, ON + timedelta(days=1)]
    assert all(sum(point.levels) + point.unrated == 3 for point in days)
    told = await team_curve(year.planner, team.id, ON, date(2026, 2, 1))
    assert [fractions_of(row.fractions)["P1"] for row in told] == [(3, 4), (0, 4)]
    with pytest.raises(NotFound):
        await curve(year.planner, world.foreign_city.id, ON, ON)
    with pytest.raises(NotFound):
        await team_curve(year.planner, world.foreign_team.id, ON, ON)
    with pytest.raises(InvalidValue, match="before"):
        await curve(year.planner, world.district.id, ON, date(2026, 1, 1))
    with pytest.raises(InvalidValue, match="800"):
        await curve(year.planner, world.district.id, date(2020, 1, 1), ON)
