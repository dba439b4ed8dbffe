"""Demand coverage: exact against brute force, never more than possible, and honest about gaps."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.demand import (
    Arrival,
    Contribution,
    Covered,
    Demand,
    Line,
    Objective,
    Short,
    Source,
    Unfinished,
    WayKind,
    cover,
    faults,
)

#: A small works: 2 a day, 6 in surge after 24 hours, for 15 days.
WORKS = Source("a", "A", "car", stock=10, normal=2, surge=6, conversion_hours=24, sustain_days=15)


def _line(quantity: int, by_day: int, *products: str, name: str = "l") -> Line:
    return Line(name, frozenset(products or ("car",)), quantity, by_day)


def _made(source: Source, day: int) -> list[int]:
    """Return the most that has arrived by a day, for 0, 1, … surge days used: an independent reckoning."""
    stock = source.stock if source.travel_hours <= 24 * day else 0
    arriving = [d for d in range(1, day + 1) if 24 * d + source.travel_hours <= 24 * day]
    surging = [d for d in range(1, day + 1) if 24 * (d - 1) >= source.conversion_hours][: source.sustain_days]
    extra = source.surge - source.normal
    return [
        stock + source.normal * len(arriving),
        extra * len([d for d in surging if d in arriving]),
    ]


def _brute(demand: Demand) -> tuple[int, ...] | None:
    """Return the best values of the objective's stages by trying every share of every line."""
    pairs = [(s, line) for line in demand.lines for s in demand.counted if s.product in line.products]
    best: tuple[int, ...] | None = None
    for shares in product(*(range(line.quantity + 1) for _, line in pairs)):
        given_to = dict(zip([(s.id, line.id) for s, line in pairs], shares, strict=True))
        value = _value(demand, given_to)
        if value is not None and (best is None or value < best):
            best = value
    return best


def _value(demand: Demand, units: dict[tuple[str, str], int]) -> tuple[int, ...] | None:
    """Return centers, surge and travel of some shares, in the objective's order; None if impossible."""
    for line in demand.lines:
        if sum(units.get((s.id, line.id), 0) for s in demand.counted) != line.quantity:
            return None
    surge = 0
    for source in demand.counted:
        needed = [0]
        for day in sorted({line.by_day for line in demand.lines}):
            sent = sum(units.get((source.id, line.id), 0) for line in demand.lines if line.by_day <= day)
            base, extra = _made(source, day)
            if sent > base + extra:
                return None
            needed.append(sent - base)
        surge += max(needed)
    centers = len(
        {s.center for s in demand.counted for line in demand.lines if units.get((s.id, line.id), 0)}
    )
    travel = sum(
        s.travel_hours * units.get((s.id, line.id), 0) for s in demand.counted for line in demand.lines
    )
    values = {"centers": centers, "surge": surge, "travel": travel}
    return tuple(values[name] for name in ORDER[demand.objective])


ORDER = {
    Objective.FEWEST_CENTERS: ("centers", "surge", "travel"),
    Objective.LEAST_SURGE: ("surge", "centers", "travel"),
    Objective.NEAREST: ("travel", "centers", "surge"),
}


def _reached(demand: Demand, covered: Covered) -> tuple[int, ...]:
    travel = {s.id: s.travel_hours for s in demand.sources}
    values = {
        "centers": len(covered.centers),
        "surge": covered.surge,
        "travel": sum(travel[each.source] * each.units for each in covered.contributions),
    }
    return tuple(values[name] for name in ORDER[demand.objective])


sources = st.builds(
    lambda center, kind, stock, normal, more, hours, days, travel: Source(
        "", center, kind, stock, normal, normal + more, hours, days, travel
    ),
    st.sampled_from("AB"),
    st.sampled_from(["car", "van"]),
    st.integers(0, 2),
    st.integers(0, 1),
    st.integers(0, 2),
    st.sampled_from([0, 10, 24, 25]),
    st.integers(0, 2),
    st.sampled_from([0, 3, 24, 30]),
)
lines = st.builds(
    lambda kinds, quantity, day: Line("", kinds, quantity, day),
    st.sampled_from([frozenset({"car"}), frozenset({"car", "van"})]),
    st.integers(1, 4),
    st.integers(1, 4),
)


@st.composite
def demands(draw: st.DrawFn, objectives: list[Objective]) -> Demand:
    return Demand(
        tuple(
            replace(line, id=f"l{n}") for n, line in enumerate(draw(st.lists(lines, min_size=1, max_size=2)))
        ),
        tuple(replace(s, id=f"s{n}") for n, s in enumerate(draw(st.lists(sources, min_size=1, max_size=3)))),
        draw(st.sampled_from(objectives)),
    )


