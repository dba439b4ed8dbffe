"""From the file of a batch to rows by register: which sheets it has, which registers they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry.codes.files import TableKind
from registry.intake.files import Limits, Reading
from registry.intake.files.headings import plain_heading
from registry.intake.files.reading import kind_of, read_table
from registry.intake.files.workbook import check_workbook
from registry.intake.register import Register
from registry.intake.registers import REGISTERS

Mappings = Mapping[str, Mapping[str, str]]


class BatchRefused(Exception):
    """
    A batch is refused as a whole; `reasons` are (code, Chinese sentence, English sentence).

    Nothing of it has been stored.
    """

    def __init__(self, reasons: list[tuple[str, str, str]]) -> None:
        super().__init__("; ".join(english for _, _, english in reasons))
        self.reasons = reasons


@dataclass(slots=True)
class Understood:
    """What was made of the headings of a file, for the person who uploaded it."""

    mappings: dict[str, dict[str, str]] = field(default_factory=dict)
    unknown: list[tuple[str, str | None]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    left_out: int = 0

    def take(self, register: Register, reading: Reading) -> None:
        """Take in a reading."""
        self.mappings[register.code] = dict(reading.mapping)
        self.unknown.extend(reading.unknown_headings)
        self.hidden.extend(reading.hidden_headings)
        self.left_out += reading.left_out + reading.notes_left_out

    def outcome(self) -> dict[str, Any]:
        """Return what the person should know about the file as a whole."""
        told: dict[str, Any] = {"unknown_headings": self.unknown}
        if self.hidden:
            told["hidden_headings"] = self.hidden
        if self.left_out:
            told["left_out"] = self.left_out
        return told


def readings(
    path: Path, name: str, register: Register | None, mappings: Mappings, limits: Limits | None = None
) -> Iterator[tuple[Register, Reading]]:
    """
    Yield every sheet of a file that is a register, in the order in which they are applied.

    Parameters
    ----------
    path, name
        Where the file lies, and what the user calls it.
    register
        The register the file is; None to tell by the names of the sheets of a workbook.
    mappings
        The office's headings → column names, by register.
    limits
        How much is taken.

    Raises
    ------
    FileRefused
        The file is refused as a whole.
    BatchRefused
        No sheet is called like a register, and none was named.

    """
    wanted = [register] if register is not None else _by_sheets(path, name, limits or Limits())
    for each in wanted:
        yield each, read_table(path, name, each.shape, mapping=mappings.get(each.code), limits=limits)


def _by_sheets(path: Path, name: str, limits: Limits) -> list[Register]:
    """Return the registers the sheets of a workbook are called after."""
    found: list[Register] = []
    if kind_of(name) is TableKind.XLSX:
        checked = check_workbook(path, limits)
        sheets = {plain_heading(sheet) for sheet in checked.scans if sheet not in checked.hidden}
        found = [
            each
            for each in REGISTERS.values()
            if sheets & {plain_heading(text) for text in (each.code, each.zh, each.en)}
        ]
    if not found:
        zh = "无法识别属于哪个登记册:请指定登记册,或将工作表命名为登记册名称。"
        en = "It cannot be told which register this is: name the register, or name the sheet after it."
        raise BatchRefused([("WHICH_REGISTER", zh, en)])
    return found
