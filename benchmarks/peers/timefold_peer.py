"""
Timefold on one training year: JSON on standard input, JSON on standard output.

Written as its documentation teaches: an entity with two planning variables, constraint streams, the default
construction and local search. The way is set to the nearest at first: constructing starts and ways together
tries the product of both, which took longer than the whole time. Score: broken rules hard, the cost soft. See
`benchmarks/planner/timefold_form.py` for what the numbers mean. Its annotations are read at run time.
"""

import json
import resource
import sys
import time
from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

# One use of a key is written as key * AMOUNTS + amount.
AMOUNTS = 1_000
# A key is a row, a multiple of this, and a slot.
SLOTS = 1_000


@planning_entity
@dataclass
class Unit:
    """An event: where it may begin, the ways to hold it, and what it uses."""

    id: Annotated[int, PlanningId]
    days: int
    absent: int
    must: int
    daily: list[int]
    inside: list[int]
    begins: list[int]
    way_rows: list[list[int]]
    way_costs: list[int]
    closed: list[int]
    wish: int
    wish_cost: int
    issued: int
    issued_cost: int
    numbers: list[int]
    starts: Annotated[list[int], ValueRangeProvider(id="starts")]
    ways: Annotated[list[int], ValueRangeProvider(id="ways")]
    start: Annotated[
        int | None, PlanningVariable(value_range_provider_refs=["starts"], allows_unassigned=True)
    ] = field(default=None)
    way: Annotated[int | None, PlanningVariable(value_range_provider_refs=["ways"])] = field(default=None)

    def uses(self) -> list[int]:
        """Return what the unit uses, whichever way it is held."""
        found: list[int] = []
        if self.start is None:
            return found
        for i in range(0, len(self.daily), 2):
            for day in range(self.start, self.start + self.days):
                found.append((self.daily[i] + day) * AMOUNTS + self.daily[i + 1])
        for i in range(0, len(self.begins), 4):
            if self.begins[i + 1] <= self.start <= self.begins[i + 2]:
                found.append(self.begins[i] * AMOUNTS + self.begins[i + 3])
        for i in range(0, len(self.inside), 3):
            for day in range(self.start, self.start + self.days):
                if self.inside[i + 1] <= day <= self.inside[i + 2]:
                    found.append(self.inside[i] * AMOUNTS + 1)
        return found

    def way_uses(self) -> list[int]:
        """Return what the unit uses by the way it is held: its resources, and its channel."""
        found: list[int] = []
        if self.start is None or self.way is None:
            return found
        rows = self.way_rows[self.way]
        for i in range(0, len(rows), 2):
            for day in range(self.start, self.start + self.days):
                found.append((rows[i] + day) * AMOUNTS + self.taken(rows[i], day, rows[i + 1]))
        return found

    def taken(self, row: int, day: int, amount: int) -> int:
        """Return the amount, or on a day on which the row is closed more than any limit."""
        for i in range(0, len(self.closed), 3):
            if self.closed[i] == row and self.closed[i + 1] <= day <= self.closed[i + 2]:
                return AMOUNTS - 1
        return amount

    def wishes(self) -> int:
        """Return the cost of standing off the wished day and off the issued one."""
        cost = 0
        if self.start is not None and self.wish >= 0:
            cost = self.wish_cost * abs(self.numbers[self.start] - self.wish)
        if self.start != self.issued:
            cost += self.issued_cost
        return cost

    def first(self) -> int:
        """Return the day number of the first day, 0 if absent."""
        return 0 if self.start is None else self.numbers[self.start]

    def last(self, absent: int) -> int:
        """Return the day number of the last day, `absent` if the unit is."""
        return absent if self.start is None else self.numbers[self.start + self.days - 1]


@dataclass
class Limit:
    """How much of each key of a row may be used; more breaks a rule, or is charged `cost` per `scale`."""

    id: Annotated[int, PlanningId]
    row: int
    limit: int
    cost: int
    scale: int

    def excess(self, used: int) -> int:
        """Return what is beyond the limit, in units of the scale, rounded up."""
        return (used - self.limit + self.scale - 1) // self.scale


@dataclass
class Link:
    """`after` follows `before` by `least` to `most` calendar days (no `most`: -1), never without it."""

    id: Annotated[int, PlanningId]
    before: int
    after: int
    least: int
    most: int

    def is_broken(self, before: Unit, after: Unit) -> bool:
        """Return whether two units stand against the link."""
        if after.start is None:
            return False
        if before.start is None:
            return True
        lag = after.numbers[after.start] - before.numbers[before.start + before.days - 1]
        return lag < self.least or (self.most >= 0 and lag > self.most)


@dataclass
class Rivals:
    """Two units of one crew: never at the same time, and with a rest between them."""

    id: Annotated[int, PlanningId]
    one: int
    other: int
    rest: int

    def clash(self, one: Unit, other: Unit) -> bool:
        """Return whether two units overlap or leave no rest."""
        if one.start is None or other.start is None:
            return False
        return (
            one.start < other.start + other.days + self.rest
            and other.start < one.start + one.days + self.rest
        )


