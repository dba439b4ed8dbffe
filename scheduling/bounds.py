"""
Lower bounds on what any plan of a problem costs.

The cheap one treats every series alone and drops all else: resources, other series, standby, load. A cost
that belongs to one event and several series is shared out among them, so that the sum stays valid.
"""

from __future__ import annotations

from scheduling.axis import indexes
from scheduling.compiled import Compiled
from scheduling.problem import Event, Series


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
