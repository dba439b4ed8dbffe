"""What a sheet must look like, and what reading one gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from registry.codes.files import CellKind


class Language(StrEnum):
    """The language of headings, notes and labels in a file that is written."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Heading:
    """
    How a column may be headed.

    Parameters
    ----------
    zh, en
        What templates and exports write.
    aliases
        Other headings in use that mean the same.

    """

    zh: str
    en: str
    aliases: tuple[str, ...] = ()

    def text(self, language: Language) -> str:
        """Return the heading in a language."""
        return self.zh if language is Language.ZH else self.en


@dataclass(frozen=True)
class SheetColumn:
    """
    One column of a sheet.

    Parameters
    ----------
    name
        The name in code, in JSON keys and in mappings; also recognized as a heading.
    heading
        The headings in Chinese and English.
    kind
        What its cells hold.
    required
        The heading must be there, and no cell may be blank.
    choices
        For CODE: (code, Chinese label, English label); each of the three is recognized in cells.
    note_zh, note_en, example
        Shown on the sheet of explanations of a template.
    max_length
        Characters of a text at most; None: only the limit of any cell.
    exact_length
        Characters every value has (18 for a credit code). An ID stored as a quantity is taken only if
        it has exactly this many digits and no more than 15, because then nothing can have been lost.
    units
        Words that may follow a number (`㎡`); any other unit in a cell is refused, never converted.

    """

    name: str
    heading: Heading
    kind: CellKind = CellKind.TEXT
    required: bool = False
    choices: tuple[tuple[str, str, str], ...] = ()
    note_zh: str = ""
    note_en: str = ""
    example: str = ""
    max_length: int | None = None
    exact_length: int | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetShape:
    """
    A sheet: its name in code and in either language, and its columns in the order they are written.

    Raises
    ------
    ValueError
        Two columns share a name or a heading.

    """

    name: str
    zh: str
    en: str
    columns: tuple[SheetColumn, ...]

    def __post_init__(self) -> None:
        for texts in (
            [column.name for column in self.columns],
            [column.heading.zh for column in self.columns],
            [column.heading.en for column in self.columns],
        ):
            if len(set(texts)) != len(texts):
                raise ValueError(f"the sheet {self.name} has two columns of one name: {sorted(texts)}")

    @cached_property
    def by_name(self) -> Mapping[str, SheetColumn]:
        """Return the columns by their names."""
        return {column.name: column for column in self.columns}

    def title(self, language: Language) -> str:
        """Return the sheet's name in a language."""
        return self.zh if language is Language.ZH else self.en


@dataclass(frozen=True, slots=True)
class CellFault:
    """
    What is wrong with one cell, in the words of the person who fixes it.

    Parameters
    ----------
    sheet
        Name of the sheet; empty for CSV and JSON.
    row
        The row as a spreadsheet numbers it, from 1; in JSON the object's place in the list.
    column
        The heading as it stands in the file.
    letter
        The column as a spreadsheet letters it (`A`, `AB`); empty for JSON.
    name
        The column's name in the shape; empty when the heading is unknown.
    code, sentence_zh, sentence_en
        What is wrong: a stable code and one sentence in either language.
    value
        What stands in the cell, cut after 200 characters.

    """

    sheet: str
    row: int
    column: str
    letter: str
    name: str
    code: str
    sentence_zh: str
    sentence_en: str
    value: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """
    One row as read: values by column name, cleaned; None for blank and for faulty cells.

    Columns the file does not have are absent. Values are `str` (TEXT, ID_TEXT, CODE, REFERENCE), `int`,
    `Decimal`, `date` and `bool`.
    """

    sheet: str
    number: int
    values: Mapping[str, object]


@dataclass
class Reading:
    """
    A table as read.

    Parameters
    ----------
    rows
        Every row that is not blank, faulty ones too.
    faults
        What must be fixed, by row; all faults of a row at once.
    mapping
        The heading as in the file → column name.
    unknown_headings
        Headings that are not read, each with the nearest column's heading or None.
    notes
        Cells that were taken but changed (full-width digits, invisible characters …).
    faulty_rows
        Numbers of the rows that have faults.
    left_out
        Faults beyond `Limits.faults`, counted and not kept.
    notes_left_out
        Notes beyond `Limits.notes`, counted and not kept.
    sheet
        The sheet that was read; empty for CSV and JSON.
    other_sheets
        Sheets of the workbook that were not read.
    heading_row
        The row of the headings, from 1; 0 for JSON.
    hidden_headings
        Headings of columns that are hidden in the workbook; they are read like the others.

    """

    rows: Sequence[RawRow] = ()
    faults: list[CellFault] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    unknown_headings: list[tuple[str, str | None]] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)
    faulty_rows: set[int] = field(default_factory=set)
    left_out: int = 0
    notes_left_out: int = 0
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    heading_row: int = 0
    hidden_headings: list[str] = field(default_factory=list)

    def sound(self) -> list[RawRow]:
        """Return the rows without faults."""
        return [row for row in self.rows if row.number not in self.faulty_rows]


@dataclass(frozen=True, slots=True)
class Limits:
    """
    How much a file may hold; all bounds assumed, wide enough for a province's largest register.

    Parameters
    ----------
    file_bytes
        Size of the file as uploaded.
    unpacked_bytes
        Size of all parts of a workbook together once unpacked, as declared and as found.
    ratio
        Unpacked over packed size of any part above a megabyte.
    entries
        Parts of a workbook.
    rows, columns, sheets
        Of data in the sheet that is read; sheets of the workbook.
    cell_characters
        Of one cell; a spreadsheet's own limit.
    title_rows
        Among how many first rows the headings are looked for.
    faults, notes
        How many are kept; the rest is counted.

    """

    file_bytes: int = 64 * 2**20
    unpacked_bytes: int = 512 * 2**20
    ratio: int = 200
    entries: int = 2_000
    rows: int = 200_000
    columns: int = 200
    sheets: int = 20
    cell_characters: int = 32_767
    title_rows: int = 10
    faults: int = 50_000
    notes: int = 5_000
