"""The life of a mobilization center, from nurtured to designated, back under review, and withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.centers import Move, check_center, move_center
from registry.centers.moving import STEPS
from registry.codes import Capability, CenterState, ChecklistItem, ChecklistResult, ReviewOutcome, ReviewStep
from registry.errors import AccessDenied, InvalidValue, NotFound, NotReady, StaleVersion, TransitionRefused
from registry.lifecycle import CENTER_MOVES
from registry.tables import CenterReview, LedgerEntry
from tests.factories import small_world
from tests.registry.centers.steps import (
    LEAP_DAY,
    NOTICED_ON,
    REVIEW,
    TODAY,
    MakeAct,
    checked,
    designated,
    later,
    noticed,
    viewer,
)
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio
DESIGNATED, RECTIFYING = CenterState.DESIGNATED, CenterState.RECTIFYING


async def test_every_move_records_a_step() -> None:
    assert set(STEPS) == {(state, to) for state, ways in CENTER_MOVES.items() for to in ways}


async def test_center_is_designated_with_number_and_dates(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = await noticed(world, act)
    await checked(world, act)

    move = Move(designation_number=" GD-2026-01 ", body=" 市办 ", opinion="同意")
    center = await move_center(await viewer(world, "approver"), act(), center.id, DESIGNATED, 5, move)

    assert (center.state, center.designation_number) == (DESIGNATED, "GD-2026-01")
    assert (center.designated_on, center.reinspection_due_on) == (TODAY, date(2029, 1, 5))
    steps = await CenterReview.filter(center_id=center.id).order_by("valid_from")
    assert [(step.step, step.outcome, step.valid_from, step.last_day) for step in steps] == [
        (ReviewStep.APPLICATION, None, REVIEW[0][1], None),
        (ReviewStep.CITY_REVIEW, ReviewOutcome.PASSED, REVIEW[1][1], None),
        (ReviewStep.SITE_VISIT, ReviewOutcome.PASSED, REVIEW[2][1], None),
        (ReviewStep.PUBLIC_NOTICE, None, NOTICED_ON, date(2025, 12, 7)),
        (ReviewStep.DESIGNATION, ReviewOutcome.PASSED, TODAY, None),
    ]
    assert (steps[-1].document_number, steps[-1].body, steps[-1].opinion) == ("GD-2026-01", "市办", "同意")


async def test_late_move_is_true_from_its_day(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = await designated(world, act)

    last = await LedgerEntry.filter(record_id=center.id).order_by("-sequence").first()

    assert last is not None
    assert (last.effective_on, center.designated_on) == (date(2025, 12, 15), date(2025, 12, 15))
    assert center.reinspection_due_on == date(2028, 12, 15)


async def test_reinspected_center_keeps_its_number_and_first_day(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar, approver = await viewer(world, "registrar"), await viewer(world, "approver")
    center = await designated(world, act)
    await move_center(registrar, act(), center.id, CenterState.REINSPECTION, 6)
    rectifying = await move_center(
        registrar, act(), center.id, RECTIFYING, 7, Move(rectify_by=date(2026, 6, 1), opinion="预案过期")
    )
    assert rectifying.rectify_by == date(2026, 6, 1)

    center = await move_center(approver, act(at=LEAP_DAY), center.id, DESIGNATED, 8)

    assert (center.designation_number, center.designated_on) == ("GD-1", date(2025, 12, 15))
    assert (center.reinspection_due_on, center.rectify_by) == (date(2031, 2, 28), None)
    last = await CenterReview.filter(center_id=center.id).order_by("-valid_from").first()
    assert last is not None
    assert (last.step, last.outcome) == (ReviewStep.RECTIFICATION, ReviewOutcome.PASSED)


async def test_wrong_designation_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, approver = await viewer(world, "registrar"), await viewer(world, "approver")
    center = await noticed(world, act)
    await checked(world, act)

    async with unchanged():
        for number in (None, "", "  "):
            move = Move(designation_number=number)
            with pytest.raises(InvalidValue) as caught:
                await move_center(approver, act(), center.id, DESIGNATED, 5, move)
            assert caught.value.field == "designation_number"
        with pytest.raises(InvalidValue):
            await move_center(
                registrar, act(), center.id, CenterState.NURTURED, 5, Move(designation_number="GD-1")
            )


async def test_center_is_not_designated_before_the_notice_has_run_out(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    center = await noticed(world, act)
    await checked(world, act, ChecklistItem.PLAN)
    await check_center(SYSTEM, act(), center.id, ChecklistItem.PRODUCTS, ChecklistResult.PARTLY)
    move = Move(on=date(2025, 12, 7), designation_number="GD-1")

    async with unchanged():
        with pytest.raises(NotReady) as early:
            await move_center(SYSTEM, act(), center.id, DESIGNATED, 5, move)
        with pytest.raises(NotReady) as today:
            await move_center(SYSTEM, act(), center.id, DESIGNATED, 5, Move(designation_number="GD-1"))

    assert early.value.reasons == (
        "the public notice runs until 2025-12-07",
        "mobilization plan: not looked at",
    )
    assert today.value.reasons == ("product reserves: partly met", "mobilization plan: not looked at")
    assert today.value.message_zh == "GC-510300-01 条件不具备:产品储备:部分达到;动员预案:未查。"


async def test_center_is_designated_on_condition_with_a_day(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = await noticed(world, act)
    told = {"outcome": ReviewOutcome.CONDITIONAL, "designation_number": "GD-1"}

    async with unchanged():
        for day in (None, TODAY):
            move = Move(**told, rectify_by=day)
            with pytest.raises(InvalidValue) as caught:
                await move_center(SYSTEM, act(), center.id, DESIGNATED, 5, move)
            assert caught.value.field == "rectify_by"

    move = Move(**told, rectify_by=date(2026, 7, 1))
    center = await move_center(SYSTEM, act(), center.id, DESIGNATED, 5, move)

    assert (center.state, center.rectify_by) == (DESIGNATED, date(2026, 7, 1))


async def test_move_out_of_order_of_time_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = await noticed(world, act)
    wrong = {
        "on": (CenterState.NURTURED, Move(on=NOTICED_ON - timedelta(days=1))),
        "on ": (CenterState.NURTURED, Move(on=TODAY + timedelta(days=1))),
        "outcome": (CenterState.NURTURED, Move(outcome=ReviewOutcome.PASSED)),
        "last_day": (CenterState.NURTURED, Move(last_day=TODAY)),
        "rectify_by": (CenterState.NURTURED, Move(rectify_by=date(2027, 1, 1))),
    }

    async with unchanged():
        for field, (to, move) in wrong.items():
            with pytest.raises(InvalidValue) as caught:
                await move_center(SYSTEM, act(), center.id, to, 5, move)
            assert caught.value.field == field.strip()


async def test_short_notice_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = world.center
    for state, day in REVIEW[:-1]:
        center = await move_center(SYSTEM, act(), center.id, state, center.version, Move(on=day))
    move = Move(on=NOTICED_ON, last_day=NOTICED_ON + timedelta(days=5))

    async with unchanged():
        with pytest.raises(InvalidValue) as caught:
            await move_center(SYSTEM, act(), center.id, CenterState.PUBLIC_NOTICE, 4, move)

    assert caught.value.field == "last_day"


async def test_center_is_withdrawn_with_a_reason(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = await designated(world, act)

    async with unchanged():
        with pytest.raises(InvalidValue):
            await move_center(SYSTEM, act(), center.id, CenterState.WITHDRAWN, 6)
    move = Move(opinion="企业停产")
    center = await move_center(
        await viewer(world, "approver"), act(at=later(3)), center.id, CenterState.WITHDRAWN, 6, move
    )

    assert (center.state, center.valid_to, center.rectify_by) == (CenterState.WITHDRAWN, None, None)


async def test_center_is_not_moved_wrongly(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await viewer(world, "registrar")
    center = await noticed(world, act)

    async with unchanged():
        with pytest.raises(AccessDenied) as denied:
            await move_center(registrar, act(), center.id, DESIGNATED, 5, Move(designation_number="GD-1"))
        with pytest.raises(TransitionRefused) as refused:
            await move_center(registrar, act(), center.id, CenterState.REINSPECTION, 5)
        with pytest.raises(StaleVersion):
            await move_center(registrar, act(), center.id, CenterState.NURTURED, 4)
        with pytest.raises(NotFound):
            await move_center(registrar, act(), world.foreign_center.id, CenterState.APPLIED, 1)

    assert denied.value.capability is Capability.APPROVE
    assert refused.value.allowed == (DESIGNATED, CenterState.NURTURED)
