"""Which events to free together: what competes for the same thing, near the same time, or is left out."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace

from scheduling.compiled import Compiled, Places

# Larger ones prove less in more time: they come when the small ones find nothing any more.
SMALLEST, LARGE, LARGEST = 6, 36, 92
GROWTH, GROWS_AFTER = 8, 15
# How often a neighborhood around an event that is left out has to place it, whatever that costs.
FORCED_SHARE = 0.5
# With prices to go by: many events near their best starts, or few events anywhere.
WIDTHS = (24, 60, None)
# How often each way is taken; weights learnt from success while searching were not better when measured.
WORTH = {
    "absent": 3.0,
    "shared": 0.5,
    "region": 2.5,
    "group": 1.5,
    "resource": 1.5,
    "kind": 1.0,
    "months": 1.0,
}
# While the year lacks events, what is scarce is worth more than what is merely late: on a tight city all
# gain came from these.
WORTH_LACKING = WORTH | {"absent": 4.0, "kind": 3.0, "shared": 1.5, "region": 0.3, "group": 0.3}


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """
    Events to free. With `width` each may go only to so many of its best starts by the prices, or stay.

    `forced` is one of them that is left out and has to take place now.
    """

    events: tuple[str, ...]
    width: int | None = None
    forced: str | None = None

    def without(self, taken: Container[str]) -> Neighborhood:
        """Return the neighborhood less some events."""
        events = tuple(e for e in self.events if e not in taken)
        return replace(self, events=events, forced=self.forced if self.forced in events else None)


class Neighborhoods:
    """Picks sets of free events for large-neighbourhood search and adapts their size to the effort."""

    def __init__(self, view: Compiled, seed: int) -> None:
        self._view = view
        self._chance = random.Random(seed)  # noqa: S311 -- seeded search, not a secret
        self._sizes: dict[int | None, int] = {24: 40, 60: 26, None: 16}
        self._largest, self._in_vain = LARGE, 0
        self._events = [e for e in view.free_events() if view.starts[e]]
        self._of_crew: dict[str, list[str]] = defaultdict(list)
        self._of_resource: dict[str, list[str]] = defaultdict(list)
        self._of_kind: dict[str, list[str]] = defaultdict(list)
        for event_id in self._events:
            for crew in view.events[event_id].crews:
                self._of_crew[crew].append(event_id)
            for options in view.options[event_id]:
                for option in options:
                    self._of_resource[option.resource].append(event_id)
            self._of_kind[view.events[event_id].kind].append(event_id)
        self._shared = [e for e in self._events if len(view.events[e].crews) > 1]
        self._regions: dict[str, list[str]] = defaultdict(list)
        self._groups: dict[str, list[str]] = defaultdict(list)
        for unit in view.problem.crews:
            self._regions[unit.region].append(unit.id)
            self._groups[unit.standby_group].append(unit.id)

    def pick(self, places: Places, *, guided: bool) -> Neighborhood:
        """Return the events to free, most related first, cut to the current size."""
        width = self._chance.choice(WIDTHS) if guided else None
        absent = [e for e in self._events if e not in places]
        ways: dict[str, Callable[[], Iterable[str]]] = {
            "absent": lambda: self._around(absent, places) if absent else (),
            "shared": lambda: self._around(self._shared, places) if self._shared else (),
            "region": lambda: self._of_crews(self._some(self._regions)),
            "group": lambda: self._of_crews(self._some(self._groups)),
            "resource": lambda: self._some(self._of_resource),
            "kind": lambda: self._some(self._of_kind),
            "months": lambda: self._in_months(places),
        }
        worth = WORTH_LACKING if absent else WORTH | {"absent": 0.0}
        weights = [worth[way] for way in ways]
        (way,) = self._chance.choices(list(ways), weights)
        events = tuple(dict.fromkeys(ways[way]()))[: self._sizes[width]]
        forces = way == "absent" and self._chance.random() < FORCED_SHARE
        return Neighborhood(events, width, self._possible(events, places) if forces else None)

    def learn(self, width: int | None, *, proven: bool, quick: bool, gained: bool) -> None:
        """Grow after quick proofs, shrink when the optimum of a neighborhood stays unproven."""
        self._in_vain = 0 if gained else self._in_vain + 1
        if self._in_vain == GROWS_AFTER:
            self._largest, self._in_vain = min(LARGEST, self._largest + GROWTH), 0
        size = self._sizes[width]
        if proven and quick:
            self._sizes[width] = min(self._largest, len(self._events), size + 2)
        elif not proven:
            self._sizes[width] = max(SMALLEST, size - 2)

    def _possible(self, events: Iterable[str], places: Places) -> str | None:
        """Return the first event that is left out and whose predecessors are not."""
        known = {*places, *events}
        return next(
            (e for e in events if e not in places and all(k.event in known for k in self._view.before[e])),
            None,
        )

    def _some(self, groups: dict[str, list[str]]) -> list[str]:
        if not groups:
            return []
        members = list(groups[self._chance.choice(sorted(groups))])
        self._chance.shuffle(members)
        return members

    def _of_crews(self, crews: Iterable[str]) -> Iterable[str]:
        for crew in crews:
            yield from self._of_crew[crew]

    def _around(self, events: list[str], places: Places) -> Iterable[str]:
        event_id = self._chance.choice(events)
        view, event = self._view, self._view.events[event_id]
        yield from (e for e in self._ancestors(event_id))
        starts = view.starts[event_id]
        rivals: list[str] = []
        for crew in event.crews:
            rivals += self._of_crew[crew]
        for options in view.options[event_id]:
            for option in options:
                rivals += self._of_resource[option.resource]
        near = [e for e in rivals if e not in places or starts >> places[e].start & 1]
        crews = set(event.crews)
        self._chance.shuffle(near)
        near.sort(key=lambda e: not crews & set(view.events[e].crews))
        yield from near
        yield from rivals

    def _ancestors(self, event_id: str) -> list[str]:
        found = [event_id]
        for known in found:
            earlier = [link.event for link in self._view.before[known]]
            found += [e for e in earlier if e not in found and e not in self._view.history]
        return found

    def _in_months(self, places: Places) -> list[str]:
        month = self._chance.randint(1, 11)
        events = [
            e
            for e in self._events
            if e not in places or month <= self._view.month_of(places[e].start) <= month + 1
        ]
        self._chance.shuffle(events)
        return events
