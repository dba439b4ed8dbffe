"""
The CP-SAT model of some free events inside a fixed rest of the year.

One literal per event and allowed start; no start integers, no intervals. Monolith, stages,
neighbourhoods, lock checks and bounds are this one builder with other arguments. Rules and cost terms
see only the query methods of `Draft`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ortools.sat.python import cp_model

from scheduling.board import Board
from scheduling.compiled import Compiled, Places
from scheduling.objective import TERMS
from scheduling.rows import Literal, Rows
from scheduling.rules import RULES, Rule


class Draft(Rows):
    """A model being written: the rows of the rules, and what the cost terms charge."""

    def __init__(
        self, view: Compiled, free: Iterable[str], board: Board, starts: Callable[[str], int] | None = None
    ) -> None:
        super().__init__(view, free, board, starts)
        self._costs: list[int] = []
        self._charged: list[Literal] = []
        self._constant = 0

    def charge(self, cost: int, literal: Literal | None = None) -> None:
        """Add a cost that applies always, or when a literal holds."""
        if literal is None:
            self._constant += cost
        elif cost:
            self._costs.append(cost)
            self._charged.append(literal)

    def charge_absent(self, event_id: str, cost: int) -> None:
        """Add a cost unless the event takes place."""
        if event_id not in self.board.places:
            self._constant += cost
        if self.is_free(event_id):
            self.charge(-cost, self.present(event_id))

    def charge_present(self, event_id: str, cost: int) -> None:
        """Add a cost if a free event takes place."""
        self.charge(cost, self.present(event_id))

    def charge_shortfall(self, events: Sequence[str], times: int, cost: int) -> None:
        """Add `cost` for every time that fewer than `times` of the events take place."""
        wanted = times - sum(event_id in self.board.places for event_id in events)
        free = [self.present(event_id) for event_id in events if self.is_free(event_id)]
        if wanted <= 0 or not free:
            self._constant += cost * max(0, wanted)
            return
        missing = self.model.new_int_var(0, wanted, "")
        self.model.add(missing + sum(free) >= wanted)
        self.charge(cost, missing)

    def charge_dates(self, event_id: str, cost: Callable[[int], int]) -> None:
        """Add a cost of an event's last day; the absent are dated to the end of the year."""
        end = self.view.axis.year_end
        if not self.is_free(event_id):
            place = self.board.places.get(event_id)
            self._constant += cost(self.view.number(place.start, event_id)[1] if place else end)
            return
        absent = cost(end)
        self._constant += absent
        for start, literal in self.starts(event_id):
            self.charge(cost(self.view.number(start, event_id)[1]) - absent, literal)

    def charge_interval(self, before: str, after: str, free_days: int, cost: int) -> None:
        """Add `cost` for every calendar day beyond `free_days` between the last days of two events."""
        if self.is_free(before) and self.is_free(after):
            excess = self.model.new_int_var(0, self.view.axis.year_end, "")
            self.model.add(excess >= self.last_day(after) - self.last_day(before) - free_days)
            self.charge(cost, excess)
        elif self.is_free(before):
            until = self._known_last(after)
            self.charge_dates(before, lambda day: cost * max(0, until - day - free_days))
        else:
            since = self._known_last(before)
            self.charge_dates(after, lambda day: cost * max(0, day - since - free_days))

    def charge_short_gap(self, before: str, after: str, wished: int, cost: int) -> None:
        """Add `cost` for every calendar day that the gap between two events falls short of `wished`."""
        if self.is_free(before) and self.is_free(after):
            short = self.model.new_int_var(0, wished, "")
            gap = self.first_day(after) - self.last_day(before)
            self.model.add(short + gap >= wished * self.present(after))
            self.charge(cost, short)
            return
        known = self._fixed_day(before, last=True), self._fixed_day(after, last=False)
        for event_id, other in ((before, known[1]), (after, known[0])):
            for start, literal in self.starts(event_id) if self.is_free(event_id) and other else ():
                first, last = self.view.number(start, event_id)
                days = (other or 0) - last if event_id == before else first - (other or 0)
                self.charge(cost * max(0, wished - days), literal)
        if known[0] and known[1]:
            self.charge(cost * max(0, wished - (known[1] - known[0])))

    def charge_finish(self, cost: int) -> None:
        """Add `cost` for every workday up to the end of the last event."""
        view = self.view
        fixed = max((p.start + view.events[e].duration_days for e, p in self.board.places.items()), default=0)
        finish = self.model.new_int_var(fixed, len(view.problem.days), "")
        for event_id in self.free:
            duration = view.events[event_id].duration_days
            starts = dict(self.starts(event_id))
            ends = cp_model.LinearExpr.weighted_sum(list(starts.values()), [s + duration for s in starts])
            self.model.add(finish >= ends)
        self.charge(cost, finish)

    def charge_overload(self, region: str, month: int, cost: int) -> None:
        """Add `cost` for every half-day of a region's month beyond its target."""
        view = self.view
        literals: list[Literal] = []
        loads: list[int] = []
        for event_id in self.free:
            load = view.region_sizes[event_id][region] * view.loads[event_id]
            if load:
                for start, literal in self.starts(event_id):
                    if view.month_of(start) == month:
                        literals.append(literal)
                        loads.append(load)
        left = view.targets[region, month] - self.board.month_load(region, month)
        scale = view.load_scale
        if not literals:
            self._constant += cost * max(0, -(left // scale))
            return
        excess = self.model.new_int_var(
            max(0, -(left // scale)), (max(0, -left) + sum(loads)) // scale + 1, ""
        )
        self.model.add(scale * excess >= cp_model.LinearExpr.weighted_sum(literals, loads) - left)
        self.charge(cost, excess)

    def charge_choices(self, event_id: str, cost_per_km: int) -> None:
        """Add the travel of every choice of a free event."""
        for options, literals in zip(self.view.options[event_id], self.needs(event_id), strict=True):
            distance = {option.resource: option.distance_km for option in options}
            for (resource, _), literal in literals.items():
                self.charge(cost_per_km * distance[resource], literal)

    def charge_leaving(self, event_id: str, start: int | None, choices: tuple[str, ...], cost: int) -> None:
        """Add `cost` unless a free event stands at `start`, with `choices` if any are named."""
        stays: list[Literal | None] = [dict(self.starts(event_id)).get(-1 if start is None else start)]
        if choices:
            needs = self.needs(event_id)
            fits = len(choices) == len(needs)
            stays += [n.get((c, start or 0)) for n, c in zip(needs, choices, strict=fits)] if fits else [None]
        self._constant += cost
        if any(literal is None for literal in stays):
            return
        stayed = self.model.new_bool_var("")
        for literal in stays:
            if literal is not None:
                self.model.add_implication(stayed, literal)
        self.charge(-cost, stayed)

    def minimize(self) -> None:
        """Set the objective to everything charged."""
        self.model.minimize(cp_model.LinearExpr.weighted_sum(self._charged, self._costs) + self._constant)

    def _fixed_day(self, event_id: str, *, last: bool) -> int | None:
        place = self.board.places.get(event_id)
        return self.view.number(place.start, event_id)[last] if place else None

    def _known_last(self, event_id: str) -> int:
        place = self.board.places.get(event_id)
        return self.view.number(place.start, event_id)[1] if place else self.view.axis.year_end


def build(
    view: Compiled,
    free: Iterable[str],
    fixed: Places,
    *,
    rules: Sequence[Rule] = RULES,
    objective: bool = True,
    must: Iterable[str] = (),
    starts: Callable[[str], int] | None = None,
) -> Draft:
    """
    Write the model of `free` events beside the `fixed` ones; all other events are absent.

    `must` take place in any case; `starts` replaces the board's answer to which starts are possible
    (for finding out which rules contradict each other, where nothing may be pruned by another rule).
    """
    draft = Draft(view, free, Board(view, fixed), starts)
    for rule in rules:
        rule.post(draft)
    for event_id in must:
        draft.require(event_id)
    if objective:
        for term in TERMS:
            weight = getattr(view.problem.weights, term.name)
            if weight:
                term.post(draft, weight)
        draft.minimize()
    return draft
