"""Checks: lists with editions, planned, recorded with findings in one act, published, corrected anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tortoise.context import TortoiseContext

from registry.access import rows
from registry.checks import (
    CHECK_MOVES,
    OBJECTS,
    Answered,
    CheckDraft,
    CheckRecord,
    Found,
    InspectorDraft,
    cancel_check,
    checked_object,
    checks_due,
    correct_check,
    plan_check,
    plan_drawn_checks,
    publish_check,
    record_check,
    write_check_list,
)
from registry.codes import (
    AnswerKind,
    CheckResult,
    CheckState,
    FindingSeverity,
    FindingState,
    InspectionObject,
)
from registry.draws.reading import drawn_objects
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry.evidence import links_to
from registry.tables import (
    CheckAnswer,
    CheckInspector,
    CheckItem,
    CheckList,
    Finding,
    InspectionCheck,
    LedgerEntry,
    SirenPoint,
)
from tests.api.facilities_rows import facilities_rows
from tests.api.siren_rows import siren_rows
from tests.factories import SmallWorld, small_world
from tests.registry.checks.steps import TODAY, MakeAct, a_file, a_list, list_draft, own_acts
from tests.registry.draws.steps import add_inspectors, drawn
from tests.registry.works.town import add_town
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

PAIR = (InspectorDraft("检查员甲"), InspectorDraft("检查员乙", third_party=True))
NO, YES = AnswerKind.NO, AnswerKind.YES


def a_draft(world: SmallWorld, list_id: UUID, **told: Any) -> CheckDraft:
    facts: dict[str, Any] = {
        "object_kind": InspectionObject.TEAM,
        "object_id": world.team.id,
        "check_list_id": list_id,
        "planned_on": TODAY,
        "inspectors": PAIR,
    }
    return CheckDraft(**facts | told)


def a_record(items: list[CheckItem], *answers: AnswerKind, **told: Any) -> CheckRecord:
    given = tuple(Answered(item.id, answer) for item, answer in zip(items, answers, strict=True))
    facts: dict[str, Any] = {"held_on": TODAY, "result": CheckResult.RECTIFY, "answers": given}
    return CheckRecord(**facts | told)


async def test_new_edition_replaces_a_list_and_leaves_it_as_it_was(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    first, items = await a_list(world, act)
    draft = list_draft(world.city)
    later = TODAY + timedelta(days=10)

    cases: list[tuple[dict[str, Any], int | None, type[Exception]]] = [
        ({}, None, StaleVersion),
        ({}, 1, InvalidValue),
        ({"items": ()}, 1, InvalidValue),
        ({"from_day": date(2025, 12, 1)}, 1, InvalidValue),
        ({"object_kind": InspectionObject.WORK, "from_day": later}, 1, InvalidValue),
        ({"title": " ", "from_day": later}, 1, InvalidValue),
        ({"region_id": world.foreign_city.id}, None, NotFound),
    ]

    async with unchanged():
        for wrong, version, error in cases:
            with pytest.raises(error):
                await write_check_list(auditor, acts(), replace(draft, **wrong), expected_version=version)
        registrar, theirs = await own_acts(world, act, "registrar")
        with pytest.raises(AccessDenied):
            await write_check_list(registrar, theirs(), draft)

    second = await write_check_list(auditor, acts(), replace(draft, from_day=later), expected_version=1)

    assert (second.edition, second.valid_from, second.version) == (2, later, 1)
    before = await CheckList.get(id=first.id)
    assert (before.edition, before.valid_to) == (1, later)
    assert await CheckItem.filter(check_list_id=first.id).order_by("ordinal") == items
    assert [item.severity for item in items] == ["minor", "major", "considerable"]


async def test_objects_of_every_kind_tell_region_label_and_owner(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, _ = await own_acts(world, act, "auditor")
    town = await add_town(world, world.district)
    organization = world.organizations["510302"]
    await siren_rows(world.district, organization)
    base = next(iter(world.resources.values()))
    await facilities_rows(world.district, organization, base)
    siren = await SirenPoint.get()
    known = {
        InspectionObject.TEAM: (world.team, world.team.organization_id),
        InspectionObject.ORGANIZATION: (organization, organization.id),
        InspectionObject.CENTER: (world.center, world.center.organization_id),
        InspectionObject.WORK: (town.work, organization.id),
        InspectionObject.SIREN: (siren, siren.organization_id),
    }

    for kind, (row, owner) in known.items():
        found = await checked_object(auditor, kind, row.id)
        assert (found.region_id, found.owner_id) == (row.region_id, owner)
        assert row.name in found.label
        assert found.team_id == (row.id if kind is InspectionObject.TEAM else None)
    facility: Any = await rows(auditor, OBJECTS[InspectionObject.FACILITY]).first()
    assert (
        await checked_object(auditor, InspectionObject.FACILITY, facility.id)
    ).owner_id == facility.organization_id
    with pytest.raises(NotFound):
        await checked_object(auditor, InspectionObject.TEAM, world.foreign_team.id)
    assert set(OBJECTS) == set(InspectionObject)


async def test_check_is_recorded_with_answers_evidence_and_findings_in_one_act(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    made, items = await a_list(world, act)
    file = await a_file(world.district)
    check = await plan_check(auditor, acts(), a_draft(world, made.id))

    act_of_record = acts()
    held = await record_check(
        auditor,
        act_of_record,
        check.id,
        a_record(items, NO, NO, YES, findings=[Found("车库积水", FindingSeverity.MINOR)]),
        1,
        evidence_ids=[file.id],
    )

    assert (held.state, held.result, held.held_on, held.team_id) == (
        CheckState.HELD,
        CheckResult.RECTIFY,
        TODAY,
        world.team.id,
    )
    found = await Finding.filter(check_id=check.id).order_by("due_on", "title")
    assert {
        (each.title, each.severity, (each.due_on - TODAY).days, each.item_id is None) for each in found
    } == {
        ("按规定编组", FindingSeverity.MINOR, 60, False),
        ("装备在位", FindingSeverity.MAJOR, 15, False),
        ("车库积水", FindingSeverity.MINOR, 60, True),
    }
    for each in found:
        assert (each.team_id, each.owner_id, each.region_id) == (
            world.team.id,
            world.team.organization_id,
            world.district.id,
        )
    assert await CheckAnswer.all().count() == 3
    assert await links_to(auditor, held).count() == 1
    entries = await LedgerEntry.filter(change_id=act_of_record.id)
    assert {entry.record_table for entry in entries} == {
        "inspection_check",
        "check_answer",
        "finding",
        "evidence_link",
    }
    names = [e for e in await LedgerEntry.filter(record_table="check_inspector") if "检查员" in str(e.after)]
    assert names == []


async def test_check_that_does_not_fit_is_refused_and_changes_nothing(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    registrar, theirs = await own_acts(world, act, "registrar")
    made, items = await a_list(world, act)
    of_works = await write_check_list(
        auditor, acts(), list_draft(world.sibling, InspectionObject.TEAM, code="CL-SIBLING")
    )
    check = await plan_check(auditor, acts(), a_draft(world, made.id))
    drawn = await plan_check(auditor, acts(), a_draft(world, made.id, plan_id=UUID(int=7)))

    async with unchanged():
        for wrong in (
            {"inspectors": ()},
            {"plan_id": UUID(int=7), "inspectors": PAIR[:1]},
            {"inspectors": (PAIR[0], PAIR[0])},
            {"inspectors": (InspectorDraft(" "),)},
            {"check_list_id": of_works.id},
            {"planned_on": date(2025, 12, 1)},
            {"object_kind": InspectionObject.CENTER, "object_id": world.center.id},
        ):
            with pytest.raises(InvalidValue):
                await plan_check(auditor, acts(), a_draft(world, made.id, **wrong))
        with pytest.raises(NotFound):
            await plan_check(auditor, acts(), a_draft(world, made.id, object_id=world.foreign_team.id))
        with pytest.raises(AccessDenied):
            await plan_check(registrar, theirs(), a_draft(world, made.id))
        for record in (
            a_record(items, YES, YES, YES),
            a_record(items, NO, YES, YES, result=CheckResult.NOTHING_FOUND),
            a_record(items[:2], NO, YES),
            a_record([*items[:2], items[0]], NO, YES, YES),
            a_record(items, NO, YES, YES, held_on=TODAY + timedelta(days=1)),
        ):
            with pytest.raises(InvalidValue):
                await record_check(auditor, acts(), check.id, record, 1)
        sound = a_record(items, NO, YES, YES)
        for viewer, version, error in ((registrar, 1, AccessDenied), (auditor, 2, StaleVersion)):
            with pytest.raises(error):
                await record_check(viewer, acts(), check.id, sound, version)
        with pytest.raises(InvalidValue):
            await cancel_check(auditor, acts(), drawn.id, 1)
        for wrong_move in (publish_check, correct_check):
            told: dict[str, Any] = {"publication": "网站"} if wrong_move is publish_check else {}
            given: Any = (check.id, 1) if wrong_move is publish_check else (check.id, sound, 1)
            with pytest.raises(TransitionRefused):
                await wrong_move(auditor, acts(), *given, **told)

    cancelled = await cancel_check(auditor, acts(), check.id, 1)
    assert cancelled.state is CheckState.CANCELLED
    with pytest.raises(TransitionRefused):
        await record_check(auditor, acts(), check.id, sound, 2)


async def test_published_check_is_corrected_by_a_new_edition_only(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    auditor, acts = await own_acts(world, act, "auditor")
    made, items = await a_list(world, act)
    check = await plan_check(auditor, acts(), a_draft(world, made.id))
    await record_check(auditor, acts(), check.id, a_record(items, NO, NO, YES), 1)
    async with unchanged():
        cases: list[dict[str, Any]] = [
            {"publication": " "},
            {"publication": "x", "published_on": date(2026, 1, 4)},
        ]
        for told in cases:
            with pytest.raises(InvalidValue):
                await publish_check(auditor, acts(), check.id, 2, **told)
    published = await publish_check(auditor, acts(), check.id, 2, publication="区政府网站")
    before = await InspectionCheck.get(id=check.id)

    corrected = await correct_check(auditor, acts(), check.id, a_record(items, YES, NO, NO), 3)

    assert (published.state, published.published_on) == (CheckState.PUBLISHED, TODAY)
    assert await InspectionCheck.get(id=check.id) == before
    assert (corrected.edition, corrected.state, corrected.corrects_id) == (2, CheckState.HELD, check.id)
    assert {(each.title, each.state, each.check_id == corrected.id) for each in await Finding.all()} == {
        ("按规定编组", FindingState.WITHDRAWN, False),
        ("装备在位", FindingState.OPEN, True),
        ("台账齐全", FindingState.OPEN, True),
    }
    assert await CheckInspector.filter(check_id=corrected.id).count() == 2
    async with unchanged():
        with pytest.raises(InvalidValue):
            await correct_check(auditor, acts(), check.id, a_record(items, YES, NO, NO), 3)
        with pytest.raises(TransitionRefused):
            await publish_check(auditor, acts(), check.id, 3, publication="x")
    due = await checks_due(auditor, world.city.id, on=TODAY, days=40)
    assert [(each.check.id, each.days_left) for each in due] == [(corrected.id, 28)]
    assert "公示" in due[0].sentence_zh
    assert due[0].sentence.startswith("The result of the check of")


def test_every_state_of_a_check_has_its_moves() -> None:
    assert set(CHECK_MOVES) == set(CheckState)


async def test_everything_a_draw_chose_is_planned_once_with_its_inspectors(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    made, _ = await a_list(world, act)
    await add_inspectors(world, act)
    plan = await drawn(world, act)
    auditor, acts = await own_acts(world, act, "auditor")
    given = {
        each.object_id: {inspector.id for inspector in each.inspectors}
        for each in await drawn_objects(auditor, plan.id)
        if each.undrawable is None
    }
    told: dict[str, Any] = {"check_list_id": made.id, "planned_on": TODAY + timedelta(days=9)}
    registrar, theirs = await own_acts(world, act, "registrar")
    past: dict[str, Any] = {**told, "planned_on": date(2025, 1, 1)}
    async with unchanged():
        with pytest.raises(AccessDenied):
            await plan_drawn_checks(registrar, theirs(), plan.id, **told)
        with pytest.raises(InvalidValue):
            await plan_drawn_checks(auditor, acts(), plan.id, **past)

    checks = await plan_drawn_checks(auditor, acts(), plan.id, **told)

    assert given
    assert {check.object_id for check in checks} == set(given)
    for check in checks:
        named = await CheckInspector.filter(check_id=check.id)
        assert {each.inspector_id for each in named} == given[check.object_id]
        assert check.plan_id == plan.id
    async with unchanged():
        with pytest.raises(InvalidValue):
            await plan_drawn_checks(auditor, acts(), plan.id, **told)
