"""Rules about times that agree too well: one minute for all, rolls copied from day to day, round times."""

from __future__ import annotations

import numpy as np

from exercises.screening.joining import PARTS, distinct, grouped, minutes, present
from exercises.screening.rule import ASSUMED, CITATION, Screen
from registry.codes import IssueSeverity
from registry.consistency.frames import Frames
from registry.consistency.rule import finding
from registry.frame import Column, Frame

#: Fewer recorded arrivals of a roll say nothing (assumed).
LEAST_ARRIVALS = 5
#: So many of 100 arrivals in one minute are taken as all (assumed).
NEARLY_ALL = 90
#: A copied roll has so many different minutes at least: a bus arrives in one (assumed).
LEAST_MINUTES = 3
#: So many different recorded minutes of a team must there be to tell round ones (assumed).
LEAST_TIMES = 10
#: Share of minutes that end in 0 or 5 by chance.
ROUND_SHARE = 0.2


def _arrivals(frames: Frames) -> Frame:
    """Return the recorded arrivals of rolls with enough of them, with the minute of the day."""
    came = present(frames).dropna(subset=["arrived_at"])
    came = came.assign(minute=minutes(came["arrived_at"]), day=came["last_day"])
    return came[came.groupby("part")["id"].transform("size") >= LEAST_ARRIVALS]


def _one_minute(frames: Frames, threshold: int) -> Frame:
    came = _arrivals(frames)
    counts = came.groupby(["part", "minute"]).size().groupby("part").agg(["max", "sum"])
    same = counts.index[counts["max"] * 100 >= counts["sum"] * NEARLY_ALL]
    rolls = came[came["part"].isin(same)].drop_duplicates("part").sort_values(["team_id", "day", "part"])
    return _of_team(rolls, ["team_id"], threshold)


def _copied_rolls(frames: Frames, threshold: int) -> Frame:
    came = _arrivals(frames).sort_values(["part", "person_id"])
    came = came[came.groupby("part")["minute"].transform("nunique") >= LEAST_MINUTES]
    texts = came["person_id"] + "@" + came["minute"].astype("str")
    signature = texts.groupby(came["part"]).agg("|".join)
    rolls = came.drop_duplicates("part")
    rolls = rolls.assign(signature=rolls["part"].map(signature)).drop_duplicates(["signature", "day"])
    return _of_team(rolls.sort_values(["day", "part"]), ["team_id", "signature"], threshold)


def _of_team(rolls: Frame, keys: list[str], least: int) -> Frame:
    """Return a finding for each team with enough rolls that are alike."""
    listed = grouped(rolls.assign(id=rolls["part"]), keys, least)
    return finding(listed.drop_duplicates("team_id"), "code", "count", "day", id="team_id")


def _round(frames: Frames, threshold: int) -> Frame:
    came = present(frames).dropna(subset=["arrived_at"])
    came = came.assign(minute=minutes(came["arrived_at"])).drop_duplicates(["part", "minute"])
    came = came.assign(round=(came["minute"] % 5 == 0).astype("int64"))
    teams = came.groupby(["team_id", "region_id", "code"], as_index=False).agg(
        total=("round", "size"),
        count=("round", "sum"),
        others=("part", distinct),
    )
    teams = teams[teams["total"] >= LEAST_TIMES]
    teams["n"] = np.floor(_tail(teams) - np.log10(max(len(teams), 1)))
    return finding(teams[teams["n"] >= threshold], "code", "count", "total", "n", id="team_id")


def _tail(teams: Frame) -> Column:
    """Return n where so many round times or more have a chance of at most 1 in 10^n (Chernoff's bound)."""
    share = (teams["count"] / teams["total"]).clip(1e-9, 1 - 1e-9)
    gain = share * np.log10(share / ROUND_SHARE) + (1 - share) * np.log10((1 - share) / (1 - ROUND_SHARE))
    return (teams["total"] * gain).where(share > ROUND_SHARE, 0.0)


