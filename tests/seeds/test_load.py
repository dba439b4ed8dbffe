from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from tortoise.context import TortoiseContext

from exercises.codes import DayStatus
from exercises.planning import frame_problem
from exercises.tables import CalendarDay
from registry.access import SYSTEM, viewer_of
from registry.codes import Capability, CenterState, Role
from registry.draws.pools import inspector_pool, object_pool
from registry.draws.reading import document, drawn_objects
from registry.facilities.contracts import due_contracts
from registry.facilities.readiness import facility_availability, facility_readiness
from registry.history import broken_chains, rebuild
from registry.ledger import recorded
from registry.network import network_gaps
from registry.regions import by_code, subtree
from registry.standalone import verify_draw
from registry.tables import (
    Grant,
    InspectionPlan,
    LedgerEntry,
    MobilizationCenter,
    Person,
    Principal,
    Region,
    RuleText,
    Team,
)
from registry.works.figures import work_figures
from scheduling.problem import Window
from seeds.errors import OtherWorldLoaded
from seeds.load import Progress, load
from seeds.places import CITY, PROVINCE
from tests.seeds.worlds import AT, drafts
from tests.snapshots import snapshot

pytestmark = pytest.mark.anyio

BAY_REBUILT = "自贡示例机动指挥车库升级改造 / planned upgrade of 510300-BAY"


async def test_load_stores_every_draft(database: TortoiseContext) -> None:
    expected = Counter(draft.table.__name__ for draft in drafts())
    heard: list[Progress] = []

    report = await load("city", year=2026, seed=7, at=AT, on_progress=heard.append)

    assert report.counts == expected
    assert heard[-1].rows == report.rows == expected.total()


async def test_load_twice_changes_nothing(seeded: TortoiseContext) -> None:
    before = await snapshot()

    report = await load("city", year=2026, seed=7, at=AT + timedelta(days=40))

    assert report.counts == {}
    assert await snapshot() == before


async def test_load_of_another_seed_is_refused_and_changes_nothing(seeded: TortoiseContext) -> None:
    before = await snapshot()

    with pytest.raises(OtherWorldLoaded) as refused:
        await load("city", year=2026, seed=8, at=AT)

    assert refused.value.seed == 8
    assert await snapshot() == before


@pytest.mark.parametrize("at", [datetime(2025, 8, 26, 1, 0, tzinfo=UTC), AT.replace(tzinfo=None)])
async def test_load_before_the_last_move_or_without_zone_is_refused(
    database: TortoiseContext, at: datetime
) -> None:
    before = await snapshot()

    with pytest.raises(ValueError, match="takeover"):
        await load("city", year=2026, seed=7, at=at)

    assert await snapshot() == before


async def test_load_leaves_an_unbroken_ledger_that_tells_every_row(seeded: TortoiseContext) -> None:
    assert await broken_chains() == []
    for table in (Region, Team, Person, MobilizationCenter):
        assert await rebuild(table) == {row.id: recorded(row) for row in await table.all()}


async def test_load_records_time_in_order_and_the_centers_step_by_step(seeded: TortoiseContext) -> None:
    times = [entry.recorded_at for entry in await LedgerEntry.all().order_by("id")]
    assert times == sorted(times)
    assert set(times[:100]) == {datetime(2022, 1, 10, 1, 0, tzinfo=UTC)}
    assert times[-1] == AT
    for center in await MobilizationCenter.all():
        entries = await LedgerEntry.filter(record_id=center.id).order_by("sequence")
        assert [CenterState(entry.after["state"]) for entry in entries] == list(CenterState)[:6]
        assert entries[-1].recorded_at.date() == center.designated_on


async def test_principals_hold_the_role_of_their_name_and_no_token(seeded: TortoiseContext) -> None:
    city, province = await by_code(CITY), await by_code(PROVINCE)
    grants = await Grant.all().select_related("principal")
    assert {(grant.principal.login, grant.role, grant.region_id) for grant in grants} == {
        (role.value, role, province.id if role is Role.ADMIN else city.id) for role in Role
    }
    planner = await Principal.get(login="planner").prefetch_related("tokens")
    assert list(planner.tokens) == []
    viewer = await viewer_of(planner.id, on=AT.date())
    assert viewer.scopes[Capability.PLAN] == frozenset({city.id})


async def test_closure_follows_the_tree(seeded: TortoiseContext) -> None:
    city = await by_code(CITY)
    districts = {row.id for row in await Region.filter(parent_id=city.id)}
    below = await Region.filter(level__in=["town", "community", "estate"], code__startswith="5103")
    assert await subtree(city.id) == {city.id, *districts, *(row.id for row in below)}
    assert (len(districts), len(below)) == (6, 12 + 24 + 24)


