"""
A year as Timefold's script reads it: units to place, capacities by key, links between units.

A key is a row (a crew, a pool, a group, a month …) and a slot (a workday, or 0 where the row is a period).
Everything shared is "uses of a key stay within the limit of its row", hard, or charged beyond it (overload);
events of one crew are rivals that keep a rest between them.
What is not said: an earliest finish; capacities that are lower for a while but not zero; who hosts again
before others did; and a pair of regions that misses several meetings counts as often as exercises are left
out.
"""

from __future__ import annotations

from itertools import combinations, pairwise, product
from typing import Any

from scheduling.areas import pairs, travel_km
from scheduling.axis import indexes
from scheduling.compiled import Compiled, Place
from scheduling.search.construct import own_cost

SLOTS = 1_000


class Form:
    """Units, limits and links of one compiled problem; `place` turns an answer back."""

    def __init__(self, view: Compiled) -> None:
        self.view = view
        self._rows: dict[tuple[str, ...], int] = {}
        self._limits: dict[int, tuple[int, int, int]] = {}
        self.ids = list(view.events)
        self._number = {event_id: i for i, event_id in enumerate(self.ids)}
        self._ways = {event_id: list(self._ways_of(event_id)) for event_id in self.ids}
        # What has no day at all cannot be a unit: it stays out, and what builds on it is left alone.
        self.units = [self._unit(e) for e in self.ids if view.starts[e] or e in view.history]
        self.links = [
            [
                self._number[a],
                self._number[link.event],
                link.min_lag,
                -1 if link.max_lag is None else link.max_lag,
            ]
            for a in self.ids
            for link in view.after[a]
        ]

    def data(self, seconds: float) -> dict[str, Any]:
        """Return the question for the script, which begins from nothing."""
        firsts, lapses, tails, gaps = self._series()
        return {
            "numbers": list(self.view.axis.numbers),
            "year_end": self.view.axis.year_end,
            "units": self.units,
            "limits": [[row, *limit] for row, limit in sorted(self._limits.items())],
            "links": self.links,
            "rivals": sorted(
                {
                    (self._number[a], self._number[b])
                    for events in self.view.events_of_crew.values()
                    for a, b in combinations(events, 2)
                }
            ),
            "rest": self.view.problem.rest_days,
            "firsts": firsts,
            "lapses": lapses,
            "tails": tails,
            "gaps": gaps,
            "seconds": seconds,
        }

    def place(self, unit: int, start: int, way: int) -> tuple[str, Place]:
        """Return where the script put a unit."""
        event_id = self.ids[unit]
        choices, channel = self._ways[event_id][way]
        return event_id, Place(start, choices, channel)

    def _ways_of(self, event_id: str) -> Any:
        options = [[o.resource for o in need] for need in self.view.options[event_id]]
        area = self.view.area_of.get(event_id)
        groups: list[int | None] = [None] if area is None else list(range(area.channel_groups))
        return product(product(*options), groups)

    def _row(self, *name: str) -> int:
        return self._rows.setdefault(name, len(self._rows) + 1) * SLOTS

    def _daily(self, row: int, limit: int) -> int:
        """Note the limit of a row on every workday."""
        self._limits[row] = (limit, 0, 1)
        return row

    def _unit(self, event_id: str) -> dict[str, Any]:
        view, event = self.view, self.view.events[event_id]
        fixed = view.history.get(event_id)
        starts = [fixed.start] if fixed else list(indexes(view.starts[event_id]))
        return {
            "id": self._number[event_id],
            "days": event.duration_days,
            "starts": starts,
            "absent": self._absent(event_id),
            "must": int(event.lock is not None),
            "daily": self._daily_rows(event_id),
            "inside": self._caps(event_id),
            "begins": self._periods(event_id),
            "ways": [self._way_rows(event_id, *way) for way in self._ways[event_id]],
            "way_costs": self._way_costs(event_id, starts[0]),
            "closed": self._closed(event_id),
            "wish": -1 if event.preferred is None else view.axis.number(event.preferred),
            "wish_cost": view.problem.weights.preference_days,
            "issued": self._issued(event_id),
            "issued_cost": view.problem.weights.moves if event_id in view.published else 0,
        }

    def _absent(self, event_id: str) -> int:
        view, weights = self.view, self.view.problem.weights
        event = view.events[event_id]
        if event_id in view.area_of and event.exercise is not None:
            priority = view.area_of[event_id].priority * len(pairs(event.exercise))
            return weights.unscheduled_points * priority - weights.travel_km * travel_km(
                view.area_of[event_id], event.exercise
            )
        return weights.unscheduled_points * event.priority

    def _daily_rows(self, event_id: str) -> list[int]:
        """Return pairs (row, amount) used on each day of the event."""
        view, event = self.view, self.view.events[event_id]
        rows = [n for p in view.persons_of[event_id] for n in (self._daily(self._row("person", p), 1), 1)]
        for group, crews in view.group_sizes[event_id].items() if event.away else ():
            if group in view.standby:
                rows += [self._daily(self._row("group", group), view.standby[group]), crews]
        return rows

    def _way_rows(self, event_id: str, choices: tuple[str, ...], channel: int | None) -> list[int]:
        view, rows = self.view, []
        for options, choice in zip(view.options[event_id], choices, strict=True):
            quantity = next(option.quantity for option in options if option.resource == choice)
            capacity = view.resources[choice].capacity
            row = self._daily(self._row("resource", choice), capacity)
            rows += [row, quantity]
        for other in view.near.get(event_id, ()) if channel is not None else ():
            name = ("near", *sorted((event_id, other)), str(channel))
            rows += [self._daily(self._row(*name), 1), 1]
        return rows

    def _caps(self, event_id: str) -> list[int]:
        """Return triples (key, first, last workday): every day of the event inside uses the key once."""
        found: list[int] = []
        for crew in self.view.events[event_id].crews:
            for cap, days in self.view.day_caps.get(crew, ()):
                inside = list(indexes(days))
                if inside:
                    key = self._row("cap", crew, str(cap.first), str(cap.last))
                    self._limits[key] = (cap.days, 0, 1)
                    found += [key, inside[0], inside[-1]]
        return found

    def _periods(self, event_id: str) -> list[int]:
        """Return quadruples (key, first, last, amount): an event that begins inside uses the key so much."""
        view, event, found = self.view, self.view.events[event_id], []
        for crew in event.crews:
            if view.loads[event_id]:
                key = self._row("year", crew)
                left = view.crews[crew].yearly_limit_half_days - view.crews[crew].carried_half_days
                self._limits[key] = (left * view.load_scale, 0, 1)
                found += [key, 0, len(view.problem.days), view.loads[event_id]]
        for region, crews in view.region_sizes[event_id].items():
            for month in range(1, 13):
                target = view.targets.get((region, month))
                days = [i for i, day in enumerate(view.problem.days) if day.month == month]
                if target is not None and days and view.loads[event_id]:
                    key = self._row("load", region, str(month))
                    weight = view.problem.weights.overload_half_days
                    self._limits[key] = (target, weight, view.load_scale)
                    found += [key, days[0], days[-1], crews * view.loads[event_id]]
        return found + self._quotas(event_id)

    def _quotas(self, event_id: str) -> list[int]:
        view, area = self.view, self.view.area_of.get(event_id)
        exercise, found = view.events[event_id].exercise, []
        if area is None or exercise is None:
            return []
        for quarter, days in enumerate(view.axis.quarters):
            inside = list(indexes(days))
            limits = [("attends", region, area.attend_per_quarter) for region in exercise.regions]
            for what, region, limit in [*limits, ("hosts", exercise.host, area.host_per_quarter)]:
                if inside:
                    key = self._row(what, area.id, region, str(quarter))
                    self._limits[key] = (limit, 0, 1)
                    found += [key, inside[0], inside[-1], 1]
        return found

    def _way_costs(self, event_id: str, start: int) -> list[int]:
        """Return what each way costs beyond the first."""
        costs = [own_cost(self.view, event_id, Place(start, way[0])) for way in self._ways[event_id]]
        return [cost - costs[0] for cost in costs]

    def _closed(self, event_id: str) -> list[int]:
        """Return triples (row, first, last workday) on which resources of the event are closed."""
        view, found = self.view, []
        for resource in {option.resource for need in view.options[event_id] for option in need}:
            days = list(indexes(view.closed[resource]))
            for first, last in zip(*_runs(days), strict=True):
                found += [self._row("resource", resource), first, last]
        return found

    def _issued(self, event_id: str) -> int:
        place = self.view.published.get(event_id)
        index = None if place is None else self.view.axis.index(place.first_day)
        return -1 if index is None else index

    def _series(self) -> tuple[list[list[int]], ...]:
        view, weights = self.view, self.view.problem.weights
        firsts, lapses, tails, gaps = [], [], [], []
        for series in view.problem.series:
            numbers = [self._number[e] for e in series.events]
            cost = weights.lapse_days * series.weight
            held = 0 if series.last_held is None else view.axis.number(series.last_held)
            if numbers and cost:
                firsts.append([numbers[0], max(0, held + series.currency_days), cost])
                tails.append([numbers[-1], view.axis.year_end - series.currency_days, cost])
                lapses += [[a, b, series.currency_days, cost] for a, b in pairwise(numbers)]
            if series.preferred_gap_days and weights.preference_days:
                wished = [series.preferred_gap_days, weights.preference_days]
                gaps += [[a, b, *wished] for a, b in pairwise(numbers)]
        return firsts, lapses, tails, gaps


def _runs(days: list[int]) -> tuple[list[int], list[int]]:
    """Return first and last of each run of consecutive numbers."""
    firsts = [day for day in days if day - 1 not in days]
    return firsts, [day for day in days if day + 1 not in days]
