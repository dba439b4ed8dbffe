"""
What a sheet's XML says that its values do not: formulas, merged, hidden and error cells, true extent.

Works on pieces of bytes as they are unpacked: a search for the few tags that matter is ten times faster than
parsing every cell, and complete, because `package` has refused any encoding but UTF-8 and any document type.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from registry.codes.files import FileTrouble
from registry.intake.files.refusals import refused

_LONGEST_ROW = 32 * 2**20
_FORMULA_HINTS = (b"<f", b":f")
_FORMULA = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?f[\s/>]")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,9})[\"']")
_COLUMNS = re.compile(rb'r="([A-Za-z]+)\d')
_COLUMNS_AT_LENGTH = re.compile(rb"r\s*=\s*[\"']\s*([A-Za-z]+)\d")
_FAR_ROWS = re.compile(rb'r="[A-Za-z]*(\d{6,})"')
_FAR_ROWS_AT_LENGTH = re.compile(rb"r\s*=\s*[\"']\s*[A-Za-z]*(\d{6,})")
_UNUSUAL = re.compile(rb"r(?:\s+=|=\s*'|=\s+\"|=\"\s)")
_ERROR = re.compile(rb"<(?:[\w.-]+:)?c\s[^>]*\bt\s*=\s*[\"']e[\"'][^>]*>")
_MERGED = re.compile(rb"<(?:[\w.-]+:)?mergeCell\s[^>]*ref\s*=\s*[\"']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)[\"']")
_PRINTED = re.compile(rb"<(?:[\w.-]+:)?(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]*)<")
_TRUE = rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']"
_HIDDEN_ROW = re.compile(rb"<(?:[\w.-]+:)?row\s(?=[^>]*" + _TRUE + rb")[^>]*?\br\s*=\s*[\"'](\d+)")
_HIDDEN_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\s(?=[^>]*" + _TRUE + rb")[^>]*>")
_FROM, _TO = (re.compile(rb"\b" + side + rb"\s*=\s*[\"'](\d+)") for side in (b"min", b"max"))
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: first and last row from 1, first and last column from 0, and as the user writes it."""

    top: int
    bottom: int
    left: int
    right: int
    text: str


@dataclass
class SheetScan:
    """
    Everything found in a sheet; fed piece by piece, then closed.

    Parameters
    ----------
    rows_most, columns_most
        A sheet that reaches beyond them is remembered as such (`too_long`, `too_wide`), whether by the
        addresses of its cells or by their number.

    """

    rows_most: int
    columns_most: int
    formulas: list[str] = field(default_factory=list)
    formula_count: int = 0
    merged: list[Merged] = field(default_factory=list)
    errors: dict[int, set[int]] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    too_long: bool = False
    too_wide: bool = False
    row_count: int = 0
    _rest: bytes = b""

    def feed(self, piece: bytes) -> None:
        """
        Take the next piece of the sheet's XML.

        Raises
        ------
        FileRefused
            ZIP_BOMB: one row is longer than any spreadsheet's.

        """
        window = self._rest + piece
        cut = max(window.rfind(b"<row"), window.rfind(b":row "))
        if cut <= 0:
            if len(window) > _LONGEST_ROW:
                raise refused(FileTrouble.ZIP_BOMB, part="row")
            self._rest = window
            return
        self._rest = window[cut:]
        self._scan(window[:cut])

    def close(self) -> None:
        """Take what is left after the last piece."""
        self._scan(self._rest)
        self._rest = b""

    def _scan(self, window: bytes) -> None:
        self._scan_extent(window)
        if any(hint in window for hint in _FORMULA_HINTS):
            for found in _FORMULA.finditer(window):
                self.formula_count += 1
                if len(self.formulas) < _SHOWN:
                    self.formulas.append(_cell_before(window, found.start()))
        if b't="e"' in window or b"'e'" in window:
            for found in _ERROR.finditer(window):
                if reference := _REFERENCE.search(found.group()):
                    row, column = int(reference.group(2)), column_index(reference.group(1).decode())
                    self.errors.setdefault(row, set()).add(column)
        if b"hidden" in window:
            self._scan_hidden(window)
        if b"mergeCell" in window:
            self.merged += [_merged(*groups) for groups in _MERGED.findall(window)]
        if b"Header" in window or b"Footer" in window:
            self.printed += [
                html.unescape(text.decode(errors="replace")) for text in _PRINTED.findall(window)
            ]

    def _scan_hidden(self, window: bytes) -> None:
        self.hidden_rows.update(map(int, _HIDDEN_ROW.findall(window)))
        for column in _HIDDEN_COLUMN.findall(window):
            self.hidden_columns |= _columns(column, self.columns_most)

    def _scan_extent(self, window: bytes) -> None:
        usual = _UNUSUAL.search(window) is None
        letters = (_COLUMNS if usual else _COLUMNS_AT_LENGTH).findall(window)
        columns = {column_index(each.decode()) for each in set(letters)}
        in_one_row = max(map(_cell_count, window.split(b"<row" if b"<row" in window else b":row")))
        self.row_count += window.count(b"<row") + window.count(b":row ")
        digits = (_FAR_ROWS if usual else _FAR_ROWS_AT_LENGTH).findall(window)
        far = max((int(each) for each in digits), default=0)
        self.too_wide |= max(columns, default=0) >= self.columns_most or in_one_row > self.columns_most
        self.too_long |= max(far, self.row_count) > self.rows_most


def column_index(letters: str) -> int:
    """
    Return the place of a column, from 0.

    Examples
    --------
    >>> column_index("A"), column_index("Z"), column_index("AB")
    (0, 25, 27)

    """
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _columns(definition: bytes, most: int) -> set[int]:
    """Return the places, from 0, of the columns that one definition of a sheet is about."""
    first, last = _FROM.search(definition), _TO.search(definition)
    return set(range(int(first[1]) - 1, min(int(last[1]), most))) if first and last else set()


def _cell_count(row: bytes) -> int:
    return row.count(b"<c ") + row.count(b"<c>") + row.count(b":c ")


def _merged(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merged:
    text = f"{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}"
    return Merged(int(top), int(bottom), column_index(left.decode()), column_index(right.decode()), text)


def _cell_before(window: bytes, at: int) -> str:
    """Return the address of the cell a formula stands in."""
    last = "?"
    for found in _REFERENCE.finditer(window, max(0, at - 2_000), at):
        last = (found.group(1) + found.group(2)).decode()
    return last
