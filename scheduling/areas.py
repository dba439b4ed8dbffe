"""Cross-region areas in plain terms: distances, and the event that an exercise of an area becomes."""

from __future__ import annotations

import math
from itertools import combinations

from scheduling.plan import Assignment, Plan
from scheduling.problem import Event, Exercise, PairArea, Problem

EARTH_RADIUS_KM = 6371


def distance_km(area: PairArea, one: str, other: str) -> int:
    """Return the great-circle distance of two regions of `area`, in whole kilometres."""
    at = {region: (math.radians(lat), math.radians(lon)) for region, lat, lon in area.positions}
    return _great_circle_km(at[one], at[other])


def hosts_distance_km(first: tuple[PairArea, str], second: tuple[PairArea, str]) -> int:
    """Return the distance of two hosts, each given with the area that knows its position."""
    places = []
    for area, host in (first, second):
        _, lat, lon = next(entry for entry in area.positions if entry[0] == host)
        places.append((math.radians(lat), math.radians(lon)))
    return _great_circle_km(places[0], places[1])


def _great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> int:
    half = (
        math.sin((other[0] - one[0]) / 2) ** 2
        + math.cos(one[0]) * math.cos(other[0]) * math.sin((other[1] - one[1]) / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half))))


def travel_km(area: PairArea, exercise: Exercise) -> int:
    """Return the kilometres all guests of an exercise travel to its host, one way."""
    known = {region for region, _, _ in area.positions}
    if exercise.host not in known:
        return 0
    return sum(distance_km(area, region, exercise.host) for region in exercise.regions if region in known)


def pairs(exercise: Exercise) -> tuple[tuple[str, str], ...]:
    """Return the pairs of regions that meet in an exercise, each pair sorted."""
    return tuple(combinations(sorted(exercise.regions), 2))


def exercise_event(area: PairArea, exercise: Exercise, event_id: str) -> Event:
    """
    Return the event an exercise of `area` is planned as.

    Crews and needs follow from the area alone: the crews of every region that attends, the area's
    own needs, then the needs of each guest in the order of the exercise's regions.
    """
    guests = [
        need
        for region in exercise.regions
        if region != exercise.host
        for owner, need in area.guest_needs
        if owner == region
    ]
    return Event(
        id=event_id,
        kind=area.kind,
        crews=tuple(crew for region, crew in area.crews if region in exercise.regions),
        duration_days=area.duration_days,
        windows=area.windows,
        needs=(*area.needs, *guests),
        priority=0,
        load_half_days=area.load_half_days,
        notice_days=area.notice_days,
        exercise=exercise,
        title=area.title,
        source=area.source,
    )


def published_exercise(problem: Problem, assignment: Assignment) -> Event:
    """
    Return the event of a designed exercise, to be added to the next problem's events.

    An exercise designed in one run exists only in that run's plan; a re-plan that is to keep it adds
    this event (with a lock, or with an entry in `published`) and the design fills up what is missing.
    """
    exercise = assignment.exercise
    area = next((area for area in problem.areas if exercise and area.id == exercise.area), None)
    if exercise is None or area is None:
        raise ValueError(f"{assignment.event} is not an exercise of an area of this problem")
    return exercise_event(area, exercise, assignment.event)


def events_of(problem: Problem, plan: Plan) -> dict[str, Event]:
    """Return every event by id: those of the problem, and those the plan's exercises stand for."""
    events = {event.id: event for event in problem.events}
    areas = {area.id: area for area in problem.areas}
    for assignment in plan.assignments:
        exercise = assignment.exercise
        if assignment.event not in events and exercise is not None and exercise.area in areas:
            events[assignment.event] = exercise_event(areas[exercise.area], exercise, assignment.event)
    return events