@dataclass
class Charge:
    """
    A cost of days: `kind` 0 from a due day to the first unit, 1 between two, 2 after the last, 3 short gaps.

    The absent are dated to the end of the year.
    """

    id: Annotated[int, PlanningId]
    kind: int
    one: int
    other: int
    days: int
    cost: int
    end: int

    def of(self, one: Unit, other: Unit) -> int:
        """Return the cost for two units (the same twice where one counts)."""
        if self.kind == 0:
            return self.cost * max(0, one.last(self.end) - self.days)
        if self.kind == 1:
            return self.cost * max(0, other.last(self.end) - one.last(self.end) - self.days)
        if self.kind == 2:
            return self.cost * max(0, self.days - one.last(self.end))
        if one.start is None or other.start is None:
            return 0
        return self.cost * max(0, self.days - other.first() + one.last(self.end))


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Any]:
    """Return the rules and the terms of the objective as constraint streams."""

    def used(flat: Any) -> Any:
        return (
            factory.for_each(Unit)
            .flatten_last(flat)
            .group_by(lambda use: use // AMOUNTS, ConstraintCollectors.sum(lambda use: use % AMOUNTS))
            .join(Limit, Joiners.equal(lambda key, amount: key // SLOTS * SLOTS, lambda limit: limit.row))
            .filter(lambda key, amount, limit: amount > limit.limit)
        )

    def paired(fact: Any, one: Any, other: Any) -> Any:
        return (
            factory.for_each(fact)
            .join(factory.for_each_including_unassigned(Unit), Joiners.equal(one, lambda unit: unit.id))
            .join(factory.for_each_including_unassigned(Unit), Joiners.equal(other, lambda unit: unit.id))
        )

    everyone = factory.for_each_including_unassigned(Unit)
    return [
        used(lambda unit: unit.uses())
        .filter(lambda key, amount, limit: limit.cost == 0)
        .penalize(HardSoftScore.ONE_HARD, lambda key, amount, limit: amount - limit.limit)
        .as_constraint("persons, groups, caps and quotas"),
        used(lambda unit: unit.uses())
        .filter(lambda key, amount, limit: limit.cost > 0)
        .penalize(HardSoftScore.ONE_SOFT, lambda key, amount, limit: limit.cost * limit.excess(amount))
        .as_constraint("overload"),
        used(lambda unit: unit.way_uses())
        .penalize(HardSoftScore.ONE_HARD, lambda key, amount, limit: amount - limit.limit)
        .as_constraint("resources and channels"),
        everyone.filter(lambda unit: unit.start is None)
        .penalize(HardSoftScore.ONE_SOFT, lambda unit: unit.absent)
        .as_constraint("left out"),
        everyone.filter(lambda unit: unit.start is None and unit.must == 1)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("locked"),
        everyone.filter(lambda unit: unit.wishes() > 0)
        .penalize(HardSoftScore.ONE_SOFT, lambda unit: unit.wishes())
        .as_constraint("wishes"),
        factory.for_each(Unit)
        .filter(lambda unit: unit.start is not None and unit.way is not None)
        .penalize(HardSoftScore.ONE_SOFT, lambda unit: unit.way_costs[unit.way])
        .as_constraint("travel"),
        paired(Link, lambda link: link.before, lambda link, before: link.after)
        .filter(lambda link, before, after: link.is_broken(before, after))
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("order and lags"),
        paired(Rivals, lambda rivals: rivals.one, lambda rivals, one: rivals.other)
        .filter(lambda rivals, one, other: rivals.clash(one, other))
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("one place at a time"),
        paired(Charge, lambda charge: charge.one, lambda charge, one: charge.other)
        .filter(lambda charge, one, other: charge.of(one, other) > 0)
        .penalize(HardSoftScore.ONE_SOFT, lambda charge, one, other: charge.of(one, other))
        .as_constraint("lapse and short gaps"),
    ]


@planning_solution
@dataclass
class Year:
    """The units, what limits and links them, and the score."""

    units: Annotated[list[Unit], PlanningEntityCollectionProperty]
    limits: Annotated[list[Limit], ProblemFactCollectionProperty]
    links: Annotated[list[Link], ProblemFactCollectionProperty]
    rivals: Annotated[list[Rivals], ProblemFactCollectionProperty]
    charges: Annotated[list[Charge], ProblemFactCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def read(asked: dict[str, Any]) -> Year:
    """Return the year of a question."""
    numbers, end = asked["numbers"], asked["year_end"]
    units = [
        Unit(
            u["id"], u["days"], u["absent"], u["must"], u["daily"], u["inside"],
            u["begins"], u["ways"], u["way_costs"], u["closed"], u["wish"],
            u["wish_cost"], u["issued"], u["issued_cost"], numbers, u["starts"],
            list(range(len(u["ways"]))), None, 0,
        )
        for u in asked["units"]
    ]  # fmt: skip
    rows = [(0, a, a, days, cost) for a, days, cost in asked["firsts"]]
    rows += [(1, a, b, days, cost) for a, b, days, cost in asked["lapses"]]
    rows += [(2, a, a, days, cost) for a, days, cost in asked["tails"]]
    rows += [(3, a, b, days, cost) for a, b, days, cost in asked["gaps"]]
    return Year(
        units,
        [Limit(i, *limit) for i, limit in enumerate(asked["limits"])],
        [Link(i, *link) for i, link in enumerate(asked["links"])],
        [Rivals(i, one, other, asked["rest"]) for i, (one, other) in enumerate(asked["rivals"])],
        [Charge(i, *row, end) for i, row in enumerate(rows)],
    )


def main() -> None:
    """Solve the year on standard input."""
    asked = json.load(sys.stdin)
    began = time.monotonic()
    config = SolverConfig(
        solution_class=Year,
        entity_class_list=[Unit],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(1000 * asked["seconds"]))),
    )
    solver = SolverFactory.create(config).build_solver()
    first: list[float] = []

    def improved(event: Any) -> None:
        if not first and event.new_best_score.hard_score == 0:
            first.append(time.monotonic() - began)

    solver.add_event_listener(improved)
    year = solver.solve(read(asked))
    print(
        json.dumps(
            {
                "placed": [[u.id, u.start, u.way or 0] for u in year.units if u.start is not None],
                "hard": year.score.hard_score,
                "soft": year.score.soft_score,
                "first_seconds": first[0] if first else None,
                "seconds": time.monotonic() - began,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
