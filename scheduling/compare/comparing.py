"""
What differs between two years: by component, by event and why, by month and by region.

Both sides are a problem with a plan for it: two plans of one problem, one plan before and after a change,
or a what-if. Nothing is solved; what the plans say is measured anew, what they say they cost is not read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.booked import Booked, Booking, name_of
from scheduling.compare.causes import Causes
from scheduling.compare.changes import ComponentChange, LapseChange, component_changes, lapse_changes
from scheduling.compare.lapses import Spell, spells
from scheduling.objective import measure
from scheduling.plan import Assignment, Plan
from scheduling.problem import Problem
from scheduling.words import Words


@dataclass(frozen=True, slots=True)
class Difference:
    """`moved` holds (before, after) where day, resources or channel differ; each sorted by event id."""

    moved: tuple[tuple[Assignment, Assignment], ...]
    added: tuple[Assignment, ...]
    dropped: tuple[Assignment, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both plans place the same events alike."""
        return not (self.moved or self.added or self.dropped)


@dataclass(frozen=True, slots=True)
class EventChange:
    """
    One event that is moved, new (no `before`) or dropped (no `after`), and why, the strongest reason first.

    `reasons` say what the problem has changed for it, which rule forbids its old place beside the new plan,
    or that nothing forces the change.
    """

    event: str
    name: Words
    before: Assignment | None
    after: Assignment | None
    reasons: tuple[Words, ...]

    @property
    def sentence(self) -> Words:
        """The change in words, without its reasons."""
        name, old, new = self.name, self.before, self.after
        if old is None and new is not None:
            return Words(f"{name.zh} 新安排在 {_at(new)}", f"{name.en} is new, on {_at(new)}")
        if old is not None and new is None:
            return Words(
                f"{name.zh} 不再安排（原 {_at(old)}）", f"{name.en} is dropped, it stood on {_at(old)}"
            )
        if old is None or new is None:
            return name
        if old.first_day == new.first_day:
            zh = f"{name.zh} 仍在 {old.first_day}，{_at(old)} 改为 {_at(new)}"
            return Words(zh, f"{name.en} stays on {old.first_day}, {_at(old)} becomes {_at(new)}")
        return Words(
            f"{name.zh} 由 {_at(old)} 改到 {_at(new)}", f"{name.en} moves from {_at(old)} to {_at(new)}"
        )


@dataclass(frozen=True, slots=True)
class Share:
    """
    What falls to one month (`key` 1 to 12) or one region (`key` its id), before and after.

    `events` are counted in the month of their first day, and in every region a crew comes from; `crew_days`
    are workdays of crews; `lapse_days` are weighted as in the cost.
    """

    key: int | str
    events: tuple[int, int]
    crew_days: tuple[int, int]
    lapse_days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Two years side by side; every pair and every `before` and `after` is (old, new).

    `totals` are in cost units, each with the weights of its own problem: they compare only under the same
    weights. `months` and `regions` hold what is planned or lapses in either year, in order.
    """

    totals: tuple[int, int]
    components: tuple[ComponentChange, ...]
    events: tuple[EventChange, ...]
    lapses: tuple[LapseChange, ...]
    months: tuple[Share, ...]
    regions: tuple[Share, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the plans place the same events alike at the same cost."""
        return not self.events and all(not component.change for component in self.components)

    @property
    def sentences(self) -> tuple[Words, ...]:
        """The whole in a few sentences: what is moved, new and dropped, and the components that change."""
        moved = sum(e.before is not None and e.after is not None for e in self.events)
        new = sum(e.before is None for e in self.events)
        dropped = len(self.events) - moved - new
        zh = f"变动 {moved} 项，新增 {new} 项，取消 {dropped} 项"
        whole = Words(zh, f"{moved} events moved, {new} new, {dropped} dropped")
        return (whole, *(component.sentence for component in self.components if component.change))


def difference(before: Plan, after: Plan) -> Difference:
    """Return what `after` changes in `before`."""
    old = {assignment.event: assignment for assignment in before.assignments}
    new = {assignment.event: assignment for assignment in after.assignments}
    return Difference(
        moved=tuple((old[e], new[e]) for e in sorted(old.keys() & new.keys()) if not _alike(old[e], new[e])),
        added=tuple(new[e] for e in sorted(new.keys() - old.keys())),
        dropped=tuple(old[e] for e in sorted(old.keys() - new.keys())),
    )


