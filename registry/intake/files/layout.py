"""How our workbooks look: widths, headings, formats."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.format import Format

from registry.codes.files import CellKind
from registry.intake.files.shape import Language, SheetColumn, SheetShape

DAY_FORMAT = "yyyy-mm-dd"
#: Written as the day every workbook was made, so that the same content gives the same bytes.
MADE_ON = datetime(2026, 1, 1, tzinfo=UTC)
FAULT_FILL = "FFC7CE"
FAULT_INK = "9C0006"
_LEAST = {
    CellKind.ID_TEXT: 22,
    CellKind.DAY: 13,
    CellKind.TEXT: 18,
    CellKind.REFERENCE: 16,
    CellKind.CODE: 16,
}
_MOST = 44
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NAME_MOST = 31


def sheet_name(shape: SheetShape, language: Language) -> str:
    """Return the sheet's name as a workbook can have it: 31 characters, some replaced by blanks."""
    return _NOT_IN_NAMES.sub(" ", shape.title(language))[:_NAME_MOST].strip(" '")


def shown_width(text: str) -> int:
    """
    Return how many half-width characters a text takes on its longest line.

    Examples
    --------
    >>> shown_width("单位A")
    5

    """
    return max(sum(2 if east_asian_width(each) in "WF" else 1 for each in line) for line in text.split("\n"))


def width_of(column: SheetColumn, language: Language) -> int:
    """Return the width of a column, in characters of a workbook."""
    least = max(_LEAST.get(column.kind, 10), shown_width(column.example) + 2)
    return min(_MOST, max(least, shown_width(column.heading.text(language)) + 4))


def heading_style(book: xlsxwriter.Workbook, *, required: bool) -> Format:
    """Return the style of a heading; a required column's is darker."""
    return book.add_format(
        {
            "bold": True,
            "bg_color": "#1F4E79" if required else "#DDEBF7",
            "font_color": "#FFFFFF" if required else "#1F2933",
            "border": 1,
            "border_color": "#9DB2C6",
            "valign": "vcenter",
            "text_wrap": True,
        }
    )
