"""Capabilities: figures with bounds, revisions from a day on, verifications with measured figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.centers import (
    CapabilityDraft,
    Figures,
    Verification,
    register_capability,
    revise_capability,
    stale,
    verify_capability,
)
from registry.codes import VerificationMethod
from registry.errors import AccessDenied, InvalidValue, StaleVersion
from registry.tables import CapabilityItem, CapabilityVerification, LedgerEntry
from tests.factories import SmallWorld, small_world
from tests.registry.centers.steps import TODAY, MakeAct, viewer
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio
FULL = {"normal_per_day": 1, "surge_per_day": 4, "conversion_hours": 12, "sustain_days": 10}
DRILL = VerificationMethod.DRILL


async def _item(world: SmallWorld) -> CapabilityItem:
    return await CapabilityItem.get(center_id=world.center.id)


async def test_capability_is_registered_with_its_figures(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    draft = CapabilityDraft(
        organization_id=world.center.organization_id,
        center_id=world.center.id,
        product=" 净水车 ",
        unit="台",
        figures=Figures(**FULL),
        since=date(2025, 6, 1),
    )

    made = await register_capability(await viewer(world, "registrar"), act(), draft)

    stored = await CapabilityItem.get(id=made.id)
    assert (stored.product, stored.surge_per_day, stored.reserve_stock) == ("净水车", 4, 0)
    assert stored.valid_from == date(2025, 6, 1)


async def test_wrong_capability_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    own = {"organization_id": world.center.organization_id, "product": "车", "unit": "台"}
    wrong = {
        "surge_per_day": CapabilityDraft(**own, figures=Figures(**{**FULL, "surge_per_day": 0})),
        "sustain_days": CapabilityDraft(**own, figures=Figures(**{**FULL, "sustain_days": -1})),
        "conversion_hours": CapabilityDraft(**own, figures=Figures(normal_per_day=1, surge_per_day=2)),
        "unit": CapabilityDraft(**{**own, "unit": " "}, figures=Figures(**FULL)),
        "center_id": CapabilityDraft(**own, figures=Figures(**FULL), center_id=world.foreign_center.id),
    }

    async with unchanged():
        for field, draft in wrong.items():
            with pytest.raises(InvalidValue) as caught:
                await register_capability(SYSTEM, act(), draft)
            assert caught.value.field == field
        draft = CapabilityDraft(**own, figures=Figures(**FULL))
        with pytest.raises(AccessDenied):
            await register_capability(await viewer(world, "viewer"), act(), draft)


async def test_revision_is_true_from_its_day(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    item = await _item(world)

    changed = await revise_capability(
        SYSTEM, act(), item.id, 1, Figures(reserve_stock=40), on=date(2025, 12, 1)
    )

    entry = await LedgerEntry.filter(record_id=item.id).order_by("-sequence").first()
    assert entry is not None
    assert (changed.reserve_stock, changed.surge_per_day, entry.effective_on) == (40, 6, date(2025, 12, 1))
    async with unchanged():
        with pytest.raises(StaleVersion):
            await revise_capability(SYSTEM, act(), item.id, 1, Figures(reserve_stock=1))
        with pytest.raises(InvalidValue):
            await revise_capability(SYSTEM, act(), item.id, 2, Figures(normal_per_day=7))


async def test_verification_shows_on_the_capability_and_adopts_what_was_measured(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    item = await _item(world)
    seen = Verification(
        method=DRILL,
        verifier="核验组",
        on=date(2025, 11, 3),
        measured_per_day=5,
        measured_conversion_hours=30,
        adopt=True,
    )

    row = await verify_capability(await viewer(world, "registrar"), act(), item.id, seen)
    await verify_capability(
        SYSTEM, act(), item.id, Verification(method=DRILL, verifier="旧", on=date(2025, 2, 1))
    )

    item = await _item(world)
    assert (item.verified_on, item.verifier) == (date(2025, 11, 3), "核验组")
    assert (item.surge_per_day, item.conversion_hours) == (5, 30)
    stored = await CapabilityVerification.filter(capability_id=item.id).order_by("-valid_from")
    assert [each.valid_from for each in stored] == [date(2025, 11, 3), date(2025, 2, 1)]
    assert stored[0].id == row.id


async def test_wrong_verification_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    item = await _item(world)
    known = Verification(method=DRILL, verifier="组", on=date(2025, 11, 3))
    await verify_capability(SYSTEM, act(), item.id, known)
    wrong = {
        "on": Verification(method=DRILL, verifier="组", on=TODAY + timedelta(days=1)),
        "verifier": Verification(method=DRILL, verifier=" "),
        "measured_per_day": Verification(method=DRILL, verifier="组", measured_per_day=1, adopt=True),
        "measured_conversion_hours": Verification(method=DRILL, verifier="组", measured_conversion_hours=-1),
        "adopt": Verification(method=DRILL, verifier="组", on=date(2025, 1, 20), adopt=True),
    }

    async with unchanged():
        for field, seen in wrong.items():
            with pytest.raises(InvalidValue) as caught:
                await verify_capability(SYSTEM, act(), item.id, seen)
            assert caught.value.field == field
        with pytest.raises(AccessDenied):
            await verify_capability(await viewer(world, "viewer"), act(), item.id, known)


def test_verification_is_stale_after_a_year() -> None:
    assert stale(None, TODAY)
    assert not stale(date(2025, 1, 6), TODAY)
    assert stale(date(2025, 1, 5), TODAY)
