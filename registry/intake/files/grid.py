"""A table before anything is known about its columns: rows of cells with what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice

from registry.codes.files import TableKind
from registry.intake.files.sheetscan import Merged


@dataclass
class Grid:
    """
    Rows of cells.

    Parameters
    ----------
    kind
        What file they come from; the rules for leading apostrophes differ.
    numbered
        The rows with their numbers as the user sees them, in order; blank cells are "" or None.
    sheet
        Name of the sheet; empty for text files.
    first_column
        Place of the first cell of a row, from 0.
    headings
        The headings if the file gives them by key (JSON); None if they stand in a row.
    merged, errors
        Merged ranges; cells with error values by row and column.
    hidden_rows, hidden_columns
        Numbers of rows, and places of columns from 0, that the user has hidden; they are read all the same.
    other_sheets
        Sheets that were not chosen.

    """

    kind: TableKind
    numbered: Iterator[tuple[int, Sequence[object]]]
    sheet: str = ""
    first_column: int = 0
    headings: Sequence[str] | None = None
    merged: Sequence[Merged] = ()
    errors: Mapping[int, set[int]] = field(default_factory=dict)
    hidden_rows: Set[int] = frozenset()
    hidden_columns: Set[int] = frozenset()
    other_sheets: tuple[str, ...] = ()

    def first(self, count: int) -> list[tuple[int, Sequence[object]]]:
        """Return the first rows and take them off the grid."""
        return list(islice(self.numbered, count))


def is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing one could see."""
    return value is None or (isinstance(value, str) and not value.strip())
