"""A sheet set up for printing: landscape, its heading repeated on every page, rows as high as their texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exercises.codes import PlanState

A3, A4 = 8, 9
HEADER_ROWS = 4
LINE_POINTS = 12.0
#: A row is at most 409 points high in every spreadsheet program; longer cells go on in the next row.
MAX_LINES = 32
ESTIMATED = "本计划使用估计的工作日，须待国务院通知公布后复核 / Estimated workdays: re-check once announced"


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


class Formats:
    """The looks of a workbook's cells."""

    def __init__(self, book: Any) -> None:
        """Add the formats to a workbook."""
        base = {"font_name": "SimSun", "font_size": 9, "text_wrap": True, "valign": "top"}
        self.title = book.add_format({**base, "font_size": 14, "bold": True, "text_wrap": False})
        self.line = book.add_format({**base, "text_wrap": False})
        self.banner = book.add_format({**base, "bold": True, "font_color": "#9C0006", "text_wrap": False})
        self.head = book.add_format({**base, "bold": True, "bg_color": "#D9E1F2", "border": 1})
        self.month = book.add_format({**base, "bold": True, "border": 1})
        self.cell = book.add_format({**base, "border": 1})
        self.gone = book.add_format({**base, "border": 1, "font_strikeout": True})


def sheet_for(
    book: Any,
    formats: Formats,
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
    fit(sheet, HEADER_ROWS - 1, dict(enumerate(text for text, _ in columns)), columns)
    return sheet


def fit(sheet: Any, row: int, texts: Mapping[int, str], columns: Sequence[tuple[str, int]]) -> None:
    """Make a row high enough for its wrapped texts (column number → text)."""
    lines = max((lines_in(text, columns[column][1]) for column, text in texts.items()), default=1)
    sheet.set_row(row, LINE_POINTS * min(lines, MAX_LINES + 1) + 3)


def lines_in(text: str, width: int) -> int:
    """Return how many lines a text takes in a column so many wide; Chinese characters are two wide."""
    return sum(max(1, -(-_width(line) // max(1, width - 1))) for line in text.split("\n"))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
