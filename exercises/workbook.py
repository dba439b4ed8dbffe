"""
The printed plan 年度训练计划: month by district (A3), the list, and what was left out (A4), landscape.

Every text is written as text: nothing a person typed becomes a formula. Row heights are computed, for
a spreadsheet program that prints without opening (and most viewers) does not fit wrapped rows itself.
"""

from __future__ import annotations

import io
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from exercises.codes import EventState, PlanState
from exercises.entries import Entry
from exercises.tables import UnscheduledDemand

A3, A4 = 8, 9
HEADER_ROWS = 4
LINE_POINTS = 12.0
#: A row is at most 409 points high in every spreadsheet program; longer cells go on in the next row.
MAX_LINES = 32
ESTIMATED = "本计划使用估计的工作日，须待国务院通知公布后复核 / Estimated workdays: re-check once announced"
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
LEFT_OUT_COLUMNS = (
    ("序号 / No.", 6),
    ("科目 / Kind", 22),
    ("名称 / Title", 36),
    ("英文名称 / English title", 36),
    ("优先分 / Priority points", 12),
    ("原因 / Reasons", 80),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above every sheet; cost and bound in cost units, `created` goes into the file."""

    region: str
    region_code: str
    year: int
    number: int
    state: PlanState
    estimated: bool
    total: int
    bound: int | None
    created: datetime

    @property
    def title(self) -> str:
        """The plan's title in both languages."""
        return f"{self.region} {self.year} 年度训练计划 / Training year {self.year}, {self.region_code}"

    @property
    def line(self) -> str:
        """Version, state and figures in one line."""
        bound = "—" if self.bound is None else f"{self.bound:,}"
        return (
            f"第 {self.number} 版，{self.state.zh} / Version {self.number}, {self.state.en};"
            f" 成本 cost {self.total:,}, 下界 bound {bound}"
        )


class _Formats:
    def __init__(self, book: Any) -> None:
        base = {"font_name": "SimSun", "font_size": 9, "text_wrap": True, "valign": "top"}
        self.title = book.add_format({**base, "font_size": 14, "bold": True, "text_wrap": False})
        self.line = book.add_format({**base, "text_wrap": False})
        self.banner = book.add_format({**base, "bold": True, "font_color": "#9C0006", "text_wrap": False})
        self.head = book.add_format({**base, "bold": True, "bg_color": "#D9E1F2", "border": 1})
        self.month = book.add_format({**base, "bold": True, "border": 1})
        self.cell = book.add_format({**base, "border": 1})
        self.gone = book.add_format({**base, "border": 1, "font_strikeout": True})


def workbook_bytes(
    heading: Heading, entries: Sequence[Entry], left_out: Sequence[UnscheduledDemand]
) -> bytes:
    """Return the workbook as bytes; equal arguments give equal bytes. Blocking: call it in a thread."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    created = heading.created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": heading.title, "created": created})
    formats = _Formats(book)
    _months(book, formats, heading, entries)
    _list(book, formats, heading, entries)
    _left_out(book, formats, heading, left_out)
    book.close()
    return buffer.getvalue()


def _sheet(
    book: Any,
    formats: _Formats,
    name: str,
    heading: Heading,
    columns: Sequence[tuple[str, int]],
    paper: int = A4,
) -> Any:
    """Return a sheet set up for printing, with its heading written and the header rows repeated."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADER_ROWS - 1)
    sheet.freeze_panes(HEADER_ROWS, 0)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.write_string(0, 0, heading.title, formats.title)
    sheet.write_string(1, 0, heading.line, formats.line)
    sheet.write_string(2, 0, ESTIMATED if heading.estimated else "", formats.banner)
    for column, (text, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROWS - 1, column, text, formats.head)
    _fit(sheet, HEADER_ROWS - 1, dict(enumerate(text for text, _ in columns)), columns)
    return sheet


def _months(book: Any, formats: _Formats, heading: Heading, entries: Sequence[Entry]) -> None:
    """Write a row per month and a column per district; a long month goes on in a second row."""
    cells: dict[tuple[int, str], list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for entry in entries:
        if entry.state is not EventState.CANCELLED:
            names[entry.region_code] = entry.region_name
            cells[entry.first_day.month, entry.region_code].append(_short(entry))
    codes = sorted(names)
    columns = [("月份 / Month", 10), *((f"{names[code]}\n{code}", 25) for code in codes)]
    sheet = _sheet(book, formats, "年度训练计划", heading, columns, A3)
    row = HEADER_ROWS
    for month in range(1, 13):
        longest = max((len(cells[month, code]) for code in codes), default=0)
        for start in range(0, max(longest, 1), MAX_LINES):
            texts = ["\n".join(cells[month, code][start : start + MAX_LINES]) for code in codes]
            sheet.write_string(row, 0, MONTHS[month - 1] if start == 0 else "（续）", formats.month)
            for column, text in enumerate(texts, start=1):
                sheet.write_string(row, column, text, formats.cell)
            _fit(sheet, row, dict(enumerate(texts, start=1)), columns)
            row += 1


def _short(entry: Entry) -> str:
    """Return an entry in one narrow line: days, kind, and the team without its region's code."""
    when = _span(entry) if entry.dated else "月内"
    who = entry.teams[0].removeprefix(f"{entry.region_code}-") if len(entry.teams) == 1 else ""
    mark = "*" if entry.estimated else ""
    return f"{when}{mark} {entry.kind.zh} {who}".rstrip()


def _fit(sheet: Any, row: int, texts: Mapping[int, str], columns: Sequence[tuple[str, int]]) -> None:
    """Make a row high enough for its wrapped texts (column number → text)."""
    lines = max((lines_in(text, columns[column][1]) for column, text in texts.items()), default=1)
    sheet.set_row(row, LINE_POINTS * min(lines, MAX_LINES + 1) + 3)


def lines_in(text: str, width: int) -> int:
    """Return how many lines a text takes in a column so many wide; Chinese characters are two wide."""
    return sum(max(1, -(-_width(line) // max(1, width - 1))) for line in text.split("\n"))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _span(entry: Entry) -> str:
    first = f"{entry.first_day:%m-%d}"
    return first if entry.first_day == entry.last_day else f"{first}~{entry.last_day:%m-%d}"


def _list(book: Any, formats: _Formats, heading: Heading, entries: Sequence[Entry]) -> None:
    sheet = _sheet(book, formats, "计划清单", heading, LIST_COLUMNS)
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
        _fit(sheet, row, texts, LIST_COLUMNS)
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


def _left_out(book: Any, formats: _Formats, heading: Heading, left_out: Sequence[UnscheduledDemand]) -> None:
    sheet = _sheet(book, formats, "未安排", heading, LEFT_OUT_COLUMNS)
    for row, demand in enumerate(left_out, start=HEADER_ROWS):
        reasons = "\n".join(f"{reason['zh']} / {reason['en']}" for reason in demand.reasons)
        sheet.write_number(row, 0, row - HEADER_ROWS + 1, formats.cell)
        sheet.write_string(row, 1, f"{demand.kind.zh} / {demand.kind.en}", formats.cell)
        sheet.write_string(row, 2, demand.title, formats.cell)
        sheet.write_string(row, 3, demand.title_en, formats.cell)
        sheet.write_number(row, 4, demand.points, formats.cell)
        sheet.write_string(row, 5, reasons, formats.cell)
        _fit(sheet, row, {2: demand.title, 3: demand.title_en, 5: reasons}, LEFT_OUT_COLUMNS)
    if not left_out:
        sheet.write_string(HEADER_ROWS, 0, "无 / none", formats.line)
