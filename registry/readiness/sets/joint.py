"""
Joint groups 片区: what regions that act together can do, each asset counted once.

All teams of a group with one function (category) are rated as if they were one team: their posts and lines
together, and whoever and whatever serves several of them once. So is the whole group, all functions
together. Caps are about single teams and do not apply; how many teams are capped is for `of_set`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from registry.codes import EquipmentState, TaskState, TeamState
from registry.equipment.conditions import GONE
from registry.frame import Frame
from registry.matching.identities import things_behind
from registry.readiness.frames import ReadinessFrames
from registry.readiness.rules import RatingRules
from registry.readiness.sets.equipment import equipment_of
from registry.readiness.sets.indexed import Indexed, Numbers, added, worst_of
from registry.readiness.sets.people import People, people_of
from registry.readiness.sets.rated import RATED, levels, measured
from registry.readiness.sets.training import Training, training_of

#: Function of a row that is about a whole group.
ALL = "all"
#: Columns of the answer; `shared_people` and `shared_items` are what adding teams up would count too often.
JOINT = (
    "group",
    "function",
    "teams",
    "level",
    "unverified",
    *RATED["areas"],
    *RATED["fractions"],
    *RATED["ages"],
    "shared_people",
    "shared_items",
)
_NOTHING: Mapping[str, str] = MappingProxyType({})
_GONE = [state.value for state in EquipmentState if state in GONE]


def joint(
    frames: ReadinessFrames,
    groups: Frame,
    on: date,
    rules: RatingRules,
    task: TaskState = TaskState.PEACE,
    things: Mapping[str, str] = _NOTHING,
) -> Frame:
    """
    Rate groups of teams as units: one row a group and function, and one (`ALL`) a group.

    Parameters
    ----------
    frames
        Facts of at least the teams of all groups.
    groups
        Columns `group` and `team`; a team may be in several groups. Only active teams take part.
    on, task
        The day, and what for: each team brings what it must have for the task.
    rules
        The figures of whoever asks: a group may lie in regions with different ones.
    things
        The thing behind items by id (`registry.matching.identities.things_behind`); one that is not named is
        told by kind and serial number.

    Returns
    -------
    Frame
        The columns of `JOINT`, ordered by group and function, `ALL` last. `level` is the worst area. A
        person counts once however many teams of the unit they serve in; a thing once, as the record
        confirmed last states it. Training adds up by weight.

    """
    given = Indexed(frames, on, rules, task)
    units, pairs = _units(given, groups)
    people = people_of(given)
    items = _items(given, pairs, things)
    pooled = Indexed(_pooled(given, units, pairs, items), on, rules, TaskState.PEACE)
    training = _training(training_of(given, people), pairs, len(units))
    found = measured(pooled, people_of(pooled), equipment_of(pooled), training, np.ones(len(units), bool))
    columns = found.columns() | {
        "level": levels(found.computed),
        "teams": added(pairs["unit"].to_numpy(), len(units)),
        "shared_people": _shared_people(people, pairs, len(units)),
        "shared_items": _shared_items(items, len(units)),
    }
    return units.assign(**columns)[list(JOINT)]


def _units(given: Indexed, groups: Frame) -> tuple[Frame, Frame]:
    """Return the units (group and function), and which teams (by number) belong to each."""
    teams = pd.DataFrame(
        {
            "team": given.teams["team"].astype(object),
            "place": np.arange(given.count),
            "function": given.teams["category"].astype(object),
        }
    )[(given.teams["state"] == TeamState.ACTIVE.value).to_numpy()]
    members = groups[["group", "team"]].astype(object).drop_duplicates().merge(teams, on="team")
    both = pd.concat([members, members.assign(function=ALL)])
    both["last"] = both["function"] == ALL
    kinds: Frame = both[["group", "last", "function"]].drop_duplicates()
    units = kinds.sort_values(["group", "last", "function"])
    units = units.reset_index(drop=True).drop(columns="last")
    pairs = both.merge(units.reset_index(names="unit"), on=["group", "function"])
    return units, pairs[["unit", "place"]]


def _pooled(given: Indexed, units: Frame, pairs: Frame, items: Frame) -> ReadinessFrames:
    """Return the frames of the units, each as if it were one team."""
    peace = TaskState.PEACE.value
    lines = _of_units(given, "line", pairs, given.required("line"))
    lines = lines.groupby(["team", "kind"], as_index=False, observed=True).agg(
        {"required": "sum", "key": "any"}
    )
    return ReadinessFrames(
        {
            "team": pd.DataFrame(
                {"team": np.arange(len(units)), "region": "", "state": TeamState.ACTIVE.value}
            ),
            "post": _of_units(given, "post", pairs, given.required("post")).assign(task=peace),
            "line": lines.assign(task=peace),
            "member": _of_units(given, "member", pairs, np.ones(len(given.of("member")), bool)),
            "item": items[~_repeated(items)],
            "grant": given.loose("grant"),
            "away": given.loose("away"),
        }
    )


def _of_units(given: Indexed, name: str, pairs: Frame, chosen: Numbers) -> Frame:
    """Return chosen rows of a frame for every unit their team belongs to; `team` is the unit."""
    rows = given.of(name)[chosen].drop(columns="team").assign(place=given.team(name)[chosen])
    return rows.merge(pairs, on="place").rename(columns={"unit": "team"})


def _items(given: Indexed, pairs: Frame, things: Mapping[str, str]) -> Frame:
    """Return what the teams of each unit hold, those confirmed last first, with the thing behind each."""
    items = given.of("item")
    held = given.holding(items, "held_from", "held_to") & ~items["state"].isin(_GONE).to_numpy()
    rows = _of_units(given, "item", pairs, held)
    known = rows[["item", "kind", "serial"]].astype(object).drop_duplicates("item")
    serials = known["serial"].where(known["serial"].notna(), None)
    behind = things_behind(zip(known["item"], known["kind"], serials, strict=True), {}, ()) | dict(things)
    ordered = rows.assign(thing=rows["item"].astype(object).map(behind))
    return ordered.sort_values(["confirmed_on", "item"], ascending=[False, True])


def _repeated(items: Frame) -> Numbers:
    """Return which records repeat a thing of their unit."""
    return items.duplicated(["team", "thing"]).to_numpy()


def _training(training: Training, pairs: Frame, units: int) -> Training:
    """Return the sums of the units' teams."""
    unit, place = pairs["unit"].to_numpy(), pairs["place"].to_numpy()
    return Training(
        added(unit, units, training.credited[place]),
        added(unit, units, training.asked[place]),
        worst_of(unit, training.grade[place], units),
    )


def _shared_people(people: People, pairs: Frame, units: int) -> Numbers:
    """Return how often people of a unit serve in another of its teams too."""
    serving = pd.DataFrame({"place": people.serving // people.span, "person": people.serving % people.span})
    rows = serving.merge(pairs, on="place")
    return added(rows["unit"].to_numpy()[rows.duplicated(["unit", "person"]).to_numpy()], units)


def _shared_items(items: Frame, units: int) -> Numbers:
    """Return how many items stand in records that repeat a thing of the unit."""
    again = items[_repeated(items)]
    return added(again["team"].to_numpy(), units, again["quantity"].to_numpy())
