"""
What a plan costs: six terms, each with its unit, its sentence, and one definition in plain Python.

`measure` judges a finished plan and is the truth; `post` adds the same quantity to the solver's model.
A property test holds both together to the unit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import ceil
from typing import TYPE_CHECKING

from scheduling.areas import pairs, travel_km
from scheduling.booked import Booked, member_half_days
from scheduling.plan import Cost, Unscheduled

if TYPE_CHECKING:
    from scheduling.model import Draft


@dataclass(frozen=True)
class Term(ABC):
    """One component of the cost; `name` is its field in `Cost` and `Weights`."""

    name: str
    unit: tuple[str, str]
    sentence: tuple[str, str]

    @abstractmethod
    def measure(self, booked: Booked) -> int:
        """Return the term for a plan, in its unit."""

    @abstractmethod
    def post(self, draft: Draft, weight: int) -> None:
        """Add `weight` times the term to the model's objective."""


def missing_pairs(booked: Booked) -> dict[tuple[str, str, str], int]:
    """Return (area, region, region) -> how often the pair has still to meet, for pairs that miss any."""
    met: dict[tuple[str, str, str], int] = defaultdict(int)
    for area, booking in booked.exercises:
        if booking.event.exercise is not None:
            for one, other in pairs(booking.event.exercise):
                met[area.id, one, other] += 1
    missing: dict[tuple[str, str, str], int] = {}
    for area in booked.problem.areas:
        for one, other in combinations(sorted(area.regions), 2):
            if met[area.id, one, other] < area.times:
                missing[area.id, one, other] = area.times - met[area.id, one, other]
    return missing


def unscheduled_of(booked: Booked) -> tuple[Unscheduled, ...]:
    """Return what a plan leaves out, without reasons; a pair of regions stands as ``area/one+other``."""
    priorities = {area.id: area.priority for area in booked.problem.areas}
    events = [
        Unscheduled(event.id, event.priority)
        for event in booked.problem.events
        if event.id not in booked.bookings
    ]
    uncovered = [
        Unscheduled(f"{area}/{one}+{other}", count * priorities[area])
        for (area, one, other), count in sorted(missing_pairs(booked).items())
    ]
    return (*events, *uncovered)


class UnscheduledPoints(Term):
    """Priority points of what is left out; every missing meeting of a pair counts its area's priority."""

    def measure(self, booked: Booked) -> int:
        """Add up the points of everything unscheduled."""
        return sum(entry.points for entry in unscheduled_of(booked))

    def post(self, draft: Draft, weight: int) -> None:
        """Charge absent events, and pairs that meet too rarely."""
        view = draft.view
        for event in view.problem.events:
            draft.charge_absent(event.id, weight * event.priority)
        for area in view.problem.areas:
            meetings: dict[tuple[str, str], list[str]] = defaultdict(list)
            for event_id in view.exercises_of_area[area.id]:
                exercise = view.events[event_id].exercise
                if exercise is not None:
                    for pair in pairs(exercise):
                        meetings[pair].append(event_id)
            for pair in combinations(sorted(area.regions), 2):
                draft.charge_shortfall(meetings[pair], area.times, weight * area.priority)


class LapseDays(Term):
    """Days of the year on which a crew's training of one kind is out of date, times the series' weight."""

    def measure(self, booked: Booked) -> int:
        """Walk each series from its record to the end of the year."""
        total = 0
        year_before = date(booked.problem.year - 1, 12, 31)
        year_end = date(booked.problem.year, 12, 31)
        for series in booked.problem.series:
            last, opened, lapse = series.last_held or year_before, year_before, 0
            for event_id in series.events:
                booking = booked.bookings.get(event_id)
                if booking is not None:
                    lapse += _lapsed(last, opened, booking.last_day, series.currency_days)
                    last = opened = booking.last_day
            lapse += _lapsed(last, opened, year_end, series.currency_days)
            total += lapse * series.weight
        return total

    def post(self, draft: Draft, weight: int) -> None:
        """Post each interval between neighbours; an absent event is dated to the end of the year."""
        year_end = draft.view.axis.year_end
        for series in draft.view.problem.series:
            cost, currency = weight * series.weight, series.currency_days
            due = (
                currency if series.last_held is None else draft.view.axis.number(series.last_held) + currency
            )
            due = max(0, due)
            if not cost:
                continue
            if not series.events:
                draft.charge(cost * max(0, year_end - due))
                continue
            draft.charge_dates(series.events[0], partial(_lapse_cost, cost, due))
            for before, after in zip(series.events, series.events[1:], strict=False):
                draft.charge_interval(before, after, currency, cost)
            draft.charge_dates(series.events[-1], partial(_tail_cost, cost, year_end - currency))


def _lapse_cost(cost: int, due: int, last_day: int) -> int:
    return cost * max(0, last_day - due)


