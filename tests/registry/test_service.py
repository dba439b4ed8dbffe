"""Commitment letters, notices to employers, and what else members may serve in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import DoubleService, MemberRole, NoticeMethod, OutsideServiceKind, Sex, SourceMark
from registry.errors import AccessDenied, AlreadyAssigned, InvalidValue, NotEligible, NotFound
from registry.history import Act, changing
from registry.memberships import assign_member, check_eligible, first_day_too_old
from registry.service import (
    NoticeDraft,
    double_service,
    employers_told,
    end_outside_service,
    is_late,
    letters_missing,
    record_letter,
    record_notice,
    record_outside_service,
    set_membership_rule,
)
from registry.tables import EmployerNotice, Membership, Person
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


@given(st.integers(1900, 2020), st.sampled_from(Sex), st.integers(0, 400))
def test_age_limit_falls_on_one_day(year: int, sex: Sex, days: int) -> None:
    person = Person(reference="P", sex=sex, birth_year=year)
    first = first_day_too_old(year, sex)

    check_eligible(person, first - timedelta(days=1))
    with pytest.raises(NotEligible):
        check_eligible(person, first + timedelta(days=days))
    check_eligible(person, first + timedelta(days=days), "核化专家")


async def test_nearest_rule_of_double_service_holds(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")

    async def ruled(region: str, rule: DoubleService, day: date) -> None:
        await set_membership_rule(
            registrar,
            act(),
            world.regions[region].id,
            rule,
            mark=SourceMark.ASSUMED,
            citation="test",
            valid_from=day,
        )

    await ruled("510300", DoubleService.MILITIA, date(2025, 1, 1))
    await ruled("510302", DoubleService.TEAMS, date(2025, 7, 1))
    await ruled("510300", DoubleService.FORBIDDEN, date(2026, 1, 1))

    expected = {
        ("510302", date(2024, 12, 31)): DoubleService.FORBIDDEN,
        ("510302", date(2025, 6, 30)): DoubleService.MILITIA,
        ("510302", date(2025, 7, 1)): DoubleService.TEAMS,
        ("510303", date(2025, 12, 31)): DoubleService.MILITIA,
        ("510303", date(2026, 1, 1)): DoubleService.FORBIDDEN,
        ("511002", date(2025, 7, 1)): DoubleService.FORBIDDEN,
    }
    for (code, day), rule in expected.items():
        assert await double_service(world.regions[code].id, day) is rule


async def test_double_service_follows_the_rule(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    other = next(team for (code, _), team in world.teams.items() if code == "510303")
    person = world.people[world.team.id][0]
    assign = (registrar, act, other.id, person.id, None, MemberRole.MEMBER, TODAY)
    service = await record_outside_service(
        registrar, act(), person.id, OutsideServiceKind.MILITIA, valid_from=date(2025, 1, 1)
    )

    async with unchanged():
        with pytest.raises(NotEligible) as refused:
            await assign_member(assign[0], act(), *assign[2:])
        with pytest.raises(InvalidValue):
            await record_outside_service(
                registrar, act(), person.id, OutsideServiceKind.MILITIA, valid_from=TODAY
            )
    assert refused.value.reason == "DOUBLE_SERVICE"
    await end_outside_service(registrar, act(), service.id, TODAY, 1)
    async with unchanged():
        with pytest.raises(AlreadyAssigned):
            await assign_member(assign[0], act(), *assign[2:])

    await set_membership_rule(
        registrar,
        act(),
        world.sibling.id,
        DoubleService.TEAMS,
        mark=SourceMark.ASSUMED,
        citation="",
        valid_from=date(2025, 1, 1),
    )
    made = await assign_member(assign[0], act(), *assign[2:])
    assert (made.team_id, made.person_id) == (other.id, person.id)
    async with unchanged():
        with pytest.raises(AlreadyAssigned):
            await assign_member(assign[0], act(), *assign[2:])


async def test_letters_are_all_kept(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, membership = await _viewer(world, "registrar"), world.memberships[world.team.id][0]

    for day in (date(2025, 3, 1), date(2026, 1, 2), date(2024, 3, 1)):
        await record_letter(registrar, act(), membership.id, signed_on=day)

    row = await Membership.get(id=membership.id)
    assert row.commitment_letter_on == date(2026, 1, 2)
    assert await row.letters.all().count() == 3
    async with unchanged():
        with pytest.raises(InvalidValue):
            await record_letter(registrar, act(), membership.id, signed_on=date(2026, 2, 1))
        with pytest.raises(AccessDenied):
            await record_letter(await _viewer(world, "planner"), act(), membership.id, signed_on=TODAY)


async def test_letters_are_missing_where_none_is_in_force(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, planner = await _viewer(world, "registrar"), await _viewer(world, "planner")
    lapsing, by_day, none = world.memberships[world.team.id]
    await record_letter(registrar, act(), lapsing.id, signed_on=date(2025, 3, 1), valid_to=date(2025, 9, 1))
    async with changing(act()) as change:
        await change.change(by_day, commitment_letter_on=date(2025, 6, 1))

    expected = {
        date(2025, 2, 28): {lapsing.id, by_day.id, none.id},
        date(2025, 5, 31): {by_day.id, none.id},
        date(2025, 6, 1): {none.id},
        date(2025, 9, 1): {lapsing.id, none.id},
    }
    for day, ids in expected.items():
        found = await letters_missing(planner, day).filter(team_id=world.team.id)
        assert {each.id for each in found} == ids, day
    foreigner = await _viewer(world, "foreigner")
    assert await letters_missing(foreigner, TODAY).filter(team_id=world.team.id).count() == 0


async def test_employers_are_told_thirty_days_before(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, foreigner = await _viewer(world, "registrar"), await _viewer(world, "foreigner")
    employer, training = world.organizations["510302"], date(2026, 2, 3)
    (before,) = await employers_told(registrar, world.team.id, training)

    draft = NoticeDraft(
        team_id=world.team.id,
        organization_id=employer.id,
        training_on=training,
        sent_on=date(2026, 1, 4),
        method=NoticeMethod.LETTER,
        sender="市国动办",
    )
    notice = await record_notice(registrar, act(), draft)

    (after,) = await employers_told(registrar, world.team.id, training)
    assert (before.organization.id, before.persons, before.due_on, before.notice) == (
        employer.id,
        3,
        date(2026, 1, 4),
        None,
    )
    assert after.notice is not None
    assert (after.notice.id, notice.persons, is_late(notice)) == (notice.id, 3, False)
    assert is_late(EmployerNotice(training_on=training, sent_on=date(2026, 1, 5)))
    async with unchanged():
        with pytest.raises(NotFound):
            await record_notice(foreigner, act(), draft)
