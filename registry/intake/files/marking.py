"""
The user's own file with what is wrong marked in it.

Up to 20,000 rows of a workbook are marked in a copy of the workbook itself: red cells, comments, a column of
sentences; drop-downs, formats and the other sheets stay. Larger workbooks, CSV and JSON come back as a fresh
workbook with every row, its number, the red cells and the sentences. Either can be corrected and imported
again: the two added columns are never read.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from registry.codes.files import FileTrouble, TableKind
from registry.intake.files.headings import WHAT_IS_WRONG, Recognizer, heading_place, plain_heading
from registry.intake.files.layout import FAULT_FILL, FAULT_INK
from registry.intake.files.marked_rows import marked_rows, sentences_of, unguarded
from registry.intake.files.reading import grid_of, kind_of
from registry.intake.files.refusals import refused
from registry.intake.files.shape import CellFault, Language, Limits, SheetShape
from registry.intake.files.workbook import check_workbook

#: Most rows of a workbook that is marked in a copy of itself.
IN_PLACE_ROWS = 20_000
_AUTHOR = "Muster"
_OUR_FILL = f"00{FAULT_FILL}"
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 90


def mark(
    path: Path,
    name: str,
    shape: SheetShape,
    faults: Sequence[CellFault],
    *,
    mapping: Mapping[str, str] | None = None,
    language: Language = Language.ZH,
    limits: Limits | None = None,
) -> bytes:
    """
    Return a workbook with the faults marked in the user's own rows.

    Parameters
    ----------
    path, name, shape, mapping, limits
        As for `reading.read_table`; the file must be one that can be read.
    faults
        What is wrong, by row and column letter (JSON: by the heading); a fault without a column is told
        in the column of sentences alone.
    language
        Of the sentences.

    Raises
    ------
    FileRefused
        The file cannot be read.

    """
    limits = limits or Limits()
    kind = kind_of(name)
    by_row: dict[int, list[CellFault]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row].append(fault)
    grid = grid_of(path, kind, Recognizer(shape, mapping), limits)
    first = grid.first(limits.title_rows)
    heading_row, headings = _headings(Recognizer(shape, mapping), first, grid.headings)
    if kind is TableKind.XLSX and _is_short(path, grid.sheet, limits):
        return _marked_copy(path, grid.sheet, heading_row, by_row, language)
    below = [(number, cells) for number, cells in first if number > heading_row]
    rows = chain(below, grid.numbered)
    guarded = kind is TableKind.CSV
    return marked_rows(headings, unguarded(rows) if guarded else rows, by_row, grid.first_column, language)


def _headings(
    recognizer: Recognizer, first: Sequence[tuple[int, Sequence[object]]], keys: Sequence[str] | None
) -> tuple[int, Sequence[object]]:
    if keys is not None:
        return 0, keys
    place = heading_place(recognizer, first)
    if place is None:
        shape = recognizer.shape
        raise refused(FileTrouble.NO_HEADINGS, rows=len(first), shape_zh=shape.zh, shape_en=shape.en)
    return first[place]


def _is_short(path: Path, sheet: str, limits: Limits) -> bool:
    """Tell whether a workbook can be loaded whole: openpyxl takes a minute for 100,000 rows."""
    scans = check_workbook(path, limits).scans
    return sum(scan.row_count for scan in scans.values()) <= IN_PLACE_ROWS and sheet in scans


def _marked_copy(
    path: Path, name: str, heading_row: int, by_row: Mapping[int, Sequence[CellFault]], language: Language
) -> bytes:
    """Mark a copy of the user's workbook, after taking off what an earlier marking left."""
    book = load_workbook(path, keep_vba=False, keep_links=False)
    sheet = book[name]
    _unmark(sheet)
    column = _sentence_column(sheet, heading_row)
    red, ink = PatternFill("solid", fgColor=FAULT_FILL), Font(color=FAULT_INK)
    heading = sheet.cell(heading_row, column, WHAT_IS_WRONG[0 if language is Language.ZH else 1])
    heading.font, heading.fill = Font(bold=True, color=FAULT_INK), red
    letter = heading.column_letter
    sheet.column_dimensions[letter].width = 60
    sheet.column_dimensions[letter].hidden = False
    for row, faults in by_row.items():
        told = sheet.cell(row, column)
        if not isinstance(told, MergedCell):
            told.value, told.data_type, told.font = sentences_of(faults, language), "s", ink
            told.alignment = Alignment(wrap_text=True, vertical="top")
        for place in sorted({fault.letter for fault in faults if fault.letter}):
            _mark_cell(sheet, row, place, [each for each in faults if each.letter == place], language)
    book.active = book.index(sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _mark_cell(
    sheet: Worksheet, row: int, letter: str, faults: Sequence[CellFault], language: Language
) -> None:
    cell = sheet.cell(row, column_index_from_string(letter))
    cell.fill = PatternFill("solid", fgColor=FAULT_FILL)
    if isinstance(cell, MergedCell):
        return
    said = "\n".join(each.sentence_zh if language is Language.ZH else each.sentence_en for each in faults)
    before = f"{cell.comment.text}\n" if cell.comment is not None else ""
    cell.comment = Comment(before + said, _AUTHOR, width=_COMMENT_WIDTH, height=_COMMENT_HEIGHT)


def _unmark(sheet: Worksheet) -> None:
    """Take off the fills and comments of an earlier marking: corrected cells must not look wrong."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
            if (
                cell.has_style
                and cell.fill.fill_type == "solid"
                and cell.fill.fgColor.rgb == f"00{FAULT_FILL}"
            ):
                cell.fill = PatternFill()


def _sentence_column(sheet: Worksheet, heading_row: int) -> int:
    """Return the column of sentences: that of an earlier marking, emptied, or the first free one."""
    ours = {plain_heading(text) for text in WHAT_IS_WRONG}
    for cell in sheet[heading_row]:
        if cell.column and cell.value is not None and plain_heading(cell.value) in ours:
            for row in range(heading_row + 1, sheet.max_row + 1):
                sheet.cell(row, cell.column, "")
            return cell.column
    return sheet.max_column + 1