async def test_city_has_the_figures_its_press_reported(seeded: TortoiseContext) -> None:
    figures = await work_figures(SYSTEM, (await by_code(CITY)).id, on=AT.date(), since=date(2025, 1, 1))

    assert (figures.acceptances, figures.accepted_area_m2) == (8, 61_800)
    assert (figures.certificates_issued, figures.certificates_in_force) == (33, 33)
    assert (figures.shelters_open, figures.parking_bays) == (12, 2_070)
    assert figures.works == 48
    assert sum(figures.by_class.values()) == 22
    assert {rule.blank for rule in await RuleText.all()} == {True}
    assert len(await network_gaps(SYSTEM, (await by_code(CITY)).id, AT.date())) == 1


async def test_city_has_facilities_one_out_in_june_and_a_contract_that_runs_out(
    seeded: TortoiseContext,
) -> None:
    city = await by_code(CITY)
    ready = await facility_readiness(SYSTEM, city.id, date(2026, 6, 8))
    kept = await facility_availability(SYSTEM, city.id, date(2025, 1, 1), date(2025, 12, 31))
    due = await due_contracts(SYSTEM, city.id, today=AT.date(), within_days=60)

    assert [each.facility.code for each in ready if not each.up] == ["510300-BAY"]
    assert {each.facility.code for each in ready if not each.contracted} == {"510300-DISPLAY", "510300-POWER"}
    assert {each.facility.code: each.figures.percent for each in kept if each.figures.percent < 100} == {
        "510300-CENTER": 98.63,
        "510300-POWER": 99.77,
    }
    assert [each.number for each in due] == ["示例维保〔2024〕510300-POWER"]


async def test_city_published_a_draw_that_anybody_can_verify(seeded: TortoiseContext) -> None:
    (plan,) = await InspectionPlan.all()
    told = json.loads(await document(SYSTEM, plan.id))

    assert verify_draw.faults(told) == []
    drawn = {each.code for each in await drawn_objects(SYSTEM, plan.id)}
    never = {"last_inspected_on": None, "last_inspectors": []}
    pool = await object_pool(plan, plan.frozen_on)
    assert {each["id"] for each in pool if each["last_inspectors"]} == drawn
    assert [each | never for each in pool] == told["manifest"]["objects"]
    assert await inspector_pool(plan, plan.frozen_on) == told["manifest"]["inspectors"]
    assert (plan.inspectors_count, plan.exclusions_count, plan.shortfall) == (24, 1, 0)
    assert {each["undrawable"] for each in told["result"]["drawn"]} == {None}


async def test_city_is_framed_around_the_outage_of_the_vehicle_bay(seeded: TortoiseContext) -> None:
    problem = await frame_problem(SYSTEM, (await by_code(CITY)).id, 2026, issue_date=AT.date())

    window = Window(date(2026, 6, 8), date(2026, 6, 12), BAY_REBUILT)
    vehicles = next(each for each in problem.resources if each.id == "510300-CMDVEH")
    post = next(each for each in problem.crews if each.id == "510300-MCP-01")
    assert (window in vehicles.closed, window in post.blocked) == (True, True)
    assert not any("510300-ROOM" in day.reason for each in problem.resources for day in each.closed)


async def test_city_frames_a_year_of_three_to_five_hundred_events(seeded: TortoiseContext) -> None:
    problem = await frame_problem(SYSTEM, (await by_code(CITY)).id, 2026, issue_date=AT.date())

    kinds = Counter(event.kind for event in problem.events)
    assert 300 <= len(problem.events) <= 500
    assert {"area_joint", "siren_trial"} == {event.kind for event in problem.events if event.lock}
    assert (kinds["interconnection"], kinds["production"]) == (12, 3)
    assert problem.estimated_days == frozenset()
    assert [resource.id for resource in problem.resources if resource.capacity == 0] == []


async def test_city_frames_a_year_of_estimated_days(database: TortoiseContext) -> None:
    at = AT.replace(year=2026)

    await load("city", year=2027, seed=7, at=at)
    problem = await frame_problem(SYSTEM, (await by_code(CITY)).id, 2027, issue_date=at.date())

    estimated = await CalendarDay.filter(day__gte="2027-01-01", day__lte="2027-12-31")
    assert {day.status for day in estimated} == {DayStatus.ESTIMATED}
    assert 300 <= len(problem.events) <= 500
    assert problem.estimated_days
