"""A file to a reading: the one way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from registry.codes.files import FileTrouble, TableKind
from registry.intake.files.cleaning import clean_rows
from registry.intake.files.grid import Grid
from registry.intake.files.headings import Headed, Recognizer, headed, heading_place
from registry.intake.files.markings import check_name, check_texts
from registry.intake.files.plain import read_csv, read_json, read_json_lines
from registry.intake.files.refusals import refused
from registry.intake.files.shape import Limits, Reading, SheetShape
from registry.intake.files.workbook import read_workbook
from registry.markings import marking_of

_BY_ENDING = {
    ".xlsx": TableKind.XLSX,
    ".csv": TableKind.CSV,
    ".tsv": TableKind.CSV,
    ".json": TableKind.JSON,
    ".jsonl": TableKind.JSONL,
    ".ndjson": TableKind.JSONL,
}
_BY_MEDIA_TYPE = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": TableKind.XLSX,
    "text/csv": TableKind.CSV,
    "application/json": TableKind.JSON,
    "application/x-ndjson": TableKind.JSONL,
    "application/jsonl": TableKind.JSONL,
}
_REFUSED_ENDINGS = {
    ".xlsm": FileTrouble.MACROS,
    ".xltm": FileTrouble.MACROS,
    ".xlam": FileTrouble.MACROS,
    ".xls": FileTrouble.OLD_EXCEL,
    ".et": FileTrouble.OLD_EXCEL,
}
_MARKING_COLUMN = "密级"
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def kind_of(name: str, media_type: str | None = None) -> TableKind:
    """
    Return the kind of a file by its name's ending, or else by its media type.

    Raises
    ------
    FileRefused
        MACROS, OLD_EXCEL or UNKNOWN_TYPE, as the ending says.

    """
    ending = Path(name).suffix.lower()
    if ending in _REFUSED_ENDINGS:
        raise refused(_REFUSED_ENDINGS[ending], part=name)
    kind = _BY_ENDING.get(ending) or _BY_MEDIA_TYPE.get((media_type or "").partition(";")[0].strip().lower())
    if kind is None:
        raise refused(FileTrouble.UNKNOWN_TYPE)
    return kind


def read_table(
    path: Path,
    name: str,
    shape: SheetShape,
    *,
    media_type: str | None = None,
    mapping: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Reading:
    """
    Read a file as a sheet of a shape.

    Parameters
    ----------
    path
        Where the file lies; it is not changed.
    name
        What the user calls it: decides the kind, and is looked through for markings.
    shape
        What the sheet must look like.
    media_type
        Used when the name has no known ending.
    mapping
        The office's own headings → column names; "" leaves a heading out.
    limits
        How much is taken; the defaults without.

    Raises
    ------
    FileRefused
        The file is refused as a whole; see `FileTrouble`.

    """
    limits = limits or Limits()
    check_name(name)
    kind = kind_of(name, media_type)
    size = path.stat().st_size
    if not size:
        raise refused(FileTrouble.EMPTY)
    if size > limits.file_bytes:
        raise refused(FileTrouble.TOO_LARGE, found=size, most=limits.file_bytes)
    recognizer = Recognizer(shape, mapping)
    grid = grid_of(path, kind, recognizer, limits)
    return _read(grid, recognizer, limits)


def grid_of(path: Path, kind: TableKind, recognizer: Recognizer, limits: Limits) -> Grid:
    """
    Return the cells of a file before anything is made of them.

    Raises
    ------
    FileRefused
        The file is not safe to open, or not what its name says.

    """
    if kind is TableKind.XLSX:
        return read_workbook(path, recognizer, limits)
    with path.open("rb") as file:
        if file.read(4) in _PACKED:
            raise refused(FileTrouble.WRONG_CONTENT, kind=kind.en)
    if kind is TableKind.CSV:
        return read_csv(path)
    return read_json(path, limits) if kind is TableKind.JSON else read_json_lines(path, limits)


def _read(grid: Grid, recognizer: Recognizer, limits: Limits) -> Reading:
    first = grid.first(limits.title_rows + 1)
    for number, cells in first:
        check_texts(cells, f"{grid.sheet} {number}".strip())
    if grid.headings is None:
        place = heading_place(recognizer, first[: limits.title_rows])
        if place is None:
            raise _no_headings(recognizer.shape, limits)
        heading_row, texts = first[place]
        below = first[place + 1 :]
    else:
        if recognizer.count(grid.headings) == 0:
            raise _no_headings(recognizer.shape, limits)
        heading_row, texts, below = 0, grid.headings, first
    if len(texts) > limits.columns:
        raise refused(FileTrouble.TOO_MANY_COLUMNS, most=limits.columns, sheet=grid.sheet or grid.kind)
    understood = headed(recognizer, texts)
    reading = Reading(
        mapping=_mapping(understood),
        unknown_headings=list(understood.unknown),
        sheet=grid.sheet,
        other_sheets=grid.other_sheets,
        heading_row=heading_row,
        hidden_headings=_hidden(understood, grid),
    )
    rows = chain(below, grid.numbered)
    clean_rows(grid, understood, _unmarked(understood, rows), reading, limits)
    return reading


def _mapping(understood: Headed) -> dict[str, str]:
    return {
        text: column.name
        for text, column in zip(understood.texts, understood.columns, strict=True)
        if column is not None
    }


def _hidden(understood: Headed, grid: Grid) -> list[str]:
    """Return the headings of columns that are read though they are hidden."""
    places = zip(understood.texts, understood.columns, strict=True)
    return [
        text
        for place, (text, column) in enumerate(places, start=grid.first_column)
        if column is not None and place in grid.hidden_columns
    ]


def _no_headings(shape: SheetShape, limits: Limits) -> Exception:
    return refused(FileTrouble.NO_HEADINGS, rows=limits.title_rows, shape_zh=shape.zh, shape_en=shape.en)


def _unmarked(
    understood: Headed, rows: chain[tuple[int, Sequence[object]]]
) -> chain[tuple[int, Sequence[object]]]:
    """Return the rows, watched if a column is headed 密级: its cells are markings when they say a level."""
    places = [place for place, text in enumerate(understood.texts) if _MARKING_COLUMN in text]
    return chain.from_iterable(_watched(places, row) for row in rows) if places else rows


def _watched(places: Sequence[int], row: tuple[int, Sequence[object]]) -> list[tuple[int, Sequence[object]]]:
    number, cells = row
    for place in places:
        text = cells[place] if place < len(cells) else None
        if isinstance(text, str) and (marking := marking_of(text)):
            raise refused(FileTrouble.CLASSIFIED, marking=marking, place=f"{_MARKING_COLUMN} {number}")
    return [row]
