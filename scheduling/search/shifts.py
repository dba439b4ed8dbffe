"""
A light local search before the exact one: put one event where it would rather stand, move what is in its way.

Some hundred tries a second, most of them worthless: the cost of a try is that of the few series, months
and ways it touches. Slightly worse plans are kept for a while (simulated annealing), the best one counts.
Measured on a seeded city of 411 events, 30 s from 1.768 M: 1.767 M by exact neighborhoods alone, 1.760 M
with shifts first.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable

import numpy as np

from scheduling.axis import indexes
from scheduling.board import Board
from scheduling.budget import Budget
from scheduling.compiled import Compiled
from scheduling.problem import Series
from scheduling.search.construct import cheapest, own_cost, stakes
from scheduling.search.estimates import estimates
from scheduling.search.incumbent import Incumbent

SHARE = 0.3
ROUNDS_PER_SECOND = 400
# Cost units: three lapse-days of weight one are accepted at first in about every third case, at last none.
HOTTEST = 3_000.0
LOOK_AT = 25
BLUR = 2_000
OFFER_EVERY = 1_000


class Shifts:
    """Simulated annealing over plans that break no rule; every event placed at first stays placed."""

    def __init__(self, incumbent: Incumbent, seed: int) -> None:
        self._incumbent, self._view = incumbent, incumbent.view
        self._board = Board(self._view, incumbent.places)
        self._chance = random.Random(seed)  # noqa: S311 -- seeded search, not a secret
        self._stakes = stakes(self._view)
        view = self._view
        self._movable = [
            e for e in self._board.places if e not in view.history and view.events[e].lock is None
        ]
        self._marks = {e: _marks(view, e) for e in self._movable}
        self._rivals: dict[str, list[str]] = {}
        self._blame: list[float] = []
        self._gain = 0
        self._best = (0, dict(incumbent.places))

    def run(self, budget: Budget) -> None:
        """Search for a share of the budget, offer what is better on the way and at the end."""
        seconds = budget.left * SHARE
        rounds, began = max(1, int(seconds * ROUNDS_PER_SECOND)), budget.elapsed
        step = 0
        while self._movable and not budget.stopped:
            done = step / rounds if budget.deterministic else (budget.elapsed - began) / max(0.1, seconds)
            if done >= 1:
                break
            if step % OFFER_EVERY == 0:
                self._blame = [1 + self._lapse_of(e) / 1000 for e in self._movable]
                self._offer()
            self._try(1 + HOTTEST * (1 - done) ** 2)
            self._incumbent.tick()
            step += 1
        self._offer()
        budget.spend(seconds)

    def _offer(self) -> None:
        if self._best[0] < 0:
            self._incumbent.offer(self._best[1])
            self._gain -= self._best[0]
            self._best = (0, self._best[1])

    def _try(self, heat: float) -> None:
        (event_id,) = self._chance.choices(self._movable, self._blame)
        start = self._wish(event_id)
        if start is None:
            return
        near, bystanders = self._in_the_way(event_id, start)
        touched = [event_id, *near, *bystanders]
        saved = {e: self._board.places[e] for e in touched}
        before = self._cost(touched)
        if self._rearrange(event_id, start, near, bystanders):
            change = self._cost(touched) - before
            if change <= 0 or self._chance.random() < math.exp(-change / heat):
                self._gain += change
                if self._gain < self._best[0]:
                    self._best = (self._gain, dict(self._board.places))
                return
        for e in touched:
            if e in self._board.places:
                self._board.take(e)
        for e, place in saved.items():
            self._board.put(e, place)

    def _wish(self, event_id: str) -> int | None:
        """Return a cheap start among some, whatever but its order stands against it."""
        board = self._board
        old = board.take(event_id)
        allowed = self._view.starts[event_id] & ~board.order_conflicts(event_id) & ~(1 << old.start)
        starts = list(indexes(allowed))
        some = self._chance.sample(starts, min(LOOK_AT, len(starts)))
        costs = estimates(board, event_id, np.array(some, np.int64)).tolist() if some else []
        ranked = [(c + self._chance.random() * BLUR, s) for c, s in zip(costs, some, strict=True)]
        board.put(event_id, old)
        return min(ranked)[1] if ranked else None

    def _in_the_way(self, event_id: str, start: int) -> tuple[list[str], list[str]]:
        """Return the rivals standing near a start, own crews first, and up to two others taken up as well."""
        view, rest = self._view, self._view.problem.rest_days
        low, high = start - rest, start + view.events[event_id].duration_days + rest
        rivals = self._rivals_of(event_id)
        near: list[str] = []
        for e in rivals:
            at = self._board.places[e].start
            if at < high and at + view.events[e].duration_days > low:
                near.append(e)
        self._chance.shuffle(near)
        crews = set(view.events[event_id].crews)
        foreign = {e for e in near if crews.isdisjoint(view.events[e].crews)}
        near.sort(key=foreign.__contains__)
        count = min(len(rivals), self._chance.choice((0, 0, 0, 1, 2)))
        return near, [e for e in self._chance.sample(rivals, count) if e not in near]

    def _rivals_of(self, event_id: str) -> list[str]:
        """Return the events that can stand in the way of one: by crew, person, resource or standby group."""
        if event_id not in self._rivals:
            own = self._marks[event_id]
            self._rivals[event_id] = [
                e for e in self._movable if e != event_id and not own.isdisjoint(self._marks[e])
            ]
        return self._rivals[event_id]

    def _rearrange(self, event_id: str, start: int, near: Iterable[str], bystanders: list[str]) -> bool:
        """Place an event at a start and the displaced anew; return whether all found a place."""
        board = self._board
        loose = list(bystanders)
        for e in (event_id, *bystanders):
            board.take(e)
        for e in near:
            if board.open_starts(event_id) >> start & 1:
                break
            board.take(e)
            loose.append(e)
        place = board.choose(event_id, start) if board.open_starts(event_id) >> start & 1 else None
        if place is None:
            return False
        board.put(event_id, place)
        loose.sort(key=lambda e: -self._stakes[e] * (0.7 + 0.6 * self._chance.random()))
        return all(self._replace(e) for e in loose)

    def _replace(self, event_id: str) -> bool:
        place = cheapest(self._board, event_id)
        if place is not None:
            self._board.put(event_id, place)
        return place is not None

    def _cost(self, touched: list[str]) -> int:
        """Return all cost that a rearrangement of `touched` can change."""
        board, view = self._board, self._view
        regions = {region for e in touched for region in view.region_sizes[e]}
        overload = sum(
            max(0, -((target - board.month_load(region, month)) // view.load_scale))
            for (region, month), target in view.targets.items()
            if region in regions
        )
        own = sum(own_cost(view, e, board.places[e]) for e in touched)
        series = {s.id: s for e in touched for s in view.series_of[e]}
        lapse = sum(self._lapse(s) for s in series.values())
        return overload * view.problem.weights.overload_half_days + own + lapse

    def _lapse_of(self, event_id: str) -> int:
        return sum(self._lapse(series) for series in self._view.series_of[event_id])

    def _lapse(self, series: Series) -> int:
        view, places = self._view, self._board.places
        since = 0 if series.last_held is None else view.axis.number(series.last_held)
        due, days, short, ended = max(0, since + series.currency_days), 0, 0, -view.axis.year_end
        for event_id in series.events:
            place = places.get(event_id)
            if place is not None:
                first, last = view.number(place.start, event_id)
                days += max(0, last - due)
                short += max(0, series.preferred_gap_days - (first - ended))
                due, ended = last + series.currency_days, last
        days += max(0, view.axis.year_end - due)
        weights = view.problem.weights
        return days * series.weight * weights.lapse_days + short * weights.preference_days


def _marks(view: Compiled, event_id: str) -> set[tuple[str, str]]:
    """Return all that an event may have to share."""
    event = view.events[event_id]
    marks = {("crew", crew) for crew in event.crews} | {("person", p) for p in view.persons_of[event_id]}
    marks |= {("resource", option.resource) for options in view.options[event_id] for option in options}
    if event.away:
        marks |= {("group", group) for group in view.group_sizes[event_id] if group in view.standby}
    if event.exercise is not None:
        marks.add(("exercise", ""))
    return marks
