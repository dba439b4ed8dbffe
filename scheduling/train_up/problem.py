"""
What must hold on one day, and what can be done until then: activities, resources, goals.

Days are whole calendar days counted from 0, the first on which anything can be done. An activity counts
from its last day on; goals are judged at the end of a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from scheduling.errors import InvalidProblem
from scheduling.words import Words

#: Longest time looked ahead, in days (two years).
HORIZON_DAYS = 731


@dataclass(frozen=True, slots=True)
class Slot:
    """
    When an activity may lie, from `first` to `last`, both included.

    `busy` are the days on which it occupies people and uses resources: not the weekends in between, and
    none at all for what merely takes time, as an order does.
    """

    first: int
    last: int
    busy: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """`quantity` units of a resource on each busy day."""

    resource: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Activity:
    """
    Something that can be done, at most once.

    Parameters
    ----------
    id, kind, title
        What it is; `kind` is the caller's word.
    slots
        When it may lie: opening days, notice and examination dates are in them already.
    occupies
        Teams and people it takes; each is in one place at a time.
    needs
        For each need, what serves it: one of the uses is chosen.
    after
        Activities that must have ended before it begins.
    cost
        Decides between equally early schedules: the sum is least; at least 0, the unit is the caller's.
    hindrance
        Why it has few or no slots, in words.

    """

    id: str
    kind: str
    title: Words
    slots: tuple[Slot, ...]
    occupies: frozenset[str] = frozenset()
    needs: tuple[tuple[Use, ...], ...] = ()
    after: frozenset[str] = frozenset()
    cost: int = 1
    hindrance: Words | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """Something shared: `capacity` units on each day from 0 to the horizon."""

    id: str
    title: Words
    capacity: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An activity whose result counts for `lasts` days, its last day the first; None: longer than asked."""

    activity: str
    lasts: int | None = None

    def counts(self, ended: int, on: int) -> bool:
        """Tell whether the result of an activity that ended on a day counts on another."""
        return ended <= on and (self.lasts is None or on < ended + self.lasts)


@dataclass(frozen=True, slots=True)
class Piece:
    """`amount` towards a goal, once, when any of the sources counts."""

    amount: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """
    Pieces worth `needed` together; with no pieces and something needed it cannot be met.

    Amounts count in 1/`scale` of the unit that people read.
    """

    id: str
    title: Words
    needed: int
    pieces: tuple[Piece, ...] = ()
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Posts:
    """`count` posts that ask for one qualification; None: anybody will do."""

    qualification: str | None
    key: bool
    count: int


@dataclass(frozen=True, slots=True)
class People:
    """
    `count` available people who hold the same, and may gain more: qualification and source.

    Those who are yet to join are there when `joins` counts.
    """

    count: int
    holds: frozenset[str]
    gains: tuple[tuple[str, Source], ...] = ()
    joins: Source | None = None

    def sources(self) -> Iterator[Source]:
        """Yield what they gain by and join by."""
        yield from (source for _, source in self.gains)
        if self.joins is not None:
            yield self.joins


@dataclass(frozen=True, slots=True)
class Staffing:
    """
    A goal about people in posts: `needed` posts filled, `needed_key` of them key posts.

    Each person fills one post for which he holds what it asks for.
    """

    id: str
    title: Words
    posts: tuple[Posts, ...]
    people: tuple[People, ...]
    needed: int
    needed_key: int = 0


@dataclass(frozen=True, slots=True)
class Phase:
    """Days from `first` to `last`, both included, on which the same goals must be met."""

    first: int
    last: int
    goals: tuple[Goal, ...] = ()
    staffings: tuple[Staffing, ...] = ()

    def requirements(self) -> tuple[Goal | Staffing, ...]:
        """Return all goals, those about people last."""
        return (*self.goals, *self.staffings)

    def sources(self) -> Iterator[Source]:
        """Yield the sources of all goals."""
        for goal in self.goals:
            yield from chain.from_iterable(piece.sources for piece in goal.pieces)
        for staffing in self.staffings:
            yield from chain.from_iterable(people.sources() for people in staffing.people)


@dataclass(frozen=True, slots=True)
class TrainUp:
    """
    The whole question; equal values give an equal answer.

    `phases` follow each other without a gap from day 0: what lapses meanwhile makes a new phase.

    Raises
    ------
    InvalidProblem
        A name is used twice or unknown, phases leave a gap, a figure is out of its bounds.

    """

    activities: tuple[Activity, ...]
    resources: tuple[Resource, ...]
    phases: tuple[Phase, ...]

    def __post_init__(self) -> None:
        """Refuse what is no problem."""
        _check(bool(self.phases), "phases", "there is at least one")
        _check(self.horizon <= HORIZON_DAYS, "phases", f"they end by day {HORIZON_DAYS}")
        ends = [-1, *(phase.last for phase in self.phases)]
        for i, phase in enumerate(self.phases):
            _check(phase.first == ends[i] + 1 and phase.last >= phase.first, f"phases[{i}]", "without a gap")
        _unique("activities", (each.id for each in self.activities))
        _unique("resources", (each.id for each in self.resources))
        self._check_activities()
        known = {each.id for each in self.activities}
        for i, phase in enumerate(self.phases):
            _check(
                all(source.activity in known for source in phase.sources()),
                f"phases[{i}]",
                "its sources are activities",
            )

    def _check_activities(self) -> None:
        """Refuse activities that point to nothing or lie out of the days asked about."""
        known = {each.id for each in self.activities}
        resources = {each.id for each in self.resources}
        for i, resource in enumerate(self.resources):
            _check(len(resource.capacity) > self.horizon, f"resources[{i}].capacity", "a figure for each day")
        for i, each in enumerate(self.activities):
            path = f"activities[{i}]"
            _check(each.after <= known - {each.id}, f"{path}.after", "it names other activities")
            _check(each.cost >= 0, f"{path}.cost", "it is at least 0")
            _check(all(each.needs), f"{path}.needs", "something serves each need")
            used = {use.resource for need in each.needs for use in need}
            _check(used <= resources, f"{path}.needs", "it names resources")
            for slot in each.slots:
                days = (slot.first, *slot.busy, slot.last)
                _check(
                    slot.first >= 0 and max(days) == slot.last and min(days) == slot.first,
                    f"{path}.slots",
                    "its busy days lie in it, from day 0 on",
                )

    @property
    def horizon(self) -> int:
        """Return the last day asked about."""
        return self.phases[-1].last if self.phases else 0

    def phase_on(self, day: int) -> Phase:
        """Return the phase a day lies in."""
        return next(phase for phase in self.phases if phase.first <= day <= phase.last)


def _unique(path: str, ids: Iterable[str]) -> None:
    found = list(ids)
    _check(len(set(found)) == len(found), path, "each has its own id")


def _check(holds: bool, path: str, rule: str) -> None:
    if not holds:
        raise InvalidProblem(path, rule)
