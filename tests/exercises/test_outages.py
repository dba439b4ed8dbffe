"""Outages of command facilities block what works from them: new plans avoid the days, old ones are judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from exercises import plans
from exercises.frozen import current
from exercises.planning.outages import outage_windows
from exercises.tables import EventResource
from registry.access import SYSTEM
from registry.codes import FacilityKind, OutageKind, OutageState, ResourceKind
from registry.facilities.outages import OutageDraft, decide_outage, end_outage, report_outage
from registry.facilities.register import FacilityDraft, link_facility, register_facility, unlink_facility
from registry.tables import CommandFacility, FacilityOutage, FacilityResource, SharedResource
from scheduling.problem import Window
from tests.exercises.years import YearWorld, drafted

pytestmark = pytest.mark.anyio

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


async def _facility(year: YearWorld, **linked: object) -> CommandFacility:
    draft = FacilityDraft(year.region_id, "F-1", "示例指挥中心", FacilityKind.COMMAND_CENTER)
    made = await register_facility(SYSTEM, year.act(year.planner), draft)
    await link_facility(SYSTEM, year.act(year.planner), made.id, **linked)  # type: ignore[arg-type]  # ids by name
    return made


async def _proposed(year: YearWorld, facility: CommandFacility, first: date, last: date) -> FacilityOutage:
    draft = OutageDraft(facility.id, OutageKind.UPGRADE, first, last)
    return await report_outage(SYSTEM, year.act(year.planner), draft)


async def _approved(year: YearWorld, facility: CommandFacility, first: date, last: date) -> FacilityOutage:
    outage = await _proposed(year, facility, first, last)
    return await decide_outage(SYSTEM, year.act(year.planner), outage.id, OutageState.APPROVED, 1)


async def test_only_approved_outages_close_and_shorter_ones_less(year: YearWorld) -> None:
    hall = year.world.resources["510300", ResourceKind.HALL]
    facility = await _facility(year, resource_id=hall.id)
    await _proposed(year, facility, date(2026, 4, 1), date(2026, 4, 3))
    assert await outage_windows(FIRST, LAST) == {}

    outage = await _approved(year, facility, date(2026, 3, 2), date(2026, 3, 6))
    whole = await outage_windows(FIRST, LAST)
    await end_outage(SYSTEM, year.act(year.planner), outage.id, date(2026, 3, 4), outage.version)

    reason = "示例指挥中心升级改造 / planned upgrade of F-1"
    assert whole == {hall.id: [Window(date(2026, 3, 2), date(2026, 3, 6), reason)]}
    assert await outage_windows(FIRST, LAST) == {
        hall.id: [Window(date(2026, 3, 2), date(2026, 3, 4), reason)]
    }
    assert await outage_windows(date(2027, 1, 1), date(2027, 12, 31)) == {}


async def test_link_that_ends_blocks_until_then(year: YearWorld) -> None:
    facility = await _facility(year, team_id=year.world.team.id)
    await _approved(year, facility, date(2026, 3, 2), date(2026, 3, 6))
    link = await FacilityResource.get(facility_id=facility.id)

    await unlink_facility(SYSTEM, year.act(year.planner), link.id, 1, until=date(2026, 3, 4))

    (window,) = (await outage_windows(FIRST, LAST))[year.world.team.id]
    assert (window.first, window.last) == (date(2026, 3, 2), date(2026, 3, 3))


async def test_existing_plan_is_judged_by_new_outages_and_the_next_plan_avoids_them(year: YearWorld) -> None:
    plan = await drafted(year)
    assert (await plans.verify_plan(SYSTEM, plan.id)).violations == ()
    used = await EventResource.filter(
        event__plan_id=plan.id, resource__kind=ResourceKind.BASE, resource__region_id=year.region_id
    ).prefetch_related("event", "resource")
    event, base = used[0].event, used[0].resource
    facility = await _facility(year, resource_id=base.id)
    await _approved(year, facility, event.first_day, event.last_day + timedelta(days=2))

    judged = await plans.verify_plan(SYSTEM, plan.id)
    second = await drafted(year)

    assert any(event.uid in each.events and base.code in each.en for each in judged.violations)
    assert all("F-1" in each.en for each in judged.violations)
    assert (await plans.verify_plan(SYSTEM, second.id)).violations == ()
    closed = set(_days(event.first_day, event.last_day + timedelta(days=2)))
    assert not closed & await _busy(second.id, base)


async def test_station_is_not_asked_while_its_facility_is_out(year: YearWorld) -> None:
    facility = await _facility(year, team_id=year.world.team.id)
    await _approved(year, facility, date(2026, 3, 2), date(2026, 3, 27))

    plan = await drafted(year)

    now = await current(plan)
    crew = next(crew for crew in now.problem.crews if crew.id == year.world.team.code)
    assert any("F-1" in window.reason for window in crew.blocked)
    asked = [e for e in now.problem.events if crew.id in e.crews]
    placed = {a.event: a for a in now.plan.assignments}
    days = set(_days(date(2026, 3, 2), date(2026, 3, 27)))
    assert not any(
        days & set(_days(placed[e.id].first_day, placed[e.id].last_day)) for e in asked if e.id in placed
    )
    assert replace(crew, blocked=()) != crew


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


async def _busy(plan_id: object, resource: SharedResource) -> set[date]:
    used = await EventResource.filter(event__plan_id=plan_id, resource_id=resource.id).prefetch_related(
        "event"
    )
    return {day for each in used for day in _days(each.event.first_day, each.event.last_day)}
