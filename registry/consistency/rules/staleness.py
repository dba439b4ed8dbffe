"""Rules about records nobody has touched for long: how old a record may be before it is doubted."""

from __future__ import annotations

import pandas as pd

from registry.codes import IssueSeverity, SourceMark
from registry.consistency.frames import Frames
from registry.consistency.rule import Finder, Rule, finding
from registry.consistency.rules.joining import found
from registry.frame import Frame

#: Name of the frame with the latest change of every record, drawn from the ledger.
LAST_CHANGE = "last_change"
_MONTHS = 12


def _stale(frames: Frames, table: str, threshold: int) -> Frame:
    """Return the rows of a table in force whose latest change is older than so many months."""
    rows = found(frames.in_force(table), "id", frames[LAST_CHANGE], changed="changed")
    return rows[rows["changed"] <= frames.today - pd.DateOffset(months=threshold)]


def _finder(table: str, name: str) -> Finder:
    """Return the function of the rule for a table that holds its region and its name itself."""

    def find(frames: Frames, threshold: int) -> Frame:
        stale = _stale(frames, table, threshold)
        return finding(stale.assign(name=stale[name]), "name", "changed")

    return find


def _equipment(frames: Frames, threshold: int) -> Frame:
    items = found(
        _stale(frames, "equipment_item", threshold),
        "team_id",
        frames["team"],
        team="code",
        region_id="region_id",
    )
    return finding(items.assign(name=items["team"] + " " + items["kind"]), "name", "changed")


def _rule(table: str, title: str, title_zh: str, find: Finder, *more: str) -> Rule:
    """Return the rule of one table."""
    return Rule(
        code=f"{table.upper()}_STALE",
        subject=table,
        reads=(table, LAST_CHANGE, *more),
        severity=IssueSeverity.HINT,
        title=f"{title} not confirmed for long",
        title_zh=f"{title_zh}信息久未更新",
        sentence=f"{title} {{name}} was last changed on {{changed}}.",
        sentence_zh=f"{title_zh} {{name}} 最近一次更新为 {{changed}}。",
        fix="Confirm the record, or bring it up to date.",
        fix_zh="核实并更新记录。",
        find=find,
        threshold=_MONTHS,
        unit="months",
        mark=SourceMark.ASSUMED,
        citation="assumed: data older than a year is not believed",
    )


RULES = (
    _rule("team", "Team", "队伍", _finder("team", "code")),
    _rule("person", "Person", "人员", _finder("person", "reference")),
    _rule("organization", "Organization", "单位", _finder("organization", "name")),
    _rule("mobilization_center", "Center", "动员中心", _finder("mobilization_center", "code")),
    _rule("shared_resource", "Resource", "共用资源", _finder("shared_resource", "code")),
    _rule("equipment_item", "Equipment", "装备", _equipment, "team"),
)

#: The tables whose changes the rules ask the ledger for.
WATCHED = tuple(rule.subject for rule in RULES)
