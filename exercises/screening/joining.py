"""Frames that several rules of the screen need: teams' parts with their days, who came, entries."""

from __future__ import annotations

import pandas as pd

from exercises.codes import AttendanceStatus
from exercises.screening.columns import ENTERED
from registry.consistency.frames import Frames
from registry.frame import Column, Frame

#: What `parts` reads.
PARTS = ("execution", "execution_team", "team")
#: A change of so many records, of several tables, takes a register over; its day says nothing (assumed).
TAKEOVER_RECORDS = 200

_CAME = (AttendanceStatus.PRESENT.value, AttendanceStatus.LATE.value)


def parts(frames: Frames) -> Frame:
    """Return the teams' parts in executions with days, times, and code and region of the team, in time."""
    return frames.once("parts", lambda: _parts(frames))


def _parts(frames: Frames) -> Frame:
    held = frames["execution"].drop(columns="region_id").rename(columns={"id": "execution_id"})
    teams = frames["team"][["id", "region_id", "code"]].rename(columns={"id": "team_id"})
    joined = frames["execution_team"].merge(held, on="execution_id").merge(teams, on="team_id")
    return joined.sort_values(["team_id", "last_day", "id"], ignore_index=True)


def present(frames: Frames) -> Frame:
    """Return who came, by name, with the team's part he came for; `part` is its id."""
    return frames.once("present", lambda: _present(frames))


def _present(frames: Frames) -> Frame:
    came = frames["attendance"][frames["attendance"]["status"].isin(_CAME)]
    columns = ["id", "execution_id", "team_id", "region_id", "code", "first_day", "last_day", "begun_at"]
    told = parts(frames)[[*columns, "ended_at"]].rename(columns={"id": "part"})
    return came.rename(columns={"execution_team_id": "part"}).merge(told, on="part")


def minutes(moments: Column) -> Column:
    """Return the minute of the day, 0 to 1439."""
    return moments.dt.hour * 60 + moments.dt.minute


def away(frames: Frames) -> Frame:
    """Return the days on which a person is reported away: person, from, to (the day after; far if open)."""
    told = frames["unavailability"].dropna(subset=["person_id"])
    ends = told["valid_to"].fillna(pd.Timestamp(2200, 1, 1))
    return pd.DataFrame({"person_id": told["person_id"], "away_from": told["valid_from"], "away_to": ends})


def entered(frames: Frames) -> Frame:
    """Return when watched records were entered, without those of a takeover of a register."""
    return frames.once("entered", lambda: _entered(frames[ENTERED]))


def _entered(ledger: Frame) -> Frame:
    by_change = ledger.groupby("change_id")["record_table"]
    whole = (by_change.transform("size") >= TAKEOVER_RECORDS) & (by_change.transform("nunique") > 1)
    return ledger[~whole]


def distinct(ids: Column) -> tuple[str, ...]:
    """Return the ids of a column in their order, each once."""
    return tuple(dict.fromkeys(ids))


def grouped(frame: Frame, keys: list[str], least: int) -> Frame:
    """
    Return one row for each group of at least `least` rows: the first, with its size and the others.

    `others` are the ids of all rows of the group in their order, `count` how many.
    """
    if frame.empty:
        return frame.assign(count=0, others=None)
    listed = frame.groupby(keys, sort=False)["id"].agg(tuple).rename("others").reset_index()
    listed["count"] = listed["others"].map(len)
    first = frame.drop_duplicates(keys)
    return first.merge(listed[listed["count"] >= least], on=keys)
