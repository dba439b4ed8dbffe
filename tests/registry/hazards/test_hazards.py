"""Hazards: reported by a body of the network, routed level by level, closed by another person; times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, Viewer
from registry.codes import FindingOrigin, FindingSeverity, HazardState, HazardStep, NetworkLevel, Role
from registry.errors import (
    AccessDenied,
    FourEyes,
    InvalidValue,
    NotFound,
    StaleVersion,
    TransitionRefused,
)
from registry.findings import FindingDraft, open_finding
from registry.hazards import (
    STEPS,
    Durations,
    HazardDraft,
    StepDraft,
    hazard_report,
    hazards_due,
    report_hazard,
    take_step,
)
from registry.network import assign_body
from registry.tables import Hazard, HazardStepTaken
from tests.factories import SmallWorld, small_world
from tests.registry.checks.steps import TODAY, MakeAct, a_file, own_acts
from tests.registry.works.town import FROM, Town, add_town, login, newcomer
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

FOUND = date(2025, 12, 1)


def a_draft(town: Town, **told: Any) -> HazardDraft:
    facts: dict[str, Any] = {
        "region_id": town.estate.id,
        "work_id": town.work.id,
        "title": "口部渗水",
        "severity": FindingSeverity.CONSIDERABLE,
        "found_on": FOUND,
        "reporter_id": town.organization.id,
        "arose_on": FOUND - timedelta(days=9),
    }
    return HazardDraft(**facts | told)


async def a_town(world: SmallWorld, act: MakeAct) -> Town:
    """Return a street with a property manager that answers for its estate."""
    town = await add_town(world, world.district)
    await assign_body(SYSTEM, act(), town.estate.id, town.organization.id, from_day=FROM)
    return town


async def test_hazard_is_reported_by_the_body_that_answers_for_the_place(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar, acts = await own_acts(world, act, "registrar")
    town = await a_town(world, act)

    hazard = await report_hazard(registrar, acts(), a_draft(town))

    assert (hazard.code, hazard.level, hazard.handler_id, hazard.state, hazard.due_on) == (
        f"{town.estate.code}-YH2025-001",
        NetworkLevel.PROPERTY,
        town.estate.id,
        HazardState.REPORTED,
        FOUND + timedelta(days=15),
    )
    (step,) = await HazardStepTaken.all()
    assert (step.step, step.ordinal, step.valid_from) == (HazardStep.REPORT, 1, FOUND)
    viewer, _ = await own_acts(world, act, "viewer")
    async with unchanged():
        for wrong in (
            {"title": " "},
            {"found_on": TODAY + timedelta(days=1)},
            {"arose_on": TODAY},
            {"due_on": FOUND - timedelta(days=1)},
            {"reporter_id": world.organizations["510303"].id},
            {"region_id": town.community.id},
            {"region_id": town.community.id, "work_id": None},
        ):
            with pytest.raises(InvalidValue):
                await report_hazard(registrar, acts(), a_draft(town, **wrong))
        with pytest.raises(NotFound):
            await report_hazard(registrar, acts(), a_draft(town, region_id=world.foreign_district.id))
        with pytest.raises(AccessDenied):
            await report_hazard(viewer, acts(), a_draft(town))


async def _step(
    viewer: Viewer, act: MakeAct, hazard: Hazard, step: HazardStep, day: date, **told: Any
) -> Hazard:
    """Take a step as a person of its own, on a day."""
    evidence = told.pop("evidence_ids", ())
    draft = StepDraft(step=step, on=day, **told)
    mine = act(author=viewer.principal_id)
    return await take_step(viewer, mine, hazard.id, draft, hazard.version, evidence_ids=evidence)


async def test_hazard_goes_up_level_by_level_and_is_closed_by_another_person(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    town = await a_town(world, act)
    keeper = await newcomer(town.estate, Role.REGISTRAR)
    clerk = await newcomer(town.community, Role.REGISTRAR)
    auditor = await login(world, "auditor")
    file = await a_file(town.estate)
    hazard = await report_hazard(keeper, act(author=keeper.principal_id), a_draft(town))
    async with unchanged():
        with pytest.raises(InvalidValue):
            await _step(keeper, act, hazard, HazardStep.ESCALATE, FOUND)
        with pytest.raises(TransitionRefused):
            await _step(keeper, act, hazard, HazardStep.DISPOSE, FOUND, note="已堵漏")
        with pytest.raises(InvalidValue):
            await _step(keeper, act, hazard, HazardStep.ACCEPT, FOUND - timedelta(days=1))

    hazard = await _step(keeper, act, hazard, HazardStep.ESCALATE, FOUND, note="超出能力")
    assert (hazard.level, hazard.handler_id, hazard.state) == (
        NetworkLevel.COMMUNITY,
        town.community.id,
        HazardState.REPORTED,
    )
    async with unchanged():
        with pytest.raises(AccessDenied):
            await _step(keeper, act, hazard, HazardStep.ACCEPT, FOUND)
        with pytest.raises(StaleVersion):
            await take_step(clerk, act(), hazard.id, StepDraft(step=HazardStep.ACCEPT), 1)
    hazard = await _step(clerk, act, hazard, HazardStep.SEND_BACK, FOUND, note="请补充照片")
    assert (hazard.level, hazard.state) == (NetworkLevel.PROPERTY, HazardState.RETURNED)
    hazard = await _step(keeper, act, hazard, HazardStep.ESCALATE, FOUND, note="已补充")
    day = FOUND + timedelta(days=2)
    hazard = await _step(clerk, act, hazard, HazardStep.ACCEPT, day)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await _step(clerk, act, hazard, HazardStep.ASSIGN, day)
        with pytest.raises(InvalidValue):
            await _step(clerk, act, hazard, HazardStep.DISPOSE, day, note="已堵漏")
    hazard = await _step(clerk, act, hazard, HazardStep.ASSIGN, day, assignee_id=town.organization.id)
    day += timedelta(days=4)
    hazard = await _step(clerk, act, hazard, HazardStep.DISPOSE, day, note="已堵漏", evidence_ids=[file.id])
    async with unchanged():
        with pytest.raises(FourEyes):
            await _step(clerk, act, hazard, HazardStep.CLOSE, day)
    hazard = await _step(auditor, act, hazard, HazardStep.CLOSE, day + timedelta(days=1))

    assert (hazard.state, hazard.disposed_on, hazard.closed_on) == (
        HazardState.CLOSED,
        day,
        day + timedelta(days=1),
    )
    steps = await HazardStepTaken.filter(hazard_id=hazard.id).order_by("ordinal")
    assert [(each.step.value, each.level.value) for each in steps] == [
        ("report", "property"),
        ("escalate", "community"),
        ("send_back", "property"),
        ("escalate", "community"),
        ("accept", "community"),
        ("assign", "community"),
        ("dispose", "community"),
        ("close", "community"),
    ]


async def test_disposal_is_sent_back_and_the_city_has_no_level_above(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar, acts = await own_acts(world, act, "registrar")
    auditor, audits = await own_acts(world, act, "auditor")
    town = await a_town(world, act)
    file = await a_file(town.estate)
    hazard = await report_hazard(registrar, acts(), a_draft(town))
    for _ in range(4):
        hazard = await _step(registrar, act, hazard, HazardStep.ESCALATE, FOUND, note="上报")
    assert (hazard.level, hazard.handler_id) == (NetworkLevel.CITY, world.city.id)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await _step(registrar, act, hazard, HazardStep.ESCALATE, FOUND, note="上报")
    hazard = await _step(registrar, act, hazard, HazardStep.ACCEPT, FOUND)
    hazard = await _step(
        registrar, act, hazard, HazardStep.DISPOSE, FOUND, note="已处置", evidence_ids=[file.id]
    )

    hazard = await _step(registrar, act, hazard, HazardStep.SEND_BACK, FOUND, note="仍渗水")

    assert (hazard.state, hazard.disposed_on, hazard.disposed_by_id) == (HazardState.ACCEPTED, None, None)
    finding = await open_finding(
        auditor,
        audits(),
        FindingDraft(
            title="口部渗水久拖不决",
            severity=FindingSeverity.MAJOR,
            found_on=TODAY,
            origin=FindingOrigin.HAZARD,
            hazard_id=hazard.id,
        ),
    )
    assert (finding.region_id, finding.hazard_id) == (town.estate.id, hazard.id)
    hazard = await _step(registrar, act, hazard, HazardStep.DISMISS, TODAY, note="重复上报")
    assert hazard.state is HazardState.DISMISSED


async def test_report_tells_times_by_region_and_level_and_what_is_overdue(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    town = await a_town(world, act)
    other = await add_town(world, world.sibling)
    await assign_body(SYSTEM, act(), other.town.id, other.organization.id, from_day=FROM)
    registrar, _ = await own_acts(world, act, "registrar")
    for number, days in enumerate((1, 3, 20)):
        when = datetime(2025, 12, 30, 1, tzinfo=UTC)
        mine = act(author=registrar.principal_id, at=when)
        draft = a_draft(town, arose_on=None if number else FOUND - timedelta(days=4))
        hazard = await report_hazard(registrar, mine, draft)
        hazard = await _step(registrar, act, hazard, HazardStep.ACCEPT, FOUND)
        file = await a_file(town.estate, str(number))
        day = FOUND + timedelta(days=days)
        hazard = await _step(
            registrar, act, hazard, HazardStep.DISPOSE, day, note="已处置", evidence_ids=[file.id]
        )
        if number < 2:
            auditor = await login(world, "auditor")
            await _step(auditor, act, hazard, HazardStep.CLOSE, day + timedelta(days=1))
    late = a_draft(other, region_id=other.town.id, work_id=None, arose_on=None)
    await report_hazard(registrar, act(), late)

    report = await hazard_report(registrar, world.city.id, since=date(2025, 1, 1), on=TODAY)
    due = await hazards_due(registrar, world.city.id, on=TODAY)

    whole = report.whole
    assert (whole.found, whole.open, whole.overdue, whole.oldest_open_days) == (4, 2, 2, 35)
    assert (whole.discovery, whole.disposal, whole.closing) == (
        Durations(1, 4, 4),
        Durations(3, 3, 20),
        Durations(2, 2, 4),
    )
    assert [(line.region.code, line.found) for line in report.regions if line.region] == [
        ("510302", 3),
        ("510303", 1),
    ]
    assert [(line.level, line.found) for line in report.levels] == [
        (NetworkLevel.TOWN, 1),
        (NetworkLevel.PROPERTY, 3),
    ]
    assert [(each.days_left, each.region.code) for each in due] == [
        (-20, town.estate.code),
        (-20, other.town.code),
    ]
    assert "逾期未销号" in due[0].sentence_zh
    assert "should have been closed by 2025-12-16" in due[0].sentence
    inside = await hazard_report(registrar, town.estate.id, since=FOUND, on=FOUND)
    assert (inside.whole.found, inside.whole.open, inside.whole.overdue, inside.regions) == (3, 3, 0, ())
    with pytest.raises(InvalidValue):
        await hazard_report(registrar, world.city.id, since=TODAY, on=FOUND)
    with pytest.raises(NotFound):
        await hazard_report(registrar, world.foreign_city.id, since=FOUND, on=TODAY)


def test_every_step_starts_somewhere_and_every_state_is_reached() -> None:
    assert set(STEPS) == set(HazardStep)
    assert {to for _, to in STEPS.values()} | {HazardState.REPORTED} == set(HazardState)
    ends = {HazardState.CLOSED, HazardState.DISMISSED}
    assert {state for begins, _ in STEPS.values() for state in begins} == set(HazardState) - ends
