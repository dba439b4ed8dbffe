"""The frames of one set-wide rating with teams, people and days as numbers, and every figure by team."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from registry.codes import Measure, TaskState
from registry.frame import Column, Frame
from registry.readiness.frames import ReadinessFrames
from registry.readiness.rules import RatingRules

Numbers: TypeAlias = Any
"""A numpy array of numbers, one a team unless something else is said."""


def day_number(day: date) -> int:
    """Return a day as the number of days since 1970."""
    return day.toordinal() - _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()
#: The day `date.min`, which stands for never.
NEVER = day_number(date.min)
#: A level of 0 is *not applicable*: any other is worse, so the worst of some levels is their maximum.
NOT_APPLICABLE = 0
_NO_END = 2**62


def positions(column: Column, index: Column) -> Numbers:
    """Return where in an index each value of a column stands, -1 where it does not."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return index.get_indexer(pd.Index(column))
    codes = column.cat.codes.to_numpy()
    if column.cat.categories.is_(index) or column.cat.categories.equals(index):
        return codes.astype(np.int64)
    return np.append(index.get_indexer(column.cat.categories), -1)[codes]


def known(column: Column) -> Column:
    """Return the index of the values of a column; a categorical one's categories, used or not."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.categories
    return pd.Index(column.dropna().unique())


def added(rows: Numbers, count: int, amounts: Numbers | None = None) -> Numbers:
    """Return, for each of `count` owners, how many rows it has, or their sum (exact to 2^53)."""
    summed = np.bincount(rows, weights=amounts, minlength=count)
    return summed if amounts is None else np.rint(summed).astype(np.int64)


def worst_of(rows: Numbers, levels: Numbers, count: int) -> Numbers:
    """Return the worst level among each owner's rows, 0 where none is applicable."""
    worst = np.zeros(count, np.int8)
    np.maximum.at(worst, rows, levels.astype(np.int8))
    return worst


def distinct(keys: Numbers) -> Numbers:
    """Return keys in order, each once: where they nearly are in order, many times as fast as `np.unique`."""
    ordered = np.sort(keys, kind="stable")
    return ordered[firsts(ordered)]


def firsts(ordered: Numbers) -> Numbers:
    """Return where each run of equal keys begins."""
    return np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])


def among(keys: Numbers, ordered: Numbers) -> tuple[Numbers, Numbers]:
    """Return where each key stands in ordered keys, and whether it does."""
    if not len(ordered):
        return np.zeros(len(keys), np.int64), np.zeros(len(keys), bool)
    found = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return found, ordered[found] == keys


def expanded(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """
    Return, for a range of each row, the row and the place of everything in its range.

    Examples
    --------
    >>> row, place = expanded(np.array([4, 0]), np.array([6, 1]))
    >>> row.tolist(), place.tolist()
    ([0, 0, 1], [4, 5, 0])

    """
    counts = ends - starts
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts - starts, counts)


