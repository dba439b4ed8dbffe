"""Areas S 装备在位 and R 完好 of many teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from registry.codes import EquipmentState, Measure
from registry.equipment.conditions import GONE, state_on
from registry.readiness.areas.equipment import WORKS
from registry.readiness.sets.indexed import (
    Indexed,
    Numbers,
    added,
    among,
    days,
    distinct,
    known,
    positions,
    worst_of,
)

_STATES = pd.Index([state.value for state in EquipmentState])
_GONE = np.array([state in GONE for state in EquipmentState])


@dataclass(frozen=True, slots=True)
class Equipment:
    """Counts of items by team, the worst levels of key lines, and the data age of what is held."""

    on_hand: Numbers
    required: Numbers
    serviceable: Numbers
    held: Numbers
    key_on_hand_level: Numbers
    key_serviceable_level: Numbers
    grade: Numbers


def equipment_of(given: Indexed) -> Equipment:
    """Return what teams hold of what they must, and what of that works."""
    asked = given.required("line")
    frame, team = given.of("line")[asked], given.team("line")[asked]
    kinds = known(given.of("line")["kind"])
    span = max(1, len(kinds))
    line = team * span + positions(frame["kind"], kinds)
    kept = distinct(line)
    held, works, grade = _items(given, kept, kinds)
    required, key = frame["required"].to_numpy().astype(np.int64), frame["key"].to_numpy()
    at = np.searchsorted(kept, line)
    enough = np.minimum(held[at], required)
    on_hand = given.level(Measure.ON_HAND, enough, required, team)
    serviceable = given.level(Measure.SERVICEABLE, works[at], held[at], team)
    owner = kept // span
    return Equipment(
        added(team, given.count, enough),
        added(team, given.count, required),
        added(owner, given.count, works),
        added(owner, given.count, held),
        worst_of(team[key], on_hand[key], given.count),
        worst_of(team[key], serviceable[key], given.count),
        grade,
    )


def _items(given: Indexed, kept: Numbers, kinds: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return, by team and kind asked for, how many items are held and work; and the data age by team."""
    frame, team = given.of("item"), given.team("item")
    kind = positions(frame["kind"], kinds)
    state = positions(frame["state"], _STATES)
    chosen = (kind >= 0) & given.holding(frame, "held_from", "held_to") & ~_GONE[state]
    at, asked = among(team * max(1, len(kinds)) + kind, kept)
    chosen &= asked
    at, team, frame, state = at[chosen], team[chosen], frame[chosen], state[chosen]
    overdue = days(frame["inspection_due_on"], missing=given.day + 1) <= given.day
    works = np.where(overdue, _working(given.on, given.on)[state], _working(None, given.on)[state])
    quantity = frame["quantity"].to_numpy().astype(np.int64)
    grade = given.grade(days(frame["confirmed_on"]), frame["proved"].to_numpy(), team)
    return added(at, len(kept), quantity), added(at, len(kept), quantity * works), grade


def _working(due: date | None, on: date) -> Numbers:
    """Return, by state, whether an item stored in it and due for inspection on a day works on a day."""
    return np.array([state_on(state, due, on) in WORKS for state in EquipmentState])
