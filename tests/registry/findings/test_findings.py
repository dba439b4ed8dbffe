"""Findings: opened, put right by the owner, verified by another person, reopened, withdrawn, extended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer
from registry.codes import (
    FindingOrigin,
    FindingSeverity,
    FindingState,
    Role,
    RuleSubject,
    SourceMark,
)
from registry.errors import (
    AccessDenied,
    FourEyes,
    InvalidValue,
    NotFound,
    StaleVersion,
    TransitionRefused,
)
from registry.evidence import links_to
from registry.findings import (
    FINDING_MOVES,
    FindingDraft,
    ask_extension,
    decide_extension,
    findings_due,
    open_finding,
    overdue_on,
    rectify_finding,
    reopen_finding,
    verify_finding,
    withdraw_finding,
)
from registry.findings.terms import DEFAULT_DAYS
from registry.history import changing
from registry.rules import set_figure
from registry.tables import Finding, FindingExtension, Grant, RuleFigure, RuleText
from tests.factories import SmallWorld, small_world
from tests.registry.checks.steps import TODAY, MakeAct, a_file, own_acts
from tests.registry.works.town import login, newcomer
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio


def a_draft(world: SmallWorld, **told: Any) -> FindingDraft:
    facts: dict[str, Any] = {
        "title": "示例问题",
        "severity": FindingSeverity.MAJOR,
        "found_on": TODAY,
        "origin": FindingOrigin.EXERCISE,
        "team_id": world.team.id,
    }
    return FindingDraft(**facts | told)


async def test_finding_takes_team_owner_and_deadline_from_what_it_is_about(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    planner, plans = await own_acts(world, act, "planner")
    registrar, theirs = await own_acts(world, act, "registrar")
    approver, approves = await own_acts(world, act, "approver")
    async with changing(act()) as change:
        rule = RuleText(
            code="CHECKS", title="x", title_en="x", subject=RuleSubject.OTHER, mark=SourceMark.ASSUMED
        )
        await change.add(rule)
        await change.add(
            RuleFigure(
                rule_id=rule.id,
                code="findings.days.minor",
                title="x",
                title_en="x",
                value=DEFAULT_DAYS["findings.days.minor"],
                unit="days",
                mark=SourceMark.ASSUMED,
            )
        )
    await set_figure(
        approver,
        approves(),
        world.city.id,
        "findings.days.minor",
        value=10,
        mark=SourceMark.SOURCED,
    )

    of_exercise = await open_finding(planner, plans(), a_draft(world, execution_id=UUID(int=5)))
    of_office = await open_finding(
        registrar,
        theirs(),
        a_draft(
            world,
            origin=FindingOrigin.OTHER,
            team_id=None,
            region_id=world.sibling.id,
            severity=FindingSeverity.MINOR,
        ),
    )

    assert (of_exercise.region_id, of_exercise.owner_id, of_exercise.due_on) == (
        world.district.id,
        world.team.organization_id,
        TODAY + timedelta(days=15),
    )
    assert (of_office.region_id, of_office.owner_id, of_office.due_on) == (
        world.sibling.id,
        None,
        TODAY + timedelta(days=10),
    )
    async with unchanged():
        for wrong in (
            {"title": " "},
            {"found_on": TODAY + timedelta(days=1)},
            {"due_on": TODAY - timedelta(days=1)},
            {"origin": FindingOrigin.CHECK},
            {"origin": FindingOrigin.HAZARD},
            {"team_id": None},
        ):
            with pytest.raises(InvalidValue):
                await open_finding(auditor, acts(), a_draft(world, **wrong))
        for told in ({"team_id": world.foreign_team.id}, {"owner_id": world.organizations["511002"].id}):
            with pytest.raises(NotFound):
                await open_finding(auditor, acts(), a_draft(world, **told))
        with pytest.raises(AccessDenied):
            await open_finding(registrar, theirs(), a_draft(world))


async def test_finding_is_put_right_with_evidence_and_verified_by_another_person(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    registrar, theirs = await own_acts(world, act, "registrar")
    file = await a_file(world.district)
    early = date(2025, 11, 3)
    finding = await open_finding(auditor, acts(), a_draft(world, found_on=early))
    both = await _also(world, act, registrar, Role.AUDITOR)

    async with unchanged():
        cases: list[dict[str, Any]] = [
            {},
            {"evidence_ids": [file.id], "on": early - timedelta(days=1)},
        ]
        for told in cases:
            with pytest.raises(InvalidValue):
                await rectify_finding(registrar, theirs(), finding.id, 1, rectification="已补齐", **told)
        proved: dict[str, Any] = {"rectification": "已补齐", "evidence_ids": [file.id]}
        mute: dict[str, Any] = {**proved, "rectification": " "}
        with pytest.raises(InvalidValue):
            await rectify_finding(registrar, theirs(), finding.id, 1, **mute)
        for viewer, version, error in (
            (auditor, 1, AccessDenied),
            (registrar, 2, StaleVersion),
            (await login(world, "foreigner"), 1, NotFound),
        ):
            with pytest.raises(error):
                await rectify_finding(viewer, theirs(), finding.id, version, **proved)
        with pytest.raises(TransitionRefused):
            await verify_finding(auditor, acts(), finding.id, 1)

    done = await rectify_finding(registrar, theirs(), finding.id, 1, on=date(2025, 12, 1), **proved)
    assert (done.state, done.rectified_on, done.rectified_by_id) == (
        FindingState.RECTIFIED,
        date(2025, 12, 1),
        registrar.principal_id,
    )
    assert await links_to(registrar, done).count() == 1
    async with unchanged():
        with pytest.raises(FourEyes) as caught:
            await verify_finding(both, theirs(), finding.id, done.version)
        with pytest.raises(InvalidValue):
            await verify_finding(auditor, acts(), finding.id, done.version, on=date(2025, 11, 30))
    assert (caught.value.subject, caught.value.person) == ("示例问题", "registrar")
    assert await Finding.filter(overdue_on(TODAY)).count() == 1

    closed = await verify_finding(auditor, acts(), finding.id, done.version, on=date(2025, 12, 8))

    assert (closed.state, closed.verified_on) == (FindingState.CLOSED, date(2025, 12, 8))
    assert await Finding.filter(overdue_on(TODAY)).count() == 0
    again = await reopen_finding(auditor, acts(), finding.id, closed.version)
    assert (again.state, again.reopenings, again.due_on) == (
        FindingState.OPEN,
        1,
        TODAY + timedelta(days=15),
    )
    assert (again.rectified_on, again.rectification, again.verified_on) == (None, "", None)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await withdraw_finding(auditor, acts(), finding.id, again.version, withdrawal="")
        with pytest.raises(TransitionRefused):
            await reopen_finding(auditor, acts(), finding.id, again.version)
    gone = await withdraw_finding(auditor, acts(), finding.id, again.version, withdrawal="认定有误")
    assert (gone.state, gone.withdrawn_on) == (FindingState.WITHDRAWN, TODAY)


async def _also(world: SmallWorld, act: MakeAct, viewer: Viewer, role: Role) -> Viewer:
    """Return a principal of the small world with one more role over the city."""
    async with changing(act()) as change:
        await change.add(Grant(principal_id=viewer.principal_id, role=role, region_id=world.city.id))
    return await login(world, viewer.login)


async def test_owner_puts_a_finding_right_from_its_own_region(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    keeper = await newcomer(world.district, Role.REGISTRAR)
    elsewhere = await newcomer(world.sibling, Role.REGISTRAR)
    draft = a_draft(world, severity=FindingSeverity.MINOR)
    finding = await open_finding(auditor, acts(), draft)

    with pytest.raises(NotFound):
        await rectify_finding(elsewhere, act(), finding.id, 1, rectification="已改")
    done = await rectify_finding(keeper, act(author=keeper.principal_id), finding.id, 1, rectification="已改")

    assert done.state is FindingState.RECTIFIED


async def test_deadline_moves_only_by_approval_of_another_person(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    registrar, theirs = await own_acts(world, act, "registrar")
    approver, approves = await own_acts(world, act, "approver")
    finding = await open_finding(auditor, acts(), a_draft(world))
    later = finding.due_on + timedelta(days=20)
    async with unchanged():
        for told in ({"wanted_on": finding.due_on}, {"grounds": " "}):
            given: Any = {"wanted_on": later, "grounds": "待采购", **told}
            with pytest.raises(InvalidValue):
                await ask_extension(registrar, theirs(), finding.id, 1, **given)
        with pytest.raises(AccessDenied):
            await ask_extension(auditor, acts(), finding.id, 1, wanted_on=later, grounds="x")

    asked = await ask_extension(registrar, theirs(), finding.id, 1, wanted_on=later, grounds="待采购")

    both = await _also(world, act, registrar, Role.APPROVER)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await ask_extension(registrar, theirs(), finding.id, 1, wanted_on=later, grounds="x")
        with pytest.raises(FourEyes):
            await decide_extension(both, theirs(), asked.id, 1, accepted=True)
        with pytest.raises(AccessDenied):
            await decide_extension(auditor, acts(), asked.id, 1, accepted=True)
        with pytest.raises(StaleVersion):
            await decide_extension(approver, approves(), asked.id, 2, accepted=True)
    assert (await Finding.get(id=finding.id)).due_on == finding.due_on
    decided = await decide_extension(approver, approves(), asked.id, 1, accepted=True)
    assert (decided.accepted, decided.decided_on) == (True, TODAY)
    assert (await Finding.get(id=finding.id)).due_on == later
    with pytest.raises(InvalidValue):
        await decide_extension(approver, approves(), asked.id, 2, accepted=False)
    refused = await ask_extension(
        registrar, theirs(), finding.id, 2, wanted_on=later + timedelta(days=1), grounds="再延"
    )
    await decide_extension(approver, approves(), refused.id, 1, accepted=False)
    assert (await Finding.get(id=finding.id)).due_on == later
    assert await FindingExtension.filter(accepted=False).count() == 1


async def test_findings_due_are_told_by_date_within_the_viewers_reach(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    found_on = date(2025, 9, 1)
    late = await open_finding(auditor, acts(), a_draft(world, found_on=found_on, due_on=date(2025, 10, 1)))
    soon = await open_finding(
        auditor,
        acts(),
        a_draft(world, team_id=None, region_id=world.sibling.id, due_on=TODAY + timedelta(days=3)),
    )
    gone = await open_finding(auditor, acts(), a_draft(world, found_on=found_on))
    await withdraw_finding(auditor, acts(), gone.id, 1, withdrawal="误报")

    found = await findings_due(auditor, world.city.id, on=TODAY, days=5)
    viewer = await login(world, "viewer")

    assert [(each.finding.id, each.days_left) for each in found] == [(late.id, -96), (soon.id, 3)]
    assert found[0].sentence == (
        f"{world.team.code}: rectification of the major finding “示例问题” overdue since 2025-10-01."
    )
    assert found[1].sentence_zh == f"{world.sibling.name}:重大问题“示例问题”待整改,2026-01-08 前办结。"
    assert [each.finding.id for each in await findings_due(viewer, None, on=TODAY)] == [late.id]
    assert await findings_due(auditor, world.sibling.id, on=TODAY) == []
    with pytest.raises(NotFound):
        await findings_due(viewer, world.foreign_city.id, on=TODAY)


def test_every_state_of_a_finding_has_its_moves_and_is_reached() -> None:
    assert set(FINDING_MOVES) == set(FindingState)
    assert {to for moves in FINDING_MOVES.values() for to in moves} == set(FindingState)
