"""
Which events hang together so closely that they should be planned together.

Found from the problem alone, no names are read. Crews that share an even-load target, a standby group or a
person form a block. Blocks are joined by what they share, strongest first: common events and precedence
count fully, a resource by how much of its use falls on a pair. A city's districts share its evaluators and
grounds, two cities little more than a base. What still crosses parts in the end is joint or shared: it is
settled first, and held still while the parts are improved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import combinations, product

from scheduling.compiled import Compiled

LARGEST_PART = 1_500
#: Blocks are joined only if at least so much of the smaller one's work is shared with the other.
LEAST_TIE = 0.1


@dataclass(frozen=True, slots=True)
class Division:
    """
    Parts as event ids, largest first; joint events with the parts they touch; resources used from several.

    Parts are known by their number. A crew that has joint events only counts as a part without events.
    """

    parts: tuple[tuple[str, ...], ...]
    joint: dict[str, frozenset[int]]
    shared: frozenset[str]


def divide(view: Compiled, *, largest: int = LARGEST_PART) -> Division:
    """Return the parts of a problem, of at most `largest` events; every event is in one part or joint."""
    leaders = Leaders()
    for together in _inseparable(view):
        leaders.join(together)
    _join_tied(view, leaders, largest)
    parts: dict[str, list[str]] = defaultdict(list)
    joint: list[str] = []
    torn = _torn_areas(view, leaders) | _torn_links(view, leaders)
    for event_id in view.events:
        homes = _homes(view, leaders, event_id)
        if len(homes) > 1 or event_id in torn:
            joint.append(event_id)
        else:
            parts[homes.pop()].append(event_id)
    ordered = dict(sorted(parts.items(), key=lambda part: (-len(part[1]), part[1][0])))
    numbers = {leader: number for number, leader in enumerate(ordered)}
    touched = {event_id: _touched(view, leaders, event_id, numbers) for event_id in joint}
    return Division(tuple(map(tuple, ordered.values())), touched, _shared(view, ordered.values(), joint))


class Leaders:
    """Disjoint sets of members (crews, and events without crew), each known by one of them."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, member: str) -> str:
        """Return the leader of a member's set."""
        path = []
        while (above := self._above.get(member, member)) != member:
            path.append(member)
            member = above
        for passed in path:
            self._above[passed] = member
        return member

    def join(self, members: Iterable[str]) -> None:
        """Unite the sets of all members."""
        leaders = sorted({self.find(member) for member in members})
        for other in leaders[1:]:
            self._above[other] = leaders[0]


def members(view: Compiled, event_id: str) -> tuple[str, ...]:
    """Return the crews of an event; an event without any stands for itself."""
    return view.events[event_id].crews or (f"event {event_id}",)


def _inseparable(view: Compiled) -> Iterator[list[str]]:
    """Yield crews that the terms or rules of one region, group or person hold together."""
    regions: dict[str, list[str]] = defaultdict(list)
    groups: dict[str, list[str]] = defaultdict(list)
    persons: dict[str, list[str]] = defaultdict(list)
    for crew in view.problem.crews:
        if view.targets_of.get(crew.region):
            regions[crew.region].append(crew.id)
        if crew.standby_group in view.standby:
            groups[crew.standby_group].append(crew.id)
        for person in crew.person_ids:
            persons[person].append(crew.id)
    for found in (regions, groups, persons):
        yield from found.values()


