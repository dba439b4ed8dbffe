"""
What every generator starts from: one seed number, one plan year, and nothing left to chance.

Identifiers are UUIDs of version 5 over (seed, kind, natural key); random numbers come from a generator
of its own for each (seed, kind, natural key). So a new district or team never shifts another one.
Reference data (regions, team types, calendar, syllabus, principals) has the same identifiers in every world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID, uuid5

from registry.tables import Record

NAMESPACE = UUID("6f0c2f0e-5d1b-5c7e-9a43-3b1f5a2e7c10")


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that is not saved yet: its table and its columns by attribute name; `id` is always among them."""

    table: type[Record]
    values: Mapping[str, Any]

    @property
    def id(self) -> UUID:
        """Return the identifier the row will have."""
        identifier: UUID = self.values["id"]
        return identifier

    def row(self) -> Record:
        """Return the Tortoise row; Tortoise must be initialized, or it drops the foreign keys silently."""
        return self.table(**self.values)


def reference_id(kind: str, key: str) -> UUID:
    """Return the identifier of a reference record: the same in every world."""
    return uuid5(NAMESPACE, f"reference/{kind}/{key}")


@dataclass(frozen=True, slots=True)
class World:
    """One synthetic world: `seed` makes the units, `year` is the training year they will plan."""

    seed: int
    year: int

    def id(self, kind: str, key: str) -> UUID:
        """Return the identifier of a synthetic record from its natural key."""
        return uuid5(NAMESPACE, f"{self.seed}/{kind}/{key}")

    def chance(self, kind: str, key: str) -> Random:
        """Return a random generator that depends on the seed and this natural key only."""
        return Random(f"{self.seed}/{kind}/{key}")  # noqa: S311 -- synthetic data, not a secret