def _tail_cost(cost: int, until: int, last_day: int) -> int:
    return cost * max(0, until - last_day)


def _lapsed(last: date, opened: date, until: date, currency_days: int) -> int:
    since_last = (until - last).days - currency_days
    return max(0, min(since_last, (until - opened).days))


class OverloadHalfDays(Term):
    """Half-days of crew members in one region and month beyond its even-load target, rounded up."""

    def measure(self, booked: Booked) -> int:
        """Add up region and month, compare with the targets."""
        load: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        for booking in booked.bookings.values():
            for crew in booking.event.crews:
                load[booked.crews[crew].region, booking.first_day.month] += member_half_days(booking.event)
        targets = {(t.region, t.month): t.half_days for t in booked.problem.targets}
        return sum(max(0, ceil(load[key] - half_days)) for key, half_days in targets.items())

    def post(self, draft: Draft, weight: int) -> None:
        """Post one excess variable per region and month that free events can overload."""
        for region, month in draft.view.targets:
            draft.charge_overload(region, month, weight)


class TravelKm(Term):
    """Kilometres to the chosen resources, and of guests to the host of an exercise; one way, per event."""

    def measure(self, booked: Booked) -> int:
        """Add up the chosen options and the guests' ways."""
        chosen = sum(option.distance_km for b in booked.bookings.values() for option in b.options())
        guests = sum(travel_km(area, b.event.exercise) for area, b in booked.exercises if b.event.exercise)
        return chosen + guests

    def post(self, draft: Draft, weight: int) -> None:
        """Charge each choice, and each exercise that takes place."""
        for event_id in draft.free:
            draft.charge_choices(event_id, weight)
            exercise = draft.view.events[event_id].exercise
            if exercise is not None and event_id in draft.view.area_of:
                draft.charge_present(event_id, weight * travel_km(draft.view.area_of[event_id], exercise))


class PreferenceDays(Term):
    """Calendar days between an event's first day and the day wished for."""

    def measure(self, booked: Booked) -> int:
        """Add up the distances."""
        return sum(
            abs((b.first_day - b.event.preferred).days)
            for b in booked.bookings.values()
            if b.event.preferred is not None
        )

    def post(self, draft: Draft, weight: int) -> None:
        """Charge each start by its distance."""
        for event_id in draft.free:
            preferred = draft.view.events[event_id].preferred
            if preferred is not None:
                wish = draft.view.axis.number(preferred)
                for start, literal in draft.starts(event_id):
                    distance = abs(draft.view.axis.numbers[start] - wish)
                    draft.charge(weight * distance, literal)


class Moves(Term):
    """Events of the issued version that stand elsewhere now, or are dropped; unknown ids do not count."""

    def measure(self, booked: Booked) -> int:
        """Compare each published event with its place."""
        known = {event.id for event in booked.problem.events}
        moved = 0
        for place in booked.problem.published:
            booking = booked.bookings.get(place.event)
            stays = (
                booking is not None
                and booking.first_day == place.first_day
                and (not place.choices or booking.assignment.choices == place.choices)
            )
            moved += place.event in known and not stays
        return moved

    def post(self, draft: Draft, weight: int) -> None:
        """Charge every published free event that leaves its day or its resources."""
        known = {event.id for event in draft.view.problem.events}
        for place in draft.view.problem.published:
            if place.event in known and draft.is_free(place.event):
                start = draft.view.axis.index(place.first_day)
                draft.charge_leaving(place.event, start, place.choices, weight)


TERMS: tuple[Term, ...] = (
    UnscheduledPoints(
        "unscheduled_points",
        ("分", "points"),
        ("未安排任务的优先级分值之和", "Priority points of events and pairs left out"),
    ),
    LapseDays(
        "lapse_days",
        ("天", "days"),
        ("训练超期的天数，按队伍重要性加权", "Days on which a crew's training is out of date, weighted"),
    ),
    OverloadHalfDays(
        "overload_half_days",
        ("半天", "half-days"),
        ("各地区每月超出均衡负荷的半天数", "Half-days beyond the even monthly load of a region"),
    ),
    TravelKm(
        "travel_km",
        ("公里", "km"),
        ("前往场地和承办地的单程里程", "Kilometres to grounds and hosts, one way"),
    ),
    PreferenceDays(
        "preference_days",
        ("天", "days"),
        ("与期望开始日相差的天数", "Days between first day and the day wished for"),
    ),
    Moves(
        "moves",
        ("项", "events"),
        ("相对已下发版本变动的任务数", "Events that leave their place in the issued version"),
    ),
)


def measure(booked: Booked) -> Cost:
    """Return the whole objective vector of a plan."""
    return Cost(**{term.name: term.measure(booked) for term in TERMS})