def _join_tied(view: Compiled, leaders: Leaders, largest: int) -> None:
    """Join the two blocks with the strongest tie, again and again, as long as the result is not too large."""
    sizes = _sizes(view, leaders)
    ties: dict[str, dict[str, float]] = defaultdict(dict)
    for (one, other), strength in _ties(view, leaders).items():
        ties[one][other] = ties[other][one] = strength
    waiting = [
        (-strength / min(sizes[one], sizes[other]), one, other)
        for one, known in ties.items()
        for other, strength in known.items()
        if one < other
    ]
    heapify(waiting)
    while waiting:
        tie, one, other = heappop(waiting)
        fresh = other in ties.get(one, {}) and -tie == ties[one][other] / min(sizes[one], sizes[other])
        if not fresh or sizes[one] + sizes[other] > largest:
            continue
        if -tie < LEAST_TIE:
            break
        leaders.join((one, other))
        sizes[one] += sizes.pop(other)
        for third, strength in ties.pop(other).items():
            del ties[third][other]
            if third != one:
                ties[one][third] = ties[third][one] = ties[one].get(third, 0.0) + strength
        for third, strength in ties[one].items():
            first, second = sorted((one, third))
            heappush(waiting, (-strength / min(sizes[one], sizes[third]), first, second))


def _sizes(view: Compiled, leaders: Leaders) -> dict[str, float]:
    """Return how many events each block has; an event of several counts in parts."""
    sizes: dict[str, float] = defaultdict(float)
    for event_id in view.events:
        homes = _homes(view, leaders, event_id)
        for home in homes:
            sizes[home] += 1 / len(homes)
    return sizes


def _ties(view: Compiled, leaders: Leaders) -> dict[tuple[str, str], float]:
    """Return how strongly two blocks are tied, in events."""
    ties: dict[tuple[str, str], float] = defaultdict(float)
    uses: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for event_id in view.events:
        homes = _homes(view, leaders, event_id)
        for pair in combinations(sorted(homes), 2):
            ties[pair] += 1
        for after in (_homes(view, leaders, link.event) for link in view.after[event_id]):
            for pair in combinations(sorted(after ^ homes), 2):
                ties[pair] += not homes.issuperset(pair)
        for options in view.options[event_id]:
            for option, home in product(options, homes):
                uses[option.resource][home] += 1 / len(options)
    for by_block in uses.values():
        whole = sum(by_block.values())
        for one, other in combinations(sorted(by_block), 2):
            ties[one, other] += by_block[one] * by_block[other] / whole
    return ties


def _torn_areas(view: Compiled, leaders: Leaders) -> set[str]:
    """Return the exercises of areas whose exercises do not all belong to one part."""
    torn: set[str] = set()
    for exercises in view.exercises_of_area.values():
        if len({leaders.find(member) for e in exercises for member in members(view, e)}) > 1:
            torn.update(exercises)
    return torn


def _torn_links(view: Compiled, leaders: Leaders) -> set[str]:
    """Return both ends of precedence and series between events of different parts."""
    torn: set[str] = set()
    for event_id, links in view.after.items():
        for link in links:
            homes = _homes(view, leaders, event_id) | _homes(view, leaders, link.event)
            joint = any(len(_homes(view, leaders, e)) > 1 for e in (event_id, link.event))
            if len(homes) > 1 and not joint:
                torn.update((event_id, link.event))
    return torn


def _homes(view: Compiled, leaders: Leaders, event_id: str) -> set[str]:
    return {leaders.find(member) for member in members(view, event_id)}


def _touched(view: Compiled, leaders: Leaders, event_id: str, numbers: dict[str, int]) -> frozenset[int]:
    """Return the numbers of the parts that a joint event and what it is linked to belong to."""
    linked = [link.event for link in (*view.before[event_id], *view.after[event_id])]
    homes = {home for e in (event_id, *linked) for home in _homes(view, leaders, e)}
    return frozenset(numbers.setdefault(home, len(numbers)) for home in sorted(homes))


def _shared(view: Compiled, parts: Iterable[list[str]], joint: list[str]) -> frozenset[str]:
    users: dict[str, set[int]] = defaultdict(set)
    for number, events in enumerate([*parts, joint]):
        for event_id in events:
            for options in view.options[event_id]:
                for option in options:
                    users[option.resource].add(number)
    return frozenset(resource for resource, numbers in users.items() if len(numbers) > 1)
