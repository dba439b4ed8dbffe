"""The life of a siren and its faults: every move allowed or refused, and refusals leave nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, Viewer, viewer_of
from registry.codes import ControlPath, SirenKind, SirenState
from registry.errors import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry.history import Act, rebuild
from registry.ledger import recorded
from registry.sirens.faults import repair_fault, report_fault
from registry.sirens.life import (
    DEFAULT_RADIUS_M,
    SIREN_MOVES,
    SirenChange,
    SirenDraft,
    change_siren,
    move_siren,
    register_siren,
)
from registry.tables import LedgerEntry, SirenFault, SirenPoint
from tests.factories import SmallWorld, small_world
from tests.registry.sirens.rows import siren, stored
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


def _draft(world: SmallWorld) -> SirenDraft:
    return SirenDraft(
        region_id=world.district.id,
        code="S-1",
        name="示例楼顶",
        kind=SirenKind.ELECTRO_ACOUSTIC,
        control=ControlPath.RADIO,
        latitude=29.34,
        longitude=104.78,
        organization_id=world.organizations["510302"].id,
        power_watts=1200,
    )


async def test_registered_siren_is_planned_with_its_kinds_radius(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()

    made = await register_siren(await _viewer(world, "registrar"), act(), _draft(world))

    assert (made.state, made.audible_radius_m, made.installed_on) == (SirenState.PLANNED, 700, None)
    assert (await rebuild(SirenPoint))[made.id] == recorded(await SirenPoint.get(id=made.id))


@pytest.mark.parametrize(
    ("login", "changes", "error"),
    [
        ("registrar", {"code": " "}, InvalidValue),
        ("registrar", {"name": ""}, InvalidValue),
        ("registrar", {"latitude": 91.0}, InvalidValue),
        ("registrar", {"longitude": -181.0}, InvalidValue),
        ("registrar", {"audible_radius_m": 0}, InvalidValue),
        ("registrar", {"power_watts": 0}, InvalidValue),
        ("registrar", {"organization_id": uuid4()}, NotFound),
        ("registrar", {"region_id": uuid4()}, NotFound),
        ("viewer", {}, AccessDenied),
        ("foreigner", {}, NotFound),
    ],
)
async def test_registration_is_refused_without_a_trace(
    database: TortoiseContext, act: MakeAct, login: str, changes: dict[str, Any], error: type[Exception]
) -> None:
    world = await small_world()
    viewer = await _viewer(world, login)

    async with unchanged():
        with pytest.raises(error):
            await register_siren(viewer, act(), replace(_draft(world), **changes))


async def test_code_of_a_siren_is_unique(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    await register_siren(SYSTEM, act(), _draft(world))

    async with unchanged():
        with pytest.raises(CodeTaken):
            await register_siren(SYSTEM, act(), _draft(world))


async def test_every_move_is_made_or_refused_as_the_table_says(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    viewer = await _viewer(world, "registrar")
    for current in SirenState:
        for to in SirenState:
            row = siren(world.district.id, f"{current.value}-{to.value}", state=current)
            await stored(act(), row)
            if to in SIREN_MOVES[current]:
                moved = await move_siren(viewer, act(), row.id, to, 1)
                assert (moved.state, moved.version) == (to, 2)
                continue
            async with unchanged():
                with pytest.raises(TransitionRefused) as refused:
                    await move_siren(viewer, act(), row.id, to, 1)
            assert refused.value.allowed == SIREN_MOVES[current]


async def test_late_move_is_true_from_its_day(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    made = await register_siren(SYSTEM, act(), _draft(world))

    moved = await move_siren(SYSTEM, act(), made.id, SirenState.INSTALLED, 1, on=date(2025, 12, 1))

    assert moved.installed_on == date(2025, 12, 1)
    last = await LedgerEntry.filter(record_id=made.id).order_by("-sequence").first()
    assert last is not None
    assert last.effective_on == date(2025, 12, 1)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await move_siren(SYSTEM, act(), made.id, SirenState.IN_SERVICE, 2, on=date(2026, 2, 1))


async def test_description_is_changed_but_not_the_state(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    made = await register_siren(SYSTEM, act(), _draft(world))

    changed = await change_siren(
        SYSTEM, act(), made.id, SirenChange(audible_radius_m=900, control=ControlPath.SATELLITE), 1
    )

    assert (changed.audible_radius_m, changed.control, changed.version, changed.state) == (
        900,
        ControlPath.SATELLITE,
        2,
        SirenState.PLANNED,
    )
    async with unchanged():
        with pytest.raises(StaleVersion):
            await change_siren(SYSTEM, act(), made.id, SirenChange(name="x"), 1)
        with pytest.raises(InvalidValue):
            await change_siren(SYSTEM, act(), made.id, SirenChange(name=" "), 2)
        with pytest.raises(NotFound):
            await change_siren(SYSTEM, act(), made.id, SirenChange(organization_id=uuid4()), 2)


async def test_fault_makes_a_siren_faulty_until_it_is_repaired(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    viewer = await _viewer(world, "registrar")
    row = siren(world.district.id, "S-1")
    await stored(act(), row)

    fault = await report_fault(viewer, act(), row.id, "控制器无应答", 1, on=date(2026, 1, 2))
    broken = await SirenPoint.get(id=row.id)
    repaired = await repair_fault(viewer, act(), fault.id, "更换控制板", 1, on=date(2026, 1, 4))
    whole = await SirenPoint.get(id=row.id)

    assert (broken.state, whole.state) == (SirenState.FAULTY, SirenState.IN_SERVICE)
    assert (repaired.valid_from, repaired.valid_to) == (date(2026, 1, 2), date(2026, 1, 5))


async def test_faults_and_repairs_are_refused_without_a_trace(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    viewer, foreigner = await _viewer(world, "registrar"), await _viewer(world, "foreigner")
    row, planned = siren(world.district.id, "S-1"), siren(world.district.id, "S-2", state=SirenState.PLANNED)
    await stored(act(), row, planned)
    fault = await report_fault(viewer, act(), row.id, "坏", 1)

    async with unchanged():
        with pytest.raises(TransitionRefused):
            await report_fault(viewer, act(), planned.id, "坏", 1)
        with pytest.raises(StaleVersion):
            await report_fault(viewer, act(), row.id, "坏", 1)
        with pytest.raises(NotFound):
            await report_fault(foreigner, act(), row.id, "坏", 2)
        with pytest.raises(InvalidValue):
            await repair_fault(viewer, act(), fault.id, " ", 1)
        with pytest.raises(InvalidValue):
            await repair_fault(viewer, act(), fault.id, "修", 1, on=date(2026, 1, 4))
        with pytest.raises(InvalidValue):
            await repair_fault(viewer, act(), fault.id, "修", 1, on=date(2026, 1, 6))
        with pytest.raises(NotFound):
            await repair_fault(foreigner, act(), fault.id, "修", 1)
    done = await repair_fault(viewer, act(), fault.id, "修", 1)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await repair_fault(viewer, act(), fault.id, "修", done.version)
    assert await SirenFault.all().count() == 1


def test_every_kind_has_a_radius_and_every_state_its_moves() -> None:
    assert set(DEFAULT_RADIUS_M) == set(SirenKind)
    assert set(SIREN_MOVES) == set(SirenState)
