"""Which row holds the headings, and which column is which."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from registry.codes.files import FileTrouble
from registry.intake.files.grid import is_blank
from registry.intake.files.refusals import refused
from registry.intake.files.shape import SheetColumn, SheetShape

_ENOUGH_ALIKE = 0.55
_DROPPED = re.compile(r"[\s*:：\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_PARENTHESES = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_WELL_ENOUGH = 2
#: Columns that marked files carry beside the user's own; never read.
ROW_NUMBER = ("行号", "Row")
WHAT_IS_WRONG = ("错误说明", "What is wrong")


@dataclass(frozen=True)
class Headed:
    """
    The headings of a table as understood.

    Parameters
    ----------
    columns
        For every cell of a row its column, None for a column that is not read.
    texts
        The headings as they stand in the file, one for every cell of the row.
    unknown
        Headings that are not read, each with the nearest column's heading or None.

    """

    columns: tuple[SheetColumn | None, ...]
    texts: tuple[str, ...]
    unknown: tuple[tuple[str, str | None], ...]


def plain_heading(text: object) -> str:
    """
    Return a heading without width, case, blanks, colons and stars.

    Examples
    --------
    >>> plain_heading(" 单位 名称 * "), plain_heading("Ｎame：")
    ('单位名称', 'name')

    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", str(text))).casefold()


def _without_parentheses(plain: str) -> str:
    return _PARENTHESES.sub("", plain)


class Recognizer:
    """
    Recognizes the headings of a shape, in Chinese, in English, by name, by alias or by an office's mapping.

    Parameters
    ----------
    shape
        The columns.
    mapping
        The office's own: heading in its files → column name, or "" for a column it wants left out.

    Raises
    ------
    FileRefused
        UNKNOWN_MAPPING: the mapping names columns the shape does not have.

    """

    def __init__(self, shape: SheetShape, mapping: Mapping[str, str] | None = None) -> None:
        self.shape = shape
        wrong = sorted({name for name in (mapping or {}).values() if name and name not in shape.by_name})
        if wrong:
            raise refused(FileTrouble.UNKNOWN_MAPPING, columns=", ".join(wrong))
        self._known: dict[str, SheetColumn | None] = {}
        loose: dict[str, set[str]] = {}
        for column in shape.columns:
            for text in (column.name, column.heading.zh, column.heading.en, *column.heading.aliases):
                plain = plain_heading(text)
                self._known.setdefault(plain, column)
                loose.setdefault(_without_parentheses(plain), set()).add(column.name)
        self._loose = {text: shape.by_name[min(names)] for text, names in loose.items() if len(names) == 1}
        for text in (*ROW_NUMBER, *WHAT_IS_WRONG):
            self._known.setdefault(plain_heading(text), None)
        for text, name in (mapping or {}).items():
            self._known[plain_heading(text)] = shape.by_name[name] if name else None

    def column(self, text: object) -> SheetColumn | None:
        """Return the column a heading stands for, None if it is unknown or left out by the office."""
        plain = plain_heading(text)
        if plain in self._known:
            return self._known[plain]
        return self._loose.get(_without_parentheses(plain))

    def is_left_out(self, text: object) -> bool:
        """Tell whether a heading is left out on purpose: by the office's mapping, or as our own mark."""
        plain = plain_heading(text)
        return plain in self._known and self._known[plain] is None

    def nearest(self, text: object) -> SheetColumn | None:
        """Return the column whose heading is most like a text, None if none is."""
        known = {plain: column for plain, column in self._known.items() if column is not None}
        found = get_close_matches(plain_heading(text), known, n=1, cutoff=_ENOUGH_ALIKE)
        return known[found[0]] if found else None

    def count(self, cells: Iterable[object]) -> int:
        """Return how many different columns the cells of a row head."""
        found = {column.name for cell in cells if not is_blank(cell) and (column := self.column(cell))}
        return len(found)


def heading_place(recognizer: Recognizer, rows: Sequence[tuple[int, Sequence[object]]]) -> int | None:
    """
    Return the place of the row that holds the headings, None if no row does.

    It is the first row with the most known headings: at least two, or all if the shape has fewer.
    """
    counts = [recognizer.count(cells) for _, cells in rows]
    enough = min(_WELL_ENOUGH, len(recognizer.shape.columns))
    if not counts or max(counts) < enough:
        return None
    return counts.index(max(counts))


def headed(recognizer: Recognizer, cells: Sequence[object]) -> Headed:
    """
    Return which column is which.

    Raises
    ------
    FileRefused
        DUPLICATE_HEADING: two columns with one heading or one meaning. MISSING_HEADING: a required column
        is not there; the sentence names the heading that may have been meant for it.

    """
    texts = tuple("" if is_blank(cell) else str(cell).strip() for cell in cells)
    columns = tuple(recognizer.column(text) if text else None for text in texts)
    _refuse_duplicates(texts, columns)
    strangers = [
        text
        for text, column in zip(texts, columns, strict=True)
        if text and column is None and not recognizer.is_left_out(text)
    ]
    present = {column.name for column in columns if column is not None}
    missing = [each for each in recognizer.shape.columns if each.required and each.name not in present]
    nearest = {text: recognizer.nearest(text) for text in strangers}
    if missing:
        raise _missing(missing, nearest)
    unknown = tuple(
        (text, near.heading.zh if near is not None and near.name not in present else None)
        for text, near in nearest.items()
    )
    return Headed(columns, texts, unknown)


def _refuse_duplicates(texts: Sequence[str], columns: Sequence[SheetColumn | None]) -> None:
    written = Counter(plain_heading(text) for text in texts if text)
    meant = Counter(column.name for column in columns if column is not None)
    twice = [
        text
        for text, column in zip(texts, columns, strict=True)
        if text and (written[plain_heading(text)] > 1 or (column is not None and meant[column.name] > 1))
    ]
    if twice:
        raise refused(FileTrouble.DUPLICATE_HEADING, headings="、".join(dict.fromkeys(twice)))


def _missing(missing: Sequence[SheetColumn], nearest: Mapping[str, SheetColumn | None]) -> Exception:
    wanted = {column.name for column in missing}
    meant = [(text, near) for text, near in nearest.items() if near is not None and near.name in wanted]
    hint_zh = "".join(f"“{text}”是否指“{near.heading.zh}”？" for text, near in meant)
    hint_en = " ".join(f"Does “{text}” mean “{near.heading.en}”?" for text, near in meant)
    return refused(
        FileTrouble.MISSING_HEADING,
        headings_zh="、".join(column.heading.zh for column in missing),
        headings_en=", ".join(column.heading.en for column in missing),
        hint_zh=hint_zh,
        hint_en=hint_en,
    )
