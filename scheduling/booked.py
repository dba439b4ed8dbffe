"""A plan read against its problem, in plain Python: the one view all rule checks and cost terms share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from scheduling.areas import events_of
from scheduling.axis import Axis
from scheduling.plan import Assignment, Plan
from scheduling.problem import Crew, Event, Option, PairArea, Problem, Resource
from scheduling.words import Words, halves


@dataclass(frozen=True, slots=True)
class Booking:
    """One assignment with its event and the workdays it takes; `start` is an index of the axis."""

    event: Event
    assignment: Assignment
    start: int
    days: tuple[date, ...]

    @property
    def first_day(self) -> date:
        """First workday."""
        return self.days[0]

    @property
    def last_day(self) -> date:
        """Last workday, included."""
        return self.days[-1]

    @property
    def end(self) -> int:
        """Index of the first workday after the event."""
        return self.start + len(self.days)

    def options(self) -> Iterator[Option]:
        """Yield the chosen option of every need; a choice that is not offered is passed over."""
        for need, choice in zip(self.event.needs, self.assignment.choices, strict=False):
            yield from (option for option in need.options if option.resource == choice)


@dataclass(frozen=True)
class Booked:
    """Problem and plan together; `misplaced` are assignments that have no place on the axis."""

    problem: Problem
    plan: Plan

    @cached_property
    def axis(self) -> Axis:
        """The workday axis of the problem."""
        return Axis(self.problem.days)

    @cached_property
    def events(self) -> dict[str, Event]:
        """Every event by id, exercises of the plan included."""
        return events_of(self.problem, self.plan)

    @cached_property
    def crews(self) -> dict[str, Crew]:
        """Crews by id."""
        return {crew.id: crew for crew in self.problem.crews}

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """Resources by id."""
        return {resource.id: resource for resource in self.problem.resources}

    @cached_property
    def areas(self) -> dict[str, PairArea]:
        """Areas by id."""
        return {area.id: area for area in self.problem.areas}

    @cached_property
    def bookings(self) -> dict[str, Booking]:
        """Every well-formed assignment by event id."""
        found: dict[str, Booking] = {}
        for assignment in self.plan.assignments:
            event = self.events.get(assignment.event)
            start = self.axis.index(assignment.first_day)
            if event is None or start is None or assignment.event in found:
                continue
            days = self.problem.days[start : start + event.duration_days]
            if len(days) == event.duration_days:
                found[event.id] = Booking(event, assignment, start, days)
        return found

    @cached_property
    def misplaced(self) -> tuple[Assignment, ...]:
        """Assignments of unknown events, off the axis, or beyond the first of their event."""
        kept = {id(booking.assignment) for booking in self.bookings.values()}
        return tuple(a for a in self.plan.assignments if id(a) not in kept)

    @cached_property
    def of_crew(self) -> dict[str, list[Booking]]:
        """Bookings of each crew in the order of time."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in sorted(self.bookings.values(), key=lambda b: (b.start, b.event.id)):
            for crew in booking.event.crews:
                found[crew].append(booking)
        return found

    @cached_property
    def exercises(self) -> list[tuple[PairArea, Booking]]:
        """Booked exercises of areas this problem knows, in the order of time."""
        found: list[tuple[PairArea, Booking]] = []
        for booking in sorted(self.bookings.values(), key=lambda b: (b.start, b.event.id)):
            if booking.event.exercise and booking.event.exercise.area in self.areas:
                found.append((self.areas[booking.event.exercise.area], booking))
        return found


def is_history(event: Event, issue_date: date) -> bool:
    """Return whether an event is fixed to a day before the plan is issued: nothing can change it."""
    return event.lock is not None and event.lock.first_day < issue_date


def member_half_days(event: Event) -> Fraction:
    """Return the half-days one member of a crew spends on average, `crew_share` applied."""
    numerator, denominator = event.crew_share
    return Fraction(event.load_half_days * numerator, denominator)


def name_of(event: Event) -> Words:
    """Return what people call an event: its title with its id, or the id alone."""
    if not event.title:
        return Words(event.id, event.id)
    title = halves(event.title)
    return Words(f"{title.zh} ({event.id})", f"{title.en} ({event.id})")
