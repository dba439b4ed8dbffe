"""
A year in CP-SAT as its examples teach: start, presence and interval per event, and the rules as written.

One model of everything, no decomposition, no pruning but each event's own days, default settings, the
spreadsheet's plan as hint. It says every rule and every term of the objective.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise
from math import ceil

from ortools.sat.python import cp_model

from scheduling.areas import pairs, travel_km
from scheduling.axis import indexes
from scheduling.compiled import Compiled, Place, Places


class Intervals:
    """The whole problem as one model; history is fixed by its starts."""

    def __init__(self, view: Compiled) -> None:
        self.view, self.model = view, cp_model.CpModel()
        self.end = view.axis.year_end
        self.start: dict[str, cp_model.IntVar] = {}
        self.present: dict[str, cp_model.IntVar] = {}
        self.choice: dict[str, list[dict[str, cp_model.IntVar]]] = {}
        self.channel: dict[str, list[cp_model.IntVar]] = {}
        self.costs: list[cp_model.LinearExprT] = []
        self._dates: dict[tuple[str, int], cp_model.IntVar] = {}
        for event_id in view.events:
            self._event(event_id)
        self._resources()
        self._crews()
        self._order()
        self._exercises()
        self._objective()
        self.model.minimize(sum(self.costs))

    def hint(self, places: Places) -> None:
        """Suggest a plan: presence, starts and choices."""
        for event_id, present in self.present.items():
            place = places.get(event_id)
            self.model.add_hint(present, place is not None)
            if place is not None:
                self.model.add_hint(self.start[event_id], place.start)
                for need, chosen in zip(self.choice[event_id], place.choices, strict=True):
                    for resource, literal in need.items():
                        self.model.add_hint(literal, resource == chosen)

    def read(self, value: Callable[[cp_model.IntVar], int]) -> dict[str, Place]:
        """Return the places of a solution."""
        found: dict[str, Place] = {}
        for event_id, present in self.present.items():
            if value(present):
                chosen = tuple(next(r for r, c in need.items() if value(c)) for need in self.choice[event_id])
                groups = self.channel.get(event_id)
                channel = next(g for g, c in enumerate(groups) if value(c)) if groups else None
                found[event_id] = Place(value(self.start[event_id]), chosen, channel)
        return found

    def _event(self, event_id: str) -> None:
        view, model = self.view, self.model
        fixed = view.history.get(event_id)
        starts = [fixed.start] if fixed else list(indexes(view.starts[event_id]))
        present = model.new_bool_var("")
        if not starts:
            starts, _ = [0], model.add(present == 0)
        if view.events[event_id].lock is not None:
            model.add(present == 1)
        self.start[event_id] = model.new_int_var_from_domain(cp_model.Domain.from_values(starts), "")
        self.present[event_id] = present
        self.choice[event_id] = []
        for options in view.options[event_id]:
            need = {option.resource: model.new_bool_var("") for option in options}
            model.add(sum(need.values()) == present)
            self.choice[event_id].append(need)
        if event_id in view.area_of:
            groups = [model.new_bool_var("") for _ in range(view.area_of[event_id].channel_groups)]
            model.add(sum(groups) == present)
            self.channel[event_id] = groups

    def _span(self, event_id: str, length: int, literal: cp_model.IntVar) -> cp_model.IntervalVar:
        return self.model.new_optional_fixed_size_interval_var(self.start[event_id], length, literal, "")

    def _resources(self) -> None:
        view, model = self.view, self.model
        spans: dict[str, list[cp_model.IntervalVar]] = defaultdict(list)
        demands: dict[str, list[int]] = defaultdict(list)
        for event_id, needs in self.choice.items():
            for options, need in zip(view.options[event_id], needs, strict=True):
                for option in options:
                    literal = need[option.resource]
                    spans[option.resource].append(
                        self._span(event_id, view.events[event_id].duration_days, literal)
                    )
                    demands[option.resource].append(option.quantity)
        for resource, used in spans.items():
            capacity, closed = view.resources[resource].capacity, list(indexes(view.closed[resource]))
            used += [model.new_fixed_size_interval_var(day, 1, "") for day in closed]
            model.add_cumulative(used, demands[resource] + [capacity] * len(closed), capacity)

    def _crews(self) -> None:
        view, model = self.view, self.model
        days, rest = {e: x.duration_days for e, x in view.events.items()}, view.problem.rest_days
        for crew, events in view.events_of_crew.items():
            model.add_no_overlap([self._span(e, days[e] + rest, self.present[e]) for e in events])
            left = (
                view.crews[crew].yearly_limit_half_days - view.crews[crew].carried_half_days
            ) * view.load_scale
            model.add(sum(view.loads[e] * self.present[e] for e in events) <= left)
            for cap, inside in view.day_caps.get(crew, ()):
                used = [self._table(e, lambda s, e=e, i=inside: view.days_inside(e, s, i)) for e in events]
                model.add(sum(used) <= cap.days)
        for sharing in view.events_of_shared_person:
            model.add_no_overlap([self._span(e, days[e], self.present[e]) for e in sharing])
        for group, limit in view.standby.items():
            away = [e for e in view.events_of_group[group] if view.events[e].away]
            spans = [self._span(e, days[e], self.present[e]) for e in away]
            model.add_cumulative(spans, [view.group_sizes[e][group] for e in away], limit)

    def _order(self) -> None:
        for before, links in self.view.after.items():
            for link in links:
                after = self.present[link.event]
                self.model.add_implication(after, self.present[before])
                lag = self._date(link.event, last=False) - self._date(before, last=True)
                self.model.add(lag >= link.min_lag).only_enforce_if(after)
                if link.max_lag is not None:
                    self.model.add(lag <= link.max_lag).only_enforce_if(after)

    def _exercises(self) -> None:
        view, model = self.view, self.model
        for (area_id, _), (attended, hosted) in view.exercises_of_region.items():
            area = view.areas[area_id]
            for quarter in view.axis.quarters:
                for events, limit in (
                    (attended, area.attend_per_quarter),
                    (hosted, area.host_per_quarter),
                ):
                    model.add(sum(self._table(e, lambda s, q=quarter: q >> s & 1) for e in events) <= limit)
        for first, second in view.near_exercises:
            for group in range(min(len(self.channel[first]), len(self.channel[second]))):
                spans = [
                    self._span(e, view.events[e].duration_days, self.channel[e][group])
                    for e in (first, second)
                ]
                model.add_no_overlap(spans)
        for event_id, area in view.area_of.items():
            exercise = view.events[event_id].exercise
            if exercise is not None and exercise.host in area.last_hosts:
                for region in set(exercise.regions) - set(area.last_hosts):
                    hosted = view.exercises_of_region[area.id, region][1]
                    model.add_bool_or([*(self.present[e] for e in hosted), self.present[event_id].Not()])

    def _objective(self) -> None:
        view, weights = self.view, self.view.problem.weights
        for event in view.problem.events:
            self._charge(weights.unscheduled_points * event.priority, 1 - self.present[event.id])
        for event_id, needs in self.choice.items():
            for options, need in zip(view.options[event_id], needs, strict=True):
                for option in options:
                    self._charge(weights.travel_km * option.distance_km, need[option.resource])
        for event_id, area in view.area_of.items():
            exercise = view.events[event_id].exercise
            if exercise is not None:
                self._charge(weights.travel_km * travel_km(area, exercise), self.present[event_id])
        self._pairs()
        self._series()
        self._wishes()
        self._overload()

    def _charge(self, cost: int, expression: cp_model.LinearExprT) -> None:
        if cost:
            self.costs.append(cost * expression)

    def _over(self, expression: cp_model.LinearExprT, most: int) -> cp_model.IntVar:
        """Return how far an expression exceeds 0, charged by the caller, so that it is tight."""
        excess = self.model.new_int_var(0, most, "")
        self.model.add(excess >= expression)
        return excess

    def _pairs(self) -> None:
        view = self.view
        for area in view.problem.areas:
            met: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
            for event_id in view.exercises_of_area[area.id]:
                exercise = view.events[event_id].exercise
                for pair in pairs(exercise) if exercise else ():
                    met[pair].append(self.present[event_id])
            for pair in combinations(sorted(area.regions), 2):
                missing = self._over(area.times - sum(met[pair]), area.times)
                self._charge(view.problem.weights.unscheduled_points * area.priority, missing)

    def _series(self) -> None:
        view, weights = self.view, self.view.problem.weights
        for series in view.problem.series:
            cost, currency = weights.lapse_days * series.weight, series.currency_days
            known = 0 if series.last_held is None else view.axis.number(series.last_held)
            ends: list[cp_model.LinearExprT] = [max(0, known + currency) - currency]
            ends += [self._last(e) for e in series.events] + [self.end]
            for earlier, later in pairwise(ends):
                self._charge(cost, self._over(later - earlier - currency, self.end))
            for before, after in pairwise(series.events) if series.preferred_gap_days else ():
                gap = self._date(after, last=False) - self._date(before, last=True)
                short = self.model.new_int_var(0, series.preferred_gap_days, "")
                self.model.add(short >= series.preferred_gap_days - gap).only_enforce_if(self.present[after])
                self._charge(weights.preference_days, short)

    def _wishes(self) -> None:
        view, weights = self.view, self.view.problem.weights
        numbers, finish = view.axis.numbers, self.model.new_int_var(0, len(view.problem.days), "")
        for event_id, event in view.events.items():
            if event.preferred is not None:
                wish = view.axis.number(event.preferred)
                away = self._table(event_id, lambda s, wish=wish: abs(numbers[s] - wish))
                self._charge(weights.preference_days, away)
            if event_id in view.published:
                stays = self._table(
                    event_id,
                    lambda s, e=event_id: int(view.problem.days[s] == view.published[e].first_day),
                )
                self._charge(weights.moves, 1 - stays)
            end = self.start[event_id] + event.duration_days
            self.model.add(finish >= end).only_enforce_if(self.present[event_id])
        self._charge(weights.finish_days, finish)

    def _overload(self) -> None:
        view = self.view
        for (region, month), target in view.targets.items():
            loads = [
                view.region_sizes[e][region]
                * view.loads[e]
                * self._table(e, lambda s, m=month: int(view.month_of(s) == m))
                for e in view.events
                if view.region_sizes[e][region] and view.loads[e]
            ]
            if loads:
                excess = self.model.new_int_var(0, 10_000, "")
                self.model.add(view.load_scale * excess >= sum(loads) - target)
                self._charge(view.problem.weights.overload_half_days, excess)

    def _table(self, event_id: str, value: Callable[[int], int]) -> cp_model.IntVar:
        """Return a variable that is `value(start)` of a present event and 0 of an absent one."""
        starts = list(indexes(self.view.starts[event_id])) or [0]
        fixed = self.view.history.get(event_id)
        by_value: dict[int, list[int]] = defaultdict(list)
        for start in [fixed.start] if fixed else starts:
            by_value[value(start)].append(start)
        result = self.model.new_int_var(min(0, *by_value), max(0, *by_value), "")
        model, present = self.model, self.present[event_id]
        model.add(result == 0).only_enforce_if(present.Not())
        values = [0] * len(self.view.problem.days)
        for number, matching in by_value.items():
            for start in matching:
                values[start] = number
        model.add_element(self.start[event_id], values, self._shadow(result, present, values))
        return result

    def _shadow(
        self, result: cp_model.IntVar, present: cp_model.IntVar, values: Iterable[int]
    ) -> cp_model.IntVar:
        shadow = self.model.new_int_var(min(values), max(values), "")
        self.model.add(result == shadow).only_enforce_if(present)
        return shadow

    def _date(self, event_id: str, *, last: bool) -> cp_model.IntVar:
        """Return the day number of the first or last day at the event's start, present or not."""
        offset = self.view.events[event_id].duration_days - 1 if last else 0
        if (event_id, offset) not in self._dates:
            numbers = list(self.view.axis.numbers[offset:])
            date = self.model.new_int_var(numbers[0], numbers[-1], "")
            self.model.add_element(self.start[event_id], numbers, date)
            self._dates[event_id, offset] = date
        return self._dates[event_id, offset]

    def _last(self, event_id: str) -> cp_model.IntVar:
        """Return the last day's number, the end of the year for an absent event."""
        last, present = self.model.new_int_var(1, self.end, ""), self.present[event_id]
        self.model.add(last == self._date(event_id, last=True)).only_enforce_if(present)
        self.model.add(last == self.end).only_enforce_if(present.Not())
        return last


def bound_of(solver: cp_model.CpSolver) -> int:
    """Return the proven bound in cost units."""
    return ceil(max(0.0, solver.best_objective_bound) - 1e-4)
