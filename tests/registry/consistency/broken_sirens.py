"""Sirens with each fault the rules look for: silent, untested, out of step with their faults, forgotten."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from registry.codes import SirenSignal, SirenState, SoundingOccasion
from registry.tables import Record, SirenFault, SirenPoint, SoundingTest
from tests.conftest import SPACE
from tests.factories import SmallWorld
from tests.registry.sirens.rows import siren

DAY = date(2025, 9, 18)


def broken_sirens(world: SmallWorld) -> list[Record]:
    """Return the sirens, their tests and their faults, a siren before what hangs on it."""
    silent, untested, broken = (_siren(world, f"S-{word}") for word in ("SILENT", "UNTESTED", "BROKEN"))
    return [
        silent,
        untested,
        broken,
        _siren(world, "S-FAULTY", state=SirenState.FAULTY),
        _siren(world, "S-PLANNED", state=SirenState.PLANNED, installed_on=None, valid_from=date(2022, 1, 3)),
        _test(silent.id, DAY, SirenSignal.ATTACK, sounded=True),
        _test(silent.id, DAY, SirenSignal.ALL_CLEAR, sounded=False),
        _test(untested.id, date(2024, 9, 18), SirenSignal.ATTACK, sounded=False),
        _test(broken.id, DAY, SirenSignal.ATTACK, sounded=True),
        SirenFault(siren_id=broken.id, description="x", valid_from=DAY),
    ]


def _siren(world: SmallWorld, code: str, **values: object) -> SirenPoint:
    return siren(world.district.id, code, id=uuid5(SPACE, code), **values)


def _test(siren_id: UUID, day: date, signal: SirenSignal, *, sounded: bool) -> SoundingTest:
    return SoundingTest(
        siren_id=siren_id,
        held_on=day,
        occasion=SoundingOccasion.TRIAL,
        signal=signal,
        sounded=sounded,
        valid_from=day,
    )
