"""The level of many teams on every day to come, as `registry.readiness.forecast` has it one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from registry.codes import DataAge, ReadinessArea, TaskState, TeamState
from registry.frame import Frame
from registry.readiness.frames import ReadinessFrames
from registry.readiness.ratings import REORGANIZING_LEVEL
from registry.readiness.rules import RatingRules
from registry.readiness.sets.caps import age_cap, caps_of
from registry.readiness.sets.dated import Dated
from registry.readiness.sets.dating import Pairs, equipment_days, people_days, training_days
from registry.readiness.sets.indexed import Indexed, Numbers, day_number
from registry.readiness.sets.rated import rate_all

#: So many pairs of team and day are rated at once, to bound memory.
_AT_ONCE = 20_000
_GRADES = [grade.value for grade in DataAge]
_PARTS: Mapping[str, tuple[ReadinessArea, ...]] = {
    "P": (ReadinessArea.PEOPLE,),
    "S": (ReadinessArea.EQUIPMENT, ReadinessArea.SERVICEABILITY),
    "T": (ReadinessArea.TRAINING,),
}


@dataclass(frozen=True, slots=True)
class Curves:
    """
    Levels of teams by day: a row a day from `first` on, a column a team in the order of `teams`.

    Levels are 1 (best) to 4, 5 while a team reorganizes, 0 where it is not rated. `teams` has the columns
    of the frame `team`.
    """

    first: date
    teams: Frame
    levels: Numbers


def no_confirmations() -> Frame:
    """Return that no records are expected to be confirmed: the columns `team` (id), `area` (code), `day`."""
    empty = {"team": pd.Series(dtype="object"), "area": pd.Series(dtype="object")}
    return pd.DataFrame(empty | {"day": pd.Series(dtype="datetime64[s]")})


def curves_of(
    frames: ReadinessFrames,
    first: date,
    last: date,
    rules: Mapping[str, RatingRules] | RatingRules,
    task: TaskState = TaskState.PEACE,
    confirmed: Frame | None = None,
) -> Curves:
    """
    Rate every team on every day from `first` to `last`, both included.

    Parameters
    ----------
    frames
        Facts of the teams; exercises, links and musters to come are rows like any other.
    first, last
        The days.
    rules
        The figures for everybody, or by region id.
    task
        As in `rate_all`.
    confirmed
        Days on which an area of a team is expected to be confirmed, as `no_confirmations` has them.

    """
    given = Indexed(frames, first, rules, task)
    told = _placed(given, no_confirmations() if confirmed is None else confirmed)
    of_part = {
        part: told[told["area"].isin([each.value for each in areas])] for part, areas in _PARTS.items()
    }
    pairs = {
        "P": people_days(given, of_part["P"]),
        "S": equipment_days(given, of_part["S"]),
        "T": training_days(given),
    }
    count = (last - first).days + 1
    computed, allowed = np.zeros((count, given.count), np.int8), np.zeros((count, given.count), np.int8)
    for part, found in pairs.items():
        at = Pairs.of(found, given.day, day_number(last), given.count)
        for level, grade in _part(given, part, at, of_part[part], count):
            computed = np.maximum(computed, level)
            allowed = np.maximum(allowed, _age_caps(given, np.where(level > 0, grade, 0)))
    for number in range(count):
        caps = caps_of(given.at(first + timedelta(days=number)))
        allowed[number] = np.maximum.reduce([allowed[number], *caps.values()])
    levels = np.where(computed > 0, np.maximum(computed, allowed), 0)
    return Curves(first, given.teams, _by_state(given, levels))


def _placed(given: Indexed, confirmed: Frame) -> Frame:
    """Return confirmations with the place of their team and the number of their day."""
    place = pd.Index(given.teams["team"].astype(object)).get_indexer(confirmed["team"].astype(object))
    day = confirmed["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    found = pd.DataFrame({"team": place.astype(np.int64), "area": confirmed["area"].to_numpy(), "day": day})
    return found[place >= 0]


def _part(
    given: Indexed, part: str, pairs: Pairs, confirmed: Frame, count: int
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield level and data age of each area of a part, by day and team."""
    dated = Dated(given, part, confirmed)
    found: dict[str, list[Numbers]] = {}
    for start in range(0, len(pairs.team), _AT_ONCE):
        chosen = Pairs(pairs.team[start : start + _AT_ONCE], pairs.day[start : start + _AT_ONCE])
        rated = rate_all(dated.frames(chosen), given.on, given.figures, given.task)
        for area in _PARTS[part]:
            level = rated[area.value].fillna(0).to_numpy(np.int8)
            grade = rated[f"age_{area.value}"].cat.codes.to_numpy()
            found.setdefault(area.value, []).append(level)
            found.setdefault(f"age_{area.value}", []).append(grade)
    filled = _Filling(pairs, given, count)
    for area in _PARTS[part]:
        yield tuple(filled.days(np.concatenate(found[name])) for name in (area.value, f"age_{area.value}"))


class _Filling:
    """Spreads what was rated on some days over all of them: each holds until the next."""

    def __init__(self, pairs: Pairs, given: Indexed, count: int) -> None:
        marks = np.zeros((count, given.count), np.int64)
        marks[pairs.day - given.day, pairs.team] = np.arange(len(pairs.team))
        self._latest = np.maximum.accumulate(marks, axis=0)

    def days(self, values: Numbers) -> Numbers:
        """Return the values by day and team."""
        return values[self._latest]


def _age_caps(given: Indexed, grade: Numbers) -> Numbers:
    """Return the level that data ages allow, by day and team."""
    return np.stack([age_cap(given, row) for row in grade]).astype(np.int8)


def _by_state(given: Indexed, levels: Numbers) -> Numbers:
    state = given.teams["state"]
    levels[:, (state == TeamState.REORGANIZING.value).to_numpy()] = REORGANIZING_LEVEL
    return levels.astype(np.int8)
