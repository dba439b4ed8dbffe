"""Small problems for the planner's tests: by hand, and at random from a seed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from scheduling.cost import Weights
from scheduling.problem import (
    Crew,
    DayCap,
    Event,
    Lock,
    Need,
    Option,
    PairArea,
    Precedence,
    Problem,
    Published,
    Reduction,
    Resource,
    ResourceKind,
    Series,
    StandbyLimit,
    TargetLoad,
    Window,
)

YEAR = 2026


def workdays(first: date, count: int) -> tuple[date, ...]:
    """Return `count` days from Monday to Friday, beginning at `first` or the next such day."""
    days: list[date] = []
    day = first
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return tuple(days)


MONDAY = date(YEAR, 3, 2)
DAYS = workdays(MONDAY, 10)


def crew(name: str = "a", **changes: object) -> Crew:
    """Return a crew of region R and group G."""
    values: dict[str, object] = {"region": "R", "standby_group": "G", "employer": "E"} | changes
    return Crew(id=name, **values)  # type: ignore[arg-type]  # factory passes keywords through


def event(name: str, *crews: str, **changes: object) -> Event:
    """Return a one-day event of `crews` (crew a by default) without windows or needs."""
    values: dict[str, object] = {"kind": "drill", "duration_days": 1, "windows": ()} | changes
    return Event(id=name, crews=crews or ("a",), **values)  # type: ignore[arg-type]  # see above


def need(*options: Option | str, kind: ResourceKind = ResourceKind.VENUE) -> Need:
    """Return a need of one unit of any of the named resources."""
    return Need(kind, tuple(o if isinstance(o, Option) else Option(o) for o in options))


def resource(name: str, capacity: int = 1, **changes: object) -> Resource:
    """Return a venue of region R."""
    values: dict[str, object] = {"kind": ResourceKind.VENUE, "region": "R"} | changes
    return Resource(id=name, capacity=capacity, **values)  # type: ignore[arg-type]  # see above


def series(name: str, *events: str, **changes: object) -> Series:
    """Return a series of crew a without gap or lapse."""
    values: dict[str, object] = {"crew": "a", "min_gap_days": 0, "currency_days": 400} | changes
    return Series(id=name, events=events, **values)  # type: ignore[arg-type]  # see above


def problem(*events: Event, **changes: object) -> Problem:
    """Return a problem of two workweeks, crews a and b, no rest, issued at New Year."""
    values: dict[str, object] = {
        "id": "p",
        "year": YEAR,
        "issue_date": date(YEAR, 1, 1),
        "days": DAYS,
        "crews": (crew("a"), crew("b")),
        "rest_days": 0,
    } | changes
    return Problem(events=events, **values)  # type: ignore[arg-type]  # see above


def area(**changes: object) -> PairArea:
    """Return an area of three regions with one crew each, which meet in pairs."""
    values: dict[str, object] = {
        "id": "A",
        "regions": ("x", "y", "z"),
        "crews": (("x", "cx"), ("y", "cy"), ("z", "cz")),
        "positions": (("x", 29.3, 104.7), ("y", 29.5, 105.0), ("z", 28.8, 104.6)),
        "group_size": 2,
        "duration_days": 1,
        "windows": (),
        "notice_days": 0,
        "host_per_quarter": 3,
        "attend_per_quarter": 3,
    } | changes
    return PairArea(**values)  # type: ignore[arg-type]  # see above


AREA_CREWS = tuple(crew(name, region=name[1], standby_group=name) for name in ("cx", "cy", "cz"))


def random_problem(
    seed: int, *, crews: int = 4, days: int = 30, rounds: int = 2, areas: bool = False
) -> Problem:
    """Return a random problem that uses every rule: scarce grounds, gaps, blocked weeks, shared persons."""
    chance = random.Random(seed)
    axis = workdays(date(YEAR, chance.randint(1, 9), 1), days)
    units = [_random_crew(chance, i, axis) for i in range(crews)]
    grounds = (
        resource("ground", chance.randint(1, 2), closed=(_random_window(chance, axis, 3),)),
        resource("camp", 1),
        resource(
            "judges",
            2,
            kind=ResourceKind.EVALUATORS,
            organization="bureau",
            reduced=(Reduction(axis[days // 3], axis[days // 2], 1),),
        ),
        resource("guests", 2, kind=ResourceKind.EVALUATORS, organization="other"),
    )
    events: list[Event] = []
    chains: list[Series] = []
    for unit in units:
        for kind in ("hands", "real"):
            own = [_random_event(chance, f"{kind}-{unit.id}-{i}", unit.id, axis) for i in range(rounds)]
            events += own
            chains.append(
                series(
                    f"{unit.id}/{kind}",
                    *(e.id for e in own),
                    crew=unit.id,
                    min_gap_days=chance.randint(0, 9),
                    currency_days=chance.randint(5, 200),
                    last_held=date(YEAR - 1, chance.randint(6, 12), 20) if chance.random() < 0.7 else None,
                    weight=chance.randint(1, 2),
                    preferred_gap_days=chance.choice([0, 0, 12]),
                )
            )
    joint = event(
        "joint",
        *(u.id for u in units[:3]),
        duration_days=2,
        priority=5,
        needs=(need("camp"),),
        starts=frozenset(axis[::2]),
    )
    events.append(joint)
    area_crews = AREA_CREWS if areas else ()
    return Problem(
        id=f"random-{seed}",
        year=YEAR,
        issue_date=axis[0] - timedelta(days=chance.randint(0, 20)),
        days=axis,
        crews=(*units, *area_crews),
        resources=grounds,
        events=tuple(events),
        series=tuple(chains),
        precedence=(Precedence(events[0].id, "joint", 1, chance.choice([None, 20])),),
        standby=(StandbyLimit("G", max(1, crews - 1)),),
        targets=tuple(TargetLoad("R", month, 6) for month in range(1, 13)),
        areas=(area(),) if areas else (),
        rest_days=chance.randint(0, 1),
        published=(Published(events[-2].id, axis[chance.randrange(days)]),),
    )


def _random_crew(chance: random.Random, number: int, axis: tuple[date, ...]) -> Crew:
    return crew(
        f"c{number}",
        yearly_limit_half_days=chance.randint(6, 14),
        carried_half_days=chance.randint(0, 1),
        blocked=(_random_window(chance, axis, 5),),
        person_ids=frozenset({f"p{number // 2}"} if chance.random() < 0.5 else ()),
        day_caps=(DayCap(axis[2], axis[len(axis) // 2], chance.randint(2, 4)),),
    )


def _random_window(chance: random.Random, axis: tuple[date, ...], length: int) -> Window:
    first = chance.randrange(len(axis) - length)
    return Window(axis[first], axis[first + length - 1], "closed")


def _random_event(chance: random.Random, name: str, crew_id: str, axis: tuple[date, ...]) -> Event:
    options = (Option("ground", 1, chance.randint(0, 9)), Option("camp", 1, chance.randint(0, 30)))
    needs = [need(*options[: chance.randint(1, 2)])] if chance.random() < 0.7 else []
    if chance.random() < 0.5:
        needs.append(need("judges", "guests", kind=ResourceKind.EVALUATORS))
    return event(
        name,
        crew_id,
        duration_days=chance.randint(1, 2),
        windows=(_random_window(chance, axis, len(axis) // 2),) if chance.random() < 0.6 else (),
        needs=tuple(needs),
        priority=chance.randint(1, 3),
        load_half_days=chance.randint(1, 3),
        crew_share=chance.choice([(1, 1), (1, 3)]),
        away=chance.random() < 0.7,
        unbroken=chance.random() < 0.7,
        notice_days=chance.choice([0, 5, 15]),
        preferred=chance.choice(axis) if chance.random() < 0.5 else None,
        recused=frozenset({"bureau"} if chance.random() < 0.3 else ()),
    )


def rich_problem(seed: int, *, crews: int = 2, days: int = 15) -> Problem:
    """
    Return a small random problem with the rest of the notions too.

    On top of `random_problem`: lags, a locked or a past event, two units of one resource, wishes to stay
    with named resources, an early finish, and a crowded area whose hosts take turns.
    """
    chance = random.Random(seed)
    given = random_problem(seed, crews=crews, days=days, rounds=2, areas=True)
    first, second, *others = given.events
    axis, start = given.days, chance.randrange(days - 2)
    past = chance.random() < 0.3
    lock = Lock(axis[start], tuple(need.options[-1].resource for need in first.needs), reason="set by others")
    fixed = replace(first, lock=lock, duration_days=1)
    bulky = replace(second, needs=(need(Option("judges", 2), "guests", kind=ResourceKind.EVALUATORS),))
    crowded = area(
        regions=("w", "x", "y", "z"),
        crews=(("w", "cw"), ("x", "cx"), ("y", "cy"), ("z", "cz")),
        positions=(("w", 29.3, 104.7), ("x", 29.3, 104.8), ("y", 29.5, 105.0), ("z", 28.8, 104.6)),
        last_hosts=("x",),
        host_per_quarter=chance.randint(1, 2),
        attend_per_quarter=chance.randint(2, 3),
        channel_groups=chance.randint(1, 2),
        interference_km=chance.choice([20, 500]),
    )
    return replace(
        given,
        crews=(*given.crews, crew("cw", region="w", standby_group="cw")),
        events=(fixed if chance.random() < 0.3 else first, bulky, *others),
        issue_date=axis[start] + timedelta(days=1) if past else given.issue_date,
        precedence=(*given.precedence, Precedence(others[0].id, others[1].id, chance.randint(0, 3), 12)),
        areas=(crowded,),
        published=(
            Published(second.id, axis[chance.randrange(days)], (chance.choice(["judges", "guests"]),)),
        ),
        weights=Weights(finish_days=chance.choice([0, 30])),
    )
