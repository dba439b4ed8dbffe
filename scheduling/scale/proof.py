"""
A lower bound on a problem too large for one model: the sum over parts that share no series.

Every term is a sum over parts or, as overload, at least that (see `scheduling.bounds`). What parts share is
left to each in full, so the sum is valid, if weaker; areas and the year's finish are left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256

from scheduling.bounds import PartBounds
from scheduling.budget import Budget
from scheduling.cost import Component
from scheduling.problem import Event, Problem
from scheduling.scale.division import Division, Leaders
from scheduling.serial import input_hash
from scheduling.solver import Bench, Effort


@dataclass(frozen=True, slots=True)
class Question:
    """How little can this part cost? Answered within `seconds`, by a `Proven`."""

    key: str
    number: int
    problem: Problem
    seconds: float
    seed: int
    deterministic: bool = False


@dataclass(frozen=True, slots=True)
class Proven:
    """A valid lower bound on a part's total, and on each component alone."""

    number: int
    bound: int
    components: tuple[Component, ...] = ()


def question_of(number: int, problem: Problem, *, seconds: float, seed: int, deterministic: bool) -> Question:
    """Return the question with its key: a hash of the part, the seconds and the seed."""
    told = f"bound|{input_hash(problem)}|{seconds:.3f}|{seed}|{deterministic}"
    return Question(sha256(told.encode()).hexdigest(), number, problem, seconds, seed, deterministic)


def answered(question: Question) -> Proven:
    """Prove what can be proven of a part: its kinds one by one, smallest first, while there is time."""
    budget = Budget(question.seconds, deterministic=question.deterministic)
    bounds = PartBounds(question.problem)
    with Bench(budget, 1, lambda: None) as bench:
        while not budget.is_over and (step := bounds.next()) is not None:
            number, draft = step
            effort = Effort(max(0.5, budget.left / 3), question.deterministic, question.seed)
            bounds.learn(number, bench.solve(draft, {}, effort))
    return Proven(question.number, bounds.total)


class Proof:
    """The bound of the whole as the sum of what is proven of its parts."""

    def __init__(self, problem: Problem, division: Division) -> None:
        self.parts = provable_parts(problem, division)
        self._bounds = [0] * len(self.parts)
        self._components: list[tuple[Component, ...]] = [()] * len(self.parts)

    @property
    def total(self) -> int:
        """The bound of the whole."""
        return sum(self._bounds)

    @property
    def components(self) -> tuple[Component, ...]:
        """The bounds of the components, summed over the parts that have any; without values."""
        sums: dict[str, int] = defaultdict(int)
        for components in self._components:
            for component in components:
                sums[component.name] += component.bound
        return tuple(Component(name, None, bound) for name, bound in sums.items())

    def learn(self, proven: Proven) -> None:
        """Keep the better bound of a part."""
        number = proven.number
        if proven.bound >= self._bounds[number]:
            self._bounds[number] = proven.bound
        known = {component.name: component.bound for component in self._components[number]}
        merged = {c.name: max(c.bound, known.get(c.name, 0)) for c in proven.components}
        self._components[number] = tuple(Component(n, None, b) for n, b in {**known, **merged}.items())


def provable_parts(problem: Problem, division: Division) -> list[Problem]:
    """Return the parts whose bounds may be added: parts of the division, joined where a series joins them."""
    part_of = {e: f"part {n}" for n, events in enumerate(division.parts) for e in events}
    leaders = Leaders()
    for series in problem.series:
        leaders.join(part_of.get(e, f"joint {e}") for e in series.events)
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in problem.events:
        groups[leaders.find(part_of.get(event.id, f"joint {event.id}"))].append(event)
    idle = tuple(series for series in problem.series if not series.events)
    rest = [replace(_alone(problem, []), crews=problem.crews, series=idle)] if idle else []
    return [*(_alone(problem, events) for events in groups.values()), *rest]


def _alone(problem: Problem, events: list[Event]) -> Problem:
    ids = {event.id for event in events}
    crew_ids = {crew for event in events for crew in event.crews}
    wanted = {o.resource for event in events for need in event.needs for o in need.options}
    crews = tuple(crew for crew in problem.crews if crew.id in crew_ids)
    regions, groups = {crew.region for crew in crews}, {crew.standby_group for crew in crews}
    return replace(
        problem,
        crews=crews,
        resources=tuple(r for r in problem.resources if r.id in wanted),
        events=tuple(events),
        series=tuple(s for s in problem.series if s.events and s.events[0] in ids),
        precedence=tuple(k for k in problem.precedence if {k.before, k.after} <= ids),
        standby=tuple(limit for limit in problem.standby if limit.group in groups),
        targets=tuple(target for target in problem.targets if target.region in regions),
        areas=(),
        published=tuple(place for place in problem.published if place.event in ids),
        weights=replace(problem.weights, finish_days=0),
    )