@settings(max_examples=150, deadline=None)
@given(demands(list(ORDER)))
def test_answer_is_as_good_as_trying_everything(demand: Demand) -> None:
    outcome, best = cover(demand), _brute(demand)

    assert isinstance(outcome, Covered) == (best is not None)
    if isinstance(outcome, Covered):
        assert _reached(demand, outcome) == best


@settings(max_examples=150, deadline=None)
@given(demands(list(Objective)))
def test_answer_never_promises_more_than_can_be_made(demand: Demand) -> None:
    outcome = cover(demand)

    assert not isinstance(outcome, Unfinished)
    assert faults(demand, outcome.contributions, short=isinstance(outcome, Short)) == []
    assert cover(demand) == outcome


@settings(max_examples=80, deadline=None)
@given(demands([Objective.EARLIEST_FINISH]))
def test_earliest_finish_is_the_first_day_on_which_it_can_be_done(demand: Demand) -> None:
    outcome = cover(demand)
    if isinstance(outcome, Covered):
        earlier = tuple(replace(line, by_day=min(line.by_day, outcome.finish)) for line in demand.lines)
        assert isinstance(cover(replace(demand, lines=earlier)), Covered)
        if outcome.finish > 1:
            sooner = tuple(
                replace(line, by_day=min(line.by_day, outcome.finish - 1)) for line in demand.lines
            )
            assert isinstance(cover(replace(demand, lines=sooner)), Short)


@settings(max_examples=60, deadline=None)
@given(demands([Objective.FEWEST_CENTERS]))
def test_each_way_out_closes_the_gap_and_less_does_not(demand: Demand) -> None:
    outcome = cover(demand)
    if not isinstance(outcome, Short):
        return
    ways = {way.kind: way.amount for way in outcome.ways}
    if outcome.earliest is not None:
        assert ways[WayKind.LATER] == outcome.earliest
        for day, closed in ((outcome.earliest, True), (outcome.earliest - 1, False)):
            moved = tuple(replace(line, by_day=max(line.by_day, day)) for line in demand.lines)
            assert isinstance(cover(replace(demand, lines=moved)), Covered) == closed
    if WayKind.SURGE in ways:
        for more, closed in ((ways[WayKind.SURGE], True), (ways[WayKind.SURGE] - 1, False)):
            stronger = tuple(replace(s, surge=s.surge + more) for s in demand.sources)
            assert isinstance(cover(replace(demand, sources=stronger)), Covered) == closed
    if WayKind.CONVERSION in ways:
        for hours, closed in ((ways[WayKind.CONVERSION], True), (ways[WayKind.CONVERSION] + 1, False)):
            quick = tuple(replace(s, conversion_hours=min(s.conversion_hours, hours)) for s in demand.sources)
            assert isinstance(cover(replace(demand, sources=quick)), Covered) == closed


def test_units_arrive_day_by_day_from_reserve_normal_output_and_surge() -> None:
    demand = Demand((_line(25, 4),), (WORKS,))

    outcome = cover(demand)

    assert outcome == Covered(
        (
            Contribution(
                "a",
                "A",
                "l",
                (Arrival(1, 10, 2, 0), Arrival(2, 0, 2, 4), Arrival(3, 0, 2, 3), Arrival(4, 0, 2, 0)),
            ),
        )
    )
    assert (outcome.finish, outcome.surge, outcome.centers) == (4, 7, ("A",))


def test_fewest_centers_and_least_surge_differ() -> None:
    small = replace(WORKS, id="b", center="B", stock=8, surge=2)
    demand = Demand((_line(30, 4),), (WORKS, small))

    fewest = cover(demand)
    gentle = cover(replace(demand, objective=Objective.LEAST_SURGE))

    assert isinstance(fewest, Covered)
    assert isinstance(gentle, Covered)
    assert (fewest.centers, fewest.surge) == (("A",), 12)
    assert (gentle.centers, gentle.surge) == (("A", "B"), 0)


def test_nearest_center_is_preferred_though_two_are_needed() -> None:
    far = replace(WORKS, id="f", center="F", stock=100, travel_hours=20)
    near = replace(WORKS, id="n", center="N", stock=20, travel_hours=2)
    demand = Demand((_line(50, 3),), (far, near), Objective.NEAREST)

    outcome = cover(demand)

    assert isinstance(outcome, Covered)
    assert {each.center: each.units for each in outcome.contributions} == {"F": 22, "N": 28}


