"""
Literals of free events and the rows that rules post on them, whatever they are written down for.

`Rows` knows which literals there are and how a rule's question becomes a few primitive rows; what a row
is made of is the business of the two that inherit it: the solver's model, and the relaxation that bounds
it. So a rule is written once and both hold it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from scheduling.axis import indexes
from scheduling.board import Board
from scheduling.compiled import Compiled

L = TypeVar("L")


def anywhere(event_id: str) -> int:
    """Leave an event every start."""
    del event_id
    return -1


class Rows(ABC, Generic[L]):
    """Literals and rows: `free` events have literals, the events on `board` are constants."""

    def __init__(
        self,
        view: Compiled,
        free: Iterable[str],
        board: Board,
        starts: Callable[[str], int] | None = None,
        within: Callable[[str], int] = anywhere,
    ) -> None:
        self.view = view
        self.board = board
        self.free = tuple(free)
        self._open_starts = starts or board.open_starts
        self._within = within
        self._pruned = starts is None
        self._starts: dict[str, dict[int, L]] = {}
        self._present: dict[str, L] = {}
        self._choices: dict[str, list[dict[tuple[str, int], L]]] = {}
        self._channels: dict[str, dict[tuple[int, int], L]] = {}
        for event_id in self.free:
            self._add_event(event_id)

    @abstractmethod
    def literal(self) -> L:
        """Return a new literal."""

    @abstractmethod
    def start_of(self, starts: Sequence[L], present: L) -> None:
        """Post that exactly one of `starts` holds if `present` does, else none."""

    @abstractmethod
    def split(self, literal: L, parts: Sequence[L]) -> None:
        """Post that exactly one of `parts` holds if the literal does, else none."""

    @abstractmethod
    def at_most(self, weights: Sequence[int], literals: Sequence[L], limit: int) -> None:
        """Post a weighted bound."""

    @abstractmethod
    def forbid(self, literal: L) -> None:
        """Post that a literal does not hold."""

    @abstractmethod
    def require(self, event_id: str) -> None:
        """Post that a free event takes place."""

    @abstractmethod
    def imply(self, event_id: str, other: str) -> None:
        """Post that a free event takes place only if the other free one does."""

    @abstractmethod
    def any_of(self, literals: Sequence[L], unless: L | None = None) -> None:
        """Post that one of the literals holds, at least if `unless` does."""

    @abstractmethod
    def follow(self, before: str, after: str, least: int, most: int | None = None) -> None:
        """Post that a free event begins `least` to `most` calendar days after another free one has ended."""

    def is_free(self, event_id: str) -> bool:
        """Return whether the event has literals here."""
        return event_id in self._starts

    def starts(self, event_id: str) -> Iterable[tuple[int, L]]:
        """Return the possible starts of a free event with their literals."""
        return self._starts[event_id].items()

    def present(self, event_id: str) -> L:
        """Return the literal that a free event takes place."""
        return self._present[event_id]

    def needs(self, event_id: str) -> list[dict[tuple[str, int], L]]:
        """Return (resource, start) -> literal for each need of a free event."""
        return self._choices[event_id]

    def channel_count(self, event_id: str) -> int:
        """Return the channel groups a free exercise may use."""
        return self.view.area_of[event_id].channel_groups

    def channel_starts(self, event_id: str, group: int) -> list[tuple[int, L]]:
        """Return the starts of a free exercise on one channel group with their literals."""
        return [(s, literal) for (g, s), literal in self._channels[event_id].items() if g == group]

    def uses_by_resource(self) -> dict[str, list[tuple[int, int, int, L]]]:
        """Return resource -> (quantity, start, duration, literal) of every possible use by free events."""
        uses: dict[str, list[tuple[int, int, int, L]]] = defaultdict(list)
        for event_id in self.free:
            duration = self.view.events[event_id].duration_days
            for options, literals in zip(self.view.options[event_id], self._choices[event_id], strict=True):
                quantity = {option.resource: option.quantity for option in options}
                for (resource, start), literal in literals.items():
                    uses[resource].append((quantity[resource], start, duration, literal))
        return uses

    def at_most_daily(self, rows: Iterable[tuple[int, int, int, L]], left: Sequence[int]) -> None:
        """Post, for every workday, that the literals covering it stay within what is left of it."""
        covering: dict[int, list[tuple[int, L]]] = defaultdict(list)
        for quantity, start, duration, literal in rows:
            for day in range(start, start + duration):
                covering[day].append((quantity, literal))
        for day, terms in covering.items():
            if sum(quantity for quantity, _ in terms) > left[day]:
                self.at_most(
                    [quantity for quantity, _ in terms], [literal for _, literal in terms], left[day]
                )

    def at_most_one_at_a_time(self, events: Sequence[str], rest: int) -> None:
        """Forbid that two of `events` overlap when each is followed by `rest` workdays."""
        if len(events) < 2:
            return
        covering: dict[int, list[L]] = defaultdict(list)
        for event_id in events:
            length = self.view.events[event_id].duration_days + rest
            for start, literal in self._starts[event_id].items():
                for day in range(start, start + length):
                    covering[day].append(literal)
        for literals in covering.values():
            if len(literals) > 1:
                self.at_most([1] * len(literals), literals, 1)

    def keep_out(self, event_id: str, starts: Callable[[], int]) -> None:
        """Forbid starts of a free event against the fixed ones, unless the board pruned them already."""
        if not self._pruned:
            forbidden = starts()
            for start, literal in self._starts[event_id].items():
                if forbidden >> start & 1:
                    self.forbid(literal)

    def keep_options_out(self) -> None:
        """Forbid resources while closed or full, unless the board pruned them already."""
        for event_id in () if self._pruned else self.free:
            for need, literals in enumerate(self._choices[event_id]):
                room = {resource: s for resource, _, _, s in self.board.option_starts(event_id, need)}
                for (resource, start), literal in literals.items():
                    if not room[resource] >> start & 1:
                        self.forbid(literal)

    def implies(self, event_id: str, other: str) -> None:
        """Post that an event takes place only if the other does; fixed and absent events are constants."""
        if self.is_free(event_id):
            if self.is_free(other):
                self.imply(event_id, other)
            elif other not in self.board.places:
                self.forbid(self._present[event_id])
        elif event_id in self.board.places and self.is_free(other):
            self.require(other)

    def implies_any(self, event_id: str, others: Sequence[str]) -> None:
        """Post that an event takes place only if at least one of the others does."""
        if any(other in self.board.places for other in others):
            return
        free = [self._present[other] for other in others if self.is_free(other)]
        if self.is_free(event_id):
            self.any_of(free, self._present[event_id])
        elif event_id in self.board.places and free:
            self.any_of(free)

    def _add_event(self, event_id: str) -> None:
        starts = {
            start: self.literal() for start in indexes(self._open_starts(event_id) & self._within(event_id))
        }
        present = self.literal()
        self._starts[event_id], self._present[event_id] = starts, present
        self.start_of(list(starts.values()), present)
        self._choices[event_id] = [
            self._add_choice(event_id, need) for need in range(len(self.view.options[event_id]))
        ]
        if event_id in self.view.area_of:
            self._add_channels(event_id)

    def _add_choice(self, event_id: str, need: int) -> dict[tuple[str, int], L]:
        options = self.board.option_starts(event_id, need)
        if not self._pruned:
            options = [(resource, quantity, km, -1) for resource, quantity, km, _ in options]
        found: dict[tuple[str, int], L] = {}
        for start, literal in self._starts[event_id].items():
            usable = [resource for resource, _, _, starts in options if starts >> start & 1]
            if len(usable) == 1:
                found[usable[0], start] = literal
                continue
            for resource in usable:
                found[resource, start] = self.literal()
            self.split(literal, [found[resource, start] for resource in usable])
        return found

    def _add_channels(self, event_id: str) -> None:
        lock = self.view.events[event_id].lock
        groups = range(self.channel_count(event_id))
        wanted = groups if lock is None or lock.channel is None else (lock.channel,)
        channels: dict[tuple[int, int], L] = {}
        free = {group: self.board.channel_starts(event_id, group) for group in wanted}
        for start, literal in self._starts[event_id].items():
            usable = [group for group in wanted if free[group] >> start & 1]
            for group in usable:
                channels[group, start] = self.literal()
            self.split(literal, [channels[group, start] for group in usable])
        self._channels[event_id] = channels
