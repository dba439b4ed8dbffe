"""A row on its way from a sheet to the register: what it says, which record it means, what it would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from registry.codes import RowStatus, Weight
from registry.intake.register import Register

#: What an export writes instead of personal data the reader may not see; read again, it changes nothing.
MASK = "●●●"


@dataclass(frozen=True, slots=True)
class Problem:
    """
    Something about a row, in a sentence for the person who fixes it.

    Parameters
    ----------
    code
        Stable, in capitals.
    zh, en
        One sentence in either language.
    field
        The field it is about; empty for the whole row.
    weight
        A fault rejects the row, a conflict holds it back, a warning does neither.
    value
        What stands in the cell; empty where that is personal or does not matter.

    """

    code: str
    zh: str
    en: str
    field: str = ""
    weight: Weight = Weight.FAULT
    value: str = ""


@dataclass(slots=True)
class Stored:
    """A record as it is stored now: `cells` are its fields as the sheet writes them, references by key."""

    id: UUID
    version: int
    region_id: UUID | None
    cells: dict[str, Any]


@dataclass(slots=True)
class Target:
    """
    The record a cell names: stored (`id`), or a new row of the same batch (`row`).

    `region_id` is the region it belongs to, `brought` what the row takes over from it.
    """

    id: UUID | None
    region_id: UUID | None
    brought: dict[str, Any] = field(default_factory=dict)
    row: Planned | None = None

    @property
    def key(self) -> UUID | int | None:
        """Return what tells the record: its id, or the place of the row that adds it."""
        return self.id if self.id is not None else self.row.place if self.row is not None else None


@dataclass(slots=True)
class Planned:
    """
    A row with what is known of it so far.

    `values` holds the fields the file gives, validated; `targets` the records its references name;
    `facts` what its references bring along, by column of the table; `changes` what would change, by
    field, as (before, after). `place` counts the rows of the batch from 1.
    """

    register: Register
    sheet: str
    number: int
    values: dict[str, Any]
    place: int = 0
    problems: list[Problem] = field(default_factory=list)
    stored: Stored | None = None
    targets: dict[str, Target | None] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    region_id: UUID | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        """Return the values that tell its record; a blank one is None."""
        return tuple(self.values.get(name) or None for name in self.register.key)

    @property
    def matters(self) -> bool:
        """Tell whether applying it would write anything."""
        return self.stored is None or bool(self.changes)

    def told(self, name: str) -> Any:
        """Return what a field says: the cell, or what is stored where the file has no such column."""
        known = self.stored.cells.get(name) if self.stored is not None else None
        return self.values.get(name, known)

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing but warnings has been said about it."""
        return all(problem.weight is Weight.WARNING for problem in self.problems)

    @property
    def status(self) -> RowStatus:
        """Return what applying would do with it."""
        if self.problems:
            weights = {problem.weight for problem in self.problems}
            if Weight.FAULT in weights:
                return RowStatus.REJECTED
            if Weight.CONFLICT in weights:
                return RowStatus.CONFLICTING
        if self.stored is None:
            return RowStatus.NEW
        return RowStatus.CHANGED if self.changes else RowStatus.UNCHANGED

    def refuse(self, code: str, zh: str, en: str, name: str = "", value: Any = "") -> None:
        """Note a fault of the row."""
        self.problems.append(Problem(code, zh, en, name, Weight.FAULT, str(value)[:200]))

    def hold_back(self, code: str, zh: str, en: str, name: str = "", value: Any = "") -> None:
        """Note a conflict of the row."""
        self.problems.append(Problem(code, zh, en, name, Weight.CONFLICT, str(value)[:200]))

    def warn(self, code: str, zh: str, en: str, name: str = "", value: Any = "") -> None:
        """Note a warning about the row."""
        self.problems.append(Problem(code, zh, en, name, Weight.WARNING, str(value)[:200]))
