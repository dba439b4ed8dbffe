"""A draw from its draft to its publication: each step once, nothing changed afterwards, nobody steers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, one, rows
from registry.codes import (
    DrawPool,
    DrawState,
    ExclusionReason,
    FindingOrigin,
    FindingSeverity,
    InspectionObject,
    RelationKind,
    ResourceKind,
    Strata,
)
from registry.draws.chance import commitment_of
from registry.draws.freezing import exclude, freeze_pools
from registry.draws.inspectors import InspectorDraft, declare_relation, register_inspector, retire_inspector
from registry.draws.overdue import find_overdue, is_overdue
from registry.draws.plans import plan_inspection, revise_inspection
from registry.draws.pools import object_pool
from registry.draws.reading import document, drawn_objects
from registry.draws.revealing import commit_draw, publish_draw, reveal_draw
from registry.errors import (
    AccessDenied,
    CodeTaken,
    InvalidValue,
    NotFound,
    NotReady,
    RegistryError,
    StaleVersion,
    TransitionRefused,
)
from registry.history import broken_chains
from registry.standalone import verify_draw
from registry.tables import Finding, InspectionPlan, InspectorRelation, LedgerEntry
from tests.api.facilities_rows import facilities_rows
from tests.api.siren_rows import siren_rows
from tests.api.works_rows import works_rows
from tests.factories import small_world
from tests.registry.draws.steps import (
    REVEAL_BY,
    REVEALED,
    SECRET,
    TODAY,
    VALUE,
    VALUE_ON,
    MakeAct,
    add_inspectors,
    auditor,
    committed,
    drawn,
    frozen,
    plan_draft,
    teams_of,
)
from tests.registry.works.town import login
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio


async def test_draw_is_made_published_and_verified(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await add_inspectors(world, act)
    viewer, codes = await auditor(world), await teams_of(world)

    plan, secret = await committed(world, act)
    waiting = json.loads(await document(viewer, plan.id))
    plan = await reveal_draw(
        viewer, act(at=REVEALED), plan.id, plan.version, secret=secret, public_value=f" {VALUE} "
    )
    plan = await publish_draw(viewer, act(at=REVEALED), plan.id, plan.version)

    told = json.loads(await document(viewer, plan.id))
    assert verify_draw.faults(waiting) == []
    assert verify_draw.faults(told, waiting, VALUE) == []
    assert (plan.state, plan.secret, plan.public_value) == (DrawState.PUBLISHED, SECRET.hex(), VALUE)
    assert plan.commitment == commitment_of(SECRET.hex())
    assert (plan.objects_count, plan.inspectors_count, plan.exclusions_count) == (5, 4, 1)
    assert [each["id"] for each in told["manifest"]["objects"]] == codes
    assert told["manifest"]["exclusions"] == [
        {"pool": "objects", "id": codes[0], "reason": "under_investigation", "note": ""}
    ]
    listed = await drawn_objects(viewer, plan.id)
    assert [(each.ordinal, each.code) for each in listed] == [
        (each["ordinal"], each["object"]) for each in told["result"]["drawn"]
    ]
    assert {each.code for each in listed} <= set(codes[1:])
    teams = {team.code: team.id for team in world.teams.values()}
    assert all(each.object_id == teams[each.code] and len(each.inspectors) == 2 for each in listed)
    assert await broken_chains() == []


async def test_secret_is_nowhere_before_it_is_revealed(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await add_inspectors(world, act)

    plan, secret = await committed(world, act)

    stored = await one(SYSTEM, InspectionPlan, plan.id)
    entries = await LedgerEntry.filter(record_id=plan.id).order_by("sequence")
    assert (stored.secret, stored.seed, stored.public_value) == (None, None, None)
    assert secret not in repr([entry.after for entry in entries]) + stored.manifest
    assert entries[-1].after["manifest_hash"] == plan.manifest_hash
    assert entries[-1].after["manifest"].startswith("sha256:")


async def test_frozen_plan_changes_no_more(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await add_inspectors(world, act)
    viewer = await auditor(world)
    plan = await plan_inspection(viewer, act(), plan_draft(world))
    plan = await revise_inspection(viewer, act(), plan.id, plan_draft(world, objects_wanted=3), 1)
    assert plan.objects_wanted == 3
    plan = await freeze_pools(viewer, act(), plan.id, 2)
    code = (await teams_of(world))[0]
    given = {"pool": DrawPool.OBJECTS, "code": code, "reason": ExclusionReason.CLOSED}

    async with unchanged():
        with pytest.raises(TransitionRefused) as caught:
            await revise_inspection(viewer, act(), plan.id, plan_draft(world), plan.version)
        with pytest.raises(TransitionRefused):
            await freeze_pools(viewer, act(), plan.id, plan.version)
        with pytest.raises(TransitionRefused):
            await publish_draw(viewer, act(), plan.id, plan.version)
        with pytest.raises(NotReady):
            await document(viewer, plan.id)
    assert (caught.value.current, caught.value.allowed) == (DrawState.FROZEN, (DrawState.COMMITTED,))
    plan, secret = await commit_draw(viewer, act(), plan.id, plan.version, secret=SECRET)
    async with unchanged():
        with pytest.raises(TransitionRefused):
            await exclude(viewer, act(), plan.id, plan.version, **given)
        with pytest.raises(TransitionRefused):
            await commit_draw(viewer, act(), plan.id, plan.version, secret=SECRET)
    plan = await reveal_draw(
        viewer, act(at=REVEALED), plan.id, plan.version, secret=secret, public_value=VALUE
    )
    async with unchanged():
        with pytest.raises(TransitionRefused):
            await reveal_draw(
                viewer, act(at=REVEALED), plan.id, plan.version, secret=secret, public_value="9"
            )


async def test_wrong_plans_are_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    viewer = await auditor(world)
    await plan_inspection(viewer, act(), plan_draft(world))

    async with unchanged():
        for wrong in (
            {"code": " "},
            {"legal_basis": ""},
            {"ratio_percent": 10},
            {"objects_wanted": None},
            {"objects_wanted": 0},
            {"objects_wanted": None, "ratio_percent": 101},
            {"inspectors_per_object": 1},
            {"recent_days": -1},
            {"public_value_on": TODAY},
            {"reveal_by": date(2026, 1, 11)},
        ):
            with pytest.raises(InvalidValue):
                await plan_inspection(viewer, act(), plan_draft(world, **wrong))
        with pytest.raises(CodeTaken):
            await plan_inspection(viewer, act(), plan_draft(world))
        with pytest.raises(NotFound):
            await plan_inspection(viewer, act(), plan_draft(world, region_id=world.foreign_city.id))
        for other in ("planner", "registrar", "viewer"):
            with pytest.raises((AccessDenied, NotFound)):
                await plan_inspection(await login(world, other), act(), plan_draft(world, code="SJ-2"))


async def test_wrong_steps_are_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    viewer = await auditor(world)
    none = await plan_inspection(viewer, act(), plan_draft(world))
    async with unchanged():
        with pytest.raises(InvalidValue, match="0 inspectors"):
            await freeze_pools(viewer, act(), none.id, 1)
    await add_inspectors(world, act)
    few = await plan_inspection(viewer, act(), plan_draft(world, code="SJ-2", strata=Strata.KIND))
    empty = await plan_inspection(
        viewer, act(), plan_draft(world, code="SJ-3", object_kind=InspectionObject.SIREN)
    )
    plan = await frozen(world, act, code="SJ-4")
    code = (await teams_of(world))[0]

    async with unchanged():
        with pytest.raises(InvalidValue, match="4 strata"):
            await freeze_pools(viewer, act(), few.id, 1)
        with pytest.raises(InvalidValue, match="no objects"):
            await freeze_pools(viewer, act(), empty.id, 1)
        with pytest.raises(StaleVersion):
            await freeze_pools(viewer, act(), none.id, 2)
        for pool, named, reason, note, error in (
            (DrawPool.OBJECTS, "T-NONE", ExclusionReason.CLOSED, "", NotFound),
            (DrawPool.INSPECTORS, code, ExclusionReason.CLOSED, "", NotFound),
            (DrawPool.OBJECTS, code, ExclusionReason.RECENTLY_INSPECTED, "", InvalidValue),
            (DrawPool.OBJECTS, code, ExclusionReason.OTHER, " ", InvalidValue),
        ):
            with pytest.raises(error):
                await exclude(viewer, act(), plan.id, 2, pool=pool, code=named, reason=reason, note=note)
        late = act(at=datetime(2026, 1, 12, 1, 0, tzinfo=UTC))
        with pytest.raises(InvalidValue, match="not be known"):
            await commit_draw(viewer, late, plan.id, 2, secret=SECRET)
        with pytest.raises(AccessDenied):
            await commit_draw(await login(world, "planner"), act(), plan.id, 2, secret=SECRET)
    plan, secret = await commit_draw(viewer, act(), plan.id, 2, secret=SECRET)
    async with unchanged():
        for at, told, value, match in (
            (REVEALED, "00" * 32, VALUE, "not the secret"),
            (datetime(2026, 1, 11, 1, 0, tzinfo=UTC), secret, VALUE, "has not come"),
            (REVEALED, secret, " ", "one line"),
            (REVEALED, secret, "a\nb", "one line"),
        ):
            with pytest.raises(InvalidValue, match=match):
                await reveal_draw(viewer, act(at=at), plan.id, 3, secret=told, public_value=value)


async def test_everything_left_out_cannot_be_drawn(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await add_inspectors(world, act)
    viewer, plan = await auditor(world), await frozen(world, act)
    given = {"pool": DrawPool.OBJECTS, "reason": ExclusionReason.OTHER, "note": "示例"}
    for number, code in enumerate(await teams_of(world)):
        await exclude(viewer, act(), plan.id, plan.version + number, code=code, **given)

    async with unchanged():
        with pytest.raises(InvalidValue, match="left out"):
            await exclude(viewer, act(), plan.id, plan.version + 5, code=code, **given)
        with pytest.raises(InvalidValue, match="every object"):
            await commit_draw(viewer, act(), plan.id, plan.version + 5, secret=SECRET)


async def test_conflicts_and_recent_inspections_come_from_the_registers(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    inspectors = await add_inspectors(world, act)
    viewer = await auditor(world)
    first = await drawn(world, act, objects_wanted=1)
    (seen,) = await drawn_objects(viewer, first.id)
    await declare_relation(
        viewer,
        act(),
        inspectors[0].id,
        world.organizations["510302"].id,
        kind=RelationKind.KINSHIP,
        from_day=TODAY,
    )
    await retire_inspector(viewer, act(), inspectors[1].id, 1, from_day=date(2026, 2, 1))

    at = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
    days = {"public_value_on": date(2026, 2, 9), "reveal_by": date(2026, 2, 10)}
    draft = plan_draft(
        world, code="SJ-2026-02", recent_days=30, ratio_percent=50, objects_wanted=None, **days
    )
    second = await plan_inspection(viewer, act(at=at), draft)
    second = await freeze_pools(viewer, act(at=at), second.id, 1)
    second, secret = await commit_draw(viewer, act(at=at), second.id, 2, secret=SECRET)
    then = act(at=datetime(2026, 2, 9, 1, 0, tzinfo=UTC))
    second = await reveal_draw(viewer, then, second.id, 3, secret=secret, public_value="1")

    told = json.loads(await document(viewer, second.id))
    assert verify_draw.faults(told) == []
    manifest = told["manifest"]
    assert [each["id"] for each in manifest["inspectors"]] == ["I-0", "I-2", "I-3"]
    assert manifest["inspectors"][0]["related"] == [world.organizations["510302"].credit_code]
    assert [(each["id"], each["reason"]) for each in manifest["exclusions"]] == [
        (seen.code, "recently_inspected")
    ]
    (entry,) = [each for each in manifest["objects"] if each["id"] == seen.code]
    assert entry["last_inspected_on"] == "2026-01-13"
    assert entry["last_inspectors"] == sorted(each.code for each in seen.inspectors)
    assert seen.code not in {each.code for each in await drawn_objects(viewer, second.id)}
    for each in told["result"]["drawn"]:
        if each["object"].startswith("510302"):
            assert "I-0" not in each["inspectors"]


@pytest.mark.parametrize("kind", list(InspectionObject))
async def test_pool_of_each_kind_is_that_of_the_city(
    database: TortoiseContext, act: MakeAct, kind: InspectionObject
) -> None:
    world = await small_world()
    for region, code in ((world.district, "510302"), (world.foreign_district, "511002")):
        await works_rows(region, world.organizations[code])
        await siren_rows(region, world.organizations[code])
        base = world.resources["510300" if code == "510302" else "511000", ResourceKind.BASE]
        await facilities_rows(region, world.organizations[code], base)
    plan = await plan_inspection(
        await auditor(world), act(), plan_draft(world, object_kind=kind, strata=Strata.REGION)
    )

    pool = await object_pool(plan, TODAY)

    assert {each["stratum"] for each in pool} <= {"", "510302", "510303"}
    assert [each["id"] for each in pool] == sorted(each["id"] for each in pool)
    expected = {
        InspectionObject.TEAM: await teams_of(world),
        InspectionObject.WORK: ["W-510302"],
        InspectionObject.SIREN: ["S-510302"],
        InspectionObject.CENTER: [],
    }
    if kind in expected:
        assert [each["id"] for each in pool] == expected[kind]
    else:
        assert pool
        assert all(each["organizations"] for each in pool)


async def test_draw_not_revealed_in_time_is_found_once(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await add_inspectors(world, act)
    viewer = await auditor(world)
    plan, secret = await committed(world, act)
    in_time = act(at=datetime(2026, 1, 20, 12, 0, tzinfo=UTC))
    late = datetime(2026, 1, 21, 1, 0, tzinfo=UTC)

    made = [await find_overdue(each) for each in (in_time, act(at=late), act(at=late))]

    plan = await one(viewer, InspectionPlan, plan.id)
    finding = await one(viewer, Finding, plan.overdue_finding_id)
    assert made == [0, 1, 0]
    assert (finding.origin, finding.severity, finding.due_on, finding.region_id) == (
        FindingOrigin.CHECK,
        FindingSeverity.CONSIDERABLE,
        date(2026, 1, 31),
        world.city.id,
    )
    assert (is_overdue(plan, REVEAL_BY), is_overdue(plan, date(2026, 1, 21))) == (False, True)
    plan = await reveal_draw(viewer, act(at=late), plan.id, plan.version, secret=secret, public_value=VALUE)
    told = json.loads(await document(viewer, plan.id))
    assert (told["reveal"]["late"], verify_draw.faults(told)) == (True, [])
    assert not is_overdue(plan, date(2026, 1, 21))


async def test_inspectors_are_kept_with_their_days(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    viewer = await auditor(world)
    draft = InspectorDraft(
        region_id=world.city.id,
        organization_id=world.organizations["510300"].id,
        code="I-9",
        person_id=world.people[world.team.id][0].id,
        specialty=InspectionObject.TEAM,
    )
    made = await register_inspector(viewer, act(), draft)
    relation = {"kind": RelationKind.INTEREST, "from_day": TODAY}
    there = world.organizations["510303"].id
    await declare_relation(viewer, act(), made.id, there, note=" 持股 ", **relation)

    (declared,) = await rows(viewer, InspectorRelation).all()
    assert (made.valid_from, declared.note) == (TODAY, "持股")
    foreign = world.people[world.foreign_team.id][0].id
    wrong: list[tuple[InspectorDraft, type[RegistryError]]] = [
        (draft, CodeTaken),
        (replace(draft, code=" "), InvalidValue),
        (replace(draft, name="某人"), InvalidValue),
        (replace(draft, person_id=None), InvalidValue),
        (replace(draft, code="I-10", person_id=foreign), NotFound),
        (replace(draft, code="I-10", organization_id=foreign), NotFound),
        (replace(draft, region_id=world.foreign_city.id), NotFound),
    ]
    async with unchanged():
        for each, error in wrong:
            with pytest.raises(error):
                await register_inspector(viewer, act(), each)
        with pytest.raises(InvalidValue):
            await declare_relation(viewer, act(), made.id, there, **relation)
        with pytest.raises(InvalidValue):
            await retire_inspector(viewer, act(), made.id, 1, from_day=TODAY)
        with pytest.raises(StaleVersion):
            await retire_inspector(viewer, act(), made.id, 2, from_day=VALUE_ON)
        with pytest.raises(AccessDenied):
            await retire_inspector(await login(world, "registrar"), act(), made.id, 1, from_day=VALUE_ON)
