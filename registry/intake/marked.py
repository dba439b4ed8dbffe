"""The user's own workbook with everything that was found about its rows: from a difference to marks."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from registry.codes import Weight
from registry.codes.files import TableKind
from registry.errors import InvalidValue, NotReady
from registry.intake.files import CellFault, Language, Limits, kind_of, mark
from registry.intake.files.headings import Recognizer, heading_place
from registry.intake.files.marking import IN_PLACE_ROWS
from registry.intake.files.reading import grid_of
from registry.intake.files.workbook import check_workbook
from registry.intake.planned import Problem
from registry.intake.register import Register
from registry.intake.registers import REGISTERS
from registry.intake.workspace import DiffRow, Workspace
from registry.tables import ImportBatch

#: Field of a register → its heading in the file, and the letter of its column.
_Places = Mapping[str, tuple[str, str]]


def marked_workbook(space: Workspace, batch: ImportBatch, language: Language, wanted: str = "") -> bytes:
    """
    Return a workbook with the problems of a checked batch marked in the user's own rows; blocks.

    Parameters
    ----------
    space, batch
        The folder, and the batch as it was checked.
    language
        Of the sentences.
    wanted
        Code of the register to mark; every register with problems when empty.

    Raises
    ------
    NotReady
        The batch has not been checked, or its file was refused as a whole.
    InvalidValue
        Several registers have problems and the workbook is too large to be marked in a copy of itself:
        one of them must be named.

    """
    if not space.has_difference:
        raise NotReady(
            batch.file_name, ("no row of it has been compared yet",), ("尚未核对，没有可标注的行",)
        )
    problems = _by_register(space)
    codes = [wanted] if wanted else list(problems) or [next(iter(batch.mapping))]
    if len(codes) > 1 and not _marks_in_place(space.original, batch.file_name):
        raise InvalidValue("register", wanted, f"one of {', '.join(codes)}")
    scratch = space.folder / "marking.xlsx"  # openpyxl opens nothing without that ending
    shutil.copyfile(space.original, scratch)
    for code in codes:
        scratch.write_bytes(_marked(scratch, batch, REGISTERS[code], problems.get(code, []), language))
    body = scratch.read_bytes()
    scratch.unlink()
    return body


def _by_register(space: Workspace) -> dict[str, list[DiffRow]]:
    """Return the rows about which something was found, by register."""
    found: dict[str, list[DiffRow]] = {}
    for row in space.rows(()):
        if row.problems:
            found.setdefault(row.register, []).append(row)
    return found


def _marks_in_place(path: Path, name: str) -> bool:
    """Tell whether a file is marked in a copy of itself, which keeps its other sheets."""
    if kind_of(name) is not TableKind.XLSX:
        return False
    scans = check_workbook(path, Limits()).scans
    return sum(scan.row_count for scan in scans.values()) <= IN_PLACE_ROWS


def _marked(
    path: Path, batch: ImportBatch, register: Register, rows: list[DiffRow], language: Language
) -> bytes:
    """Mark one register's sheet."""
    mapping: Mapping[str, str] = batch.mapping.get(register.code, {})
    places = _places(path, batch.file_name, register, mapping)
    faults = [_fault(row, problem, places) for row in rows for problem in row.problems]
    return mark(path, batch.file_name, register.shape, faults, mapping=mapping, language=language)


def _places(path: Path, name: str, register: Register, mapping: Mapping[str, str]) -> _Places:
    """Return where the columns of a register stand in the file; JSON has no letters."""
    recognizer, limits = Recognizer(register.shape, mapping), Limits()
    grid = grid_of(path, kind_of(name), recognizer, limits)
    first = grid.first(limits.title_rows)
    place = heading_place(recognizer, first) if grid.headings is None else None
    texts: Any = first[place][1] if place is not None else grid.headings or ()
    found: dict[str, tuple[str, str]] = {}
    for at, text in enumerate(texts, start=grid.first_column + 1):
        if text is not None and (column := mapping.get(str(text))) is not None:
            found[column] = (str(text), get_column_letter(at) if place is not None else "")
    return found


def _fault(row: DiffRow, problem: Problem, places: _Places) -> CellFault:
    """Return a problem as a mark; a warning says that it is one."""
    heading, letter = places.get(problem.field, ("", ""))
    warns = problem.weight is Weight.WARNING
    return CellFault(
        sheet=row.sheet,
        row=row.number,
        column=heading,
        letter=letter,
        name=problem.field,
        code=problem.code,
        sentence_zh=f"（提示）{problem.zh}" if warns else problem.zh,
        sentence_en=f"(Warning) {problem.en}" if warns else problem.en,
        value=problem.value,
    )
