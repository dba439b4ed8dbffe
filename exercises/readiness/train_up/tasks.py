"""A team with its ratings day by day, and the things that can be done for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from exercises.codes import TrainUpKind
from exercises.readiness.train_up.world import World
from registry.codes import TaskState
from registry.readiness.facts import TeamFacts
from registry.readiness.rating import rate
from registry.readiness.ratings import Rating
from registry.readiness.rules import RatingRules
from registry.readiness.what_if.edits import Edit
from scheduling.train_up import Activity, Slot, Use
from scheduling.words import Words

Key: TypeAlias = tuple[str, ...]
"""What a task is good for: `("item", id)`, `("exercise", kind)`, `("grant", person, qualification)`, …"""


@dataclass(frozen=True, slots=True)
class Case:
    """One team: its facts and figures, and how it is rated on each day if nothing is done."""

    facts: TeamFacts
    rules: RatingRules
    task: TaskState
    ratings: tuple[Rating, ...]

    @classmethod
    def of(cls, facts: TeamFacts, rules: RatingRules, task: TaskState, world: World) -> Case:
        """Return the case of a team, rated on each day looked at."""
        days = range(world.horizon + 1)
        return cls(facts, rules, task, tuple(rate(facts, world.on(day), rules, task) for day in days))


@dataclass(frozen=True, slots=True)
class Task:
    """
    Something that can be done for a team.

    `edit` says what changes in the facts when it is over on a day; `keys` what it is good for.
    """

    team: str
    activity: Activity
    keys: tuple[Key, ...]
    edit: Callable[[date], Edit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """What is common to tasks of a sort: kind, cost in person-days, people taken, needs."""

    kind: TrainUpKind
    cost: int
    occupies: frozenset[str] = frozenset()
    needs: tuple[tuple[Use, ...], ...] = ()


def task(
    case: Case,
    sort: Sort,
    name: str,
    title: Words,
    slots: Iterable[Slot],
    keys: Iterable[Key],
    edit: Callable[[date], Edit],
    hindrance: Words | None = None,
) -> Task:
    """Return a task of a sort; `name` is its own among those of the team."""
    activity = Activity(
        id=f"{case.facts.code}/{sort.kind.value}/{name}",
        kind=sort.kind.value,
        title=title,
        slots=tuple(slots),
        occupies=sort.occupies,
        needs=sort.needs,
        cost=sort.cost,
        hindrance=hindrance,
    )
    return Task(case.facts.team, activity, tuple(keys), edit)


def person_taken(person: str) -> str:
    """Return the name under which a person is in one place at a time, whatever the team."""
    return f"person:{person}"


def team_taken(team: str) -> str:
    """Return the name under which a team is in one place at a time."""
    return f"team:{team}"
