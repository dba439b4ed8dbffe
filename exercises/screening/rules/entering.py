"""Rules about how records came in: late, just in time, proved by one file, in bulk, again and again."""

from __future__ import annotations

import pandas as pd

from exercises.screening.columns import ENTERED
from exercises.screening.joining import PARTS, distinct, entered, grouped, parts
from exercises.screening.rule import ASSUMED, CITATION, Screen
from registry.codes import IssueSeverity
from registry.consistency.frames import Frames
from registry.consistency.rule import finding
from registry.frame import Column, Frame

#: So many late records of a team are a habit (assumed).
LEAST_LATE = 3
#: A record that came in within so many days is not late for a check (assumed).
IN_TIME_DAYS = 7
#: Just before a check is within so many days before it, the day included (assumed).
JUST_BEFORE_DAYS = 3
#: Confirmations of one principal belong together until so many minutes pass (assumed).
PAUSE_MINUTES = 10
#: An override that follows within so many days renews the one before (assumed).
RENEWED_DAYS = 14


def _late(frames: Frames) -> Frame:
    """Return parts with the day they were entered and how many days after the last day that was."""
    return frames.once("late parts", lambda: _with_lateness(frames))


def _with_lateness(frames: Frames) -> Frame:
    known = entered(frames)
    known = known[known["record_table"] == "execution_team"][["id", "recorded_at"]]
    told = parts(frames).merge(known, on="id")
    on = told["recorded_at"].dt.normalize()
    return told.assign(entered_on=on, late=(on - told["last_day"]).dt.days, day=told["last_day"])


def _entered_late(frames: Frames, threshold: int) -> Frame:
    told = _late(frames)
    listed = grouped(told[told["late"] >= threshold], ["team_id"], LEAST_LATE)
    least = told[told["late"] >= threshold].groupby("team_id")["late"].min()
    return finding(listed.assign(late=listed["team_id"].map(least)), "code", "count", "late", id="team_id")


def _before_check(frames: Frames, threshold: int) -> Frame:
    told = _late(frames)
    told = told[told["late"] >= IN_TIME_DAYS]
    checks = frames["inspection_check"].dropna(subset=["team_id"])
    days = checks.assign(check=checks["held_on"].fillna(checks["planned_on"]))[["team_id", "check"]]
    ends = told.assign(check=_half_year_end(told["entered_on"]))[["team_id", "check"]]
    pairs = told.merge(pd.concat([days, ends]).drop_duplicates(), on="team_id")
    gap = (pairs["check"] - pairs["entered_on"]).dt.days
    just = pairs[(gap >= 0) & (gap <= JUST_BEFORE_DAYS) & (pairs["last_day"] < pairs["check"])]
    listed = grouped(just, ["team_id", "check"], threshold).sort_values("check").drop_duplicates("team_id")
    return finding(listed.assign(day=listed["check"]), "code", "count", "day", id="team_id")


def _half_year_end(days: Column) -> Column:
    """Return the last day of the half-year each day lies in."""
    june = days.dt.month <= 6
    texts = days.dt.year.astype("str") + june.map({True: "-06-30", False: "-12-31"}).astype("str")
    return pd.to_datetime(texts, format="%Y-%m-%d").astype("datetime64[us]")


def _reused(frames: Frames, threshold: int) -> Frame:
    files = frames["evidence_file"].rename(columns={"id": "evidence_id"}).sort_values("evidence_id")
    links = frames["evidence_link"][["evidence_id", "record_table", "record_id"]]
    proved = links.merge(_occasions(frames), on=["record_table", "record_id"]).merge(files, on="evidence_id")
    proved = proved.sort_values(["day", "record_id"])
    groups = proved.groupby(["sha256", "kind"], as_index=False).agg(
        count=("occasion", "nunique"),
        others=("record_id", distinct),
        evidence_id=("evidence_id", "first"),
        region_id=("region_id", "first"),
        day=("day", "min"),
    )
    found = groups[groups["count"] >= threshold].sort_values("count", ascending=False)
    return finding(found.drop_duplicates("evidence_id"), "count", "day", id="evidence_id")


