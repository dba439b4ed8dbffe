"""
Frames of many teams on many days at once: each pair of a team and a day becomes a team of its own.

Days are moved so that every pair is rated on one and the same day: of people, equipment and training only
distances of days count. Caps look at the calendar and are not rated this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd

from registry.codes import TaskState
from registry.frame import Frame
from registry.readiness.frames import COLUMNS, ReadinessFrames
from registry.readiness.sets.dating import Pairs
from registry.readiness.sets.indexed import Indexed, Numbers, days, distinct, expanded, known, positions

#: Frames that each part is rated from, besides that of teams.
_PEOPLE = ("post", "member", "grant", "away")
_EQUIPMENT = ("line", "item")
_TRAINING = ("post", "member", "appointment", "training", "held", "taker")
PARTS: Mapping[str, Sequence[str]] = MappingProxyType({"P": _PEOPLE, "S": _EQUIPMENT, "T": _TRAINING})
#: Frames that an expected confirmation reaches, with the days a row holds.
_CONFIRMED = {"member": ("served_from", "served_to"), "item": ("held_from", "held_to")}


def _names(part: str, task: TaskState) -> frozenset[str]:
    """Return the frames of a part; whether a team has a set of its own for a task, posts and lines tell."""
    return frozenset(PARTS[part]) | (frozenset() if task is TaskState.PEACE else {"post", "line"})


class Dated:
    """The frames of one part of a rating, cut up once, for pairs to be made of."""

    def __init__(self, given: Indexed, part: str, confirmed: Frame) -> None:
        self._given, self._confirmed = given, confirmed
        self._persons = known(given.of("member")["person"])
        self._parts = known(given.of("held")["held"])
        self._names = _names(part, given.task)
        self._ordered = {name: self._sorted(name) for name in self._names}

    def _sorted(self, name: str) -> tuple[Frame, Numbers]:
        """Return a frame by its owners, and the number of each row's owner."""
        if "team" in COLUMNS[name]:
            frame, owner = self._given.of(name), self._given.team(name)
        elif name == "taker":
            frame = self._of_key_posts(self._given.loose(name))
            owner = positions(frame["held"], self._parts)
        else:
            frame = self._given.loose(name)
            owner = positions(frame["person"], self._persons)
        order = np.argsort(owner, kind="stable")
        return frame.iloc[order], owner[order]

    def _of_key_posts(self, takers: Frame) -> Frame:
        """Return those who came and are ever appointed to a key post: of others nobody asks."""
        posts, placed = self._given.of("post"), self._given.of("appointment")
        key = set(posts["post"][posts["key"].to_numpy()])
        return takers[takers["person"].isin(set(placed["person"][placed["post"].isin(key)]))]

    def frames(self, pairs: Pairs) -> ReadinessFrames:
        """Return the frames in which each of some pairs is a team, all rated on the day of `given`."""
        self._pairs = pairs
        made = {name: self._given.loose(name).iloc[:0] for name in COLUMNS}
        number = np.arange(len(pairs.team))
        made["team"] = self._given.teams.iloc[pairs.team].assign(team=number).reset_index(drop=True)
        for name in self._names:
            made[name] = self._made(name)
        return ReadinessFrames(made)

    def _made(self, name: str) -> Frame:
        """Return the rows of a frame for every pair, their days moved."""
        frame, owner = self._ordered[name]
        pair, wanted = self._owners(name)
        row, place = expanded(np.searchsorted(owner, wanted), np.searchsorted(owner, wanted, "right"))
        pair, rows = pair[row], frame.iloc[place].reset_index(drop=True)
        columns = {"team": pair} if "team" in rows else {}
        rows = self._as_confirmed(name, rows, pair)
        for column, codes in (("person", self._persons), ("held", self._parts)):
            if column in rows:
                columns[column] = pair * (len(codes) + 1) + positions(rows[column], codes)
        moved = (self._pairs.day[pair] - self._given.day).astype("timedelta64[D]")
        for column in (each for each in rows if rows[each].dtype.kind == "M"):
            columns[column] = (rows[column].to_numpy().astype("datetime64[D]") - moved).astype(
                "datetime64[s]"
            )
        return rows.assign(**columns)

    def _owners(self, name: str) -> tuple[Numbers, Numbers]:
        """Return each pair with an owner of rows: its team, its members, or its parts in executions."""
        number = np.arange(len(self._pairs.team))
        if "team" in COLUMNS[name]:
            return number, self._pairs.team
        source, column, codes = (
            ("held", "held", self._parts) if name == "taker" else ("member", "person", self._persons)
        )
        frame, owner = self._ordered[source]
        teams = self._pairs.team
        row, place = expanded(np.searchsorted(owner, teams), np.searchsorted(owner, teams, "right"))
        span = len(codes) + 1
        keys = distinct(number[row] * span + positions(frame[column].iloc[place], codes))
        return keys // span, keys % span

    def _as_confirmed(self, name: str, rows: Frame, pair: Numbers) -> Frame:
        """Return rows as the latest expected confirmation before the day of their pair left them."""
        if name not in _CONFIRMED or not len(self._confirmed):
            return rows
        latest = self._latest()[pair]
        start, end = (days(rows[column], missing=_FOREVER) for column in _CONFIRMED[name])
        reached = (start <= latest) & (latest < end) & (days(rows["confirmed_on"]) < latest)
        told = np.where(reached, latest, 0).astype("datetime64[D]").astype("datetime64[s]")
        confirmed = np.where(reached, told, rows["confirmed_on"].to_numpy().astype("datetime64[s]"))
        return rows.assign(confirmed_on=confirmed, proved=rows["proved"].to_numpy() | reached)

    def _latest(self) -> Numbers:
        """Return, by pair, the day of the latest expected confirmation by its day; long ago where none is."""
        asked = pd.DataFrame({"team": self._pairs.team, "day": self._pairs.day})
        told = self._confirmed.assign(on=self._confirmed["day"]).sort_values("day")
        order = asked.sort_values("day", kind="stable")
        found = pd.merge_asof(order, told, on="day", by="team").set_index(order.index)["on"]
        return found.reindex(asked.index).fillna(-_FOREVER).to_numpy().astype(np.int64)


_FOREVER = 2**40
