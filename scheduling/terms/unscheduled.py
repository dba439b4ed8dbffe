"""What a plan leaves out, in priority points."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from scheduling.areas import pairs
from scheduling.booked import Booked
from scheduling.plan import Unscheduled
from scheduling.terms.term import Term

if TYPE_CHECKING:
    from scheduling.draft import Draft


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

    def post(self, draft: Draft[Any], weight: int) -> None:
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
