"""
Rows of cells to rows of values, every fault of a row at once.

Cleaning a cell is pure, so each column remembers what its latest texts came to: registers repeat
themselves, and most cells of a large sheet cost one look-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TypeAlias

from xlsxwriter.utility import xl_col_to_name

from registry.codes.files import CellKind, CellTrouble, FileTrouble, TableKind
from registry.intake.files.amounts import clean_number
from registry.intake.files.days import clean_day
from registry.intake.files.grid import Grid, is_blank
from registry.intake.files.headings import Headed
from registry.intake.files.outcome import BLANK, NOTES, Outcome, faulty
from registry.intake.files.refusals import refused
from registry.intake.files.shape import CellFault, Limits, RawRow, Reading, SheetColumn
from registry.intake.files.sheetscan import Merged
from registry.intake.files.texts import (
    choices_of,
    clean_choice,
    clean_id,
    clean_reference,
    clean_text,
    clean_yes_no,
    text_of,
)

_REMEMBERED = 20_000
_SHOWN = 200
_MEMORABLE = frozenset({str, float, date})
#: A cell of a CSV that would be a formula is written with an apostrophe before it; see `writing`.
GUARD = "'"

Cleaner: TypeAlias = Callable[[object], Outcome]
_BY_KIND: Mapping[CellKind, Callable[[SheetColumn, object], Outcome]] = {
    CellKind.TEXT: clean_text,
    CellKind.ID_TEXT: clean_id,
    CellKind.REFERENCE: clean_reference,
    CellKind.INTEGER: clean_number,
    CellKind.DECIMAL: clean_number,
    CellKind.DAY: clean_day,
    CellKind.YES_NO: clean_yes_no,
}


def cleaner(column: SheetColumn, kind: TableKind, longest: int) -> Cleaner:
    """
    Return what cleans the cells of a column.

    Parameters
    ----------
    column
        The column.
    kind
        The kind of file: in a CSV one leading apostrophe is the guard of `writing` and comes off.
    longest
        Characters of a cell at most.

    """
    ways = choices_of(column)

    def clean(value: object) -> Outcome:
        if isinstance(value, str):
            if len(value) > longest:
                return faulty(CellTrouble.CELL_TOO_LONG, wanted=longest)
            if kind is TableKind.CSV and value.startswith(GUARD):
                value = value[1:]
        if is_blank(value):
            outcome = BLANK
        elif column.kind is CellKind.CODE:
            outcome = clean_choice(column, value, ways)
        else:
            outcome = _BY_KIND[column.kind](column, value)
        if outcome.value is None and outcome.trouble is None and column.required:
            return faulty(CellTrouble.MISSING)
        return outcome

    return clean


@dataclass
class Cell:
    """A column at its place in the rows, with what its latest texts came to."""

    place: int
    column: SheetColumn
    text: str
    letter: str
    clean: Cleaner
    known: dict[object, Outcome]

    def outcome(self, value: object) -> Outcome:
        """Return what a cell came to; what could share a key (1, 1.0 and True) is not remembered."""
        if type(value) not in _MEMORABLE:
            return self.clean(value)
        found = self.known.get(value)
        if found is None:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            found = self.known[value] = self.clean(value)
        return found


def clean_rows(
    grid: Grid,
    headed: Headed,
    rows: Iterator[tuple[int, Sequence[object]]],
    reading: Reading,
    limits: Limits,
) -> None:
    """
    Clean the rows below the headings and put rows, faults and notes into the reading.

    Raises
    ------
    FileRefused
        NO_ROWS, TOO_MANY_ROWS.

    """
    cells = [
        Cell(place, column, headed.texts[place], _letter(grid, place), _made(grid, column, limits), {})
        for place, column in enumerate(headed.columns)
        if column is not None
    ]
    names = [cell.column.name for cell in cells]
    covered = _covered(grid.merged, reading.heading_row)
    unheaded = [place for place, text in enumerate(headed.texts) if not text]
    width = len(headed.texts)
    found: list[RawRow] = []
    tell = _Teller(grid, reading, limits)
    for number, values in rows:
        if all(map(is_blank, values)):
            continue
        if len(found) >= limits.rows:
            raise refused(FileTrouble.TOO_MANY_ROWS, most=limits.rows)
        row = values if len(values) >= width else [*values, *[None] * (width - len(values))]
        outcomes = [cell.outcome(row[cell.place]) for cell in cells]
        found.append(
            RawRow(grid.sheet, number, dict(zip(names, [each.value for each in outcomes], strict=True)))
        )
        special = covered.get(number, {}), grid.errors.get(number, ())
        for cell, outcome in zip(cells, outcomes, strict=True):
            if outcome.trouble is not None or special[0] or special[1]:
                tell.of_cell(number, cell, row[cell.place], _with_surroundings(cell, outcome, grid, special))
        tell.of_row(number, row, chain(unheaded, range(width, len(row))))
    if not found:
        raise refused(FileTrouble.NO_ROWS)
    reading.rows = found


def _made(grid: Grid, column: SheetColumn, limits: Limits) -> Cleaner:
    return cleaner(column, grid.kind, limits.cell_characters)


def _letter(grid: Grid, place: int) -> str:
    return "" if grid.headings is not None else str(xl_col_to_name(grid.first_column + place))


def _covered(merged: Sequence[Merged], heading_row: int) -> dict[int, dict[int, str]]:
    """Return, by row and column, the merged range that covers a cell other than its first."""
    covered: dict[int, dict[int, str]] = {}
    for area in merged:
        for row in range(max(area.top, heading_row + 1), min(area.bottom, area.top + 10_000) + 1):
            for column in range(area.left, min(area.right, area.left + 200) + 1):
                if (row, column) != (area.top, area.left):
                    covered.setdefault(row, {})[column] = area.text
    return covered


def _with_surroundings(
    cell: Cell, outcome: Outcome, grid: Grid, special: tuple[Mapping[int, str], object]
) -> Outcome:
    """Return the outcome in view of merged cells and error values, which read as blank cells."""
    column = grid.first_column + cell.place
    merged, errors = special
    if column in merged:
        return faulty(CellTrouble.MERGED, range=merged[column])
    if isinstance(errors, set) and column in errors:
        return faulty(CellTrouble.ERROR_VALUE)
    return outcome


@dataclass
class _Teller:
    """Puts what is wrong with cells into the reading, within the limits."""

    grid: Grid
    reading: Reading
    limits: Limits

    def of_cell(self, number: int, cell: Cell, value: object, outcome: Outcome) -> None:
        """Tell a trouble of a cell in a known column."""
        if outcome.trouble is None:
            return
        is_note = outcome.trouble in NOTES
        if not is_note:
            self.reading.faulty_rows.add(number)
        if self._is_full(is_note=is_note):
            return
        zh, en = outcome.trouble.sentences(**(outcome.facts or {}))
        fault = CellFault(
            self.grid.sheet,
            number,
            cell.text,
            cell.letter,
            cell.column.name,
            outcome.trouble,
            zh,
            en,
            _shown(value),
        )
        (self.reading.notes if is_note else self.reading.faults).append(fault)

    def of_row(self, number: int, row: Sequence[object], places: Iterator[int]) -> None:
        """Tell that a row is hidden, and values that stand under no heading."""
        if number in self.grid.hidden_rows and not self._is_full(is_note=True):
            trouble = CellTrouble.HIDDEN_ROW
            zh, en = trouble.sentences()
            self.reading.notes.append(CellFault(self.grid.sheet, number, "", "", "", trouble, zh, en, ""))
        for place in places:
            if not is_blank(row[place]):
                self.reading.faulty_rows.add(number)
                if not self._is_full(is_note=False):
                    trouble, letter = CellTrouble.BEYOND_HEADINGS, _letter(self.grid, place)
                    zh, en = trouble.sentences()
                    self.reading.faults.append(
                        CellFault(
                            self.grid.sheet, number, "", letter, "", trouble, zh, en, _shown(row[place])
                        )
                    )

    def _is_full(self, *, is_note: bool) -> bool:
        """Count a trouble that is not kept."""
        if is_note and len(self.reading.notes) >= self.limits.notes:
            self.reading.notes_left_out += 1
            return True
        if not is_note and len(self.reading.faults) >= self.limits.faults:
            self.reading.left_out += 1
            return True
        return False


def _shown(value: object) -> str:
    return "" if value is None else text_of(value)[:_SHOWN]
