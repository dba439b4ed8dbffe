"""
Lower bounds on what any plan of a problem costs.

The cheap one treats every series alone and drops all else: resources, other series, standby, load. A cost
that belongs to one event and several series is shared out among them, so that the sum stays valid. The
good one prices what is scarce (`relax`). Cross-region areas are left out of both: a bound for one design of
the exercises is none for the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from scheduling.axis import indexes
from scheduling.booked import Booked
from scheduling.compiled import Compiled
from scheduling.cost import Component, Cost, Weights
from scheduling.design import design
from scheduling.objective import measure
from scheduling.problem import Event, Problem, Series
from scheduling.relax.pricing import ascend, ascent_of
from scheduling.relax.rows import Floats
from scheduling.search.construct import fill, orders

COMPONENT_SHARE = 0.4
#: how the time for components is shared out among them
SHARES = {
    "unscheduled_points": 0.3,
    "lapse_days": 0.2,
    "overload_half_days": 0.15,
    "travel_km": 0.15,
    "preference_days": 0.15,
    "moves": 0.05,
}
MOST_ROUNDS, WARM_ROUNDS, WARM_SINCE = 1000, 200, 0.4


@dataclass(frozen=True, slots=True)
class Bounds:
    """What every plan costs at least: the total in cost units, and each component in its own unit."""

    total: int
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """
    What is proven of the components.

    `least_points` is what every plan leaves out at least, in points. `joint` bounds, for each other
    component, the cost of points and that component together, the rest going free.
    """

    least_points: int = 0
    joint: Mapping[str, int] = field(default_factory=dict)

    def components(self, problem: Problem, cost: Cost | None) -> tuple[Component, ...]:
        """
        Return value and bound of every component.

        The bound on what is left out holds for every plan. The others hold for every plan that leaves out
        no more than `cost` does (without a plan, no more than must be): with one event fewer anything is
        cheaper.
        """
        points = self.least_points if cost is None else cost.unscheduled_points
        left_out = _unit(problem) * max(self.least_points, points)
        found: list[Component] = []
        for component in fields(Cost):
            name = component.name
            bound = self.least_points
            if name != "unscheduled_points":
                bound = max(0, -((left_out - self.joint.get(name, 0)) // _weight(problem, name)))
            found.append(Component(name, None if cost is None else getattr(cost, name), bound))
        return tuple(found)


def lower_bounds(problem: Problem, cost: Cost | None = None, *, seconds: float = 20.0) -> Bounds:
    """
    Return proven bounds on the total and on every component, `cost` being that of a plan if there is one.

    `seconds` are of one core, counted by work and not measured, so that the same call gives the same bounds.
    """
    known = (_first(problem) if cost is None else cost).total(problem.weights)
    ascent = ascent_of(problem, known)
    ascend(ascent, MOST_ROUNDS, seconds * (1 - COMPONENT_SHARE), lambda _: True)
    proof = prove(problem, known, seconds * COMPONENT_SHARE, ascent.best)
    cheap = cheap_bound(Compiled(replace(problem, areas=())))
    return Bounds(max(cheap, ascent.bound), proof.components(problem, cost))


def _first(problem: Problem) -> Cost:
    """Return the cost of some plan: how hot an ascent begins depends on what is at stake."""
    view = Compiled(problem, design(problem))
    return measure(Booked(problem, view.plan_of(fill(view, view.history, orders(view, 0)[0]))))


def prove(problem: Problem, total: int | None, seconds: float, prices: Floats) -> Proof:
    """
    Return what about `seconds` of one core prove of the components.

    `total` is what a plan is known to cost, `prices` are those of the total's ascent: a bound that is
    mostly of lapse-days is nearly proven by them.
    """
    unit = _unit(problem)

    def ascended(name: str) -> int:
        weights = {"unscheduled_points": unit, name: _weight(problem, name)}
        ascent = ascent_of(_only(problem, **weights), total)
        ascent.warm(prices)
        ascend(ascent, WARM_ROUNDS, seconds * SHARES[name], lambda _: True, WARM_SINCE)
        return max(0, ascent.bound)

    joint = {name: ascended(name) for name in SHARES if _may_matter(problem, name)}
    return Proof(-(-joint.pop("unscheduled_points", 0) // unit), joint)


def _unit(problem: Problem) -> int:
    return max(1, problem.weights.unscheduled_points)


def _weight(problem: Problem, name: str) -> int:
    return max(1, int(getattr(problem.weights, name)))


def _may_matter(problem: Problem, name: str) -> bool:
    return bool(problem.published if name == "moves" else problem.events)


def _only(problem: Problem, **weights: int) -> Problem:
    none = {component.name: 0 for component in fields(Weights)}
    return replace(problem, weights=Weights(**(none | weights)))


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
