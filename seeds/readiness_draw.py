"""What made-up readiness frames are drawn from: seeded chance, a day, teams of different quality."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from registry.codes import TeamCategory
from registry.frame import Column

Numbers: TypeAlias = Any
"""A numpy array."""

CATEGORIES = tuple(category.value for category in TeamCategory)[:18]


@cache
def ids(prefix: str, count: int) -> Column:
    """Return so many ids, in order: the categories of a column, one object for all frames."""
    return pd.Index([f"{prefix}{number:07d}" for number in range(count)])


def coded(codes: Numbers, categories: Any) -> Column:
    """Return a column of text kept as numbers; -1 is missing."""
    return pd.Categorical.from_codes(codes, categories=categories)


def each(counts: Numbers) -> tuple[Numbers, Numbers]:
    """
    Return, for so many rows of each owner, the owner of every row and the row's place among its own.

    Examples
    --------
    >>> owner, place = each(np.array([2, 0, 1]))
    >>> owner.tolist(), place.tolist()
    ([0, 0, 2], [0, 1, 0])

    """
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)


@dataclass(frozen=True, slots=True)
class Draw:
    """
    What the frames are drawn from.

    Parameters
    ----------
    rng
        The seeded source of chance.
    on
        The day around which everything happens.
    teams, posts
        Ids of the teams, and how many posts each has.
    category
        Number of each team's category in `CATEGORIES`.
    quality
        0 to 1: how good a team is at everything.

    """

    rng: np.random.Generator
    on: Any
    teams: Column
    posts: Numbers
    category: Numbers
    quality: Numbers

    def team(self, of: Numbers) -> Column:
        """Return the column that says to which team (by number) each row belongs."""
        return coded(of, self.teams)

    def happens(self, chance: Numbers) -> Numbers:
        """Return, for each chance, whether it came true."""
        return self.rng.random(len(chance)) < chance

    def seldom(self, count: int, share: float) -> Numbers:
        """Return so many flags, of which a share is true."""
        return self.rng.random(count) < share

    def days(self, count: int, least: int, most: int) -> Numbers:
        """Return so many numbers of days, `least` or more and less than `most`."""
        return self.rng.integers(least, most, count).astype(float)

    def ago(self, days: Numbers) -> Column:
        """Return days counted backwards from the day; negative ones lie ahead, NaN gives none."""
        known = np.isfinite(days)
        back = np.where(known, days, 0).astype("timedelta64[D]")
        return pd.Series(np.where(known, self.on - back, np.datetime64("NaT", "D"))).astype("datetime64[s]")

    def confirmed(self, team: Numbers) -> Column:
        """Return when rows of teams were confirmed: a team's records are confirmed about together."""
        typical = self.rng.choice([30, 75, 140, 300, 500], len(self.teams), p=[0.45, 0.3, 0.13, 0.08, 0.04])
        return self.ago(np.maximum(0, typical[team] - self.rng.integers(0, 25, len(team))).astype(float))
