"""Rules about those who judge: one evaluator's grades, inspections all alike, and ratings that never move."""

from __future__ import annotations

import numpy as np

from exercises.codes import Grade
from exercises.screening.columns import SNAPSHOTS
from exercises.screening.joining import PARTS, grouped, parts
from exercises.screening.rule import ASSUMED, CITATION, Screen
from registry.codes import IssueSeverity
from registry.consistency.frames import Frames
from registry.consistency.rule import finding
from registry.frame import Frame

#: Fewer grades of one evaluator say nothing (assumed).
LEAST_GRADES = 8
#: The share of others' excellent grades is taken to lie between these (assumed).
SHARES = (0.05, 0.95)
#: Fewer kept ratings of a team say nothing (assumed).
LEAST_NIGHTS = 20
#: Others must stand worse than level 2 on so many of 100 team-days (assumed).
OTHERS_WORSE_PERCENT = 50
#: A rating moves when its fractions do; so many different ones are taken as not moving (assumed).
MOST_FRACTIONS = 2


def _always_excellent(frames: Frames, threshold: int) -> Frame:
    graded = parts(frames)[parts(frames)["evaluator"] != ""]
    graded = graded.assign(best=graded["grade"] == Grade.EXCELLENT.value, day=graded["last_day"])
    sums = graded.groupby("evaluator")["best"].agg(["sum", "size"])
    others = (graded["best"].sum() - sums["sum"]) / (len(graded) - sums["size"]).clip(lower=1)
    n = np.floor(-sums["size"] * np.log10(others.clip(*SHARES)) - np.log10(max(len(sums), 1)))
    known = sums.assign(n=n, percent=(others * 100).round())
    hits = known[
        (known["sum"] == known["size"]) & (known["size"] >= LEAST_GRADES) & (known["n"] >= threshold)
    ]
    mine = graded[graded["evaluator"].isin(hits.index)].sort_values(["day", "id"])
    listed = grouped(mine, ["evaluator"], 1)
    listed = listed.assign(
        n=listed["evaluator"].map(hits["n"]), percent=listed["evaluator"].map(hits["percent"])
    )
    return finding(listed, "count", "day", "percent", "n")


def _one_day(frames: Frames, threshold: int) -> Frame:
    items = frames["equipment_item"].rename(columns={"id": "item_id"})
    teams = frames["team"][["id", "region_id"]].rename(columns={"id": "team_id"})
    held = frames["equipment_inspection"].merge(items, on="item_id").merge(teams, on="team_id")
    keys = ["inspector", "inspected_on", "region_id"]
    held = held[held.groupby(keys)["result"].transform("nunique") == 1]
    held = held.sort_values("id").drop_duplicates([*keys, "item_id"])
    return finding(grouped(held.assign(day=held["inspected_on"]), keys, threshold), "count", "day")


def _never_worse(frames: Frames, threshold: int) -> Frame:
    nights = frames[SNAPSHOTS].dropna(subset=["level"])
    nights = nights.assign(good=nights["level"] <= 2).sort_values(["team_id", "day"])
    teams = nights.groupby("team_id").agg(
        nights=("day", "size"),
        first=("day", "min"),
        last=("day", "max"),
        good=("good", "sum"),
        moves=("fractions", "nunique"),
        region_id=("region_id", "last"),
    )
    others = (nights["good"].sum() - teams["good"]) / (len(nights) - teams["nights"]).clip(lower=1) * 100
    teams = teams.assign(days=(teams["last"] - teams["first"]).dt.days + 1, percent=others.round())
    still = (teams["good"] == teams["nights"]) & (teams["moves"] <= MOST_FRACTIONS)
    enough = (teams["nights"] >= LEAST_NIGHTS) & (teams["days"] >= threshold)
    found = teams[still & enough & (others < OTHERS_WORSE_PERCENT)]
    codes = frames["team"].set_index("id")["code"]
    found = found.reset_index()
    found = found.assign(code=found["team_id"].map(codes)).dropna(subset=["code"])
    return finding(found, "code", "days", "percent", id="team_id")


RULES = (
    Screen(
        code="ALWAYS_EXCELLENT",
        subject="execution_team",
        behind="execution_team",
        reads=PARTS,
        severity=IssueSeverity.WARNING,
        title="One evaluator, only excellent grades",
        title_zh="同一评估人一律评优",
        sentence="One evaluator gave {count} grades since {day}, all excellent; others give {percent} %"
        " excellent, the chance is less than 1 in 10^{n}.",
        sentence_zh="同一评估人自{day}起评定{count}次，全部为优秀；其他评估人优秀率{percent}%，其概率不足10的{n}次方分之一。",
        harmless="He may have seen only the best teams, as in a contest.",
        harmless_zh="可能只评估了参加比武的尖子队伍。",
        fix="Let somebody else evaluate these teams next time.",
        fix_zh="下次由其他人评估这些队伍。",
        find=_always_excellent,
        threshold=4,
        unit="n of a chance of 1 in 10^n",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="INSPECTED_IN_ONE_DAY",
        subject="equipment_inspection",
        behind="equipment_inspection",
        reads=("equipment_inspection", "equipment_item", "team"),
        severity=IssueSeverity.WARNING,
        title="Very many inspections in one day, all with one result",
        title_zh="一日内大量检验且结果一致",
        sentence="One inspector found the same of {count} items on {day}.",
        sentence_zh="同一检验人{day}检验{count}件装备，结果全部相同。",
        harmless="A station with several inspectors may sign with one name, or items may be small gear in"
        " lots.",
        harmless_zh="检验机构可能多人作业、统一署名，或均为小件批量装备。",
        fix="Ask for the station's records, and inspect a few items again.",
        fix_zh="调阅检验机构原始记录，并抽检若干件。",
        mutation="recordInspection",
        find=_one_day,
        threshold=40,
        unit="items a day: twelve minutes each",
        mark=ASSUMED,
        citation=CITATION,
    ),
    Screen(
        code="NEVER_BELOW_TWO",
        subject="team",
        behind="team",
        reads=(SNAPSHOTS, "team"),
        severity=IssueSeverity.HINT,
        title="Never worse than level 2, and nothing ever moves",
        title_zh="评定从不低于二级且毫无变化",
        sentence="Team {code} stood at level 1 or 2 on all of {days} days with the same figures, others on"
        " {percent} % of their days.",
        sentence_zh="队伍{code}连续{days}天均为一、二级且各项数据不变；其他队伍一、二级仅占{percent}%。",
        harmless="A team that is looked after well and did not change; its certificates still run out some"
        " day.",
        harmless_zh="队伍可能确实管理良好、人员装备稳定；但证书总有到期之日。",
        fix="Put it into the next double-random draw.",
        fix_zh="列入下次双随机抽查。",
        find=_never_worse,
        threshold=180,
        unit="days",
        mark=ASSUMED,
        citation=CITATION,
    ),
)
