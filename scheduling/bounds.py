"""
Lower bounds on what any plan of a problem costs.

The cheap one treats every series alone and drops all else: resources, other series, standby, load. A cost
that belongs to one event and several series is shared out among them, so that the sum stays valid.

The better one cuts the year into parts (one kind, or one kind in one region), each a problem of its own
that keeps all rules among its events. Every cost term is a sum over parts or, as overload, at least that:
max(0, a + b - t) >= max(0, a - t) + max(0, b - t). So bounds of the parts may be added. Cross-region
areas are left out: a bound for one design of the exercises is none for the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from scheduling.axis import indexes
from scheduling.compiled import Compiled
from scheduling.model import Model, build
from scheduling.problem import Event, Problem, Series
from scheduling.solver import Answer

LARGEST_KIND = 45


def parts(problem: Problem) -> list[Problem]:
    """Cut a problem into parts that share no series, by kind and, where a kind is large, by region."""
    leader = {event.id: event.id for event in problem.events}

    def find(event_id: str) -> str:
        while leader[event_id] != event_id:
            leader[event_id] = leader[leader[event_id]]
            event_id = leader[event_id]
        return event_id

    for series in problem.series:
        for event_id in series.events[1:]:
            leader[find(event_id)] = find(series.events[0])
    sizes: dict[str, int] = defaultdict(int)
    for event in problem.events:
        sizes[event.kind] += 1
    regions = {crew.id: crew.region for crew in problem.crews}
    groups: dict[tuple[str, str], list[Event]] = defaultdict(list)
    by_id = {event.id: event for event in problem.events}
    for event in problem.events:
        head = by_id[find(event.id)]
        region = regions[head.crews[0]] if head.crews and sizes[head.kind] > LARGEST_KIND else ""
        groups[head.kind, region].append(event)
    return [_part(problem, events) for events in groups.values()]


def _part(problem: Problem, events: list[Event]) -> Problem:
    inside = {event.id for event in events}
    return replace(
        problem,
        events=tuple(events),
        series=tuple(s for s in problem.series if s.events and s.events[0] in inside),
        precedence=tuple(k for k in problem.precedence if {k.before, k.after} <= inside),
        published=tuple(place for place in problem.published if place.event in inside),
        areas=(),
    )


class PartBounds:
    """Bounds of the parts, at first the cheap ones, raised one by one as the solver proves more."""

    def __init__(self, problem: Problem) -> None:
        self._views = [Compiled(part) for part in parts(problem)]
        self._bounds = [cheap_bound(view) for view in self._views]
        empty = replace(
            problem,
            events=(),
            series=tuple(s for s in problem.series if not s.events),
            precedence=(),
            areas=(),
        )
        self._rest = cheap_bound(Compiled(empty))
        self._open = sorted(range(len(self._views)), key=lambda i: len(self._views[i].events))

    @property
    def total(self) -> int:
        """The valid lower bound on the whole problem as far as proven."""
        return sum(self._bounds) + self._rest

    def next(self) -> tuple[int, Callable[[], Model]] | None:
        """Return the next part to bound, with its model; None when each has had its turn."""
        if not self._open:
            return None
        part = self._open.pop(0)
        view = self._views[part]
        return part, lambda: build(
            view,
            view.free_events(),
            view.history,
            must=[e for e in view.free_events() if view.events[e].lock],
        )

    def learn(self, part: int, answer: Answer) -> None:
        """Take over what the solver proved about a part."""
        if answer.bound is not None:
            self._bounds[part] = max(self._bounds[part], answer.bound)


def cheap_bound(view: Compiled) -> int:
    """Return a valid lower bound on the total cost, in cost units; some milliseconds per series."""
    problem = view.problem
    alone = {event.id: _alone(view, event) for event in problem.events}
    bound = sum(_series_bound(view, series, alone) for series in problem.series)
    for event in problem.events:
        if not view.series_of[event.id]:
            starts, absent = alone[event.id]
            bound += min([absent, *starts.values()])
    return bound


def _alone(view: Compiled, event: Event) -> tuple[dict[int, int], int]:
    """Return (cost by start, cost if absent) of what an event costs by itself, its series' share of it."""
    weights = view.problem.weights
    share = max(1, len(view.series_of[event.id]))
    issued = view.published.get(event.id)
    travel = sum(min((o.distance_km for o in options), default=0) for options in view.options[event.id])
    starts: dict[int, int] = {}
    fixed = view.history.get(event.id)
    for start in indexes(1 << fixed.start if fixed else view.starts[event.id]):
        cost = travel * weights.travel_km
        if event.preferred is not None:
            distance = abs(view.axis.numbers[start] - view.axis.number(event.preferred))
            cost += distance * weights.preference_days
        if issued is not None and issued.first_day != view.problem.days[start]:
            cost += weights.moves
        starts[start] = cost // share
    absent = event.priority * weights.unscheduled_points + (weights.moves if issued is not None else 0)
    return starts, absent // share


def _series_bound(view: Compiled, series: Series, alone: dict[str, tuple[dict[int, int], int]]) -> int:
    """Cheapest way through one series: events in order with their gaps, its tail left out anywhere."""
    cost, currency = view.problem.weights.lapse_days * series.weight, series.currency_days
    end = view.axis.year_end
    due = currency if series.last_held is None else view.axis.number(series.last_held) + currency
    tails = [0]
    for event_id in reversed(series.events):
        tails.append(tails[-1] + alone[event_id][1])
    tails.reverse()
    best = tails[0] + cost * max(0, end - max(0, due))
    # (last day number of the latest event, cost so far), for every day it can end on
    ways: list[tuple[int, int]] | None = None
    for position, event_id in enumerate(series.events):
        reached: list[tuple[int, int]] = []
        for start, own in alone[event_id][0].items():
            first, last = view.number(start, event_id)
            if ways is None:
                so_far = cost * max(0, last - max(0, due))
            else:
                fits = [
                    c + cost * max(0, last - d - currency)
                    for d, c in ways
                    if d + series.min_gap_days <= first
                ]
                if not fits:
                    continue
                so_far = min(fits)
            reached.append((last, so_far + own))
        if not reached:
            break
        ways = reached
        rest = min(c + cost * max(0, end - d - currency) for d, c in reached)
        best = min(best, rest + tails[position + 1])
    return best
