"""How a rating is printed for people, in Chinese and English side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table

_WIDTH = 118


def text_of(told: Mapping[str, Any], *, explain: bool) -> str:
    """Return the text of a team's rating, everything behind it with `explain`, or of a region's list."""
    parts = _team(told, explain=explain) if told["team"] is not None else _region(told)
    written = StringIO()
    console = Console(file=written, width=_WIDTH, force_terminal=sys.stdout.isatty(), highlight=False)
    for part in parts:
        console.print(part, markup=False) if isinstance(part, str) else console.print(part)
    return written.getvalue().rstrip("\n")


def _region(told: Mapping[str, Any]) -> Iterable[RenderableType]:
    compared = any("compared" in each for each in told["teams"])
    heads = ["编码 code", "队伍 team", "等级 level", "显示 shown", "P", "S", "R", "T", "限级 caps"]
    yield _table(
        [*heads, *(["对比 compared"] if compared else [])],
        (
            [
                each["code"],
                each["name"],
                each["level_text"],
                _plain(each["shown_level"]),
                *(_plain(each["areas"].get(area)) for area in "PSRT"),
                ", ".join(dict.fromkeys(each["caps"])),
                *([each["compared"]] if compared else []),
            ]
            for each in told["teams"]
        ),
    )
    counts = ", ".join(f"{level}: {count:,}" for level, count in told["levels"].items())
    yield f"{_when(told)}; {len(told['teams']):,} 支队伍 teams; 按显示等级 by level shown: {counts or '—'}"


def _when(told: Mapping[str, Any]) -> str:
    zh, en = told["task_label"]
    return f"{told['on']} {zh} {en}"


def _team(told: Mapping[str, Any], *, explain: bool) -> Iterable[RenderableType]:
    team = told["team"]
    yield f"{team['code']} {team['name']} · {_when(told)}"
    yield f"等级 level {team['level_text']} · 限级前 before caps {_plain(team['level_before_caps'])}"
    if team["override"] is not None:
        yield _override(team)
    yield _fractions(team)
    yield from (f"限级 cap {cap['level']}: {cap['sentence_zh']} {cap['sentence']}" for cap in team["caps"])
    yield from (f"提示 note: {zh} {en}" for zh, en in team["warnings"])
    if "compared" in team:
        yield from _compared(team["compared"])
    if explain:
        yield from _behind(team)
    else:
        yield from _actions(team["actions"][:3])


def _override(team: Mapping[str, Any]) -> str:
    held = team["override"]
    until = f"至 until {held['until']}（不含 excluded）" if held["until"] else "无期限 without end"
    return f"人工调整 by hand: {team['shown_level']}，{held['from']} 起 from, {until}: {held['reason']}"


def _fractions(team: Mapping[str, Any]) -> Table:
    heads = ["方面 area", "等级", "数据 data", "指标 measure", "分数", "%", "等级", "再需 to go"]
    lines = (
        [
            f"{area['area']} {' '.join(area['label'])}" if first else "",
            _plain(area["level"]) if first else "",
            f"{area['data_age']} {_plain(area['confirmed_on'])}" if first else "",
            f"{measure['measure']} {' '.join(measure['label'])}",
            f"{measure['numerator']}/{measure['denominator']}",
            measure["shown"],
            _plain(measure["level"]),
            f"+{measure['missing']} → {measure['next_percent']}%" if measure["missing"] else "",
        ]
        for area in team["areas"]
        for first, measure in ((number == 0, each) for number, each in enumerate(area["measures"]))
    )
    return _table(heads, lines)


def _compared(compared: Mapping[str, Any]) -> Iterable[str]:
    differing = ", ".join(compared["differing"]) or "无 nothing"
    yield f"按另一套规则 by the other rules: {compared['level_text']}; 不同 differing: {differing}"
    yield from (f"  {code}: {ours} → {theirs}" for code, ours, theirs in compared["figures"])


def _behind(team: Mapping[str, Any]) -> Iterable[RenderableType]:
    """Yield everything behind the fractions."""
    yield from _people(team)
    yield from _equipment(team)
    yield from _training(team)
    yield from _actions(team["actions"])
    yield "规则 figures"
    yield _table(
        ["编码 code", "值 value", "标记 mark", "依据 citation"],
        (
            [each["code"], f"{each['value']} {each['unit']}", str(each["mark"]), each["citation"]]
            for each in team["figures"]
        ),
    )


def _people(team: Mapping[str, Any]) -> Iterable[RenderableType]:
    if team["empty_posts"]:
        yield "空缺岗位 posts nobody fills"
        yield _table(
            ["岗位 post", "关键 key", "资格 qualification", "曾持有 held it once"],
            (
                [
                    f"{each['title']} {each['title_en']}",
                    "是 yes" if each["key"] else "",
                    " ".join(each["qualification"] or ("不限 any",)),
                    ", ".join(each["lapsed"]),
                ]
                for each in team["empty_posts"]
            ),
        )
    if team["idle_members"]:
        yield "未匹配人员 members without a post"
        yield _table(
            ["代号 reference", "原因 why"],
            ([each["reference"] or "—", " ".join(each["why"])] for each in team["idle_members"]),
        )


def _equipment(team: Mapping[str, Any]) -> Iterable[RenderableType]:
    yield "装备 equipment"
    yield _table(
        ["装备 line", "关键 key", "应有 required", "在位 held", "完好 serviceable"],
        (
            [
                f"{each['kind']} {each['kind_en']}",
                "是 yes" if each["key"] else "",
                str(each["required"]),
                str(each["held"]),
                str(each["serviceable"]),
            ]
            for each in team["lines"]
        ),
    )
    yield from (
        f"  {each['quantity']} × {each['kind']}: {' '.join(each['why'])} {_plain(each['since'], '')}".rstrip()
        for each in team["failing_items"]
    )


def _training(team: Mapping[str, Any]) -> Iterable[RenderableType]:
    yield "训练学分 training credit"
    yield _table(
        ["科目 kind", "权重 weight", "学分 credit", "实施 held", "失效 lapses", "说明 note"],
        (
            [
                f"{each['name']} {each['name_en']}",
                str(each["weight"]),
                each["credit"],
                _plain(each["held_on"]),
                _plain(each["lapses_on"]),
                " ".join(each["halved_for"] or ()),
            ]
            for each in team["credits"]
        ),
    )


def _actions(found: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    if found:
        yield "提升措施 what would lift it"
    for each in found:
        after = (
            f"→ {_plain(each['level'])}"
            if each["lifts"]
            else f"（队伍仍为 team stays {_plain(each['level'])}）"
        )
        yield f"  {each['sentence_zh']} {each['sentence']} {after}, {each['days']} 天 days"


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for line in lines:
        table.add_row(*(str(cell) for cell in line))
    return table


def _plain(value: Any, missing: str = "—") -> str:
    return missing if value is None else str(value)