def _occasions(frames: Frames) -> Frame:
    """
    Return what files may prove, and on which occasion: one file is right for all records of one occasion.

    An execution with its parts is one, so are the inspections of an inspector on a day and what was confirmed
    on a day.
    """
    held = parts(frames)[["execution_id", "last_day"]].rename(columns={"last_day": "day"})
    whole = held.drop_duplicates("execution_id").assign(record_table="execution", kind="held")
    whole = whole.assign(record_id=whole["execution_id"])
    whole = whole.rename(columns={"execution_id": "occasion"})
    part = parts(frames)[["id", "execution_id", "last_day"]].assign(
        record_table="execution_team", kind="held"
    )
    part = part.rename(columns={"id": "record_id", "execution_id": "occasion", "last_day": "day"})
    look = frames["equipment_inspection"]
    look = look.assign(
        occasion=look["inspector"] + look["inspected_on"].astype("str"),
        record_table="equipment_inspection",
        kind="inspected",
        day=look["inspected_on"],
        record_id=look["id"],
    )
    word = frames["confirmation"]
    word = word.assign(
        occasion=word["valid_from"].astype("str"),
        record_table="confirmation",
        kind="confirmed",
        day=word["valid_from"],
        record_id=word["id"],
    )
    columns = ["record_table", "record_id", "occasion", "kind", "day"]
    return pd.concat([each[columns] for each in (whole, part, look, word)])


def _in_bulk(frames: Frames, threshold: int) -> Frame:
    known = entered(frames)
    known = known[known["record_table"] == "confirmation"][["id", "recorded_at"]]
    words = frames["confirmation"]
    teams = frames["team"][["id", "region_id"]].rename(columns={"id": "team_id"})
    told = words[~words["proved"]].merge(known, on="id").merge(teams, on="team_id")
    told = told.sort_values(["confirmed_by_id", "recorded_at", "id"])
    pause = told["recorded_at"] - told["recorded_at"].shift() > pd.Timedelta(minutes=PAUSE_MINUTES)
    begins = pause | (told["confirmed_by_id"] != told["confirmed_by_id"].shift())
    told = told.assign(session=begins.cumsum(), day=told["recorded_at"].dt.normalize())
    told = told.assign(teams=told.groupby("session")["team_id"].transform("nunique"))
    return finding(grouped(told[told["teams"] >= threshold], ["session"], 1), "teams", "count", "day")


def _chained(frames: Frames, threshold: int) -> Frame:
    rows = frames["readiness_override"]
    raised = rows[rows["to_level"] < rows["from_level"]].sort_values(
        ["team_id", "task_state", "valid_from", "id"]
    )
    same = (raised["team_id"] == raised["team_id"].shift()) & (
        raised["task_state"] == raised["task_state"].shift()
    )
    near = raised["valid_from"] - raised["valid_to"].shift() <= pd.Timedelta(days=RENEWED_DAYS)
    raised = raised.assign(chain=(~(same & near)).cumsum(), day=raised["valid_from"])
    teams = frames["team"][["id", "region_id", "code"]].rename(columns={"id": "team_id"})
    listed = grouped(raised.merge(teams, on="team_id"), ["team_id", "chain"], threshold)
    listed = listed.sort_values("count", ascending=False).drop_duplicates("team_id")
    return finding(listed, "code", "count", "day", id="team_id")


