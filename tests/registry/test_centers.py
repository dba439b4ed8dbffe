"""The life of a mobilization center, from nurtured to designated and back under review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.centers import move_center
from registry.codes import Capability, CenterState
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry.history import Act
from registry.tables import MobilizationCenter
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
REVIEW = (CenterState.APPLIED, CenterState.CITY_REVIEW, CenterState.SITE_VISIT, CenterState.PUBLIC_NOTICE)


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


async def _noticed(world: SmallWorld, act: MakeAct) -> MobilizationCenter:
    """Return the center after its public notice (version 5)."""
    registrar, center = await _viewer(world, "registrar"), world.center
    for state in REVIEW:
        center = await move_center(registrar, act(), center.id, state, center.version)
    return center


async def test_center_is_designated_with_number_and_dates(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    center = await _noticed(world, act)

    center = await move_center(
        await _viewer(world, "approver"), act(), center.id, CenterState.DESIGNATED, 5, " GD-2026-01 "
    )

    assert (center.state, center.designation_number) == (CenterState.DESIGNATED, "GD-2026-01")
    assert (center.designated_on, center.reinspection_due_on) == (TODAY, date(2029, 1, 5))


async def test_reinspected_center_keeps_its_number_and_first_day(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar, approver = await _viewer(world, "registrar"), await _viewer(world, "approver")
    center = await _noticed(world, act)
    await move_center(approver, act(), center.id, CenterState.DESIGNATED, 5, "GD-1")
    await move_center(registrar, act(), center.id, CenterState.REINSPECTION, 6)
    await move_center(registrar, act(), center.id, CenterState.RECTIFYING, 7)

    leap_day = datetime(2028, 2, 29, 1, tzinfo=UTC)
    center = await move_center(approver, act(at=leap_day), center.id, CenterState.DESIGNATED, 8)

    assert (center.designation_number, center.designated_on) == ("GD-1", TODAY)
    assert center.reinspection_due_on == date(2031, 2, 28)


async def test_wrong_designation_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, approver = await _viewer(world, "registrar"), await _viewer(world, "approver")
    center = await _noticed(world, act)

    async with unchanged():
        for number in (None, "", "  "):
            with pytest.raises(InvalidValue) as caught:
                await move_center(approver, act(), center.id, CenterState.DESIGNATED, 5, number)
            assert caught.value.field == "designation_number"
        with pytest.raises(InvalidValue):
            await move_center(registrar, act(), center.id, CenterState.NURTURED, 5, "GD-1")


async def test_center_is_not_moved_wrongly(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await _viewer(world, "registrar")
    center = await _noticed(world, act)

    async with unchanged():
        with pytest.raises(AccessDenied) as denied:
            await move_center(registrar, act(), center.id, CenterState.DESIGNATED, 5, "GD-1")
        with pytest.raises(TransitionRefused) as refused:
            await move_center(registrar, act(), center.id, CenterState.REINSPECTION, 5)
        with pytest.raises(StaleVersion):
            await move_center(registrar, act(), center.id, CenterState.NURTURED, 4)
        with pytest.raises(NotFound):
            await move_center(registrar, act(), world.foreign_center.id, CenterState.APPLIED, 1)

    assert denied.value.capability is Capability.APPROVE
    assert refused.value.allowed == (CenterState.DESIGNATED, CenterState.NURTURED)
