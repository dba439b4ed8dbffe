"""A small province for the tests: cities that share one base, an area across them, and an event or two."""

from __future__ import annotations

import random
from datetime import date, timedelta

from scheduling import (
    Crew,
    DayCap,
    Event,
    Need,
    Option,
    PairArea,
    Precedence,
    Problem,
    Resource,
    Series,
    StandbyLimit,
    TargetLoad,
    Window,
)
from scheduling.problem import Reduction, ResourceKind
from tests.scheduling.factories import YEAR, area, crew, event, need, resource, series, workdays

AXIS = workdays(date(YEAR, 2, 2), 60)


def province(cities: int = 3, seed: int = 0) -> Problem:
    """Return a province of cities with two regions of two crews each, and events in tight supply."""
    chance = random.Random(seed)
    crews: list[Crew] = []
    events: list[Event] = []
    chains: list[Series] = []
    grounds: list[Resource] = [
        resource(
            "base",
            1,
            region="province",
            closed=(Window(AXIS[9], AXIS[12]),),
            reduced=(Reduction(AXIS[20], AXIS[24], 0),),
        )
    ]
    for city in range(cities):
        grounds += [resource(f"ground{city}", 1), resource(f"judges{city}", 2, kind=ResourceKind.EVALUATORS)]
        own = [_crew(chance, city, number) for number in range(4)]
        for unit in own:
            held = [_event(chance, f"{unit.id}h{i}", unit.id, city) for i in range(3)]
            events += held
            chains.append(_series(chance, unit, held))
        crews += own
        events.append(_joint(f"joint{city}", city, *(unit.id for unit in own[:3])))
    events.append(_joint("across", 0, "c0n0", "c1n0"))
    return Problem(
        id=f"province-{seed}",
        year=YEAR,
        issue_date=AXIS[0] - timedelta(days=30),
        days=AXIS,
        crews=tuple(crews),
        resources=tuple(grounds),
        events=tuple(events),
        series=tuple(chains),
        precedence=tuple(Precedence(f"c{city}n0h0", f"joint{city}") for city in range(cities)),
        standby=tuple(StandbyLimit(f"G{city}", 3) for city in range(cities)),
        targets=tuple(TargetLoad(f"r{city}{i}", 2, 4) for city in range(cities) for i in range(2)),
        areas=(
            *(_area(f"A{city}", f"r{city}0", f"r{city}1") for city in range(cities)),
            _area("across", *(f"r{city}0" for city in range(cities))),
        ),
    )


def _crew(chance: random.Random, city: int, number: int) -> Crew:
    return crew(
        f"c{city}n{number}",
        region=f"r{city}{number // 2}",
        standby_group=f"G{city}",
        person_ids=frozenset({f"p{city}"} if number in (1, 2) else ()),
        day_caps=(DayCap(AXIS[0], AXIS[20], chance.randint(3, 5)),),
    )


def _event(chance: random.Random, name: str, unit: str, city: int) -> Event:
    return event(
        name,
        unit,
        duration_days=chance.randint(1, 2),
        needs=(
            Need(
                ResourceKind.VENUE, (Option(f"ground{city}", 1, chance.randint(1, 9)), Option("base", 1, 30))
            ),
            need(f"judges{city}", kind=ResourceKind.EVALUATORS),
        ),
        preferred=chance.choice(AXIS),
        unbroken=chance.random() < 0.5,
    )


def _series(chance: random.Random, unit: Crew, held: list[Event]) -> Series:
    return series(
        f"{unit.id}/h",
        *(e.id for e in held),
        crew=unit.id,
        min_gap_days=chance.randint(3, 9),
        currency_days=chance.randint(15, 40),
        last_held=date(YEAR - 1, 12, 1),
    )


def _joint(name: str, city: int, *units: str) -> Event:
    options = (Option("base"), Option(f"ground{city}"))
    return event(name, *units, duration_days=3, needs=(Need(ResourceKind.VENUE, options),), priority=5)


def _area(name: str, *regions: str) -> PairArea:
    return area(
        id=name,
        regions=regions,
        crews=tuple((region, f"c{region[1]}n{2 * int(region[2])}") for region in regions),
        positions=tuple((region, 30.0 + int(region[1]) / 5, 104.0) for region in regions),
    )
