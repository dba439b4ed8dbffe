"""
The CP-SAT model of some free events inside a fixed rest of the year.

One literal per event and allowed start; no start integers, no intervals. Monolith, stages,
neighbourhoods, lock checks and bounds are this one builder with other arguments. Rules and cost terms
see only the query methods of `Draft`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from ortools.sat.python import cp_model

from scheduling.axis import indexes
from scheduling.board import Board
from scheduling.compiled import Compiled, Place, Places
from scheduling.objective import TERMS
from scheduling.rules import RULES, Rule

Literal = cp_model.IntVar
Row = tuple[int, int, int, Literal]


class Draft:
    """A model being written: `free` events have variables, the events on `board` are constants."""

    def __init__(
        self, view: Compiled, free: Iterable[str], board: Board, starts: Callable[[str], int] | None = None
    ) -> None:
        self.view = view
        self.board = board
        self.model = cp_model.CpModel()
        self.free = tuple(free)
        self._open_starts = starts or board.open_starts
        self._pruned = starts is None
        self._starts: dict[str, dict[int, Literal]] = {}
        self._present: dict[str, Literal] = {}
        self._choices: dict[str, list[dict[tuple[str, int], Literal]]] = {}
        self._channels: dict[str, dict[tuple[int, int], Literal]] = {}
        self._dates: dict[tuple[str, int], cp_model.LinearExpr] = {}
        self._costs: list[int] = []
        self._charged: list[Literal] = []
        self._constant = 0
        for event_id in self.free:
            self._add_event(event_id)

    def is_free(self, event_id: str) -> bool:
        """Return whether the event has variables here."""
        return event_id in self._starts

    def starts(self, event_id: str) -> Iterable[tuple[int, Literal]]:
        """Return the possible starts of a free event with their literals."""
        return self._starts[event_id].items()

    def present(self, event_id: str) -> Literal:
        """Return the literal that a free event takes place."""
        return self._present[event_id]

    def first_day(self, event_id: str) -> cp_model.LinearExpr:
        """Return the day number of a free event's first day, the last of the year if absent."""
        return self._date(event_id, 0)

    def last_day(self, event_id: str) -> cp_model.LinearExpr:
        """Return the day number of a free event's last day, the last of the year if absent."""
        return self._date(event_id, 1)

    def choices(self, event_id: str, need: int) -> dict[tuple[str, int], Literal]:
        """Return (resource, start) -> literal for one need of a free event."""
        return self._choices[event_id][need]

    def channel_count(self, event_id: str) -> int:
        """Return the channel groups a free exercise may use."""
        return self.view.area_of[event_id].channel_groups

    def channel_starts(self, event_id: str, group: int) -> list[tuple[int, Literal]]:
        """Return the starts of a free exercise on one channel group with their literals."""
        return [(s, literal) for (g, s), literal in self._channels[event_id].items() if g == group]

    def uses_by_resource(self) -> dict[str, list[Row]]:
        """Return resource -> (quantity, start, duration, literal) of every possible use by free events."""
        uses: dict[str, list[Row]] = defaultdict(list)
        for event_id in self.free:
            duration = self.view.events[event_id].duration_days
            for options, literals in zip(self.view.options[event_id], self._choices[event_id], strict=True):
                quantity = {option.resource: option.quantity for option in options}
                for (resource, start), literal in literals.items():
                    uses[resource].append((quantity[resource], start, duration, literal))
        return uses

    def at_most(self, weights: Sequence[int], literals: Sequence[Literal], limit: int) -> None:
        """Post a weighted bound."""
        self.model.add(cp_model.LinearExpr.weighted_sum(literals, weights) <= limit)

    def at_most_daily(self, rows: Iterable[Row], left: Sequence[int]) -> None:
        """Post, for every workday, that the literals covering it stay within what is left of it."""
        covering: dict[int, list[tuple[int, Literal]]] = defaultdict(list)
        for quantity, start, duration, literal in rows:
            for day in range(start, start + duration):
                covering[day].append((quantity, literal))
        for day, terms in covering.items():
            if sum(quantity for quantity, _ in terms) > left[day]:
                literals = [literal for _, literal in terms]
                if left[day] == 1 and all(quantity == 1 for quantity, _ in terms):
                    self.model.add_at_most_one(literals)
                else:
                    self.at_most([quantity for quantity, _ in terms], literals, left[day])

    def at_most_one_at_a_time(self, events: Sequence[str], rest: int) -> None:
        """Forbid that two of `events` overlap when each is followed by `rest` workdays."""
        if len(events) < 2:
            return
        covering: dict[int, list[Literal]] = defaultdict(list)
        for event_id in events:
            length = self.view.events[event_id].duration_days + rest
            for start, literal in self._starts[event_id].items():
                for day in range(start, start + length):
                    covering[day].append(literal)
        for literals in covering.values():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)

    def keep_out(self, event_id: str, starts: Callable[[], int]) -> None:
        """Forbid starts of a free event against the fixed ones, unless the board pruned them already."""
        if not self._pruned:
            forbidden = starts()
            for start, literal in self._starts[event_id].items():
                if forbidden >> start & 1:
                    self.model.add(literal == 0)

    def keep_options_out(self) -> None:
        """Forbid resources while closed or full, unless the board pruned them already."""
        for event_id in () if self._pruned else self.free:
            for need, literals in enumerate(self._choices[event_id]):
                room = {resource: s for resource, _, _, s in self.board.option_starts(event_id, need)}
                for (resource, start), literal in literals.items():
                    if not room[resource] >> start & 1:
                        self.model.add(literal == 0)

    def implies(self, event_id: str, other: str) -> None:
        """Post that an event takes place only if the other does; fixed and absent events are constants."""
        if self.is_free(event_id):
            if self.is_free(other):
                self.model.add_implication(self._present[event_id], self._present[other])
            elif other not in self.board.places:
                self.model.add(self._present[event_id] == 0)
        elif event_id in self.board.places and self.is_free(other):
            self.model.add(self._present[other] == 1)

    def implies_any(self, event_id: str, others: Sequence[str]) -> None:
        """Post that an event takes place only if at least one of the others does."""
        if any(other in self.board.places for other in others):
            return
        free = [self._present[other] for other in others if self.is_free(other)]
        if self.is_free(event_id):
            self.model.add_bool_or([*free, self._present[event_id].Not()])
        elif event_id in self.board.places and free:
            self.model.add_bool_or(free)

    def require(self, event_id: str) -> None:
        """Post that a free event takes place."""
        self.model.add(self._present[event_id] == 1)

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
            self.charge(-cost, self._present[event_id])

    def charge_present(self, event_id: str, cost: int) -> None:
        """Add a cost if a free event takes place."""
        self.charge(cost, self._present[event_id])

    def charge_shortfall(self, events: Sequence[str], times: int, cost: int) -> None:
        """Add `cost` for every time that fewer than `times` of the events take place."""
        wanted = times - sum(event_id in self.board.places for event_id in events)
        free = [self._present[event_id] for event_id in events if self.is_free(event_id)]
        if wanted <= 0 or not free:
            self._constant += cost * max(0, wanted)
            return
        missing = self.model.new_int_var(0, wanted, "")
        self.model.add(missing + sum(free) >= wanted)
        self.charge(cost, missing)

    def charge_dates(self, event_id: str, cost: Callable[[int, int], int]) -> None:
        """Add a cost of (last day, first day) of an event; the absent are dated to the end of the year."""
        end = self.view.axis.year_end
        if not self.is_free(event_id):
            place = self.board.places.get(event_id)
            first, last = self.view.number(place.start, event_id) if place else (end, end)
            self._constant += cost(last, first)
            return
        absent = cost(end, end)
        self._constant += absent
        for start, literal in self._starts[event_id].items():
            first, last = self.view.number(start, event_id)
            self.charge(cost(last, first) - absent, literal)

    def charge_interval(self, before: str, after: str, free_days: int, cost: int) -> None:
        """Add `cost` for every calendar day beyond `free_days` between the last days of two events."""
        if self.is_free(before) and self.is_free(after):
            excess = self.model.new_int_var(0, self.view.axis.year_end, "")
            self.model.add(excess >= self.last_day(after) - self.last_day(before) - free_days)
            self.charge(cost, excess)
        elif self.is_free(before):
            until = self._known_last(after)
            self.charge_dates(before, lambda day, _: cost * max(0, until - day - free_days))
        else:
            since = self._known_last(before)
            self.charge_dates(after, lambda day, _: cost * max(0, day - since - free_days))

    def charge_overload(self, region: str, month: int, cost: int) -> None:
        """Add `cost` for every half-day of a region's month beyond its target."""
        view = self.view
        literals: list[Literal] = []
        loads: list[int] = []
        for event_id in self.free:
            load = view.region_sizes[event_id][region] * view.loads[event_id]
            if load:
                for start, literal in self._starts[event_id].items():
                    if view.month_of(start) == month:
                        literals.append(literal)
                        loads.append(load)
        left = view.targets[region, month] - self.board.month_load(region, month)
        scale = view.load_scale
        if not literals:
            self._constant += cost * max(0, -(left // scale))
            return
        excess = self.model.new_int_var(max(0, -(left // scale)), (max(0, -left) + sum(loads)) // scale + 1, "")
        self.model.add(scale * excess >= cp_model.LinearExpr.weighted_sum(literals, loads) - left)
        self.charge(cost, excess)

    def charge_choices(self, event_id: str, cost_per_km: int) -> None:
        """Add the travel of every choice of a free event."""
        for options, literals in zip(self.view.options[event_id], self._choices[event_id], strict=True):
            distance = {option.resource: option.distance_km for option in options}
            for (resource, _), literal in literals.items():
                self.charge(cost_per_km * distance[resource], literal)

    def charge_leaving(self, event_id: str, start: int | None, choices: tuple[str, ...], cost: int) -> None:
        """Add `cost` unless a free event stands at `start`, with `choices` if any are named."""
        stays: list[Literal | None] = [self._starts[event_id].get(-1 if start is None else start)]
        if choices:
            needs = self._choices[event_id]
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

    def hint(self, places: Places) -> None:
        """Suggest places to the solver; absent events are suggested to stay absent."""
        for event_id in self.free:
            place = places.get(event_id)
            self.model.add_hint(self._present[event_id], place is not None)
            for start, literal in self._starts[event_id].items():
                self.model.add_hint(literal, place is not None and place.start == start)

    def read(self, value: Callable[[Literal], bool]) -> dict[str, Place]:
        """Return the places of free events in a solution."""
        found: dict[str, Place] = {}
        for event_id in self.free:
            start = next((s for s, literal in self._starts[event_id].items() if value(literal)), None)
            if start is None:
                continue
            choices = tuple(
                next(r for (r, s), literal in need.items() if s == start and value(literal))
                for need in self._choices[event_id]
            )
            channel = next(
                (g for (g, s), c in self._channels.get(event_id, {}).items() if s == start and value(c)), None
            )
            found[event_id] = Place(start, choices, channel)
        return found

    def _add_event(self, event_id: str) -> None:
        model = self.model
        starts = {start: model.new_bool_var("") for start in indexes(self._open_starts(event_id))}
        present = model.new_bool_var("")
        self._starts[event_id], self._present[event_id] = starts, present
        model.add_exactly_one([*starts.values(), present.Not()])
        self._choices[event_id] = [
            self._add_choice(event_id, need) for need in range(len(self.view.options[event_id]))
        ]
        if event_id in self.view.area_of:
            self._add_channels(event_id)

    def _add_choice(self, event_id: str, need: int) -> dict[tuple[str, int], Literal]:
        options = self.board.option_starts(event_id, need)
        if not self._pruned:
            options = [(resource, quantity, km, -1) for resource, quantity, km, _ in options]
        found: dict[tuple[str, int], Literal] = {}
        for start, literal in self._starts[event_id].items():
            usable = [resource for resource, _, _, starts in options if starts >> start & 1]
            if len(usable) == 1:
                found[usable[0], start] = literal
                continue
            for resource in usable:
                found[resource, start] = self.model.new_bool_var("")
            self.model.add(sum(found[resource, start] for resource in usable) == literal)
        return found

    def _add_channels(self, event_id: str) -> None:
        lock = self.view.events[event_id].lock
        groups = range(self.channel_count(event_id))
        wanted = groups if lock is None or lock.channel is None else (lock.channel,)
        channels: dict[tuple[int, int], Literal] = {}
        free = {group: self.board.channel_starts(event_id, group) for group in wanted}
        for start, literal in self._starts[event_id].items():
            usable = [group for group in wanted if free[group] >> start & 1]
            for group in usable:
                channels[group, start] = self.model.new_bool_var("")
            self.model.add(sum(channels[group, start] for group in usable) == literal)
        self._channels[event_id] = channels

    def _date(self, event_id: str, last: int) -> cp_model.LinearExpr:
        if (event_id, last) not in self._dates:
            end = self.view.axis.year_end
            literals = list(self._starts[event_id].values())
            offsets = [self.view.number(start, event_id)[last] - end for start in self._starts[event_id]]
            self._dates[event_id, last] = cp_model.LinearExpr.weighted_sum(literals, offsets) + end
        return self._dates[event_id, last]

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
