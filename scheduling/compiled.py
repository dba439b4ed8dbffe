"""A problem and its designed exercises, indexed once for the board, the model and the explanations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import combinations
from math import lcm
from typing import NamedTuple

from scheduling.areas import hosts_distance_km
from scheduling.axis import Axis, indexes, span, touching
from scheduling.booked import is_history, member_half_days
from scheduling.cost import Cost
from scheduling.plan import Assignment, Plan
from scheduling.problem import Event, Option, PairArea, Problem, Published, Resource, Series
from scheduling.rules import RULES
from scheduling.rules.recusal import recused
from scheduling.search.outlook import Outlook


class Link(NamedTuple):
    """
    An event that comes before or after another one, and the lag between them in calendar days.

    It counts from the last day of the earlier to the first day of the later; `in_series` tells the legal
    spacing of a series from a precedence.
    """

    event: str
    min_lag: int
    max_lag: int | None
    in_series: bool


class Place(NamedTuple):
    """Where an event stands: start index on the axis, one resource per need, channel if it has one."""

    start: int
    choices: tuple[str, ...] = ()
    channel: int | None = None


Places = Mapping[str, Place]


class Compiled:
    """
    Read-only indexes over one problem; `designed` are the exercises its areas were turned into.

    Events in `frozen` are locked, and like history they are never free: what a part has to respect.
    """

    def __init__(self, problem: Problem, designed: Iterable[Event] = (), frozen: Iterable[str] = ()) -> None:
        self.problem = problem
        self.frozen = frozenset(frozen)
        self.axis = Axis(problem.days)
        self.events = {event.id: event for event in (*problem.events, *designed)}
        self.crews = {crew.id: crew for crew in problem.crews}
        self.resources = {resource.id: resource for resource in problem.resources}
        self.areas = {area.id: area for area in problem.areas}
        self.blocked = {crew.id: self.axis.within(crew.blocked) for crew in problem.crews}
        self.closed = {resource.id: self.axis.within(resource.closed) for resource in problem.resources}
        self.lacking = {r.id: self._lacking(r) for r in problem.resources if r.reduced}
        self.published: dict[str, Published] = {place.event: place for place in problem.published}
        self.options = {event.id: self._usable(event) for event in self.events.values()}
        self._index_crews()
        self._index_order()
        self._index_loads()
        self._index_exercises()
        self.day_caps = {
            crew.id: [(cap, self.axis.between(cap.first, cap.last)) for cap in crew.day_caps]
            for crew in problem.crews
            if crew.day_caps
        }
        self.history = self._history()
        self.starts = {event.id: self._starts(event) for event in self.events.values()}

    @cached_property
    def outlook(self) -> Outlook:
        """What the rest of a series costs at least, by the day its latest event ends."""
        return Outlook(self.axis, self.events, self.starts, self.problem.weights.lapse_days)

    def open_starts(self, option: Option, duration_days: int) -> int:
        """Return the start days on which `option` is open throughout and large enough, as a bit set."""
        if option.quantity > self.resources[option.resource].capacity:
            return 0
        unfit = self.closed[option.resource]
        room = self.resources[option.resource].capacity - option.quantity
        for day, units in enumerate(self.lacking.get(option.resource, ())):
            unfit |= (units > room) << day
        return self.axis.everything & ~touching(unfit, duration_days)

    def number(self, start: int, event_id: str) -> tuple[int, int]:
        """Return the day numbers (1 = 1 January) of first and last day of an event begun at `start`."""
        duration = self.events[event_id].duration_days
        return self.axis.numbers[start], self.axis.numbers[start + duration - 1]

    def days_inside(self, event_id: str, start: int, days: int) -> int:
        """Return how many workdays of an event begun at `start` lie in a set of days."""
        return (span(start, self.events[event_id].duration_days) & days).bit_count()

    def month_of(self, start: int) -> int:
        """Return the month of a workday, 1 to 12."""
        return self.problem.days[start].month

    def places_of(self, plan: Plan) -> dict[str, Place]:
        """Return the places a plan gives to the events known here; what runs off the axis is left out."""
        places: dict[str, Place] = {}
        for assignment in plan.assignments:
            start, event = self.axis.index(assignment.first_day), self.events.get(assignment.event)
            if event is not None and start is not None and self.axis.inside(event.duration_days) >> start & 1:
                places[assignment.event] = Place(start, assignment.choices, assignment.channel)
        return places

    def plan_of(self, places: Places) -> Plan:
        """Return the assignments of `places` as a plan that has not been measured yet."""
        assignments = [self._assignment(event_id, place) for event_id, place in places.items()]
        assignments.sort(key=lambda a: (a.first_day, a.event))
        return Plan(tuple(assignments), (), Cost())

    def free_events(self) -> list[str]:
        """Return the events that are not history, in the order of the problem."""
        return [event_id for event_id in self.events if event_id not in self.history]

    def _assignment(self, event_id: str, place: Place) -> Assignment:
        event = self.events[event_id]
        days: tuple[date, ...] = self.problem.days
        last = days[place.start + event.duration_days - 1]
        return Assignment(event_id, days[place.start], last, place.choices, place.channel, event.exercise)

    def _lacking(self, resource: Resource) -> list[int]:
        """Return how many units of a resource are missing to its capacity on each workday."""
        lacking = [0] * len(self.problem.days)
        for reduction in resource.reduced:
            for day in indexes(self.axis.between(reduction.first, reduction.last)):
                lacking[day] = max(lacking[day], resource.capacity - reduction.capacity)
        return lacking

    def _usable(self, event: Event) -> tuple[tuple[Option, ...], ...]:
        needs: list[tuple[Option, ...]] = []
        for i, need in enumerate(event.needs):
            offered = [o for o in need.options if not recused(event, self.resources[o.resource])]
            if event.lock and event.lock.choices:
                offered = [o for o in offered if o.resource == event.lock.choices[i]]
            needs.append(tuple(sorted(offered, key=lambda o: (o.distance_km, o.quantity, o.resource))))
        return tuple(needs)

    def _starts(self, event: Event) -> int:
        possible = self.axis.inside(event.duration_days)
        for rule in RULES:
            possible &= ~rule.forbids(self, event)
        for options in self.options[event.id]:
            open_days = 0
            for option in options:
                open_days |= self.open_starts(option, event.duration_days)
            possible &= open_days
        return possible

    def _history(self) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for event in self.problem.events:
            known = event.id in self.frozen or is_history(event, self.problem.issue_date)
            if event.lock is None or not known:
                continue
            start = self.axis.index(event.lock.first_day)
            if start is None or not self.axis.inside(event.duration_days) >> start & 1:
                continue
            choices = event.lock.choices or tuple(need.options[0].resource for need in event.needs)
            channel = event.lock.channel if event.exercise is None else event.lock.channel or 0
            found[event.id] = Place(start, choices, channel)
        return found

    def _index_crews(self) -> None:
        self.events_of_crew: dict[str, list[str]] = defaultdict(list)
        self.events_of_group: dict[str, list[str]] = defaultdict(list)
        self.group_sizes: dict[str, Counter[str]] = {}
        self.standby = {limit.group: limit.away_at_most for limit in self.problem.standby}
        crews_of_person: dict[str, set[str]] = defaultdict(set)
        for crew in self.problem.crews:
            for person in crew.person_ids:
                crews_of_person[person].add(crew.id)
        shared = {person: crews for person, crews in crews_of_person.items() if len(crews) > 1}
        self.persons_of: dict[str, tuple[str, ...]] = {}
        by_person: dict[str, list[str]] = defaultdict(list)
        for event in self.events.values():
            sizes: Counter[str] = Counter(self.crews[crew].standby_group for crew in event.crews)
            self.group_sizes[event.id] = sizes
            for crew_id in event.crews:
                self.events_of_crew[crew_id].append(event.id)
            for group in sizes:
                self.events_of_group[group].append(event.id)
            persons = tuple(sorted(p for p, crews in shared.items() if crews & set(event.crews)))
            self.persons_of[event.id] = persons
            for person in persons:
                by_person[person].append(event.id)
        self.events_of_shared_person = list({tuple(events): None for events in by_person.values()})

    def _index_order(self) -> None:
        self.series_of: dict[str, list[Series]] = {event_id: [] for event_id in self.events}
        self.before: dict[str, list[Link]] = {event_id: [] for event_id in self.events}
        self.after: dict[str, list[Link]] = {event_id: [] for event_id in self.events}
        for series in self.problem.series:
            for i, event_id in enumerate(series.events):
                self.series_of[event_id].append(series)
                if i:
                    self._link(series.events[i - 1], event_id, series.min_gap_days, None, in_series=True)
        for link in self.problem.precedence:
            self._link(link.before, link.after, link.min_lag_days, link.max_lag_days, in_series=False)

    def _link(self, before: str, after: str, least: int, most: int | None, *, in_series: bool) -> None:
        self.before[after].append(Link(before, least, most, in_series))
        self.after[before].append(Link(after, least, most, in_series))

    def _index_loads(self) -> None:
        loads = {event.id: member_half_days(event) for event in self.events.values()}
        self.load_scale = lcm(*(load.denominator for load in loads.values())) if loads else 1
        self.loads = {event_id: int(load * self.load_scale) for event_id, load in loads.items()}
        self.targets = {(t.region, t.month): t.half_days * self.load_scale for t in self.problem.targets}
        self.targets_of: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for (region, month), target in self.targets.items():
            self.targets_of[region].append((month, target))
        self.region_sizes = {
            event.id: Counter(self.crews[crew].region for crew in event.crews)
            for event in self.events.values()
        }

    def _index_exercises(self) -> None:
        self.exercises_of_area: dict[str, list[str]] = {area: [] for area in self.areas}
        self.exercises_of_region: dict[tuple[str, str], tuple[list[str], list[str]]] = {
            (area.id, region): ([], []) for area in self.problem.areas for region in area.regions
        }
        self.near_exercises: list[tuple[str, str]] = []
        self.area_of: dict[str, PairArea] = {}
        for event in self.events.values():
            exercise = event.exercise
            if exercise is None or exercise.area not in self.areas:
                continue
            self.area_of[event.id] = self.areas[exercise.area]
            self.exercises_of_area[exercise.area].append(event.id)
            for region in exercise.regions:
                self.exercises_of_region.setdefault((exercise.area, region), ([], []))[0].append(event.id)
            self.exercises_of_region.setdefault((exercise.area, exercise.host), ([], []))[1].append(event.id)
        self.near_exercises = [pair for pair in combinations(self.area_of, 2) if self._near(*pair)]
        self.near: dict[str, list[str]] = {event_id: [] for event_id in self.area_of}
        for first, second in self.near_exercises:
            self.near[first].append(second)
            self.near[second].append(first)

    def _near(self, first: str, second: str) -> bool:
        one, two = self.area_of[first], self.area_of[second]
        hosts = [self.events[event_id].exercise for event_id in (first, second)]
        if hosts[0] is None or hosts[1] is None:
            return False
        if hosts[0].host not in one.regions or hosts[1].host not in two.regions:
            return False
        limit = min(one.interference_km, two.interference_km)
        return hosts_distance_km((one, hosts[0].host), (two, hosts[1].host)) < limit
