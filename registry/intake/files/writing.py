"""
Exports that import again without change: XLSX, CSV, JSON Lines.

A text is never written as a formula: workbooks get string cells, and a CSV value that a spreadsheet would
take for a formula (or that begins with an apostrophe) gets one apostrophe before it, which `cleaning` takes
off.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from registry.codes.files import CellKind, TableKind
from registry.intake.files.cleaning import GUARD
from registry.intake.files.layout import DAY_FORMAT, MADE_ON, heading_style, sheet_name, width_of
from registry.intake.files.shape import Language, SheetColumn, SheetShape
from registry.intake.files.texts import choices_of, plain_choice

_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n'")
_TEXTUAL = {CellKind.TEXT, CellKind.ID_TEXT, CellKind.REFERENCE, CellKind.CODE}
_CELL_MOST = 32_767
_EXACT_DIGITS = 15
_YES_NO = {Language.ZH: {True: "是", False: "否"}, Language.EN: {True: "yes", False: "no"}}


class CsvEncoding(StrEnum):
    """How a CSV file is encoded: UTF-8 with a byte order mark, so that spreadsheets see it, or GB 18030."""

    UTF_8 = "utf-8-sig"
    GB_18030 = "gb18030"


def write_table(
    path: Path,
    shape: SheetShape,
    rows: Iterable[Mapping[str, object]],
    kind: TableKind,
    language: Language = Language.ZH,
    encoding: CsvEncoding = CsvEncoding.UTF_8,
) -> int:
    """
    Write rows of a shape to a file; return how many. Rows are taken one by one, so memory stays flat.

    Parameters
    ----------
    path
        Where the file is made; an existing one is replaced.
    shape
        The sheet; every column is written, in its order.
    rows
        Values by column name, as `RawRow.values` has them; missing ones are blank.
    kind
        XLSX, CSV or JSONL. JSON Lines carries names and codes, the others headings and labels.
    language
        Of headings and labels.
    encoding
        Of a CSV.

    Raises
    ------
    ValueError
        A text is longer than a cell can hold (32,767 characters), or `kind` is JSON.

    """
    if kind is TableKind.XLSX:
        return _write_workbook(path, shape, rows, language)
    if kind is TableKind.CSV:
        return _write_csv(path, shape, rows, language, encoding)
    if kind is TableKind.JSONL:
        return _write_lines(path, shape, rows)
    raise ValueError(f"tables are not exported as {kind.en}")


def label_of(column: SheetColumn, code: str, language: Language) -> str:
    """Return what stands for a choice in a sheet: its label, or its code where two share a label."""
    ways = choices_of(column)
    for each, zh, en in column.choices:
        if each == code:
            label = zh if language is Language.ZH else en
            return label if ways.get(plain_choice(label)) == code else code
    return code


def _text_maker(column: SheetColumn, language: Language) -> Callable[[object], str]:
    """Return what writes a column's values as text."""
    labels = {code: label_of(column, code, language) for code, _, _ in column.choices}

    def made(value: object) -> str:
        if isinstance(value, bool):
            return _YES_NO[language][value]
        text = value.isoformat() if isinstance(value, date) else str(value)
        text = labels.get(text, text) if column.kind is CellKind.CODE else text
        if len(text) > _CELL_MOST:
            raise ValueError(f"a text of {column.name} is longer than a cell can hold: {len(text)}")
        return text

    return made


def guarded(text: str) -> str:
    """
    Return a CSV text that no spreadsheet takes for a formula; reading takes the apostrophe off again.

    Examples
    --------
    >>> guarded("=1+1"), guarded("'a"), guarded("007")
    ("'=1+1", "''a", '007')

    """
    return GUARD + text if text.startswith(_FORMULA_STARTS) else text


def _write_csv(
    path: Path,
    shape: SheetShape,
    rows: Iterable[Mapping[str, object]],
    language: Language,
    encoding: CsvEncoding,
) -> int:
    makers = [(column, _text_maker(column, language)) for column in shape.columns]
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.heading.text(language) for column in shape.columns)
        for row in rows:
            count += 1
            writer.writerow([_csv_text(column, make, row.get(column.name)) for column, make in makers])
    return count


def _csv_text(column: SheetColumn, make: Callable[[object], str], value: object) -> str:
    if value is None:
        return ""
    return guarded(make(value)) if column.kind in _TEXTUAL else make(value)


def _write_lines(path: Path, shape: SheetShape, rows: Iterable[Mapping[str, object]]) -> int:
    names = [column.name for column in shape.columns]
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            count += 1
            values = {name: _json_value(row.get(name)) for name in names}
            file.write(json.dumps(values, ensure_ascii=False) + "\n")
    return count


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value) if _fits_float(value) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _fits_float(value: Decimal) -> bool:
    """Tell whether a spreadsheet keeps every digit of a number."""
    return len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS and abs(value.adjusted()) < _EXACT_DIGITS


def _write_workbook(
    path: Path, shape: SheetShape, rows: Iterable[Mapping[str, object]], language: Language
) -> int:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"created": MADE_ON})
        sheet = book.add_worksheet(sheet_name(shape, language))
        day = book.add_format({"num_format": DAY_FORMAT})
        as_text = book.add_format({"num_format": "@"})
        for place, column in enumerate(shape.columns):
            style = day if column.kind is CellKind.DAY else as_text if column.kind in _TEXTUAL else None
            sheet.set_column(place, place, width_of(column, language), style)
        headings = heading_style(book, required=False)
        for place, column in enumerate(shape.columns):
            sheet.write_string(0, place, column.heading.text(language), headings)
        sheet.freeze_panes(1, 0)
        writers = list(_cell_writers(sheet, shape.columns, language, day))
        count = 0
        for count, row in enumerate(rows, start=1):
            for place, (name, write) in enumerate(writers):
                if (value := row.get(name)) is not None:
                    write(count, place, value)
    return count


def _cell_writers(
    sheet: Worksheet, columns: Sequence[SheetColumn], language: Language, day: Format
) -> Iterator[tuple[str, Callable[[int, int, object], None]]]:
    """Return, for every column, its name and what writes one of its cells."""
    for column in columns:
        make = _text_maker(column, language)

        def write(row: int, place: int, value: object, make: Callable[[object], str] = make) -> None:
            if isinstance(value, date):
                sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 -- a cell's day has no zone
            elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                if isinstance(value, float) or _fits_float(Decimal(value)):
                    sheet.write_number(row, place, float(value))
                else:
                    sheet.write_string(row, place, make(value))
            else:
                sheet.write_string(row, place, make(value))

        yield column.name, write