def compare(old: tuple[Problem, Plan], new: tuple[Problem, Plan]) -> Comparison:
    """
    Return what differs between two years; some milliseconds, and about ten more for each moved event.

    Swapping the two swaps every pair and turns new into dropped; only the reasons then read differently.
    """
    booked = (Booked(*old), Booked(*new))
    costs = [measure(side) for side in booked]
    lapsing = [_spells(side) for side in booked]
    changed = difference(old[1], new[1])
    causes = Causes(old, new)
    pairs = [
        *changed.moved,
        *((None, assignment) for assignment in changed.added),
        *((assignment, None) for assignment in changed.dropped),
    ]
    known = booked[0].events | booked[1].events
    events = [
        EventChange(a.event, name_of(known[a.event]), before, after, causes.of(before, after))
        for before, after in pairs
        if (a := before or after) is not None and a.event in known
    ]
    return Comparison(
        totals=(costs[0].total(old[0].weights), costs[1].total(new[0].weights)),
        components=component_changes(costs[0], costs[1]),
        events=tuple(sorted(events, key=lambda change: change.event)),
        lapses=lapse_changes(lapsing[0], lapsing[1], known),
        months=_shares(booked, lapsing, _by_month, _lapse_by_month),
        regions=_shares(booked, lapsing, _by_region, _lapse_by_region),
    )


def _spells(booked: Booked) -> tuple[Spell, ...]:
    return spells(booked.problem, {e: booking.last_day for e, booking in booked.bookings.items()})


Split = Callable[[Booked, Booking], Iterable[tuple[int | str, int, int]]]
LapseSplit = Callable[[Booked, Spell], Iterable[tuple[int | str, int]]]


def _shares(
    booked: tuple[Booked, Booked], lapsing: list[tuple[Spell, ...]], split: Split, lapse: LapseSplit
) -> tuple[Share, ...]:
    """Add up (events, crew-days) of every booking and the days of every spell by key, for both sides."""
    found: dict[int | str, list[list[int]]] = defaultdict(lambda: [[0, 0], [0, 0], [0, 0]])
    for side in (0, 1):
        for booking in booked[side].bookings.values():
            for key, events, crew_days in split(booked[side], booking):
                found[key][0][side] += events
                found[key][1][side] += crew_days
        for spell in lapsing[side]:
            for key, days in lapse(booked[side], spell):
                found[key][2][side] += days
    return tuple(
        Share(key, (e[0], e[1]), (c[0], c[1]), (d[0], d[1]))
        for key, (e, c, d) in sorted(found.items(), key=lambda entry: str(entry[0]).zfill(2))
    )


def _by_month(booked: Booked, booking: Booking) -> Iterable[tuple[int | str, int, int]]:
    del booked
    yield booking.first_day.month, 1, 0
    for month, days in Counter(day.month for day in booking.days).items():
        yield month, 0, days * len(booking.event.crews)


def _by_region(booked: Booked, booking: Booking) -> Iterable[tuple[int | str, int, int]]:
    for region, crews in Counter(booked.crews[crew].region for crew in booking.event.crews).items():
        yield region, 1, crews * len(booking.days)


def _lapse_by_month(booked: Booked, spell: Spell) -> Iterable[tuple[int | str, int]]:
    del booked
    first = spell.first
    while first <= spell.last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(spell.last, following - timedelta(days=1))
        yield first.month, ((last - first).days + 1) * spell.weight
        first = following


def _lapse_by_region(booked: Booked, spell: Spell) -> Iterable[tuple[int | str, int]]:
    yield booked.crews[spell.crew].region, spell.days * spell.weight


def _alike(one: Assignment, other: Assignment) -> bool:
    return _place(one) == _place(other)


def _place(assignment: Assignment) -> tuple[date, date, tuple[str, ...], int | None]:
    return assignment.first_day, assignment.last_day, assignment.choices, assignment.channel


def _at(assignment: Assignment) -> str:
    where = "".join(f" {choice}" for choice in assignment.choices)
    return f"{assignment.first_day}{where}"
