"""
What one event's place costs beside everything else: exact, and thousands of times faster than measuring.

Only what depends on the event is looked at: its series, its months, its ways, its pairs. Differences of
two places are differences of the whole cost, component by component; tests hold this against `measure`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

from scheduling.areas import pairs, travel_km
from scheduling.board import Board
from scheduling.compare.lapses import Spell, spells_of
from scheduling.compiled import Place
from scheduling.cost import Cost
from scheduling.problem import Series


class Effects:
    """One event beside a board that does not hold it; the board must not change meanwhile."""

    def __init__(self, board: Board, event_id: str) -> None:
        self._board, self._view = board, board.view
        self._event = self._view.events[event_id]
        self._asked = any(event.id == event_id for event in self._view.problem.events)
        self._area = self._view.area_of.get(event_id)
        ends = (p.start + self._view.events[e].duration_days for e, p in board.places.items())
        self._others_end = max(ends, default=0)
        self._days = {
            other: self._dates(other, board.places[other])
            for series in self._view.series_of[event_id]
            for other in series.events
            if other in board.places
        }
        self._met = self._meetings()

    def cost(self, place: Place | None) -> Cost:
        """
        Return the cost the event causes at a place, or left out.

        Only differences between two places of the same event mean something: components hold what others
        cost together with it.
        """
        return Cost(
            unscheduled_points=self._unscheduled(place),
            lapse_days=sum(spell.days * spell.weight for spell in self.spells(place)),
            overload_half_days=self._overload(place),
            travel_km=self._travel(place),
            preference_days=self._preference(place),
            moves=self._moves(place),
            finish_days=self._finish(place),
        )

    def spells(self, place: Place | None) -> tuple[Spell, ...]:
        """Return the lapses in the series of the event."""
        view, event_id = self._view, self._event.id
        last_days = {other: last for other, (_, last) in self._days.items()}
        if place is not None:
            last_days[event_id] = self._dates(event_id, place)[1]
        year = view.problem.year
        return tuple(s for series in view.series_of[event_id] for s in spells_of(series, last_days, year))

    def _dates(self, event_id: str, place: Place) -> tuple[date, date]:
        days = self._view.problem.days
        return days[place.start], days[place.start + self._view.events[event_id].duration_days - 1]

    def _meetings(self) -> Counter[tuple[str, str]]:
        met: Counter[tuple[str, str]] = Counter()
        for other in self._view.exercises_of_area[self._area.id] if self._area else ():
            exercise = self._view.events[other].exercise
            if exercise is not None and other in self._board.places:
                met.update(pairs(exercise))
        return met

    def _unscheduled(self, place: Place | None) -> int:
        points = self._event.priority if self._asked and place is None else 0
        area, exercise = self._area, self._event.exercise
        for one, other in pairs(exercise) if area and exercise else ():
            if area and one in area.regions and other in area.regions:
                times = self._met[one, other] + (place is not None)
                points += area.priority * max(0, area.times - times)
        return points

    def _overload(self, place: Place | None) -> int:
        if place is None:
            return 0
        view, month, more = self._view, self._view.month_of(place.start), 0
        for region, crews in view.region_sizes[self._event.id].items():
            target = view.targets.get((region, month))
            if target is not None:
                excess = self._board.month_load(region, month) - target
                after = excess + crews * view.loads[self._event.id]
                more += max(0, -(-after // view.load_scale)) - max(0, -(-excess // view.load_scale))
        return more

    def _travel(self, place: Place | None) -> int:
        if place is None:
            return 0
        guests = 0
        if self._area and self._event.exercise:
            guests = travel_km(self._area, self._event.exercise)
        return guests + sum(
            option.distance_km
            for need, choice in zip(self._event.needs, place.choices, strict=False)
            for option in need.options
            if option.resource == choice
        )

    def _preference(self, place: Place | None) -> int:
        short = sum(self._short_gaps(series, place) for series in self._view.series_of[self._event.id])
        if place is None or self._event.preferred is None:
            return short
        return short + abs((self._view.problem.days[place.start] - self._event.preferred).days)

    def _short_gaps(self, series: Series, place: Place | None) -> int:
        if not series.preferred_gap_days:
            return 0
        days = dict(self._days)
        if place is not None:
            days[self._event.id] = self._dates(self._event.id, place)
        held = [days[event] for event in series.events if event in days]
        gaps = [(after[0] - before[1]).days for before, after in pairwise(held)]
        return sum(max(0, series.preferred_gap_days - gap) for gap in gaps)

    def _moves(self, place: Place | None) -> int:
        issued = self._view.published.get(self._event.id)
        if issued is None or not self._asked:
            return 0
        stays = (
            place is not None
            and self._view.problem.days[place.start] == issued.first_day
            and (not issued.choices or issued.choices == place.choices)
        )
        return int(not stays)

    def _finish(self, place: Place | None) -> int:
        end = 0 if place is None else place.start + self._event.duration_days
        return max(self._others_end, end)
