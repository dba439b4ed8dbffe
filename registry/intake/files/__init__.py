"""
Table files: read with every doubt named, written so that they read back.

Pure functions without a database; all of them block, so callers put them into a child process. The main
path of reading: `reading.read_table` → `package` (is the file safe to open) → `markings` (is it marked
classified) → `workbook` or `plain` (cells) → `headings` (which column is which) → `cleaning` with `texts`,
`amounts` and `days` (what the cells say). On the way out: `template` (an empty sheet to fill in),
`marking` (the user's own workbook with the faults marked) and `writing` (exports that import again).

::

    reading = read_table(path, "centers.xlsx", shape)
    if reading.faults:
        marked = mark(path, "centers.xlsx", shape, reading.faults)

A file that may not be read at all raises `FileRefused` with a code and a sentence in either language.
"""

from registry.codes.files import CellKind, CellTrouble, FileTrouble, TableKind
from registry.intake.files.marking import mark
from registry.intake.files.reading import kind_of, read_table
from registry.intake.files.refusals import FileRefused
from registry.intake.files.shape import (
    CellFault,
    Heading,
    Language,
    Limits,
    RawRow,
    Reading,
    SheetColumn,
    SheetShape,
)
from registry.intake.files.template import template
from registry.intake.files.writing import CsvEncoding, write_table

__all__ = [
    "CellFault",
    "CellKind",
    "CellTrouble",
    "CsvEncoding",
    "FileRefused",
    "FileTrouble",
    "Heading",
    "Language",
    "Limits",
    "RawRow",
    "Reading",
    "SheetColumn",
    "SheetShape",
    "TableKind",
    "kind_of",
    "mark",
    "read_table",
    "template",
    "write_table",
]