def test_surge_ends_after_its_days_and_output_falls_back() -> None:
    tired = replace(WORKS, sustain_days=2, stock=0)
    reachable = 2 * 10 + 4 * 2

    assert isinstance(cover(Demand((_line(reachable, 10),), (tired,))), Covered)
    short = cover(Demand((_line(reachable + 1, 10),), (tired,)))
    assert isinstance(short, Short)
    assert (short.missing, short.earliest) == ((("l", 1),), 11)


def test_gap_names_what_is_missing_and_what_would_close_it() -> None:
    slow = replace(WORKS, conversion_hours=72)
    spare = replace(WORKS, id="z", center="Z", counted=False)
    outcome = cover(Demand((_line(44, 5),), (slow, spare)))

    assert isinstance(outcome, Short)
    assert (outcome.shortfall, outcome.earliest) == (16, 8)
    assert {way.kind: (way.amount, way.centers) for way in outcome.ways} == {
        WayKind.LATER: (8, ()),
        WayKind.RESERVE: (16, ()),
        WayKind.SURGE: (8, ()),
        WayKind.OTHERS: (1, ("Z",)),
    }
    assert outcome.ways[0].sentence == "With time until day 8 everything arrives."
    assert outcome.ways[3].sentence_zh == "若计入未列入的 Z,可补足缺口。"


def test_faster_conversion_closes_a_gap() -> None:
    outcome = cover(Demand((_line(32, 4),), (replace(WORKS, conversion_hours=60),)))

    assert isinstance(outcome, Short)
    assert {way.kind: way.amount for way in outcome.ways}[WayKind.CONVERSION] == 0


def test_nobody_who_makes_it_is_said_plainly() -> None:
    outcome = cover(Demand((_line(5, 3, "boat"),), (WORKS,)))

    assert isinstance(outcome, Short)
    assert (outcome.missing, outcome.earliest, outcome.contributions) == ((("l", 5),), None, ())
    assert [way.kind for way in outcome.ways] == [WayKind.RESERVE]


def test_schedule_of_several_days_and_substitutes_is_kept() -> None:
    van = Source("v", "V", "van", stock=3, normal=1, surge=1)
    demand = Demand((_line(12, 1, name="first"), _line(20, 5, "car", "van", name="second")), (WORKS, van))

    outcome = cover(demand)

    assert isinstance(outcome, Covered)
    assert faults(demand, outcome.contributions) == []
    assert {each.line for each in outcome.contributions if each.source == "v"} <= {"second"}


def test_verifier_sees_each_fault() -> None:
    demand = Demand((_line(12, 2),), (WORKS,))
    bad = [
        (Arrival(1, 11, 1, 0), "a cannot have sent [11, 1, 0] by day 1"),
        (Arrival(3, 10, 2, 0), "a is late at l"),
        (Arrival(1, 10, 1, 0), "l gets 11 of 12"),
        (Arrival(1, 8, 2, 2), "a cannot have sent [8, 2, 2] by day 1"),
    ]

    for arrival, fault in bad:
        assert fault in faults(demand, [Contribution("a", "A", "l", (arrival,))])
    stranger = Contribution("x", "X", "l", (Arrival(1, 12, 0, 0),))
    assert faults(demand, [stranger]) == ["x is no source"]
    boats = Demand((_line(2, 2, "boat"),), (WORKS,))
    assert faults(boats, [Contribution("a", "A", "l", (Arrival(1, 2, 0, 0),))]) == ["a does not serve l"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: replace(WORKS, stock=-1),
        lambda: replace(WORKS, surge=1),
        lambda: _line(0, 1),
        lambda: _line(1, 0),
        lambda: Demand((), (WORKS,)),
        lambda: Demand((_line(1, 1),), (WORKS, WORKS)),
    ],
)
def test_impossible_demand_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"impossible|asks|share|at least"):
        make()


def test_two_hundred_sources_are_decided_quickly() -> None:
    crowd = tuple(
        replace(WORKS, id=f"s{n}", center=f"C{n % 120}", stock=n % 17, normal=n % 5, surge=n % 5 + n % 7)
        for n in range(200)
    )
    outcome = cover(Demand((_line(2_500, 10), _line(800, 4, name="soon")), crowd))

    assert isinstance(outcome, Covered)
