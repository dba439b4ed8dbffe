"""
Invented sirens of a city, two years of the trial day of 18 September, and what broke.

Sirens stand in the towns, apart from each other, and in every other settlement. A few are planned, one
in thirty is out of service; those that stayed silent at the last trial are repaired or still broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from uuid import UUID

from registry.codes import ControlPath, SirenKind, SirenSignal, SirenState, SoundingOccasion
from registry.sirens.life import DEFAULT_RADIUS_M
from registry.tables import SirenFault, SirenPoint, SoundingTest
from seeds.organizations import REGISTER_OPENED
from seeds.places import City, Place
from seeds.population import Spot, cell_drafts, spots
from seeds.work_projects import dated
from seeds.worlds import Draft, World

TRIAL = (9, 18)
"""Month and day of the yearly trial (Sichuan; seeds.fixed_dates has the planned one)."""
APART_KM = 0.9
"""Sirens of a town stand at least so far apart (assumed)."""
TOWN_KINDS = (*4 * (SirenKind.ELECTRO_ACOUSTIC,), SirenKind.ELECTRIC)
POWER_WATTS = {SirenKind.ELECTRO_ACOUSTIC: 1_500, SirenKind.ELECTRIC: 5_500, SirenKind.PUBLIC_ADDRESS: 100}
CAUSES = ("控制终端掉线", "供电中断", "电机损坏", "功放故障")
PLANNED_NUMBER, SETTLEMENT_EVERY, OUT_OF_SERVICE_EVERY = 12, 2, 30
SILENT = 0.06
"""Share of sirens that stay silent on a trial day (assumed)."""


@dataclass(frozen=True, slots=True)
class Siren:
    """
    One siren before it is a record.

    `silent` are the trial days on which it did not sound, with the day after its repair; None if it is
    still broken.
    """

    code: str
    number: int
    district: Place
    spot: Spot
    kind: SirenKind
    state: SirenState
    silent: Mapping[date, date | None]

    @property
    def mounted(self) -> bool:
        """Return whether it stands."""
        return self.state is not SirenState.PLANNED


def trials(world: World, known_on: date) -> tuple[date, ...]:
    """Return the trial days of the two years before the planned one that are over."""
    days = (date(world.year - back, *TRIAL) for back in (2, 1))
    return tuple(day for day in days if day < known_on)


@cache
def sirens(world: World, city: City, known_on: date) -> tuple[Siren, ...]:
    """Return the sirens of a city, by district."""
    return tuple(
        _siren(world, spot, f"{district.code}-J{number:02d}", number, known_on)
        for district in city.districts
        for number, spot in enumerate(_sites(spots(world, city), district), 1)
    )


def _sites(cells: tuple[Spot, ...], district: Place) -> list[Spot]:
    """Return where the sirens of a district stand: in its town from the seat outwards, then further out."""
    own = [spot for spot in cells if spot.district is district]
    town: list[Spot] = []
    for spot in own:
        if spot.in_town and all(spot.away_km(s.latitude, s.longitude) >= APART_KM for s in town):
            town.append(spot)
    return [*town, *[spot for spot in own if not spot.in_town][::SETTLEMENT_EVERY]]


def _siren(world: World, spot: Spot, code: str, number: int, known_on: date) -> Siren:
    """Return one siren; every district plans its twelfth, and one in thirty is out of service."""
    chance = world.chance("siren", code)
    kind = TOWN_KINDS[number % len(TOWN_KINDS)] if spot.in_town else SirenKind.ELECTRIC
    silent = dict(_silences(chance, trials(world, known_on), known_on))
    state = SirenState.FAULTY if None in silent.values() else SirenState.IN_SERVICE
    if number == PLANNED_NUMBER:
        state, silent = SirenState.PLANNED, {}
    elif chance.randrange(OUT_OF_SERVICE_EVERY) == 0:
        state, silent = SirenState.OUT_OF_SERVICE, {}
    return Siren(code, number, spot.district, spot, kind, state, silent)


def _silences(chance: Random, days: tuple[date, ...], known_on: date) -> Iterator[tuple[date, date | None]]:
    """Yield the trial days of silence with the day after the repair; every other last one is still broken."""
    for day in days:
        silent, weeks, lasting = chance.random() < SILENT, chance.randint(1, 8), chance.random() < 0.5
        repaired = day + timedelta(weeks=weeks)
        if silent:
            broken = repaired > known_on or (lasting and day == days[-1])
            yield day, None if broken else repaired


def city_sirens(world: World, city: City, known_on: date) -> Iterator[Draft]:
    """Yield the cells of a city, its sirens, their soundings and their faults."""
    found = sirens(world, city, known_on)
    yield from cell_drafts(world, city)
    for siren in found:
        yield _point(world, city, siren)
    for siren in found:
        if siren.mounted:
            yield from _soundings(world, siren, trials(world, known_on))
    for siren in found:
        yield from _faults(world, siren)


def _id(world: World, siren: Siren) -> UUID:
    return world.id(SirenPoint.Meta.table, siren.code)


def _point(world: World, city: City, siren: Siren) -> Draft:
    """Return a siren, a little off the middle of its cell, on the roof of a district's department."""
    chance = world.chance("siren place", siren.code)
    hosts = ("OFFICE", "HEALTH", "EMERGENCY")
    host = f"{siren.district.code}/OFFICE" if siren.number % 2 else f"{city.code}/{hosts[siren.number % 3]}"
    values: dict[str, object] = {
        "region_id": siren.district.id,
        "organization_id": world.id("organization", host),
        "code": siren.code,
        "name": f"{siren.district.short}示例警报点{siren.number:02d}",
        "kind": siren.kind,
        "control": _control(chance),
        "state": siren.state,
        "power_watts": POWER_WATTS[siren.kind],
        "audible_radius_m": DEFAULT_RADIUS_M[siren.kind],
        "latitude": round(siren.spot.latitude + chance.uniform(-0.0008, 0.0008), 6),
        "longitude": round(siren.spot.longitude + chance.uniform(-0.0008, 0.0008), 6),
    }
    if siren.mounted:
        values["installed_on"] = date(2008 + chance.randrange(12), 1 + chance.randrange(8), 15)
    return dated(world, SirenPoint, siren.code, REGISTER_OPENED, **values)


