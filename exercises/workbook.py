"""
The printed plan 年度训练计划: month by district (A3), the list, and what was left out (A4), landscape.

Every text is written as text: nothing a person typed becomes a formula. Row heights are computed, for
a spreadsheet program that prints without opening (and most viewers) does not fit wrapped rows itself.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import xlsxwriter

from exercises.codes import CostPart, EventState
from exercises.components import MEANINGS, UNITS
from exercises.entries import Entry
from exercises.plan_comparison import title_of
from exercises.tables import UnscheduledDemand
from exercises.workbook_sheet import A3, HEADER_ROWS, MAX_LINES, Formats, Heading, fit, sheet_for
from scheduling.compare import EventChange
from scheduling.cost import Component

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = tuple(f"{month}月 / {MONTH_NAMES[month - 1]}" for month in range(1, 13))
LIST_COLUMNS = (
    ("序号 / No.", 6),
    ("开始 / First day", 12),
    ("结束 / Last day", 12),
    ("科目 / Kind", 20),
    ("名称 / Title", 34),
    ("英文名称 / English title", 34),
    ("地区 / Region", 12),
    ("队伍 / Teams", 30),
    ("承办 / Host", 12),
    ("资源 / Resources", 26),
    ("每人半天数 / Half-days each", 8),
    ("状态 / State", 12),
    ("备注 / Notes", 24),
)
COST_COLUMNS = (
    ("成本分项 / Component", 30),
    ("含义 / Meaning", 60),
    ("单位 / Unit", 18),
    ("值 / Value", 12),
    ("下界 / Proven bound", 12),
    ("差距 / Gap", 10),
)
CHANGE_COLUMNS = (
    ("名称 / Title", 34),
    ("英文名称 / English title", 34),
    ("原开始日 / First day before", 14),
    ("新开始日 / First day now", 14),
    ("变动 / Change", 50),
    ("原因 / Reasons", 70),
)
LEFT_OUT_COLUMNS = (
    ("序号 / No.", 6),
    ("科目 / Kind", 22),
    ("名称 / Title", 36),
    ("英文名称 / English title", 36),
    ("优先分 / Priority points", 12),
    ("原因 / Reasons", 80),
)


def workbook_bytes(
    heading: Heading,
    entries: Sequence[Entry],
    left_out: Sequence[UnscheduledDemand],
    parts: Sequence[tuple[CostPart, int, Component | None]] = (),
    changes: Sequence[EventChange] = (),
) -> bytes:
    """Return the workbook as bytes; equal arguments give equal bytes. Blocking: call it in a thread."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    created = heading.created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": heading.title, "created": created})
    formats = Formats(book)
    _months(book, formats, heading, entries)
    _list(book, formats, heading, entries)
    _left_out(book, formats, heading, left_out)
    _changes(book, formats, heading, changes)
    _costs(book, formats, heading, parts)
    book.close()
    return buffer.getvalue()


