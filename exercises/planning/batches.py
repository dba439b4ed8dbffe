"""Teams of one district put together: batches that fit a ground, and groups that mix categories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil

from exercises.planning.facts import TeamFact
from registry.codes import TeamCategory

USUAL_GROUP = 5
"""A mixed group has about five teams where nothing forces another number (assumed)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """
    What a batch must keep to.

    `persons` is the capacity of the largest ground (None: no limit), `per_category` how many teams of a
    category may meet, `can_meet` whether the teams have days in common.
    """

    persons: int | None
    per_category: dict[TeamCategory, int]
    can_meet: Callable[[Sequence[TeamFact]], bool]

    def holds(self, teams: Sequence[TeamFact]) -> bool:
        """Return whether `teams` may form one batch."""
        counts = Counter(team.category for team in teams)
        if any(counts[c] > limit for c, limit in self.per_category.items()):
            return False
        if self.persons is not None and sum(team.strength for team in teams) > self.persons:
            return False
        return self.can_meet(teams)


@dataclass(slots=True)
class _Group:
    teams: list[TeamFact] = field(default_factory=list[TeamFact])


def batches(teams: Sequence[TeamFact], fit: Fit) -> list[list[TeamFact]]:
    """
    Return the teams in as few batches as first-fit by size finds; each keeps to `fit`.

    A team that fits nowhere, not even alone, stands alone: the plan will say why it cannot be placed.
    """
    found: list[_Group] = []
    for team in sorted(teams, key=lambda t: (-t.strength, t.category.value, t.code)):
        home = next((g for g in found if fit.holds([*g.teams, team])), None)
        if home is None:
            home = _Group()
            found.append(home)
        home.teams.append(team)
    return [sorted(group.teams, key=lambda t: t.code) for group in found]


def mixed_groups(teams: Sequence[TeamFact], min_categories: int, fit: Fit) -> list[list[TeamFact]] | None:
    """
    Return groups that each join at least `min_categories` categories, every team in one; None if impossible.

    As many groups as the limits force, otherwise about one for every five teams.
    """
    if not teams:
        return []
    by_category: dict[TeamCategory, list[TeamFact]] = defaultdict(list)
    for team in sorted(teams, key=lambda t: t.code):
        by_category[team.category].append(team)
    for count in range(max(1, ceil(len(teams) / USUAL_GROUP)), len(teams) // min_categories + 1):
        groups = _deal(by_category, count)
        if all(_mixes(group, min_categories) and fit.holds(group) for group in groups):
            return groups
    whole = _deal(by_category, 1)[0]
    return [whole] if _mixes(whole, min_categories) and fit.holds(whole) else None


def _deal(by_category: dict[TeamCategory, list[TeamFact]], count: int) -> list[list[TeamFact]]:
    groups: list[list[TeamFact]] = [[] for _ in range(count)]
    turn = 0
    for _, teams in sorted(by_category.items(), key=lambda item: (-len(item[1]), item[0].value)):
        for team in teams:
            groups[turn % count].append(team)
            turn += 1
    return groups


def _mixes(group: Sequence[TeamFact], min_categories: int) -> bool:
    return len({team.category for team in group}) >= min_categories
