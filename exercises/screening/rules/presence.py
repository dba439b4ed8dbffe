"""Rules about who was there: everybody always, more than there are, the absent, and two places at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from exercises.screening.joining import PARTS, away, grouped, parts, present
from exercises.screening.rule import ASSUMED, CITATION, Screen
from registry.codes import IssueSeverity
from registry.consistency.frames import Frames
from registry.consistency.rule import finding
from registry.frame import Column, Frame

#: A run of fewer roll-calls with everybody present says nothing (assumed).
LEAST_RUN = 4
#: Nobody is taken to come more surely than this, whatever the others' records say (assumed).
SUREST = 0.98
#: Share present that is taken where nothing else is recorded to compare with (assumed).
USUAL = 0.9


def _counts(frames: Frames) -> Frame:
    """Return the parts with the members of the last day, those of them away, and guests on the roll."""
    return frames.once("parts with members", lambda: _counted(frames))


def _counted(frames: Frames) -> Frame:
    held = parts(frames)
    spans = frames["membership"][["team_id", "person_id", "valid_from", "valid_to"]]
    pairs = held[["id", "team_id", "first_day", "last_day"]].merge(spans, on="team_id")
    serving = (pairs["valid_from"] <= pairs["last_day"]) & ~(pairs["valid_to"] <= pairs["last_day"])
    pairs = pairs[serving].drop_duplicates(["id", "person_id"])
    out = pairs.merge(away(frames), on="person_id")
    out = out[(out["away_from"] <= out["first_day"]) & (out["away_to"] > out["last_day"])]
    gone = out.drop_duplicates(["id", "person_id"]).groupby("id").size()
    members = pairs.groupby("id").size()
    named = present(frames)[["part", "person_id"]].drop_duplicates()
    own = named.merge(pairs[["id", "person_id"]].rename(columns={"id": "part"}), how="left", indicator=True)
    guests = own[own["_merge"] == "left_only"].groupby("part").size()
    return held.assign(
        guests=held["id"].map(guests).fillna(0).astype("int64"),
        members=held["id"].map(members).fillna(0).astype("int64"),
        away=held["id"].map(gone).fillna(0).astype("int64"),
    )


def _beyond(frames: Frames, threshold: int) -> Frame:
    held = _counts(frames)
    excess = held["present_persons"] - held["guests"] - (held["members"] - held["away"])
    found = held[(held["members"] > 0) & (excess >= threshold)]
    return finding(_told(found), "code", "day", "present_persons", "members", "away", "guests")


def _rates(held: Frame) -> Column:
    """Return the share of the authorized who come: the others', or the team's own not away if lower."""
    sums = held.groupby("team_id")[["present_persons", "authorized_persons", "away"]].transform("sum")
    others = held["authorized_persons"].sum() - sums["authorized_persons"]
    came = held["present_persons"].sum() - sums["present_persons"]
    rate = (came / others.where(others > 0)).fillna(USUAL)
    own = 1 - sums["away"] / sums["authorized_persons"]
    return np.minimum(rate, own).clip(0.05, SUREST)


def _all_there(frames: Frames, threshold: int) -> Frame:
    held = _counts(frames)
    held = held[held["authorized_persons"] > 0]
    full = held["present_persons"] >= held["authorized_persons"]
    begins = full & ~(full.shift(fill_value=False) & (held["team_id"] == held["team_id"].shift()))
    chance = held["authorized_persons"] * np.log10(_rates(held))
    runs = held.assign(run=begins.cumsum(), chance=chance)[full]
    summed = runs.groupby("run").agg(count=("id", "size"), chance=("chance", "sum"), others=("id", tuple))
    summed["n"] = np.floor(-summed["chance"] - np.log10(max(len(held), 1)))
    summed = summed[(summed["count"] >= LEAST_RUN) & (summed["n"] >= threshold)].reset_index()
    found = _told(runs.drop_duplicates("run")[["run", "team_id", "region_id", "code", "last_day"]])
    found = found.merge(summed, on="run").sort_values("n", ascending=False).drop_duplicates("team_id")
    return finding(found, "code", "count", "day", "n", id="team_id")


def _present_away(frames: Frames, threshold: int) -> Frame:
    both = present(frames).merge(away(frames), on="person_id")
    both = both[(both["away_from"] <= both["first_day"]) & (both["away_to"] > both["last_day"])]
    both = both.drop_duplicates(["part", "person_id"])
    listed = both.groupby("part")["id"].agg(tuple).rename("others").reset_index()
    listed["count"] = listed["others"].map(len).astype("int64")
    found = both.drop_duplicates("part").merge(listed[listed["count"] >= threshold], on="part")
    return finding(_told(found), "code", "day", "count", id="part")


def _two_places(frames: Frames, threshold: int) -> Frame:
    timed = present(frames).dropna(subset=["begun_at", "ended_at"])
    timed = timed[timed["first_day"] == timed["last_day"]].sort_values(["person_id", "begun_at", "id"])
    before = timed.shift()
    same = (timed["person_id"] == before["person_id"]) & (timed["execution_id"] != before["execution_id"])
    shared = np.minimum(timed["ended_at"], before["ended_at"]) - timed["begun_at"]
    timed = timed.assign(minutes=shared.dt.total_seconds() // 60, earlier=before["id"], other=before["part"])
    found = timed[same & (timed["minutes"] >= threshold)]
    both = pd.concat([found, found.assign(id=found["earlier"])])
    listed = grouped(both, ["part", "other"], 1)
    return finding(
        _told(listed.assign(count=listed["count"] // 2)), "code", "day", "count", "minutes", id="part"
    )


def _told(frame: Frame) -> Frame:
    """Return the frame with its last day under the name sentences use."""
    return frame.assign(day=pd.to_datetime(frame["last_day"]))


RULES = (
    Screen(
        code="ALL_PRESENT_RUN",
        subject="team",
        behind="execution_team",
        reads=(*PARTS, "attendance", "membership", "unavailability"),
        severity=IssueSeverity.WARNING,
        title="Everybody present again and again",
        title_zh="连续全员到训",
        sentence="Team {code}: {count} exercises in a row from {day} with everybody present; going by the"
        " others and by who is away, the chance of that is less than 1 in 10^{n}.",
        sentence_zh="队伍{code}自{day}起连续{count}次训练全员到训；按其他队伍和请假情况，其概率不足10的{n}次方分之一。",
        harmless="A small team of one employer that trains on working days may well be complete; ask for the"
        " sign-in sheets.",
        harmless_zh="同一单位、工作日训练的小队可能确实全员到齐；请调阅签到表。",
        fix="Compare with sign-in sheets, gate records or duty rosters of those days.",
        fix_zh="与当日签到表、门禁或值班记录核对。",
        find=_all_there,
        threshold=3,
        unit="n of a chance of 1 in 10^n, persons coming independently (assumed)",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="PRESENT_BEYOND_MEMBERS",
        subject="execution_team",
        behind="execution_team",
        reads=(*PARTS, "attendance", "membership", "unavailability"),
        severity=IssueSeverity.ERROR,
        title="More present than could be",
        title_zh="到训人数超过可到人数",
        sentence="Team {code}, {day}: {present_persons} present of {members} members, {away} of them away,"
        " with {guests} guests named.",
        sentence_zh="队伍{code}{day}到训{present_persons}人，而当日编组{members}人，其中{away}人外出，另有外来人员{guests}人。",
        harmless="A member may have joined before he was registered, or come back early from leave.",
        harmless_zh="可能有人先到队、后登记，或提前销假。",
        fix="Correct the number, or the memberships and absences of that day.",
        fix_zh="更正到训人数，或更正当日编组与请假记录。",
        mutation="correctExecution",
        find=_beyond,
        threshold=1,
        unit="persons too many",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="PRESENT_WHILE_AWAY",
        subject="execution_team",
        behind="attendance",
        reads=(*PARTS, "attendance", "unavailability"),
        severity=IssueSeverity.ERROR,
        title="Marked present while reported away",
        title_zh="外出期间记为到训",
        sentence="Team {code}, {day}: {count} members marked present were reported away all that time.",
        sentence_zh="队伍{code}{day}有{count}名记为到训的人员，当时登记为外出。",
        harmless="Leave may have been given back without anybody recording it.",
        harmless_zh="可能提前销假而未登记。",
        fix="Ask where they were, and correct the roll or the absence.",
        fix_zh="核实去向，更正点名或请假记录。",
        mutation="correctExecution",
        find=_present_away,
        threshold=1,
        unit="persons",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="IN_TWO_PLACES",
        subject="execution_team",
        behind="attendance",
        reads=(*PARTS, "attendance"),
        severity=IssueSeverity.ERROR,
        title="In two exercises at once",
        title_zh="同时出现在两场训练",
        sentence="Team {code}, {day}: {count} of those marked present stand on the roll of another exercise"
        " too that overlaps by {minutes} minutes.",
        sentence_zh="队伍{code}{day}有{count}名到训人员，同时记在时间重叠{minutes}分钟的另一场训练点名中。",
        harmless="Two exercises on one ground may have been held as one, or a time was entered wrongly.",
        harmless_zh="两场训练可能同地合并组织，或时间录入有误。",
        fix="Correct the roll of one of them, or their times.",
        fix_zh="更正其中一场的点名或起止时间。",
        mutation="correctExecution",
        find=_two_places,
        threshold=30,
        unit="minutes of overlap",
        mark=ASSUMED,
        citation=CITATION,
    ),
)
