"""A center taken as far as a test needs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from registry.access import SYSTEM, Viewer, viewer_of
from registry.centers import Move, check_center, move_center
from registry.codes import CenterState, ChecklistItem, ChecklistResult
from registry.history import Act
from registry.tables import MobilizationCenter
from tests.conftest import NOW
from tests.factories import SmallWorld

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
NOTICED_ON = date(2025, 12, 1)
#: The way to the public notice, each step with its day.
REVIEW = (
    (CenterState.APPLIED, date(2025, 10, 1)),
    (CenterState.CITY_REVIEW, date(2025, 10, 20)),
    (CenterState.SITE_VISIT, date(2025, 11, 10)),
    (CenterState.PUBLIC_NOTICE, NOTICED_ON),
)


async def viewer(world: SmallWorld, login: str) -> Viewer:
    """Return a principal of the small world, as it is today."""
    return await viewer_of(world.principals[login].id, on=TODAY)


async def noticed(world: SmallWorld, act: MakeAct) -> MobilizationCenter:
    """Return the center after its public notice (version 5), each step recorded late, today."""
    center = world.center
    for state, day in REVIEW:
        center = await move_center(SYSTEM, act(), center.id, state, center.version, Move(on=day))
    return center


async def checked(world: SmallWorld, act: MakeAct, *without: ChecklistItem) -> None:
    """Record that the center meets the checklist, some items left out."""
    for item in ChecklistItem:
        if item not in without:
            await check_center(
                SYSTEM, act(), world.center.id, item, ChecklistResult.MET, on=date(2025, 11, 10)
            )


async def designated(world: SmallWorld, act: MakeAct) -> MobilizationCenter:
    """Return the center designated on 15 December 2025 (version 6), its checklist met."""
    center = await noticed(world, act)
    await checked(world, act)
    move = Move(on=date(2025, 12, 15), designation_number="GD-1", body="城市国防动员办公室")
    return await move_center(SYSTEM, act(), center.id, CenterState.DESIGNATED, 5, move)


def later(days: int) -> datetime:
    """Return the tests' present some days later."""
    return NOW + timedelta(days=days)


LEAP_DAY = datetime(2028, 2, 29, 1, tzinfo=UTC)
