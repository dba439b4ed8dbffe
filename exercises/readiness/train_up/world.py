"""What surrounds teams that are to be made ready: workdays, grounds with their bookings, rules, dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from exercises.codes import ExerciseKind
from exercises.default_syllabus import RuleData
from exercises.planning.facts import ResourceFact, TeamFact, YearFacts
from exercises.planning.grounds import Grounds
from scheduling.problem import Window
from scheduling.words import Words


@dataclass(frozen=True, slots=True)
class Booking:
    """`quantity` units of a resource (its code) that issued plans use from `first` to `last`."""

    resource: str
    first: date
    last: date
    quantity: int


@dataclass(frozen=True, slots=True)
class Dated:
    """An event of an issued plan in which a team (its id) takes part; the team is busy on its days."""

    uid: str
    team: str
    kind: ExerciseKind
    title: Words
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Qualified:
    """A kind of qualification: name, how long a grant holds in months, and what it supersedes, by codes."""

    name: Words
    validity_months: int
    supersedes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class World:
    """
    Everything around the teams from `first` to `last`, both included; teams by their ids as text.

    `around` has the places, teams and resources in the planner's own terms; its year is that of `first`.
    """

    first: date
    last: date
    workdays: tuple[int, ...]
    around: YearFacts
    teams: Mapping[str, TeamFact]
    rules: Mapping[str, tuple[RuleData, ...]]
    bookings: tuple[Booking, ...] = ()
    dated: tuple[Dated, ...] = ()
    qualifications: Mapping[str, Qualified] = field(default_factory=dict[str, Qualified])

    @property
    def horizon(self) -> int:
        """Return the last day, counted from the first as 0."""
        return (self.last - self.first).days

    @cached_property
    def grounds(self) -> Grounds:
        """Return the resources near the teams."""
        return Grounds(self.around)

    def shorter(self, days: int) -> World:
        """Return the world of fewer days."""
        workdays = tuple(day for day in self.workdays if day <= days)
        return replace(self, last=min(self.last, self.on(days)), workdays=workdays)

    def day(self, on: date) -> int:
        """Return a day as a number, 0 the first; negative before."""
        return (on - self.first).days

    def on(self, day: int) -> date:
        """Return a numbered day as a date."""
        return self.first + timedelta(days=day)

    def days(self, first: date, last: date) -> range:
        """Return the numbers of the days between two, both included, as far as they are looked at."""
        return range(max(0, self.day(first)), min(self.horizon, self.day(last)) + 1)

    def within(self, windows: Iterable[Window]) -> frozenset[int]:
        """Return the days that lie in any window."""
        return frozenset(day for window in windows for day in self.days(window.first, window.last))

    def free(self, team: str) -> frozenset[int]:
        """Return the workdays on which a team is neither blocked nor taking part in a planned event."""
        taken = {d for each in self.dated if each.team == team for d in self.days(each.first, each.last)}
        return frozenset(self.workdays) - taken - self.within(self.teams[team].blocked)

    def spare(self, resource: ResourceFact) -> tuple[int, ...]:
        """Return what is left of a resource on each day, closed days and bookings taken off."""
        left = [resource.capacity] * (self.horizon + 1)
        for booking in self.bookings:
            if booking.resource == resource.code:
                for day in self.days(booking.first, booking.last):
                    left[day] = max(0, left[day] - booking.quantity)
        for day in self.within(resource.closed):
            left[day] = 0
        return tuple(left)

    def examinations(self, month_day: int) -> tuple[int, ...]:
        """Return the first workday of each month that is not before a day of the month."""
        found: dict[tuple[int, int], int] = {}
        for day in self.workdays:
            on = self.on(day)
            if on.day >= month_day:
                found.setdefault((on.year, on.month), day)
        return tuple(found.values())

    def called(self, qualification: str) -> Words:
        """Return the name of a qualification, or its code."""
        known = self.qualifications.get(qualification)
        return Words(qualification, qualification) if known is None else known.name

    def city(self, team: str) -> str:
        """Return the code of the city a team belongs to."""
        return self.around.city_of(self.teams[team].region)
