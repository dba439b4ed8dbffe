"""How soon: exact against trying everything, never an invalid schedule, and honest about what is missing."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.errors import InvalidProblem
from scheduling.train_up import (
    Activity,
    Goal,
    Missing,
    People,
    Phase,
    Piece,
    Placed,
    Posts,
    Resource,
    Scheduled,
    Slot,
    Source,
    Staffing,
    TrainUp,
    Unfinished,
    Unreachable,
    Use,
    ending,
    faults,
    in_turn,
    soonest,
    waiting,
    worked,
)
from scheduling.words import Words

HORIZON = 9
NAMES = ("a", "b", "c")


def _words(text):
    return Words(text, text)


def _piece(amount, *names, lasts=None):
    return Piece(amount, tuple(Source(name, lasts) for name in names))


def _activity(name, days=range(HORIZON + 1), duration=1, **kwargs):
    return Activity(name, "kind", _words(name), worked(tuple(days), duration), **kwargs)


def _needing(*names):
    return Goal("all", _words("all"), len(names), tuple(_piece(1, name) for name in names))


def _problem(activities, *goals, resources=(), staffings=()):
    return TrainUp(tuple(activities), tuple(resources), (Phase(0, HORIZON, goals, staffings),))


def _first_by_trying(problem):
    """Return the first day on which any choice of places passes the verifier; None if there is none."""
    places = [
        [None]
        + [
            Placed(each.id, slot, choice)
            for slot in each.slots
            for choice in product(*(range(len(need)) for need in each.needs))
        ]
        for each in problem.activities
    ]
    picked = [[p for p in every if p] for every in product(*places)]
    return next(
        (d for d in range(problem.horizon + 1) if any(not faults(problem, p, d) for p in picked)), None
    )


@st.composite
def problems(draw):
    days = st.integers(0, HORIZON)
    crews = st.frozensets(st.sampled_from(("x", "y")), max_size=2)
    resources = tuple(
        Resource(name, _words(name), tuple(draw(st.lists(st.integers(0, 2), min_size=10, max_size=10))))
        for name in ("ground", "hall")
    )
    activities = []
    for n, name in enumerate(NAMES):
        open_days = sorted(draw(st.sets(days, min_size=1, max_size=3)))
        uses = st.lists(st.builds(Use, st.sampled_from(("ground", "hall"))), min_size=1, max_size=2)
        activities.append(
            _activity(
                name,
                open_days,
                draw(st.integers(1, 2)),
                occupies=draw(crews),
                needs=tuple(tuple(need) for need in draw(st.lists(uses, max_size=1))),
                after=frozenset(NAMES[:n][:1]) if draw(st.booleans()) else frozenset(),
                cost=draw(st.integers(0, 2)),
            )
        )
    sources = st.builds(Source, st.sampled_from(NAMES), st.sampled_from((None, 1, 3)))
    pieces = st.builds(Piece, st.integers(1, 2), st.lists(sources, min_size=1, max_size=2).map(tuple))
    goals = st.builds(
        Goal,
        st.just("credit"),
        st.just(_words("")),
        st.integers(0, 3),
        st.lists(pieces, max_size=3).map(tuple),
    )
    people = st.builds(
        People,
        st.integers(1, 2),
        st.frozensets(st.sampled_from("pq"), max_size=1),
        st.lists(st.tuples(st.sampled_from("pq"), sources), max_size=1).map(tuple),
        st.none() | sources,
    )
    staffings = st.builds(
        Staffing,
        st.just("posts"),
        st.just(_words("")),
        st.just((Posts("p", True, 1), Posts("q", False, 1), Posts(None, False, 1))),
        st.lists(people, max_size=3).map(tuple),
        st.integers(0, 3),
        st.integers(0, 1),
    )
    split = draw(st.integers(0, HORIZON - 1))
    phases = tuple(
        Phase(first, last, (draw(goals),), (draw(staffings),))
        for first, last in ((0, split), (split + 1, HORIZON))
    )
    return TrainUp(tuple(activities), resources, phases)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_train_up_finds_the_first_day_there_is(problem):
    found = soonest(problem)

    first = _first_by_trying(problem)
    if first is None:
        assert isinstance(found, Unreachable)
        assert found.missing
    else:
        assert isinstance(found, Scheduled)
        assert (found.day, found.bound) == (first, first)
        assert faults(problem, found.schedule, found.day) == []
        assert found.in_turn is None or found.in_turn >= first
    assert soonest(problem) == found


def test_train_up_uses_the_gaps_and_the_other_ground():
    ground, other = Resource("g", _words("g"), (1,) * 10), Resource("h", _words("h"), (0, 0, 1, *[0] * 7))
    both = ((Use("g"), Use("h")),)
    activities = [_activity(name, occupies=frozenset({name}), needs=both) for name in NAMES]

    found = soonest(_problem(activities, _needing(*NAMES), resources=(ground, other)))

    assert (found.day, found.proven, found.in_turn) == (2, True, 2)
    one_team = [replace(each, occupies=frozenset({"team"}), needs=()) for each in activities]
    assert soonest(_problem(one_team, _needing(*NAMES))).day == 2
    two_teams = [replace(each, needs=()) for each in activities]
    assert soonest(_problem(two_teams, _needing(*NAMES))).day == 0


def test_train_up_counts_what_lapses_before_the_end():
    early, late = _activity("early", (0, 5)), _activity("late", (6,))
    goals = (
        Goal("fresh", _words("fresh"), 1, (_piece(1, "early", lasts=3),)),
        Goal("late", _words("late"), 1, (_piece(1, "late"),)),
    )

    found = soonest(_problem((early, late), *goals))

    assert [(each.activity, each.slot.first) for each in found.schedule] == [("early", 5), ("late", 6)]
    lapsing = TrainUp((early, late), (), (Phase(0, 3), Phase(4, HORIZON, goals)))
    assert soonest(lapsing).day == 0
    assert soonest(lapsing).schedule == ()


def test_train_up_does_what_others_come_after_though_its_own_result_lapses():
    first, then = _activity("first", (0,)), _activity("then", (5,), after=frozenset({"first"}))
    goals = (
        Goal("then", _words("then"), 1, (_piece(1, "then"),)),
        Goal("first", _words("first"), 0, (_piece(1, "first", lasts=3),)),
    )

    assert soonest(_problem((first, then), *goals)).day == 5


def test_train_up_does_no_more_than_it_must():
    cheap = _activity("cheap", (4,), cost=1)
    dear = _activity("dear", (3,), cost=5)
    either = Goal("either", _words("either"), 1, (_piece(1, "cheap", "dear"),))
    late = Goal("late", _words("late"), 1, (_piece(1, "late"),))

    found = soonest(_problem((cheap, dear, _activity("late", (8,))), either, late))

    assert [each.activity for each in found.schedule] == ["cheap", "late"]


def test_train_up_says_what_cannot_be_had():
    closed = Activity("exam", "kind", Words("考试", "examination"), (), hindrance=Words("无考期", "no date"))
    goal = Goal("posts", Words("岗位", "posts"), 2, (_piece(1, "exam"),))

    alone = soonest(_problem((closed,), goal))
    apart = soonest(
        _problem(
            (_activity("a", (3,), occupies=frozenset("x")), _activity("b", (3,), occupies=frozenset("x"))),
            Goal("a", _words("a"), 1, (_piece(1, "a"),)),
            Goal("b", _words("b"), 1, (_piece(1, "b"),)),
        )
    )

    assert alone.missing == (
        Missing(
            "posts",
            Words("岗位", "posts"),
            (
                Words("尚缺 2，现有措施最多补足 0", "short of 2; what can be done brings 0 at most"),
                Words("考试：无考期", "examination: no date"),
            ),
        ),
    )
    assert [(each.goal, each.why[0].en) for each in apart.missing] == [
        ("a", "without it, day 3 would do"),
        ("b", "without it, day 3 would do"),
    ]


def test_train_up_stops_when_the_work_runs_out():
    names = [f"n{n}" for n in range(30)]
    activities = [_activity(n, occupies=frozenset({n}), needs=((Use("g"), Use("h")),)) for n in names]
    resources = [Resource(name, _words(name), (2,) * 10) for name in "gh"]

    found = soonest(_problem(activities, _needing(*names), resources=resources), seconds=1e-9)

    assert isinstance(found, Scheduled | Unfinished)
    assert found.bound <= 7


def test_train_up_verifier_finds_each_fault():
    busy = _activity("a", occupies=frozenset("x"), needs=((Use("g"),),))
    after = replace(busy, id="b", after=frozenset("a"))
    problem = _problem((busy, after), _needing("a", "b"), resources=(Resource("g", _words("g"), (1,) * 10),))
    day = [Slot(n, n, (n,)) for n in range(10)]

    def wrong(*placed, on=9):
        return faults(problem, placed, on)

    assert wrong(Placed("a", day[1], (0,)), Placed("b", day[2], (0,))) == []
    assert wrong(Placed("z", day[1])) == ["z is no activity"]
    assert wrong(Placed("a", day[1], (0,)), Placed("a", day[2], (0,))) == ["a is done twice"]
    assert wrong(Placed("a", Slot(1, 2, (1, 2)), (1,)), on=1) == [
        "a may not lie on days 1 to 2",
        "a ends after day 1",
        "a does not get what it needs",
        "all",
    ]
    assert wrong(Placed("a", day[3], (0,)), Placed("b", day[3], (0,))) == [
        "b does not come after a",
        "x is taken twice on day 3",
        "g is short on day 3",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"phases": ()},
        {"phases": (Phase(1, 3),)},
        {"phases": (Phase(0, 3), Phase(5, 6))},
        {"phases": (Phase(0, 900),)},
        {"phases": (Phase(0, 9, (_needing("z"),)),)},
        {"activities": (_activity("a"), _activity("a"))},
        {"activities": (_activity("a", after=frozenset("z")),)},
        {"activities": (_activity("a", needs=((Use("z"),),)),)},
        {"activities": (_activity("a", cost=-1),)},
        {"activities": (Activity("a", "", _words(""), (Slot(1, 2, (3,)),)),)},
        {"resources": (Resource("g", _words("g"), (1,)),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_train_up_refuses_what_is_no_problem(change):
    with pytest.raises(InvalidProblem):
        replace(_problem((_activity("a"),)), **change)


def test_slots_keep_to_opening_days_and_examinations():
    days = (0, 1, 4, 5, 6)

    assert [slot.busy for slot in worked(days, 3)] == [(0, 1, 4), (1, 4, 5), (4, 5, 6)]
    assert worked(days, 2, earliest=2) == (Slot(4, 5, (4, 5)), Slot(5, 6, (5, 6)))
    assert ending(days, 3, (4, 6)) == (Slot(0, 4, (0, 1, 4)), Slot(4, 6, (4, 5, 6)))
    assert (waiting(5, 9, 2), waiting(8, 9, 2)) == ((Slot(2, 7),), ())


def test_in_turn_does_nothing_side_by_side():
    activities = [_activity(name, occupies=frozenset({name})) for name in NAMES]

    day, schedule = in_turn(_problem(activities, _needing(*NAMES)))

    assert (day, [each.slot.first for each in schedule]) == (2, [0, 1, 2])
