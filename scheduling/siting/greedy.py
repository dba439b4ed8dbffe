"""
The greedy choice: the option that adds most (for its cost), again and again; and what it must respect.

It is the yardstick the exact search is compared with, and its first hint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from heapq import heapify, heappop, heappush

from scheduling.siting.problem import SitingProblem

Score = Callable[[int, int], float]


def violates(problem: SitingProblem, chosen: Iterable[int]) -> bool:
    """Tell whether a choice of positions breaks any limit."""
    options = [problem.options[position] for position in chosen]
    new = [option for option in options if not option.keep]
    sites, units = Counter(o.site for o in options), Counter(o.unit for o in options if o.unit)
    wanted = {o.unit for o in problem.options if o.unit}
    taken = {name for option in options for name in option.names}
    by_district = Counter(option.district for option in new)
    too_dear = problem.budget is not None and sum(o.cost for o in options) > problem.budget
    too_many = problem.most is not None and len(new) > problem.most
    doubled = any(count > 1 for count in sites.values()) or units != Counter(wanted)
    named = not problem.required <= taken or bool(problem.barred & taken)
    short = any(by_district[district] < least for district, least in problem.least.items())
    return too_dear or too_many or doubled or named or short or bool(below_floor(problem, chosen))


def below_floor(problem: SitingProblem, chosen: Iterable[int]) -> list[str]:
    """Return the districts whose floor a choice does not reach."""
    if not problem.floor_percent:
        return []
    reached = Counter[str]()
    for cell in problem.reached(chosen):
        reached[problem.cells[cell].district] += problem.cells[cell].weight
    return sorted(d for d in problem.floor_percent if reached[d] < problem.needed(d))


def greedy(problem: SitingProblem) -> list[int] | None:
    """Return the better of two greedy choices (by gain, by gain for cost); None if both break a limit."""
    tries = [
        _grown(problem, lambda gain, _cost: gain),
        _grown(problem, lambda gain, cost: gain / (cost + 1e-6)),
    ]
    kept = [chosen for chosen in tries if not violates(problem, chosen)]
    return max(kept, key=problem.value, default=None)


def _grown(problem: SitingProblem, score: Score) -> list[int]:
    """Grow a choice: what is required, each district's least and floor, then whatever adds most."""
    growth = _Growth(problem, score)
    for name in sorted(problem.required):
        fitting = [position for position in problem.named(name) if growth.fits(position)]
        if fitting:
            growth.take(max(fitting, key=lambda p: score(growth.gain(p, None), problem.options[p].cost)))
    for district, least in sorted(problem.least.items()):
        growth.fill(district, partial(growth.has, district, least))
    for district in sorted(problem.floor_percent):
        growth.fill(district, partial(growth.above_floor, district))
    growth.fill(None, lambda: False)
    return sorted(growth.chosen)


class _Growth:
    """A choice that grows: how often each cell is reached, what is spent, and who holds site and unit."""

    def __init__(self, problem: SitingProblem, score: Score) -> None:
        self.problem = problem
        self.score = score
        self.times = Counter(problem.covered)
        self.spent = 0
        self.new: Counter[str] = Counter()
        self.sites: dict[str, int] = {}
        self.units: dict[str, int] = {}
        for position in sorted(problem.choosable(), key=lambda p: problem.options[p].cost):
            option = problem.options[position]
            if option.unit is not None and option.unit not in self.units and option.keep:
                self.take(position)

    @property
    def chosen(self) -> set[int]:
        """Return the positions taken so far."""
        return set(self.sites.values())

    def fill(self, district: str | None, done: Callable[[], bool]) -> None:
        """Take the best option of a district (or of all) until done, or until nothing fits or adds."""
        heap = [
            (-self.score(self.gain(p, district), self.problem.options[p].cost), p)
            for p in self.problem.choosable()
            if district is None or self.helps(p, district)
        ]
        heapify(heap)
        while heap and not done():
            _, position = heappop(heap)
            if not self.fits(position):
                continue
            gain = self.gain(position, district)
            fresh = -self.score(gain, self.problem.options[position].cost)
            if heap and fresh > heap[0][0]:
                heappush(heap, (fresh, position))
            elif gain > 0 or (district is not None and not done()):
                self.take(position)

    def has(self, district: str, least: int) -> bool:
        """Tell whether a district has got so many new sirens."""
        return self.new[district] >= least

    def above_floor(self, district: str) -> bool:
        """Tell whether a district is reached as far as it must be."""
        return district not in below_floor(self.problem, self.chosen)

    def helps(self, position: int, district: str) -> bool:
        """Tell whether an option stands in a district or reaches into it."""
        option, cells = self.problem.options[position], self.problem.cells
        return option.district == district or any(cells[c].district == district for c in option.covers)

    def fits(self, position: int) -> bool:
        """Tell whether an option may still be taken."""
        option, problem = self.problem.options[position], self.problem
        held = self.units.get(option.unit) if option.unit is not None else None
        before = problem.options[held] if held is not None else None
        if position in self.chosen or option.keep or (before is not None and not before.keep):
            return False
        site = self.sites.get(option.site)
        if site is not None and site != held:
            return False
        dear = problem.budget is not None and self.spent + option.cost > problem.budget
        many = problem.most is not None and self.new.total() >= problem.most
        return not dear and not many

    def gain(self, position: int, district: str | None) -> int:
        """Return the weight an option adds now, less what the one it replaces gives up."""
        option = self.problem.options[position]
        held = self.units.get(option.unit) if option.unit is not None else None
        lost = set(self.problem.options[held].covers) if held is not None else set[int]()
        own = set(option.covers)
        more = [c for c in own - lost if not self.times[c]]
        less = [c for c in lost - own if self.times[c] == 1]
        return self._worth(more, district) - self._worth(less, district)

    def _worth(self, found: Iterable[int], district: str | None) -> int:
        """Return the weight of some cells, of one district or of all."""
        cells = self.problem.cells
        return sum(cells[c].weight for c in found if district in (None, cells[c].district))

    def take(self, position: int) -> None:
        """Take an option; the one it replaces at its unit is given up."""
        option = self.problem.options[position]
        if option.unit is not None and option.unit in self.units:
            before = self.problem.options[self.units[option.unit]]
            self.sites.pop(before.site, None)
            self.times.subtract(before.covers)
            self.spent -= before.cost
        if option.unit is not None:
            self.units[option.unit] = position
        self.sites[option.site] = position
        self.times.update(option.covers)
        self.spent += option.cost
        self.new[option.district] += not option.keep
