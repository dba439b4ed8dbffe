"""Who stands behind a barrier: the placed events that take its starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from scheduling.axis import span, touching
from scheduling.board import Board
from scheduling.explain.barrier import Barrier, Kind

WHOLE = (Kind.DAY_CAP, Kind.YEARLY_LIMIT, Kind.HOSTING, Kind.ATTENDING)


class Occupants:
    """The placed events of one board, indexed once; asks nothing that changes with the event asked about."""

    def __init__(self, board: Board) -> None:
        self._board, self._view = board, board.view
        self._users: dict[str, list[str]] = defaultdict(list)
        for event_id, place in board.places.items():
            for resource in set(place.choices):
                self._users[resource].append(event_id)

    def behind(self, event_id: str, barrier: Barrier) -> list[str]:
        """Return the placed events that make a barrier, those that take most of its starts first."""
        duration, events = self._view.events[event_id].duration_days, self._view.events
        rest = self._view.problem.rest_days if barrier.kind in (Kind.CREW, Kind.REST) else 0
        counts: dict[str, int] = {}
        for other in self._suspects(event_id, barrier):
            place = self._board.places.get(other)
            if other == event_id or place is None:
                continue
            days = span(place.start, events[other].duration_days + rest)
            taken = (
                barrier.starts if barrier.kind in WHOLE else barrier.starts & touching(days, duration + rest)
            )
            if taken or barrier.kind in (Kind.SPACING, Kind.PRECEDENCE):
                counts[other] = taken.bit_count()
        return sorted(counts, key=lambda e: (-counts[e], e))

    def _suspects(self, event_id: str, barrier: Barrier) -> Iterable[str]:
        view, subjects = self._view, barrier.subjects
        if barrier.kind in (Kind.CREW, Kind.REST, Kind.YEARLY_LIMIT):
            return view.events_of_crew[subjects[0]]
        if barrier.kind == Kind.PERSON:
            sharing = [events for events in view.events_of_shared_person if event_id in events]
            return dict.fromkeys(e for events in sharing for e in events if subjects[0] in view.persons_of[e])
        if barrier.kind == Kind.RESOURCE:
            return dict.fromkeys(e for resource in subjects for e in self._users.get(resource, ()))
        if barrier.kind == Kind.STANDBY:
            return [e for e in view.events_of_group[subjects[0]] if view.events[e].away]
        if barrier.kind == Kind.DAY_CAP:
            inside = view.axis.between(barrier.first or date.min, barrier.last or date.max)
            crew = view.events_of_crew[subjects[0]]
            placed = [(e, self._board.places.get(e)) for e in crew]
            return [e for e, place in placed if place and view.days_inside(e, place.start, inside)]
        if barrier.kind in (Kind.HOSTING, Kind.ATTENDING):
            area, region = subjects
            exercises = view.exercises_of_region[area, region][barrier.kind == Kind.HOSTING]
            return [e for e in exercises if self._in_quarter(e, barrier)]
        if barrier.kind == Kind.CHANNEL:
            return view.near[event_id]
        return subjects

    def _in_quarter(self, event_id: str, barrier: Barrier) -> bool:
        place = self._board.places.get(event_id)
        first, last = barrier.first or date.min, barrier.last or date.max
        return place is not None and first <= self._view.problem.days[place.start] <= last
