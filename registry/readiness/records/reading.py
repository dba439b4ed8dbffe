"""
How facts are read for a rating: one statement a table, as plain rows, and as the frames they make.

Which teams are rated is the viewer's scope; what they are rated by is not: everybody who may see a team
sees the same rating of it, so the facts of those teams are read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import pandas as pd
from tortoise import fields
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from registry.access import SYSTEM, Viewer, rows
from registry.consistency.frames import answer
from registry.frame import Column, Frame
from registry.periods import in_force, months_later, reaching
from registry.readiness.frames import COLUMNS, ReadinessFrames
from registry.tables import Membership, Record, RegionClosure, Team

#: The subtree of one region, or some teams by id (at most 30,000: a statement takes no more values).
Where: TypeAlias = UUID | Collection[UUID]
Row: TypeAlias = tuple[Any, ...]
#: Facts by the names of `registry.readiness.frames.COLUMNS`: rows in the order of its columns.
FactRows: TypeAlias = Mapping[str, Sequence[Row]]
#: Months before the day asked about of which facts are read that have ended since.
KEPT_MONTHS = 36
#: Up to so many teams, statements name them one by one, which makes for shorter ones.
FEW = 200
_TEAM = ("id", "code", "name", "category", "region_id", "state", "valid_from", "team_type_id")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The teams to be rated on a day (rows of `_TEAM`), and the condition that some other row is theirs."""

    listed: QuerySet[Team]
    teams: tuple[Row, ...]
    on: date

    @classmethod
    async def of(cls, viewer: Viewer, where: Where, on: date) -> Chosen:
        """Return the teams that exist on the day, as far as the viewer may see them."""
        listed = rows(viewer, Team).filter(in_force(on))
        if isinstance(where, UUID):
            below = RegionClosure.filter(ancestor_id=where).values("descendant_id")
            listed = listed.filter(region_id__in=Subquery(below))
        else:
            listed = listed.filter(id__in=list(where))
        return cls(listed, tuple(await read(listed.order_by("code"), *_TEAM)), on)

    def among(self, path: str = "team_id", column: str = "id") -> Q:
        """Return the condition that a path leads to one of the teams, or to what a column of them says."""
        position = _TEAM.index(column)
        named = sorted({team[position] for team in self.teams}) if self.few else None
        return within(path, Subquery(self.listed.values(column)) if named is None else named)

    @property
    def few(self) -> bool:
        """Whether statements name the teams, and their people, one by one."""
        return len(self.teams) <= FEW

    @property
    def since(self) -> date:
        """Return the first day of which facts are read that have ended since."""
        return months_later(self.on, -KEPT_MONTHS)

    def memberships(self) -> QuerySet[Membership]:
        """Return the memberships of the teams that reach into the days read."""
        return rows(SYSTEM, Membership).filter(self.among(), reaching(self.since))


def within(path: str, wanted: Any) -> Q:
    """Return the condition that a path leads to one of some values."""
    conditions: dict[str, Any] = {f"{path}__in": wanted}
    return Q(**conditions)


async def read(query: QuerySet[Any], *paths: str) -> list[Row]:
    """Return a query's rows as plain values: ids and codes as text, days as `date`, flags as `bool`."""
    found = await answer(query.values_list(*paths))
    if not found:
        return []
    columns = zip(*found, strict=True)
    return list(zip(*(_plain(query.model, *each) for each in zip(paths, columns, strict=True)), strict=True))


def _plain(table: type[Record], path: str, cells: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column as the driver gave them, made the same on both databases."""
    made = _maker(table, path)
    return cells if made is None else [None if cell is None else made(cell) for cell in cells]


@cache
def _maker(table: type[Record], path: str) -> Callable[[Any], Any] | None:
    """Return what makes a plain value of a driver's, by the kind of the field a path leads to."""
    found: Any = table
    *hops, last = path.split("__")
    for hop in hops:
        found = found._meta.fields_map[hop].related_model
    field = found._meta.fields_map[last]
    if isinstance(field, fields.UUIDField):
        return str
    if isinstance(field, fields.DateField):
        return _day
    return bool if isinstance(field, fields.BooleanField) else None


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


_DAYS = frozenset(
    {"active_since", "confirmed_on", "inspection_due_on", "found_on", "due_on", "closed_on", "proved_on"}
    | {"held_on", "on", "from", "to", "served_from", "served_to", "held_from", "held_to"}
)
_FLAGS = frozenset({"needs_link", "key", "proved", "passed", "named"})
_COUNTS = frozenset(
    {"muster_month", "required", "quantity", "number", "weight", "periodicity_days", "present", "authorized"}
    | {"crew_numerator", "crew_denominator"}
)


def frames_of(facts: FactRows) -> ReadinessFrames:
    """Return rows of facts as frames."""
    return ReadinessFrames({name: _frame(columns, facts[name]) for name, columns in COLUMNS.items()})


def _frame(columns: Iterable[str], found: Sequence[Row]) -> Frame:
    names = list(columns)
    cells: Any = list(zip(*found, strict=True)) if found else [()] * len(names)
    return pd.DataFrame({name: _typed(name, each) for name, each in zip(names, cells, strict=True)})


def _typed(name: str, cells: Sequence[Any]) -> Column:
    """Return the values of a column with the type its name asks for."""
    if name in _DAYS:
        return pd.Series(np.array(cells, dtype="datetime64[D]").astype("datetime64[s]"))
    if name in _FLAGS:
        return pd.Series(np.array(cells, dtype="bool"))
    return pd.Series(cells, dtype="int64" if name in _COUNTS else "object")
