"""The workbook of an audit pack: a cover, then one sheet a topic, set up for printing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from exercises.audit_pack.pack import LEVELS, Cell, Column, Pack, Topic
from exercises.workbook_sheet import A3, A4, LINE_POINTS, MAX_LINES, lines_in

#: Rows of one sheet below its heading; more go on in another one (a sheet takes 1,048,576).
MOST_ROWS = 1_000_000
#: Topics wider than so many characters are printed on A3.
WIDE = 170
HEAD = 4
TITLE_POINTS = 24
#: Color of each level, of its cell and in the print.
COLORS: Mapping[str, str] = {
    "1": "#C6E7C3",
    "2": "#EAF0B5",
    "3": "#FBDDA6",
    "4": "#F5B7B1",
    "?4": "#E6C9E8",
    "5": "#D3DCEB",
    "—": "#EEEEEE",
}


class _Formats:
    """The formats of a book, each made once."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "SimSun", "font_size": 9, "valign": "top"}
        cell = {**base, "border": 1, "border_color": "#BBBBBB", "text_wrap": True}
        self.title = book.add_format({**base, "font_size": 16, "bold": True})
        self.bold = book.add_format({**base, "bold": True})
        self.line = book.add_format(base)
        self.head = book.add_format({**cell, "bold": True, "bg_color": "#D9E1F2"})
        self.cell = book.add_format(cell)
        self.levels = {
            level: book.add_format({**cell, "bg_color": color, "align": "center"})
            for level, color in COLORS.items()
        }

    def of(self, column: Column, value: Cell) -> Any:
        """Return the format of a cell: levels are colored."""
        return self.levels.get(str(value), self.cell) if column.level else self.cell


def workbook_bytes(pack: Pack, printed_sha256: str) -> bytes:
    """Return the workbook; equal packs give equal bytes. `printed_sha256` names the print. Blocking."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        created = datetime.fromisoformat(pack.known_at).astimezone(UTC).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": _title(pack), "created": created})
        formats = _Formats(book)
        _cover(book, formats, pack, printed_sha256)
        for topic in pack.topics:
            _topic(book, formats, pack, topic)
    return target.getvalue()


def _title(pack: Pack) -> str:
    return f"{pack.region}战备审计材料 / Readiness audit pack, {pack.region_code}"


def _times(pack: Pack) -> str:
    return (
        f"{pack.valid_on}当日为真，{pack.known_at}所知 / True on {pack.valid_on}, as known at {pack.known_at}"
    )


def _cover(book: Any, formats: _Formats, pack: Pack, printed_sha256: str) -> None:
    """Write the cover: what it is of, its figures, the levels of each region, what was left out."""
    sheet = book.add_worksheet("封面 Cover")
    _for_print(sheet, A4)
    sheet.set_column(0, 0, 44)
    sheet.set_row(0, TITLE_POINTS)
    sheet.set_column(1, len(LEVELS) + 1, 11)
    sheet.write_string(0, 0, _title(pack), formats.title)
    sheet.write_string(1, 0, _times(pack), formats.line)
    row = 3
    printed = ("印件 SHA-256", "SHA-256 of the print", printed_sha256)
    for zh, en, figure in (*pack.facts, printed):
        sheet.write_string(row, 0, f"{zh} / {en}", formats.line)
        sheet.write_string(row, 1, figure, formats.bold)
        row += 1
    row = _levels(sheet, formats, pack, row + 1)
    sheet.write_string(row + 1, 0, "未列入 / Left out", formats.bold)
    for place, line in enumerate((line for note in pack.notes for line in note), row + 2):
        sheet.write_string(place, 0, line, formats.line)


def _levels(sheet: Any, formats: _Formats, pack: Pack, row: int) -> int:
    """Write how many teams of each region are at each level, and all together; return the next row."""
    headings = ("地区 / Region", *LEVELS, "合计 / Total")
    for column, text in enumerate(headings):
        sheet.write_string(row, column, text, formats.levels.get(text, formats.head))
    lines = [(f"{each.code} {each.name}", each.levels) for each in pack.districts]
    total = tuple(sum(counts) for counts in zip(*(levels for _, levels in lines), strict=True))
    for name, levels in (*lines, ("合计 / Total", total)):
        row += 1
        sheet.write_string(row, 0, name, formats.cell)
        for column, count in enumerate((*levels, sum(levels)), 1):
            sheet.write_number(row, column, count, formats.cell)
    return row + 1


def _topic(book: Any, formats: _Formats, pack: Pack, topic: Topic) -> None:
    """Write a topic: one sheet, or more where a sheet cannot take its rows."""
    for number, rows in enumerate(_parts(topic.rows), 1):
        name = f"{topic.zh} {topic.en}" if number == 1 else f"{topic.zh} {topic.en} {number}"
        sheet = book.add_worksheet(name)
        _for_print(sheet, A3 if sum(column.width for column in topic.columns) > WIDE else A4)
        sheet.set_row(0, TITLE_POINTS)
        sheet.repeat_rows(HEAD)
        sheet.freeze_panes(HEAD + 1, 0)
        for row, text in enumerate((f"{topic.zh} / {topic.en} · {pack.region}", _times(pack), *topic.note)):
            sheet.write_string(row, 0, text, formats.line if row else formats.title)
        _table(sheet, formats, topic.columns, rows)


def _parts(rows: Sequence[tuple[Cell, ...]]) -> Iterator[Sequence[tuple[Cell, ...]]]:
    for start in range(0, max(1, len(rows)), MOST_ROWS):
        yield rows[start : start + MOST_ROWS]


def _for_print(sheet: Any, paper: int) -> None:
    """Set a sheet up for printing: landscape, as wide as the paper, numbered."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _table(
    sheet: Any, formats: _Formats, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]
) -> None:
    """Write headings and rows; nothing a person typed becomes a formula."""
    headings = [f"{column.zh}\n{column.en}" for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEAD, place, headings[place], formats.head)
    _fit(sheet, HEAD, headings, columns)
    for row, cells in enumerate(rows, HEAD + 1):
        for place, (value, column) in enumerate(zip(cells, columns, strict=True)):
            style = formats.of(column, value)
            if isinstance(value, int):
                sheet.write_number(row, place, value, style)
            elif value:
                sheet.write_string(row, place, value, style)
            else:
                sheet.write_blank(row, place, None, style)
        _fit(sheet, row, cells, columns)
    sheet.autofilter(HEAD, 0, HEAD + max(1, len(rows)), len(columns) - 1)
    if not rows:
        sheet.write_string(HEAD + 1, 0, "无 / none", formats.line)


def _fit(sheet: Any, row: int, cells: Sequence[Cell], columns: Sequence[Column]) -> None:
    """Make a row high enough for its wrapped texts."""
    texts = (
        (value, column.width) for value, column in zip(cells, columns, strict=True) if isinstance(value, str)
    )
    lines = max((lines_in(text, width) for text, width in texts), default=1)
    sheet.set_row(row, LINE_POINTS * min(lines, MAX_LINES) + 3)
