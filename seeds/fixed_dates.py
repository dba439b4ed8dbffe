"""Exercises dated outside the office, planned and past: area joint training, siren trial and others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from exercises.codes import ExerciseKind
from exercises.tables import ExternalEvent
from registry.codes import TeamCategory
from seeds.centers import Center, centers_of
from seeds.executions import NEVER_TRAINED, Held
from seeds.layout import Seat
from seeds.places import City
from seeds.sheets import sheet
from seeds.workdays import first_run
from seeds.worlds import Draft, World

SIREN_DAY = (9, 18)
JOINT_FROM = (5, 12)
JOINT_DAYS = 3
JOINT_RECORD_YEARS = 4
CROSS_REGION_FROM = ((4, 8), (6, 15), (9, 3))
CROSS_REGION_DAYS = 3
CROSS_REGION_CITIES = 3
COMPREHENSIVE_FROM = (2022, 11, 22)
COMPREHENSIVE_DAYS = 2
STATIONS = frozenset({TeamCategory.COM, TeamCategory.MCP})
GIVEN_BY = "四川省示例国防动员办公室"


def area_codes() -> tuple[str, ...]:
    """Return the region codes of the South Sichuan area in the order in which they host."""
    return tuple(row["region"] for row in sheet("area_members"))


def joint_training(year: int) -> tuple[date, date, str]:
    """Return first day, last day and host of a year's area joint training; hosts take turns, one a year."""
    hosts = area_codes()
    first, last = first_run(date(year, *JOINT_FROM), JOINT_DAYS)
    return first, last, hosts[year % len(hosts)]


def external_drafts(
    world: World, city: City, seats: tuple[Seat, ...], cities: dict[str, City]
) -> Iterator[Draft]:
    """Yield a city's externally dated events of the year; each city has its own record of a shared one."""
    if any(seat.category is TeamCategory.SRN for seat in seats):
        siren = date(world.year, *SIREN_DAY)
        yield _external(world, city, city, ExerciseKind.SIREN_TRIAL, "全省防空警报试鸣", (siren, siren))
    if city.code in area_codes():
        first, last, host = joint_training(world.year)
        title = "川南片区应急应战一体化通信保障联合训练"
        yield _external(world, city, cities[host], ExerciseKind.AREA_JOINT, title, (first, last))


def _external(
    world: World, city: City, host: City, kind: ExerciseKind, title: str, days: tuple[date, date]
) -> Draft:
    code = f"{kind.name}-{world.year}-{city.code}"
    return Draft(
        ExternalEvent,
        {
            "id": world.id("external_event", code),
            "region_id": city.place.id,
            "code": code,
            "kind": kind,
            "title": title,
            "title_en": f"{kind.en.capitalize()} {world.year}",
            "first_day": days[0],
            "last_day": days[1],
            "host_id": host.place.id,
            "given_by": GIVEN_BY,
            "valid_from": date(world.year - 1, 11, 1),
        },
    )


def held_on_given_dates(
    world: World, city: City, seats: tuple[Seat, ...], cities: dict[str, City]
) -> Iterator[Held]:
    """Yield earlier area joint trainings, last year's siren trial and the comprehensive exercise of 2022."""
    trained = tuple(seat for seat in seats if seat.state not in NEVER_TRAINED)
    stations = tuple(seat for seat in trained if seat.category in STATIONS)
    if city.code in area_codes():
        others = tuple(cities[code].place for code in area_codes() if code != city.code)
        for year in range(world.year - JOINT_RECORD_YEARS, world.year):
            first, last, host = joint_training(year)
            yield Held(
                f"{year}/{ExerciseKind.AREA_JOINT}/{city.code}",
                ExerciseKind.AREA_JOINT,
                city.place,
                first,
                last,
                stations,
                cities[host].place,
                tuple((city.place, other) for other in others),
            )
        yield from _cross_region(world, city, trained, cities)
    sirens = tuple(seat for seat in trained if seat.category is TeamCategory.SRN)
    if sirens:
        yield _siren_trial(world, city, sirens)
        first, last = first_run(date(*COMPREHENSIVE_FROM), COMPREHENSIVE_DAYS)
        kind = ExerciseKind.COMPREHENSIVE
        yield Held(f"{first.year}/{kind}/{city.code}", kind, city.place, first, last, trained, city.place)
    for center in centers_of(world, city):
        yield _production(world, city, center, trained)


def _production(world: World, city: City, center: Center, trained: tuple[Seat, ...]) -> Held:
    """Return last year's emergency production drill of a center, with the transport team of its district."""
    kind = ExerciseKind.PRODUCTION
    first, last = first_run(date(world.year - 1, 6, 10 + center.number), 1)
    lorries = tuple(s for s in trained if s.category is TeamCategory.TRN and s.place is center.unit.place)
    key = f"{first.year}/{kind}/{center.code}"
    return Held(key, kind, city.place, first, last, lorries, whose=center.name)


def _cross_region(
    world: World, city: City, trained: tuple[Seat, ...], cities: dict[str, City]
) -> Iterator[Held]:
    """Yield a city's parts in last year's three cross-region turn-outs of the area; hosts take turns."""
    kind = ExerciseKind.CROSS_REGION
    posts = [s for s in trained if s.category is TeamCategory.MCP and s.place is city.place]
    ring = area_codes() * 2
    for turn, month_and_day in enumerate(CROSS_REGION_FROM):
        meeting = ring[turn : turn + CROSS_REGION_CITIES]
        if city.code not in meeting:
            continue
        first, last = first_run(date(world.year - 1, *month_and_day), CROSS_REGION_DAYS)
        others = tuple(cities[code].place for code in meeting if code != city.code)
        yield Held(
            f"{first.year}/{kind}/{city.code}/{turn + 1}",
            kind,
            city.place,
            first,
            last,
            tuple(posts),
            cities[meeting[-1]].place,
            tuple((city.place, other) for other in others),
        )


def _siren_trial(world: World, city: City, sirens: tuple[Seat, ...]) -> Held:
    day = date(world.year - 1, *SIREN_DAY)
    kind = ExerciseKind.SIREN_TRIAL
    return Held(f"{day.year}/{kind}/{city.code}", kind, city.place, day, day, sirens)
