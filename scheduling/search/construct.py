"""
The first plan: events one by one on their cheapest open day, in several orders; the best order wins.

No search, no backtracking: some hundred milliseconds for a city. Everything later only improves on it.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable

import numpy as np

from scheduling.axis import open_days
from scheduling.board import Board
from scheduling.compiled import Compiled, Place, Places
from scheduling.search.estimates import estimates

Order = Callable[[str], tuple[float, ...]]


def orders(view: Compiled, seed: int) -> list[Order]:
    """Return the orders worth trying: what lapses dearly first, scarce first, and seeded mixtures."""
    chance = random.Random(seed)  # noqa: S311 -- seeded search, not a secret
    noise = {event_id: chance.random() for event_id in view.events}
    room = {event_id: starts.bit_count() for event_id, starts in view.starts.items()}
    opens = {e: (starts & -starts).bit_length() for e, starts in view.starts.items()}
    size = {e: len(event.crews) * event.duration_days for e, event in view.events.items()}
    priority = {e: event.priority or 50 for e, event in view.events.items()}
    stake = stakes(view)
    due = {e: due_day(view, e) for e in view.events}
    return [
        lambda e: (-len(view.events[e].crews), due[e], -stake[e], noise[e]),
        lambda e: (-stake[e], due[e], room[e], noise[e]),
        lambda e: (-priority[e], due[e], room[e], noise[e]),
        lambda e: (-len(view.events[e].crews), -size[e], room[e], noise[e]),
        lambda e: (-priority[e], room[e], noise[e]),
        lambda e: (room[e] / size[e] if size[e] else 0.0, opens[e], noise[e]),
        lambda e: (opens[e] // 20, -size[e], room[e], noise[e]),
        lambda e: (-stake[e] * (0.5 + noise[e]), room[e]),
        lambda e: (room[e] * (0.5 + noise[e]),),
    ]


def stakes(view: Compiled) -> dict[str, int]:
    """Return what one lapse-day costs in all series of each event together, in series weights."""
    return {e: sum(s.weight for s in view.series_of[e]) for e in view.events}


def due_day(view: Compiled, event_id: str) -> int:
    """Return the day number by which the earlier events leave an event due, the year's end at the latest."""
    end = view.axis.year_end
    days = [end]
    for series in view.series_of[event_id]:
        since = 0 if series.last_held is None else view.axis.number(series.last_held)
        days.append(since + series.currency_days * (1 + series.events.index(event_id)))
    return max(1, min(days))


def fill(view: Compiled, placed: Places, order: Order) -> dict[str, Place]:
    """Return `placed` and everything else that still fits, each event where it costs least."""
    board = Board(view, placed)
    missing = {
        e: sum(link.event not in board.places for link in view.before[e])
        for e in view.events
        if e not in board.places
    }
    ready = [(order(e), e) for e, waiting in missing.items() if not waiting]
    heapq.heapify(ready)
    while ready:
        _, event_id = heapq.heappop(ready)
        place = cheapest(board, event_id)
        if place is None:
            continue
        board.put(event_id, place)
        for other in (link.event for link in view.after[event_id]):
            if other in missing:
                missing[other] -= 1
                if not missing[other]:
                    heapq.heappush(ready, (order(other), other))
    return _without_idle_hosts(view, board)


def cheapest(board: Board, event_id: str) -> Place | None:
    """
    Return the open place with the least estimated cost, the latest still in time among equals.

    Where an early finish of the year counts, the earliest among equals.
    """
    view = board.view
    starts = open_days(board.open_starts(event_id))
    if not len(starts):
        return None
    early, days = view.problem.weights.finish_days > 0, len(view.problem.days)
    ranks = estimates(board, event_id, starts) * days + (starts if early else days - 1 - starts)
    for index in ranks.argsort():
        place = board.choose(event_id, int(starts[index]))
        if place is not None:
            return place
    return None


def settle(view: Compiled, placed: Places, order: Order) -> dict[str, Place]:
    """
    Return `placed` with events moved one by one to their cheapest open day, until nothing moves.

    Every move lowers the total, for beside a full plan the estimate is exact. At most four rounds, some
    hundred milliseconds each for a city.
    """
    board = Board(view, placed)
    movable = [e for e in sorted(placed, key=order) if e not in view.history and not view.events[e].lock]
    for _ in range(4):
        moved = False
        for event_id in movable:
            old = board.take(event_id)
            new = cheapest(board, event_id)
            if new is None or _worth(board, event_id, new) >= _worth(board, event_id, old):
                new = old
            board.put(event_id, new)
            moved = moved or new != old
        if not moved:
            break
    return dict(board.places)


def _worth(board: Board, event_id: str, place: Place) -> int:
    """Return what an event costs at a place: estimate and travel."""
    return estimate(board, event_id, place.start) + _travel_cost(board.view, event_id, place)


def own_cost(view: Compiled, event_id: str, place: Place) -> int:
    """Return what a place costs whatever else stands: travel to resources, preference and moves."""
    cost = _travel_cost(view, event_id, place) + _day_cost(view, event_id, place.start)
    issued = view.published.get(event_id)
    if issued is not None and view.problem.days[place.start] == issued.first_day:
        cost += view.problem.weights.moves * bool(issued.choices and issued.choices != place.choices)
    return cost


def _travel_cost(view: Compiled, event_id: str, place: Place) -> int:
    return view.problem.weights.travel_km * sum(
        option.distance_km
        for options, choice in zip(view.options[event_id], place.choices, strict=True)
        for option in options
        if option.resource == choice
    )


def _day_cost(view: Compiled, event_id: str, start: int) -> int:
    weights, preferred = view.problem.weights, view.events[event_id].preferred
    issued, cost = view.published.get(event_id), 0
    if preferred is not None:
        cost += weights.preference_days * abs(view.axis.numbers[start] - view.axis.number(preferred))
    if issued is not None and view.problem.days[start] != issued.first_day:
        cost += weights.moves
    return cost


def estimate(board: Board, event_id: str, start: int) -> int:
    """
    Return lapse, overload and preference of a start beside what stands.

    Exact to the unit, save for successors that are not placed yet: these are guessed at their cheapest.
    """
    return int(estimates(board, event_id, np.array([start]))[0])


def _without_idle_hosts(view: Compiled, board: Board) -> dict[str, Place]:
    """Drop exercises whose host may only host again if others host, but these could not be placed."""
    changed = True
    while changed:
        changed = False
        for event_id, area in view.area_of.items():
            exercise = view.events[event_id].exercise
            if event_id not in board.places or exercise is None or exercise.host not in area.last_hosts:
                continue
            for region in set(exercise.regions) - set(area.last_hosts):
                hosted = view.exercises_of_region[area.id, region][1]
                if not any(other in board.places for other in hosted) and event_id not in view.history:
                    board.take(event_id)
                    changed = True
                    break
    return dict(board.places)