def _copied_times(frames: Frames, threshold: int) -> Frame:
    held = frames["execution"].dropna(subset=["begun_at", "ended_at"])
    held = held.assign(begun=minutes(held["begun_at"]), ended=minutes(held["ended_at"]), day=held["last_day"])
    odd = held[(held["begun"] % 5 != 0) | (held["ended"] % 5 != 0)]
    odd = odd.sort_values(["day", "id"]).drop_duplicates(["region_id", "day", "begun", "ended"])
    listed = grouped(odd, ["region_id", "begun", "ended"], threshold)
    listed["clock"] = [
        f"{b // 60:02}:{b % 60:02}-{e // 60:02}:{e % 60:02}"
        for b, e in zip(listed["begun"], listed["ended"], strict=True)
    ]
    return finding(listed, "clock", "count", "day")


RULES = (
    Screen(
        code="ARRIVED_IN_ONE_MINUTE",
        subject="team",
        behind="execution_team",
        reads=(*PARTS, "attendance"),
        severity=IssueSeverity.WARNING,
        title="All arrivals in one minute, repeatedly",
        title_zh="多次全员同一分钟到达",
        sentence="Team {code}: in {count} exercises since {day} nearly all arrivals stand in one minute.",
        sentence_zh="队伍{code}自{day}起有{count}次训练，几乎全部人员的到达时间为同一分钟。",
        harmless="They may come by one bus, or be recorded when the roll is called.",
        harmless_zh="可能统一乘车到达，或按点名时刻统一登记。",
        fix="Ask how arrivals are taken down.",
        fix_zh="了解到达时间如何登记。",
        find=_one_minute,
        threshold=3,
        unit="exercises",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="ROLL_COPIED",
        subject="team",
        behind="execution_team",
        reads=(*PARTS, "attendance"),
        severity=IssueSeverity.ERROR,
        title="One roll for several days",
        title_zh="多日点名雷同",
        sentence="Team {code}: {count} rolls of different days, the first of {day}, agree person by person to"
        " the minute.",
        sentence_zh="队伍{code}自{day}起{count}个不同日期的点名，逐人到达时间完全相同。",
        harmless="Hardly any; a spreadsheet may have been filled in from an old one and sent by mistake.",
        harmless_zh="基本没有正当解释；可能误报了以旧表为底稿的表格。",
        fix="Ask for the original sheets; correct what was not held.",
        fix_zh="调阅原始签到表，更正未实际组织的训练。",
        mutation="correctExecution",
        find=_copied_rolls,
        threshold=2,
        unit="rolls",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="ROUND_ARRIVALS",
        subject="team",
        behind="execution_team",
        reads=(*PARTS, "attendance"),
        severity=IssueSeverity.HINT,
        title="Arrivals at round times only",
        title_zh="到达时间过于整齐",
        sentence="Team {code}: {count} of {total} arrival times end in 0 or 5; the chance of that is less"
        " than 1 in 10^{n}.",
        sentence_zh="队伍{code}的{total}个到达时间中有{count}个以0或5结尾，其概率不足10的{n}次方分之一。",
        harmless="The office may take times down in steps of five minutes.",
        harmless_zh="登记习惯可能以5分钟为单位。",
        fix="Ask how arrivals are taken down.",
        fix_zh="了解到达时间如何登记。",
        find=_round,
        threshold=4,
        unit="n of a chance of 1 in 10^n",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="TIMES_COPIED",
        subject="execution",
        behind="execution",
        reads=("execution",),
        severity=IssueSeverity.WARNING,
        title="Begun and ended at the same odd minutes",
        title_zh="多场训练起止时间雷同",
        sentence="{count} exercises of different days, the first on {day}, have the same odd times {clock}.",
        sentence_zh="自{day}起{count}场不同日期的训练起止时间同为{clock}。",
        harmless="A timetable with odd minutes; round times are not counted, for plans are made in them.",
        harmless_zh="作息表本身可能有零头；整点时间不计入，因计划本以整点编制。",
        fix="Ask for the logs of these exercises.",
        fix_zh="调阅这几场训练的实施记录。",
        find=_copied_times,
        threshold=3,
        unit="exercises",
        mark=ASSUMED,
        citation=CITATION,
    ),
)
