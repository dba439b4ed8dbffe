"""Variables of free events and the rows that rules post on them: query methods around a CP-SAT model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from ortools.sat.python import cp_model

from scheduling.axis import indexes
from scheduling.board import Board
from scheduling.compiled import Compiled, Place, Places

Literal = cp_model.IntVar
Row = tuple[int, int, int, Literal]


class Rows:
    """Variables and rows: `free` events have variables, the events on `board` are constants."""

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

    def needs(self, event_id: str) -> list[dict[tuple[str, int], Literal]]:
        """Return (resource, start) -> literal for each need of a free event."""
        return self._choices[event_id]

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

    def follow(self, before: str, after: str, least: int, most: int | None = None) -> None:
        """
        Post that a free event begins `least` to `most` calendar days after another free one has ended.

        An absent event is dated to the end of the year, so that the rows need no enforcement literal and
        stay visible to the linear relaxation.
        """
        lag, present = self.first_day(after) - self.last_day(before), self.present(after)
        self.model.add(lag >= least * present)
        if most is not None:
            end = self.view.axis.year_end
            self.model.add(lag <= end + (most - end) * present)

    def require(self, event_id: str) -> None:
        """Post that a free event takes place."""
        self.model.add(self._present[event_id] == 1)

    def hint(self, places: Places) -> None:
        """Suggest starts to the solver, not choices: suggesting these too was measured to slow it down."""
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
