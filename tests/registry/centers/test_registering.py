"""Centers entering the register, steps of earlier years, objections to a notice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.centers import (
    CenterDraft,
    Move,
    ReviewDraft,
    move_center,
    record_objections,
    register_center,
    revise_center,
    take_over_review,
)
from registry.codes import CenterLevel, CenterState, IndustryField, ReviewOutcome, ReviewStep
from registry.errors import AccessDenied, CodeTaken, InvalidValue, NotReady, StaleVersion
from registry.tables import CenterReview, LedgerEntry, MobilizationCenter
from tests.factories import SmallWorld, small_world
from tests.registry.centers.steps import NOTICED_ON, TODAY, MakeAct, checked, noticed, viewer
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio


def _draft(world: SmallWorld, **given: object) -> CenterDraft:
    known = {
        "region_id": world.district.id,
        "organization_id": world.center.organization_id,
        "code": " GC-9 ",
        "name": "新中心",
        "field": IndustryField.FOOD,
        "level": CenterLevel.CITY,
        "since": date(2025, 3, 1),
    }
    return CenterDraft(**(known | given))


async def test_center_enters_the_register_nurtured(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    made = await register_center(await viewer(world, "registrar"), act(), _draft(world))

    stored = await MobilizationCenter.get(code="GC-9")
    assert (made.id, stored.state, stored.valid_from) == (stored.id, CenterState.NURTURED, date(2025, 3, 1))


async def test_wrong_center_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    async with unchanged():
        for given in ({"code": " "}, {"name": ""}, {"since": TODAY + timedelta(days=1)}):
            with pytest.raises(InvalidValue):
                await register_center(SYSTEM, act(), _draft(world, **given))
        with pytest.raises(CodeTaken):
            await register_center(SYSTEM, act(), _draft(world, code=world.center.code))
        with pytest.raises(AccessDenied):
            await register_center(await viewer(world, "viewer"), act(), _draft(world))


async def test_level_changes_from_a_day_by_who_may_approve(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center, city = world.center.id, CenterLevel.CITY
    registrar = await viewer(world, "registrar")
    async with unchanged():
        with pytest.raises(AccessDenied):
            await revise_center(registrar, act(), center, 1, level=city)
        with pytest.raises(InvalidValue):
            await revise_center(registrar, act(), center, 1, name=" ")
        with pytest.raises(InvalidValue):
            await revise_center(registrar, act(), center, 1, name="x", on=date(2020, 1, 1))
        with pytest.raises(StaleVersion):
            await revise_center(registrar, act(), center, 9, name="x")

    changed = await revise_center(
        await viewer(world, "approver"), act(), center, 1, level=city, on=date(2025, 5, 1)
    )

    entry = await LedgerEntry.filter(record_id=center).order_by("-sequence").first()
    assert entry is not None
    assert (changed.level, changed.version, entry.effective_on) == (city, 2, date(2025, 5, 1))


async def test_step_of_an_earlier_year_is_kept_without_moving_the_center(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    draft = ReviewDraft(
        center_id=world.center.id,
        step=ReviewStep.REINSPECTION,
        on=date(2023, 4, 1),
        outcome=ReviewOutcome.CONDITIONAL,
        due_on=date(2023, 9, 1),
        body="省办",
    )

    row = await take_over_review(await viewer(world, "registrar"), act(), draft)

    assert (row.valid_from, row.due_on, row.body) == (date(2023, 4, 1), date(2023, 9, 1), "省办")
    assert (await MobilizationCenter.get(id=world.center.id)).version == 1


async def test_wrong_step_of_an_earlier_year_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    own = {"center_id": world.center.id, "on": date(2025, 4, 1)}
    visit = {**own, "step": ReviewStep.SITE_VISIT, "outcome": ReviewOutcome.PASSED}
    wrong = {
        "on": ReviewDraft(**{**visit, "on": TODAY + timedelta(days=1)}),
        "outcome": ReviewDraft(**{**visit, "outcome": None}),
        "last_day": ReviewDraft(**visit, last_day=TODAY),
        "due_on": ReviewDraft(**visit, due_on=date(2025, 4, 1)),
    }

    async with unchanged():
        for field, draft in wrong.items():
            with pytest.raises(InvalidValue) as caught:
                await take_over_review(SYSTEM, act(), draft)
            assert caught.value.field == field
        with pytest.raises(AccessDenied):
            await take_over_review(await viewer(world, "viewer"), act(), ReviewDraft(**visit))


async def test_open_objection_holds_the_designation_up(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = await noticed(world, act)
    await checked(world, act)
    notice = await CenterReview.get(center_id=center.id, step=ReviewStep.PUBLIC_NOTICE)
    assert notice.valid_from == NOTICED_ON
    registrar = await viewer(world, "registrar")
    await record_objections(registrar, act(), notice.id, 1, received=2, still_open=1)
    move = Move(designation_number="GD-1")

    async with unchanged():
        with pytest.raises(NotReady) as caught:
            await move_center(SYSTEM, act(), center.id, CenterState.DESIGNATED, 5, move)
        with pytest.raises(InvalidValue):
            await record_objections(registrar, act(), notice.id, 2, received=1, still_open=2)
        with pytest.raises(StaleVersion):
            await record_objections(registrar, act(), notice.id, 1, received=2, still_open=0)
        other = await CenterReview.get(center_id=center.id, step=ReviewStep.APPLICATION)
        with pytest.raises(InvalidValue):
            await record_objections(registrar, act(), other.id, 1, received=2, still_open=0)
    assert caught.value.reasons == ("open objections: 1",)

    await record_objections(registrar, act(), notice.id, 2, received=2, still_open=0)
    center = await move_center(SYSTEM, act(), center.id, CenterState.DESIGNATED, 5, move)
    assert center.state is CenterState.DESIGNATED