class Indexed:
    """
    The frames as numbers: a team is its place in the frame `team`, a day counts from 1970.

    Rows of teams the frame `team` does not hold are left out.
    """

    def __init__(
        self,
        frames: ReadinessFrames,
        on: date,
        rules: Mapping[str, RatingRules] | RatingRules,
        task: TaskState,
    ) -> None:
        self.on, self.task = on, task
        self.day = day_number(on)
        self.teams = frames["team"]
        self.count = len(self.teams)
        self._ids = known(self.teams["team"])
        self._place = np.full(len(self._ids) + 1, -1)
        self._place[positions(self.teams["team"], self._ids)] = np.arange(self.count)
        self._frames = frames
        self._kept: dict[str, tuple[Frame, Numbers]] = {}
        self._given = rules

    def at(self, on: date) -> Indexed:
        """Return the same frames on another day; what was indexed already is shared."""
        other = copy(self)
        other.on, other.day = on, day_number(on)
        return other

    @property
    def figures(self) -> Mapping[str, RatingRules] | RatingRules:
        """Return the rules as they were given."""
        return self._given

    def of(self, name: str) -> Frame:
        """Return a frame whose rows belong to teams."""
        return self._owned(name)[0]

    def team(self, name: str) -> Numbers:
        """Return the team of each row of a frame."""
        return self._owned(name)[1]

    def loose(self, name: str) -> Frame:
        """Return a frame whose rows belong to people or executions."""
        return self._frames[name]

    def _owned(self, name: str) -> tuple[Frame, Numbers]:
        if name not in self._kept:
            frame = self._frames[name]
            team = self._place[positions(frame["team"], self._ids)]
            if (team < 0).any():
                frame, team = frame[team >= 0], team[team >= 0]
            self._kept[name] = frame, team
        return self._kept[name]

    @cached_property
    def rules(self) -> tuple[tuple[RatingRules, ...], Numbers]:
        """Return the different rules, and the number of those in force for each team."""
        if isinstance(self._given, RatingRules):
            return (self._given,), np.zeros(self.count, np.int64)
        regions = known(self.teams["region"])
        here = positions(self.teams["region"], regions)
        versions: dict[str, int] = {}
        found: list[RatingRules] = []
        which = np.zeros(len(regions), np.int64)
        for number in np.unique(here):
            rules = self._given[regions[number]]
            if versions.setdefault(rules.version, len(found)) == len(found):
                found.append(rules)
            which[number] = versions[rules.version]
        return tuple(found), which[here]

    def figure(self, code: str) -> Numbers:
        """Return a figure of the rules, by its code without prefix."""
        rules, which = self.rules
        return np.array([each.figure(code) for each in rules] or [0], np.int64)[which]

    def level(
        self, measure: Measure, numerator: Numbers, denominator: Numbers, of: Numbers | None = None
    ) -> Numbers:
        """Return the level of each fraction; `of` is the team of each, in their order when None."""
        reached = []
        for level in (1, 2, 3):
            percent = self.figure(f"band.{measure.value}.{level}")
            reached.append(100 * numerator >= (percent if of is None else percent[of]) * denominator)
        levels = np.select(reached, [1, 2, 3], 4)
        return np.where(denominator == 0, NOT_APPLICABLE, levels).astype(np.int8)

    def grade(self, confirmed: Numbers, proved: Numbers, of: Numbers) -> Numbers:
        """Return the worst grade of data age, 0 (A) to 3 (D), over inputs of teams: A where there is none."""
        age = self.day - confirmed
        older = [age > self.figure(f"age.{each}")[of] for each in "ABC"]
        grade = np.sum(older, axis=0, dtype=np.int8)
        return worst_of(of, np.where(proved, grade, np.minimum(grade + 1, 3)), self.count)

    def required(self, name: str) -> Numbers:
        """Return which rows of `post` or `line` the task asks for: a team's own set, else that of peace."""
        peace = self._asked(name, TaskState.PEACE)
        if self.task is TaskState.PEACE:
            return peace
        return np.where(self._own[self.team(name)], self._asked(name, self.task), peace)

    def _asked(self, name: str, task: TaskState) -> Numbers:
        return (self.of(name)["task"] == task.value).to_numpy()

    @cached_property
    def _own(self) -> Numbers:
        """Return which teams have a set of their own for the task."""
        own = np.zeros(self.count, bool)
        for name in ("post", "line"):
            own[self.team(name)[self._asked(name, self.task)]] = True
        return own

    def holding(self, frame: Frame, start: str, end: str) -> Numbers:
        """Return which rows hold on the day (half-open)."""
        return (days(frame[start]) <= self.day) & (days(frame[end], missing=_NO_END) > self.day)


def days(column: Column, missing: int = NEVER) -> Numbers:
    """Return the days of a column as numbers."""
    stored = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(stored), missing, stored.astype(np.int64))
