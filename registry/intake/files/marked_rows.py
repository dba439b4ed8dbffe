"""A fresh workbook of the user's rows with what is wrong with them, for files too large to mark in place."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import xlsxwriter
from openpyxl.utils import column_index_from_string
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from registry.intake.files.cleaning import GUARD
from registry.intake.files.grid import is_blank
from registry.intake.files.headings import ROW_NUMBER, WHAT_IS_WRONG
from registry.intake.files.layout import DAY_FORMAT, FAULT_FILL, FAULT_INK, MADE_ON, heading_style
from registry.intake.files.shape import CellFault, Language
from registry.intake.files.texts import text_of

_CELL_MOST = 32_000
_EXACT = 10**15


def sentences_of(faults: Iterable[CellFault], language: Language) -> str:
    """Return what is wrong with a row as numbered lines, each with its heading."""
    zh = language is Language.ZH
    told = [
        (f"{fault.column}：{fault.sentence_zh}" if zh else f"{fault.column}: {fault.sentence_en}")
        if fault.column
        else (fault.sentence_zh if zh else fault.sentence_en)
        for fault in faults
    ]
    lines = told if len(told) == 1 else [f"{place}. {text}" for place, text in enumerate(told, start=1)]
    return "\n".join(lines)[:_CELL_MOST]


def unguarded(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[tuple[int, Sequence[object]]]:
    """Return the rows of a CSV without the apostrophes that guard its cells; a workbook needs none."""
    for number, cells in rows:
        yield (
            number,
            [value[1:] if isinstance(value, str) and value.startswith(GUARD) else value for value in cells],
        )


@dataclass(frozen=True)
class _Styles:
    """A plain and a day style."""

    plain: Format
    day: Format


def marked_rows(
    headings: Sequence[object],
    rows: Iterable[tuple[int, Sequence[object]]],
    by_row: Mapping[int, Sequence[CellFault]],
    first_column: int,
    language: Language,
) -> bytes:
    """
    Write every row into a new workbook: its number, its cells, what is wrong with it.

    Cells are written as they were found (a quantity as a quantity), so that nothing passes the next reading
    only because it was written here.

    Parameters
    ----------
    headings
        As in the file.
    rows
        The rows below the headings, with their numbers.
    by_row
        Faults by row number.
    first_column
        Place of the first cell of a row in its sheet, from 0.
    language
        Of the added columns.

    """
    place_of = 0 if language is Language.ZH else 1
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        book.set_properties({"created": MADE_ON})
        sheet = book.add_worksheet()
        styles = {wrong: _styles(book, wrong=wrong) for wrong in (True, False)}
        told = book.add_format({"font_color": f"#{FAULT_INK}", "text_wrap": True, "valign": "top"})
        last = len(headings) + 1
        sheet.set_column(1, len(headings), 18)
        sheet.set_column(last, last, 60)
        _write_headings(book, sheet, [ROW_NUMBER[place_of], *headings, WHAT_IS_WRONG[place_of]])
        for at, (number, cells) in enumerate(rows, start=1):
            faults = by_row.get(number, ())
            wrong = _places(faults, headings, first_column) if faults else frozenset()
            sheet.write_number(at, 0, number)
            for place, value in enumerate(cells):
                if place in wrong or not is_blank(value):
                    _write_as_found(sheet, at, place + 1, value, styles[place in wrong])
            if faults:
                sheet.write_string(at, last, sentences_of(faults, language), told)
    return made.getvalue()


def _styles(book: xlsxwriter.Workbook, *, wrong: bool) -> _Styles:
    look: dict[str, object] = {"bg_color": f"#{FAULT_FILL}", "font_color": f"#{FAULT_INK}"} if wrong else {}
    return _Styles(book.add_format(look), book.add_format(look | {"num_format": DAY_FORMAT}))


def _write_headings(book: xlsxwriter.Workbook, sheet: Worksheet, texts: Sequence[object]) -> None:
    style = heading_style(book, required=False)
    for place, text in enumerate(texts):
        sheet.write_string(0, place, "" if text is None else text_of(text), style)
    sheet.freeze_panes(1, 1)


def _places(faults: Sequence[CellFault], headings: Sequence[object], first_column: int) -> frozenset[int]:
    """Return the places in a row that have faults: by letter, or by heading where there are no letters."""
    found = {column_index_from_string(each.letter) - 1 - first_column for each in faults if each.letter}
    unlettered = {each.column for each in faults if not each.letter}
    return frozenset(found | {place for place, text in enumerate(headings) if text in unlettered})


def _write_as_found(sheet: Worksheet, row: int, place: int, value: object, styles: _Styles) -> None:
    if value is None:
        sheet.write_blank(row, place, None, styles.plain)
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value, styles.plain)
    elif isinstance(value, float) or (isinstance(value, int | Decimal) and -_EXACT < value < _EXACT):
        sheet.write_number(row, place, float(value), styles.plain)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value, styles.day)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime.combine(value, time.min), styles.day)
    else:
        sheet.write_string(row, place, text_of(value), styles.plain)