def _months(book: Any, formats: Formats, heading: Heading, entries: Sequence[Entry]) -> None:
    """Write a row per month and a column per district; a long month goes on in a second row."""
    cells: dict[tuple[int, str], list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for entry in entries:
        if entry.state is not EventState.CANCELLED:
            names[entry.region_code] = entry.region_name
            cells[entry.first_day.month, entry.region_code].append(_short(entry))
    codes = sorted(names)
    columns = [("月份 / Month", 10), *((f"{names[code]}\n{code}", 25) for code in codes)]
    sheet = sheet_for(book, formats, "年度训练计划", heading, columns, A3)
    row = HEADER_ROWS
    for month in range(1, 13):
        longest = max((len(cells[month, code]) for code in codes), default=0)
        for start in range(0, max(longest, 1), MAX_LINES):
            texts = ["\n".join(cells[month, code][start : start + MAX_LINES]) for code in codes]
            sheet.write_string(row, 0, MONTHS[month - 1] if start == 0 else "（续）", formats.month)
            for column, text in enumerate(texts, start=1):
                sheet.write_string(row, column, text, formats.cell)
            fit(sheet, row, dict(enumerate(texts, start=1)), columns)
            row += 1


def _short(entry: Entry) -> str:
    """Return an entry in one narrow line: days, kind, and the team without its region's code."""
    when = _span(entry) if entry.dated else "月内"
    who = entry.teams[0].removeprefix(f"{entry.region_code}-") if len(entry.teams) == 1 else ""
    mark = "*" if entry.estimated else ""
    return f"{when}{mark} {entry.kind.zh} {who}".rstrip()


def _span(entry: Entry) -> str:
    first = f"{entry.first_day:%m-%d}"
    return first if entry.first_day == entry.last_day else f"{first}~{entry.last_day:%m-%d}"


def _list(book: Any, formats: Formats, heading: Heading, entries: Sequence[Entry]) -> None:
    sheet = sheet_for(book, formats, "计划清单", heading, LIST_COLUMNS)
    for row, entry in enumerate(entries, start=HEADER_ROWS):
        style = formats.gone if entry.state is EventState.CANCELLED else formats.cell
        sheet.write_number(row, 0, row - HEADER_ROWS + 1, style)
        first, last = entry.first_day.isoformat(), entry.last_day.isoformat()
        texts = {
            1: first if entry.dated else f"{entry.first_day:%Y-%m}",
            2: last if entry.dated else "",
            3: f"{entry.kind.zh} / {entry.kind.en}",
            4: entry.title,
            5: entry.title_en,
            6: f"{entry.region_name} {entry.region_code}",
            7: "、".join(entry.teams),
            8: entry.host,
            9: "、".join(entry.resources),
            11: f"{entry.state.zh} / {entry.state.en}",
            12: _notes(entry),
        }
        for column, text in texts.items():
            sheet.write_string(row, column, text, style)
        fit(sheet, row, texts, LIST_COLUMNS)
        sheet.write_number(row, 10, entry.load_half_days, style)
    sheet.autofilter(
        HEADER_ROWS - 1, 0, max(HEADER_ROWS, HEADER_ROWS + len(entries) - 1), len(LIST_COLUMNS) - 1
    )


def _notes(entry: Entry) -> str:
    notes = [
        ("上级定期 / dated outside", entry.external),
        ("锁定 / locked", entry.locked),
        ("不预告 / unannounced", entry.unannounced),
        ("估计工作日 / estimated workday", entry.estimated),
    ]
    return "；".join(
        [text for text, holds in notes if holds] + [entry.change_reason] * bool(entry.change_reason)
    )


def _left_out(book: Any, formats: Formats, heading: Heading, left_out: Sequence[UnscheduledDemand]) -> None:
    sheet = sheet_for(book, formats, "未安排", heading, LEFT_OUT_COLUMNS)
    for row, demand in enumerate(left_out, start=HEADER_ROWS):
        reasons = "\n".join(f"{reason['zh']} / {reason['en']}" for reason in demand.reasons)
        sheet.write_number(row, 0, row - HEADER_ROWS + 1, formats.cell)
        sheet.write_string(row, 1, f"{demand.kind.zh} / {demand.kind.en}", formats.cell)
        sheet.write_string(row, 2, demand.title, formats.cell)
        sheet.write_string(row, 3, demand.title_en, formats.cell)
        sheet.write_number(row, 4, demand.points, formats.cell)
        sheet.write_string(row, 5, reasons, formats.cell)
        fit(sheet, row, {2: demand.title, 3: demand.title_en, 5: reasons}, LEFT_OUT_COLUMNS)
    if not left_out:
        sheet.write_string(HEADER_ROWS, 0, "无 / none", formats.line)


def _changes(book: Any, formats: Formats, heading: Heading, changes: Sequence[EventChange]) -> None:
    """Write what moved, is new or dropped since the version this one replaces, and why."""
    sheet = sheet_for(book, formats, "变动", heading, CHANGE_COLUMNS)
    for row, change in enumerate(changes, start=HEADER_ROWS):
        texts = {
            **dict(enumerate(title_of(change))),
            2: "—" if change.before is None else change.before.first_day.isoformat(),
            3: "—" if change.after is None else change.after.first_day.isoformat(),
            4: "\n".join(change.sentence),
            5: "\n".join(f"{why.zh} / {why.en}" for why in change.reasons),
        }
        for column, text in texts.items():
            sheet.write_string(row, column, text, formats.cell)
        fit(sheet, row, texts, CHANGE_COLUMNS)
    if not changes:
        sheet.write_string(HEADER_ROWS, 0, "无 / none", formats.line)


def _costs(
    book: Any, formats: Formats, heading: Heading, parts: Sequence[tuple[CostPart, int, Component | None]]
) -> None:
    """Write value, proven bound and gap of each component of the cost."""
    sheet = sheet_for(book, formats, "成本与差距", heading, COST_COLUMNS)
    for row, (part, value, proven) in enumerate(parts, start=HEADER_ROWS):
        texts = {0: f"{part.zh} / {part.en}", 1: " / ".join(MEANINGS[part]), 2: " / ".join(UNITS[part])}
        gap = None if proven is None else proven.gap
        texts |= {4: "—"} if proven is None else {}
        texts |= {5: "—" if gap is None else f"{gap:.1%}"}
        for column, text in texts.items():
            sheet.write_string(row, column, text, formats.cell)
        sheet.write_number(row, 3, value, formats.cell)
        if proven is not None:
            sheet.write_number(row, 4, proven.bound, formats.cell)
        fit(sheet, row, texts, COST_COLUMNS)