def _control(chance: Random) -> ControlPath:
    return chance.choice((ControlPath.RADIO, ControlPath.RADIO, ControlPath.CELLULAR, ControlPath.WIRED))


def _soundings(world: World, siren: Siren, days: tuple[date, ...]) -> Iterator[Draft]:
    """Yield the three signals of each trial day; what is out of service was not sounded the last time."""
    for day in days[:-1] if siren.state is SirenState.OUT_OF_SERVICE else days:
        chance = world.chance("sounding", f"{siren.code}/{day}")
        for signal in SirenSignal:
            sounded = day not in siren.silent
            yield dated(
                world,
                SoundingTest,
                f"{siren.code}/{day}/{signal.value}",
                day,
                siren_id=_id(world, siren),
                held_on=day,
                occasion=SoundingOccasion.TRIAL,
                signal=signal,
                sounded=sounded,
                cause="" if sounded else _cause(world, siren, day),
                measured_db=round(chance.uniform(68, 92), 1) if sounded else None,
                tester="示例试鸣组",
            )


def _cause(world: World, siren: Siren, day: date) -> str:
    return world.chance("silence", f"{siren.code}/{day}").choice(CAUSES)


def _faults(world: World, siren: Siren) -> Iterator[Draft]:
    """Yield why it was silent; repaired after some weeks, or still open."""
    for day, repaired in siren.silent.items():
        closed = {"valid_to": repaired, "repair": "示例更换部件"} if repaired else {}
        yield dated(
            world,
            SirenFault,
            f"{siren.code}/{day}",
            day,
            siren_id=_id(world, siren),
            description=f"试鸣未响：{_cause(world, siren, day)}",
            **closed,
        )
