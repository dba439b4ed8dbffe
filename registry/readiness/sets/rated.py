"""One row a team: levels, fractions, caps and data age of a whole set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from registry.codes import CapKind, DataAge, Measure, ReadinessArea, TaskState, TeamState
from registry.frame import Column, Frame
from registry.readiness.frames import ReadinessFrames
from registry.readiness.ratings import REORGANIZING_LEVEL, Rating
from registry.readiness.rules import MEASURES, RatingRules
from registry.readiness.sets.caps import age_cap, caps_of
from registry.readiness.sets.equipment import Equipment, equipment_of
from registry.readiness.sets.indexed import NOT_APPLICABLE, Indexed, Numbers
from registry.readiness.sets.people import People, people_of
from registry.readiness.sets.training import Training, training_of

#: Columns of a rated frame, by what they tell.
RATED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "team": ("team", "region", "category", "state"),
        "levels": ("level", "computed", "unverified"),
        "areas": tuple(area.value for area in ReadinessArea),
        "fractions": tuple(f"{m.value}_{part}" for m in Measure for part in ("numerator", "denominator")),
        "ages": tuple(f"age_{area.value}" for area in ReadinessArea),
        "caps": tuple(f"cap_{kind.value}" for kind in CapKind),
        "rules": ("rule_version",),
    }
)
_UNVERIFIED = tuple(DataAge).index(DataAge.D)


@dataclass(frozen=True, slots=True)
class Measured:
    """Fractions by measure; by area its level (0: not applicable) and its data age (0 to 3, A to D)."""

    fractions: Mapping[Measure, tuple[Numbers, Numbers]]
    levels: Mapping[ReadinessArea, Numbers]
    ages: Mapping[ReadinessArea, Numbers]

    @property
    def computed(self) -> Numbers:
        """Return the worst level of the areas."""
        return worst(self.levels.values())

    def columns(self) -> dict[str, Any]:
        """Return what was measured as columns: areas, fractions and data age."""
        found: dict[str, Any] = {
            "unverified": worst(self.ages.values()) == _UNVERIFIED,
            **{area.value: levels(self.levels[area]) for area in ReadinessArea},
        }
        for measure, (numerator, denominator) in self.fractions.items():
            found |= {f"{measure.value}_numerator": numerator, f"{measure.value}_denominator": denominator}
        return found | {f"age_{area.value}": _graded(self.ages[area]) for area in ReadinessArea}


def rate_all(
    frames: ReadinessFrames,
    on: date,
    rules: Mapping[str, RatingRules] | RatingRules,
    task: TaskState = TaskState.PEACE,
) -> Frame:
    """
    Rate every team on a day for a task, as `registry.readiness.rating.rate` would one by one.

    Parameters
    ----------
    frames
        Facts of the teams; rows stand in any order.
    on
        The day.
    rules
        The figures for everybody, or by region id.
    task
        A team without a set of requirements for it is rated by that of peace.

    Returns
    -------
    Frame
        One row a team in the order of the frame `team`, with the columns of `RATED`. `level`, `computed`
        and the areas `P` to `T` are missing where not applicable or not rated; a cap's column holds the
        level it allows, missing where it does not fire (of data age the worst). Fractions of a team that
        is not rated are 0 of 0.

    Raises
    ------
    KeyError
        There are no rules for a team's region.

    """
    given = Indexed(frames, on, rules, task)
    people = people_of(given)
    rated = (given.teams["state"] == TeamState.ACTIVE.value).to_numpy()
    found = measured(given, people, equipment_of(given), training_of(given, people), rated)
    caps = {kind: allowed * rated for kind, allowed in caps_of(given).items()}
    caps[CapKind.DATA_AGE] = worst([age_cap(given, found.ages[area]) for area in ReadinessArea])
    computed = found.computed
    level = np.where(computed == NOT_APPLICABLE, NOT_APPLICABLE, worst([computed, *caps.values()]))
    reorganizing = (given.teams["state"] == TeamState.REORGANIZING.value).to_numpy()
    columns: dict[str, Any] = {name: given.teams[name].array for name in RATED["team"]}
    columns |= found.columns() | {f"cap_{kind.value}": levels(caps[kind]) for kind in CapKind}
    columns |= {
        "level": levels(np.where(reorganizing, REORGANIZING_LEVEL, level)),
        "computed": levels(computed),
    }
    columns["rule_version"] = _versions(given)
    return pd.DataFrame({name: columns[name] for names in RATED.values() for name in names})


def measured(
    given: Indexed, people: People, equipment: Equipment, training: Training, rated: Numbers
) -> Measured:
    """Measure all teams; those that are not rated have 0 of 0 of everything."""
    found = {
        Measure.AVAILABLE: (np.minimum(people.available, people.posts), people.posts),
        Measure.MATCHED: (people.matched, people.posts),
        Measure.KEY_POSTS: (people.key_matched, people.key_posts),
        Measure.ON_HAND: (equipment.on_hand, equipment.required),
        Measure.SERVICEABLE: (equipment.serviceable, equipment.held),
        Measure.TRAINED: (training.credited, training.asked),
    }
    fractions = {measure: (top * rated, bottom * rated) for measure, (top, bottom) in found.items()}
    key_lines = {
        ReadinessArea.EQUIPMENT: [equipment.key_on_hand_level * rated],
        ReadinessArea.SERVICEABILITY: [equipment.key_serviceable_level * rated],
    }
    reached = {
        area: worst([given.level(each, *fractions[each]) for each in measures] + key_lines.get(area, []))
        for area, measures in MEASURES.items()
    }
    grades = (people.grade, equipment.grade, equipment.grade, training.grade)
    ages = {
        area: grade * (reached[area] != NOT_APPLICABLE)
        for area, grade in zip(ReadinessArea, grades, strict=True)
    }
    return Measured(fractions, reached, ages)


def worst(found: Iterable[Numbers]) -> Numbers:
    """Return the worst of some levels or grades, team by team."""
    return np.maximum.reduce(list(found))


def levels(found: Numbers) -> Column:
    """Return levels as a column, missing where not applicable."""
    return pd.arrays.IntegerArray(found.astype(np.int8), found == NOT_APPLICABLE)


def _graded(grades: Numbers) -> Column:
    return pd.Categorical.from_codes(grades, categories=[grade.value for grade in DataAge], ordered=True)


def _versions(given: Indexed) -> Column:
    rules, which = given.rules
    return pd.Categorical.from_codes(which, categories=[each.version for each in rules])


def row_of(rating: Rating) -> dict[str, Any]:
    """Return the rating of one team as `rate_all` states it, without its region, category and state."""
    row: dict[str, Any] = dict.fromkeys((name for names in RATED.values() for name in names), None)
    for name in RATED["team"][1:]:
        del row[name]
    row |= {"team": rating.team, "level": rating.level, "computed": rating.computed}
    row |= {"unverified": rating.unverified, "rule_version": rating.rule_version}
    row |= dict.fromkeys(RATED["fractions"], 0) | dict.fromkeys(RATED["ages"], DataAge.A.value)
    for area in rating.areas:
        row[area.area.value] = area.level
        if area.level is not None:
            row[f"age_{area.area.value}"] = area.data_age.value
        for each in area.measures:
            row[f"{each.measure.value}_numerator"] = each.numerator
            row[f"{each.measure.value}_denominator"] = each.denominator
    for cap in rating.caps:
        name = f"cap_{cap.kind.value}"
        row[name] = max(row[name] or 0, cap.level)
    return row


def rows_of(rated: Frame) -> list[dict[str, Any]]:
    """Return a rated frame as `row_of` does, what is missing as None."""
    names = [name for columns in RATED.values() for name in columns if name not in RATED["team"][1:]]
    plain = [rated[name].astype(object).where(rated[name].notna(), None) for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*plain, strict=True)]
