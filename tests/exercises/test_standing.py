"""Re-planning: what an earlier version fixes, what it only makes costly to move, and what it brings back."""

from datetime import date

from exercises.planning.standing import Standing, exercise_of, settle
from scheduling.problem import Event, Need, Option, PairArea, Published, ResourceKind, Window

ISSUE = date(2026, 6, 1)
YEAR = (Window(date(2026, 1, 1), date(2026, 12, 31)),)
VENUE = (Need(ResourceKind.VENUE, (Option("HALL"),)),)
AREA = PairArea(
    id="A",
    regions=("x", "y", "z"),
    crews=(("x", "X1"), ("y", "Y1"), ("z", "Z1")),
    positions=(("x", 0, 0), ("y", 0, 1), ("z", 1, 0)),
    group_size=2,
    duration_days=3,
    windows=YEAR,
)


def event(name: str, notice_days: int = 30) -> Event:
    return Event(name, "hands_on", (), 1, YEAR, VENUE, notice_days=notice_days)


def stands(name: str, day: date, **values: object) -> Standing:
    return Standing(name, day, ("HALL",), (), **values)


def test_past_and_notified_events_are_locked_and_later_ones_published():
    base = [
        stands("past", date(2026, 3, 2)),
        stands("notified", date(2026, 6, 20)),
        stands("later", date(2026, 9, 1)),
    ]

    settled = settle([event("past"), event("notified"), event("later"), event("new")], [], base, ISSUE)

    locks = {e.id: e.lock and e.lock.first_day for e in settled.events}
    assert locks == {"past": date(2026, 3, 2), "notified": date(2026, 6, 20), "later": None, "new": None}
    assert settled.published == (Published("later", date(2026, 9, 1), ("HALL",)),)


def test_planners_lock_is_kept_and_a_cancelled_event_does_not_come_back():
    base = [stands("mine", date(2026, 9, 1), locked=True), stands("gone", date(2026, 9, 2), cancelled=True)]

    settled = settle([event("mine"), event("gone")], [], base, ISSUE)

    assert [(e.id, e.lock and e.lock.choices) for e in settled.events] == [("mine", ("HALL",))]
    assert settled.published == ()


def test_choices_no_longer_offered_are_not_locked():
    base = [Standing("past", date(2026, 3, 2), ("CLOSED",), ())]

    settled = settle([event("past")], [], base, ISSUE)

    assert [e.lock and e.lock.choices for e in settled.events] == [()]


def test_designed_exercise_comes_back_with_its_regions():
    base = [Standing("A/1", date(2026, 9, 1), (), ("X1", "Z1"), channel=0, host="x")]

    settled = settle([], [AREA], base, ISSUE)

    (back,) = settled.events
    assert (back.exercise, back.crews) == (exercise_of(AREA, "x", ["X1", "Z1"]), ("X1", "Z1"))
    assert settled.published == (Published("A/1", date(2026, 9, 1), ()),)


def test_exercise_of_an_unknown_host_is_none():
    assert exercise_of(AREA, "q", ["X1"]) is None
    assert exercise_of(AREA, "x", ["X1"]) is None
