"""Likely duplicates in a file: new rows that look like a record of the register or like each other."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd

from registry.access import Viewer, rows
from registry.codes import Capability, MatchKind, MatchReason, Weight
from registry.frame import Frame
from registry.intake.planned import Planned, Problem
from registry.matching.gathering import COMPARED, compared, place_names
from registry.matching.scoring import Candidate, candidates

#: Most warnings of one row.
MOST = 3
_ROW = "row "


@dataclass(frozen=True, slots=True)
class Likeness:
    """
    How rows of a register are compared: a judge that warns and never refuses.

    `fields` are taken from a row as they are, `references` (column → field) from the records it names;
    `shown` is the path to what records are called by, never personal data.
    """

    kind: MatchKind
    fields: tuple[str, ...]
    shown: str
    references: dict[str, str] = field(default_factory=dict)

    async def __call__(
        self, viewer: Viewer, planned: Sequence[Planned], today: date
    ) -> Sequence[tuple[Planned, Problem]]:
        """Return a warning for each new row that looks like a record or a row above, the likeliest first."""
        new = {f"{_ROW}{row.place:09d}": row for row in planned if self._is_new(row)}
        if not new:
            return ()
        stored = await compared(viewer, self.kind, today, capability=Capability.READ)
        prefixes = await place_names(viewer)
        found = await asyncio.to_thread(self._alike, stored, new, prefixes)
        names = await self._names(viewer, found)
        told: Counter[str] = Counter()
        problems: list[tuple[Planned, Problem]] = []
        for each in found:
            other, mine = sorted((each.first_id, each.second_id), key=lambda end: (end in new, end))
            told[mine] += 1
            if told[mine] <= MOST:
                whom = new[other] if other in new else names.get(other, "")
                problems.append((new[mine], _warning(self.kind, each, whom)))
        return problems

    def _is_new(self, row: Planned) -> bool:
        """Tell whether a row would add a record; one whose name is masked says too little."""
        return row.stored is None and row.is_sound and ("name" not in self.fields or "name" in row.values)

    def _alike(self, stored: Frame, new: dict[str, Planned], prefixes: tuple[str, ...]) -> list[Candidate]:
        """Return the pairs with a new row."""
        added = pd.DataFrame([self._compared(key, row) for key, row in new.items()], dtype="object")
        for column in stored.columns.intersection(added.columns):
            if pd.api.types.is_numeric_dtype(stored[column]):
                added[column] = pd.to_numeric(added[column])
        return candidates(self.kind, pd.concat([stored, added], ignore_index=True), prefixes, set(new))

    def _compared(self, key: str, row: Planned) -> dict[str, Any]:
        """Return a row as the register's records are compared."""
        told = {name: row.values.get(name) for name in self.fields}
        named = {column: row.targets.get(name) for column, name in self.references.items()}
        ids = {
            column: str(target.id) if target is not None and target.id is not None else None
            for column, target in named.items()
        }
        return {"id": key, "region_id": str(row.region_id), **told, **ids}

    async def _names(self, viewer: Viewer, found: Sequence[Candidate]) -> dict[str, str]:
        """Return what the stored records among the pairs are called by."""
        ids = {end for each in found for end in (each.first_id, each.second_id) if not end.startswith(_ROW)}
        table, _ = COMPARED[self.kind]
        listed = rows(viewer, table).filter(id__in=[UUID(each) for each in sorted(ids)])
        return {str(key): str(name) for key, name in await listed.values_list("id", self.shown)}


def _warning(kind: MatchKind, found: Candidate, whom: Planned | str) -> Problem:
    """Return the warning about one side of a pair."""
    reasons = [MatchReason(each) for each in found.reasons]
    where = f"row {whom.number}" if isinstance(whom, Planned) else whom
    where_zh = f"第{whom.number}行" if isinstance(whom, Planned) else whom
    return Problem(
        "LIKELY_SAME",
        f"与{where_zh}可能为同一{kind.zh}（{found.score}分）：{'、'.join(each.zh for each in reasons)}。",
        f"It may be the same {kind.en} as {where} ({found.score} points):"
        f" {', '.join(each.en for each in reasons)}.",
        weight=Weight.WARNING,
    )


#: The judges of the registers whose records are matched.
LIKE_PEOPLE = Likeness(
    MatchKind.PERSON, ("name", "phone", "birth_year", "sex"), "reference", {"employer_id": "employer"}
)
LIKE_ORGANIZATIONS = Likeness(MatchKind.ORGANIZATION, ("name", "credit_code", "kind", "field"), "credit_code")
LIKE_EQUIPMENT = Likeness(MatchKind.EQUIPMENT, ("serial", "kind"), "serial", {"owner_id": "owner"})