RULES = (
    Screen(
        code="ENTERED_LATE",
        subject="team",
        behind="execution_team",
        reads=(*PARTS, ENTERED),
        severity=IssueSeverity.WARNING,
        title="Exercises entered long afterwards",
        title_zh="训练记录长期补录",
        sentence="Team {code}: {count} exercises were entered {late} days or more after they were held.",
        sentence_zh="队伍{code}有{count}次训练在实施{late}天以后才录入。",
        harmless="Records on paper may have been typed in together; takeovers of whole registers do not"
        " count.",
        harmless_zh="可能为纸质记录集中补录；整体接管登记的不计入。",
        fix="Ask for the papers of that time.",
        fix_zh="调阅当时的原始材料。",
        find=_entered_late,
        threshold=45,
        unit="days late",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="ENTERED_BEFORE_CHECK",
        subject="team",
        behind="execution_team",
        reads=(*PARTS, ENTERED, "inspection_check"),
        severity=IssueSeverity.WARNING,
        title="Late records just in time for a check",
        title_zh="临检突击补录",
        sentence="Team {code}: {count} exercises of earlier weeks were entered within 3 days before {day}, a"
        " check or the end of a half-year.",
        sentence_zh="队伍{code}在{day}（检查日或半年末）前3天内补录了{count}次此前的训练。",
        harmless="A check is an occasion to bring records up to date.",
        harmless_zh="迎检时整理补齐记录也属常见。",
        fix="Ask for the papers of that time.",
        fix_zh="调阅当时的原始材料。",
        find=_before_check,
        threshold=3,
        unit="exercises",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="EVIDENCE_REUSED",
        subject="evidence_file",
        behind="",
        reads=(
            *PARTS,
            "confirmation",
            "equipment_inspection",
            "evidence_file",
            "evidence_link",
        ),
        severity=IssueSeverity.ERROR,
        title="One file proves several occasions",
        title_zh="同一佐证材料重复使用",
        sentence="The same file, byte for byte, is attached to records of {count} different occasions from"
        " {day} on.",
        sentence_zh="同一文件（内容完全一致）自{day}起用于{count}个不同场合的记录。",
        harmless="A sheet may cover several days, or have been attached to the wrong record.",
        harmless_zh="一份材料可能涵盖多日，或附错记录。",
        fix="Open the file, and see which occasion it belongs to.",
        fix_zh="打开文件，确认其所属场合。",
        find=_reused,
        threshold=2,
        unit="occasions",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="CONFIRMED_IN_BULK",
        subject="confirmation",
        behind="confirmation",
        reads=("confirmation", ENTERED, "team"),
        severity=IssueSeverity.WARNING,
        title="Many teams confirmed at once, without evidence",
        title_zh="短时间批量核实且无佐证",
        sentence="One principal confirmed {count} areas of {teams} teams without evidence in one go on"
        " {day}.",
        sentence_zh="同一人{day}一次性核实{teams}支队伍共{count}个方面，均无佐证。",
        harmless="A registrar may type in what the teams reported that week.",
        harmless_zh="登记员可能集中录入各队上报的核实结果。",
        fix="Ask the teams whether anybody came, and have some confirmed again with evidence.",
        fix_zh="向队伍了解是否实地核实，抽取若干重新核实并附佐证。",
        mutation="confirmReadiness",
        find=_in_bulk,
        threshold=10,
        unit="teams",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="RAISED_AGAIN_AND_AGAIN",
        subject="team",
        behind="readiness_override",
        reads=("readiness_override", "team"),
        severity=IssueSeverity.WARNING,
        title="A raised level renewed back to back",
        title_zh="上调等级连续续期",
        sentence="Team {code}: its level was raised by hand {count} times back to back since {day}.",
        sentence_zh="队伍{code}自{day}起等级被连续{count}次人工上调。",
        harmless="A figure of the rules may not fit this kind of team; then the rule should be changed.",
        harmless_zh="评定规则可能不适合此类队伍；若如此应修订规则。",
        fix="Decide on the cause: close the gap, or set the office's rule.",
        fix_zh="查明原因：补齐短板，或调整本级规则。",
        mutation="setReadinessOverride",
        find=_chained,
        threshold=3,
        unit="overrides",
        mark=ASSUMED,
        citation=CITATION,
    ),
)
