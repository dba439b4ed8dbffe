"""One row a team: levels, fractions, caps and data age of a whole set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from registry.codes import CapKind, DataAge, Measure, ReadinessArea, TaskState, TeamState
from registry.frame import Column, Frame
from registry.readiness.frames import ReadinessFrames
from registry.readiness.ratings import REORGANIZING_LEVEL
from registry.readiness.rules import MEASURES, RatingRules
from registry.readiness.sets.caps import age_cap, caps_of
from registry.readiness.sets.equipment import equipment_of
from registry.readiness.sets.indexed import NOT_APPLICABLE, Indexed, Numbers
from registry.readiness.sets.people import people_of
from registry.readiness.sets.training import training_of

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
class _Measured:
    """Fractions by measure; by area its level (0: not applicable) and its data age (0 to 3)."""

    fractions: Mapping[Measure, tuple[Numbers, Numbers]]
    levels: Mapping[ReadinessArea, Numbers]
    grades: Mapping[ReadinessArea, Numbers]


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
    rated = (given.teams["state"] == TeamState.ACTIVE.value).to_numpy()
    columns: dict[str, Any] = {name: given.teams[name].array for name in RATED["team"]}
    columns |= _columns(given, _measured(given, rated), rated)
    return pd.DataFrame(columns | {"rule_version": _versions(given)})


def _measured(given: Indexed, rated: Numbers) -> _Measured:
    """Measure all teams; those that are not rated have 0 of 0 of everything."""
    people = people_of(given)
    equipment, training = equipment_of(given), training_of(given, people)
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
    levels = {
        area: _worst([given.level(each, *fractions[each]) for each in measures] + key_lines.get(area, []))
        for area, measures in MEASURES.items()
    }
    grades = (people.grade, equipment.grade, equipment.grade, training.grade)
    return _Measured(fractions, levels, dict(zip(ReadinessArea, grades, strict=True)))


def _columns(given: Indexed, found: _Measured, rated: Numbers) -> dict[str, Any]:
    """Return what was measured as columns, with the level of each team after caps."""
    caps = {kind: allowed * rated for kind, allowed in caps_of(given).items()}
    ages = {area: found.grades[area] * (found.levels[area] != NOT_APPLICABLE) for area in ReadinessArea}
    caps[CapKind.DATA_AGE] = _worst([age_cap(given, ages[area]) for area in ReadinessArea])
    computed = _worst(found.levels.values())
    level = np.where(computed == NOT_APPLICABLE, NOT_APPLICABLE, _worst([computed, *caps.values()]))
    reorganizing = (given.teams["state"] == TeamState.REORGANIZING.value).to_numpy()
    columns: dict[str, Any] = {
        "level": _levels(np.where(reorganizing, REORGANIZING_LEVEL, level)),
        "computed": _levels(computed),
        "unverified": _worst(ages.values()) == _UNVERIFIED,
    }
    columns |= {area.value: _levels(found.levels[area]) for area in ReadinessArea}
    for measure, parts in found.fractions.items():
        columns |= {
            f"{measure.value}_{part}": counts
            for part, counts in zip(("numerator", "denominator"), parts, strict=True)
        }
    columns |= {f"age_{area.value}": _graded(ages[area]) for area in ReadinessArea}
    return columns | {f"cap_{kind.value}": _levels(caps[kind]) for kind in CapKind}


def _worst(levels: Any) -> Numbers:
    return np.maximum.reduce(list(levels))


def _levels(levels: Numbers) -> Column:
    """Return levels as a column, missing where not applicable."""
    return pd.arrays.IntegerArray(levels.astype(np.int8), levels == NOT_APPLICABLE)


def _graded(grades: Numbers) -> Column:
    return pd.Categorical.from_codes(grades, categories=[grade.value for grade in DataAge], ordered=True)


def _versions(given: Indexed) -> Column:
    rules, which = given.rules
    return pd.Categorical.from_codes(which, categories=[each.version for each in rules])
