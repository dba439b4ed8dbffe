"""Cells of text files: CSV in UTF-8 or GB 18030, JSON, JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from registry.codes.files import FileTrouble, TableKind
from registry.intake.files.grid import Grid
from registry.intake.files.refusals import refused
from registry.intake.files.shape import Limits
from registry.markings import find_stamp

_BOM = b"\xef\xbb\xbf"
_CONTROLS = re.compile(r"[\x80-\x84\x86-\x9f]")
_SEPARATORS = ",\t;"
_TELLING = 2
_HAN = re.compile(r"[\u3000-\u9fff]")
_MOST_EXPONENT = 400


def decoded(content: bytes) -> str:
    """
    Return the text of a file in UTF-8 (with or without a byte order mark) or GB 18030.

    A file that is UTF-8 for a while and then breaks is damaged UTF-8, never read as GB 18030: it would
    come out as other characters without a word.

    Raises
    ------
    FileRefused
        EMPTY, NUL_BYTES, UNDECODABLE, CLASSIFIED (a stamp anywhere in the text).

    """
    if not content.strip():
        raise refused(FileTrouble.EMPTY)
    if (nul := content.find(b"\x00")) >= 0:
        raise refused(FileTrouble.NUL_BYTES, line=content.count(b"\n", 0, nul) + 1)
    try:
        text = content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        text = _gb18030(content, error)
    if stamp := find_stamp(text.encode(errors="replace")):
        raise refused(FileTrouble.CLASSIFIED, marking=stamp, place="text")
    return text


def _gb18030(content: bytes, broken: UnicodeDecodeError) -> str:
    line = content.count(b"\n", 0, broken.start) + 1
    before = content.removeprefix(_BOM)[: broken.start].decode(errors="ignore")
    if content.startswith(_BOM) or len(_HAN.findall(before)) >= _TELLING:
        raise refused(FileTrouble.UNDECODABLE, line=line)
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise refused(FileTrouble.UNDECODABLE, line=content.count(b"\n", 0, error.start) + 1) from error
    if _CONTROLS.search(text):
        raise refused(FileTrouble.UNDECODABLE, line=line)
    return text


def read_csv(path: Path) -> Grid:
    """
    Return the cells of a CSV file, separated by comma, tab or semicolon; rows are counted as a
    spreadsheet counts them, so a value with line breaks is one row.

    Raises
    ------
    FileRefused
        As `decoded`; DAMAGED for an open quotation mark or text after a closed one.

    """
    text = decoded(path.read_bytes())
    first = re.sub(r'"[^"]*"', "", text[:100_000].lstrip("\r\n").partition("\n")[0])
    separator = max(_SEPARATORS, key=first.count)
    return Grid(TableKind.CSV, _csv_rows(text, separator))


def _csv_rows(text: str, separator: str) -> Iterator[tuple[int, Sequence[object]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            yield number, row
    except csv.Error as error:
        raise refused(FileTrouble.DAMAGED, part=f"CSV {number + 1}: {error}") from error


def read_json(path: Path, limits: Limits) -> Grid:
    """
    Return the cells of a JSON list of objects; keys are the headings, rows the places in the list from 1.

    Raises
    ------
    FileRefused
        As `decoded`; DAMAGED, NOT_A_LIST, DUPLICATE_HEADING (a key twice in an object), TOO_MANY_COLUMNS.

    """
    text = decoded(path.read_bytes())
    found = _loaded(text, 0)
    if not isinstance(found, list):
        raise refused(FileTrouble.NOT_A_LIST, line=1)
    return _of_objects(TableKind.JSON, list(enumerate(found, start=1)), limits)


def read_json_lines(path: Path, limits: Limits) -> Grid:
    """
    Return the cells of a file with one JSON object a line; rows are lines, blank ones are passed over.

    Raises
    ------
    FileRefused
        As `read_json`.

    """
    lines = decoded(path.read_bytes()).split("\n")
    objects = [(number, _loaded(line, number)) for number, line in enumerate(lines, start=1) if line.strip()]
    return _of_objects(TableKind.JSONL, objects, limits)


def _loaded(text: str, line: int) -> object:
    try:
        return json.loads(
            text, parse_float=_decimal, parse_constant=_no_constant, object_pairs_hook=_no_twins
        )
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        near = line or getattr(error, "lineno", 1)
        raise refused(FileTrouble.DAMAGED, part=f"JSON {near}") from error


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > _MOST_EXPONENT:
        raise ValueError(f"{text} is no amount")
    return number


def _no_constant(text: str) -> object:
    raise ValueError(f"{text} is no JSON")


def _no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise refused(
            FileTrouble.DUPLICATE_HEADING,
            headings="、".join(sorted({key for key in keys if keys.count(key) > 1})),
        )
    return found


def _of_objects(kind: TableKind, objects: list[tuple[int, object]], limits: Limits) -> Grid:
    keys: dict[str, int] = {}
    for number, each in objects:
        if not isinstance(each, dict):
            raise refused(FileTrouble.NOT_A_LIST, line=number)
        for key in each:
            keys.setdefault(key, len(keys))
        if len(keys) > limits.columns:
            raise refused(FileTrouble.TOO_MANY_COLUMNS, most=limits.columns, sheet=kind)
    headings = tuple(keys)
    numbered = (
        (number, [each.get(key) for key in headings]) for number, each in objects if isinstance(each, dict)
    )
    return Grid(kind, numbered, headings=headings)
