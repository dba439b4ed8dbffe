"""On which days each part of many teams' ratings can change: pairs of team and day, as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from registry.codes import ReadinessArea
from registry.frame import Frame
from registry.readiness.sets.indexed import NEVER, Indexed, Numbers, days, known, positions

#: The parts that are rated apart: equipment on hand and its serviceability change together.
PEOPLE, EQUIPMENT, TRAINING = ReadinessArea.PEOPLE, ReadinessArea.EQUIPMENT, ReadinessArea.TRAINING


@dataclass(frozen=True, slots=True)
class Pairs:
    """Teams (their places) and days (their numbers), each pair once, by team and day."""

    team: Numbers
    day: Numbers

    @classmethod
    def of(cls, found: Iterable[tuple[Numbers, Numbers]], first: int, last: int, count: int) -> Pairs:
        """Return the pairs after `first` until `last`, and that of the first day of every team."""
        teams, on = zip((np.arange(count), np.full(count, first)), *found, strict=True)
        team, day = np.concatenate(teams), np.concatenate(on)
        inside = (day >= first) & (day <= last)
        keys = np.unique(team[inside] * _SPAN + (day[inside] - first))
        return cls(keys // _SPAN, keys % _SPAN + first)


_SPAN = 1 << 20


def people_days(given: Indexed, confirmed: Frame) -> list[tuple[Numbers, Numbers]]:
    """Return when people come and go, qualify and lapse, are away and back, and their data grows old."""
    members = given.of("member")
    found = _columns(given, "member", "served_from", "served_to")
    found += _ages(given, given.team("member"), days(members["confirmed_on"]))
    found += _expected(given, confirmed)
    asked = set(given.of("post")["qualification"].dropna().unique())
    for name in ("grant", "away"):
        frame = given.loose(name)
        if name == "grant":
            frame = frame[frame["qualification"].isin(asked)]
        team, row = _of_persons(given, frame)
        found += [(team, days(frame[column])[row]) for column in ("from", "to")]
    return found


def equipment_days(given: Indexed, confirmed: Frame) -> list[tuple[Numbers, Numbers]]:
    """Return when items come and go and fall due for inspection, and their data grows old."""
    found = _columns(given, "item", "held_from", "held_to", "inspection_due_on")
    found += _ages(given, given.team("item"), days(given.of("item")["confirmed_on"]))
    return found + _expected(given, confirmed)


def training_days(given: Indexed) -> list[tuple[Numbers, Numbers]]:
    """Return when credit comes, halves and goes, and when those in key posts may change."""
    held, asked = given.of("held"), given.of("training")
    left = pd.DataFrame(
        {"team": given.team("held"), "kind": held["kind"].astype(object), "on": days(held["on"])}
    )
    right = pd.DataFrame(
        {
            "team": given.team("training"),
            "kind": asked["kind"].astype(object),
            "periodicity": asked["periodicity_days"].to_numpy(),
        }
    )
    both = left[held["passed"].to_numpy()].merge(right, on=["team", "kind"])
    team, on = both["team"].to_numpy(), both["on"].to_numpy()
    found = [(team, on)]
    for share in ("full", "half"):
        longest = both["periodicity"].to_numpy() * given.figure(f"credit.{share}-share")[team] // 100
        found.append((team, on + longest + 1))
    found += _columns(given, "appointment", "from", "to")
    return found + _columns(given, "member", "served_from", "served_to")


def _columns(given: Indexed, name: str, *columns: str) -> list[tuple[Numbers, Numbers]]:
    return [(given.team(name), days(given.of(name)[column])) for column in columns]


def _ages(given: Indexed, team: Numbers, confirmed: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Return when data confirmed on some days becomes one grade older; what never was stays as it is."""
    once = confirmed > NEVER
    keys = np.unique(team[once] * _SPAN * 4 + confirmed[once] + _SPAN)
    team, day = keys // (_SPAN * 4), keys % (_SPAN * 4) - _SPAN
    return [(team, day + given.figure(f"age.{grade}")[team] + 1) for grade in "ABC"]


def _expected(given: Indexed, confirmed: Frame) -> list[tuple[Numbers, Numbers]]:
    """Return when records are expected to be confirmed, and when that grows old."""
    team, day = confirmed["team"].to_numpy(), confirmed["day"].to_numpy()
    return [(team, day), *_ages(given, team, day)]


def _of_persons(given: Indexed, frame: Frame) -> tuple[Numbers, Numbers]:
    """Return each pair of a team and a row of a frame about one of its members."""
    members = given.of("member")
    persons = known(members["person"])
    serving = pd.DataFrame(
        {"team": given.team("member"), "person": positions(members["person"], persons)}
    ).drop_duplicates()
    theirs = pd.DataFrame({"person": positions(frame["person"], persons), "row": np.arange(len(frame))})
    both = serving.merge(theirs, on="person")
    return both["team"].to_numpy(), both["row"].to_numpy()
