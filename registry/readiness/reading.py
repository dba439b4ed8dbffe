"""
How facts are read for a rating: one statement a table, as a pandas frame with typed columns.

Which teams are rated is the viewer's scope; what they are rated by is not: everybody who may see a team
sees the same rating of it, so the facts of those teams are read whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import pandas as pd
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from registry.access import SYSTEM, Viewer, rows
from registry.consistency.frames import answer
from registry.frame import Column, Frame
from registry.periods import in_force, months_later, reaching
from registry.readiness.frames import COLUMNS
from registry.tables import Membership, RegionClosure, Team

#: The subtree of one region, or some teams by id (at most 30,000: a statement takes no more values).
Where: TypeAlias = UUID | Collection[UUID]
#: Months before the day asked about of which facts are read that have ended since.
KEPT_MONTHS = 36
DAYS = frozenset(
    {"active_since", "confirmed_on", "inspection_due_on", "found_on", "due_on", "closed_on", "proved_on"}
    | {"held_on", "on", "from", "to", "served_from", "served_to", "held_from", "held_to", "day"}
)
FLAGS = frozenset({"needs_link", "key", "proved", "passed", "named"})
COUNTS = frozenset(
    {"muster_month", "required", "quantity", "number", "weight", "periodicity_days", "present", "authorized"}
    | {"crew_numerator", "crew_denominator", "posts"}
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The teams to be rated on a day, and the condition that some other row belongs to them."""

    viewer: Viewer
    where: Where
    on: date

    def teams(self) -> QuerySet[Team]:
        """Return the teams that exist on the day, as far as the viewer may see them."""
        listed = rows(self.viewer, Team).filter(in_force(self.on))
        if isinstance(self.where, UUID):
            below = RegionClosure.filter(ancestor_id=self.where).values("descendant_id")
            return listed.filter(region_id__in=Subquery(below))
        return listed.filter(id__in=list(self.where))

    def among(self, path: str = "team_id", column: str = "id") -> Q:
        """Return the condition that a path leads to one of the teams, or to what a column of them says."""
        conditions: dict[str, Any] = {f"{path}__in": Subquery(self.teams().values(column))}
        return Q(**conditions)

    @property
    def since(self) -> date:
        """Return the first day of which facts are read that have ended since."""
        return months_later(self.on, -KEPT_MONTHS)

    def memberships(self) -> QuerySet[Membership]:
        """Return the memberships of the teams that reach into the days read."""
        return rows(SYSTEM, Membership).filter(self.among(), reaching(self.since))


async def read(query: QuerySet[Any], **columns: str) -> Frame:
    """Return a frame of a query's rows: its columns by name, each with the path that leads to its values."""
    found = await answer(query.values_list(*columns.values()))
    return frame(found, columns)


def frame(found: Sequence[tuple[Any, ...]], columns: Iterable[str]) -> Frame:
    """Return rows as a frame whose columns have the type of their name."""
    names = list(columns)
    cells = list(zip(*found, strict=True)) if found else [()] * len(names)
    return pd.DataFrame({name: typed(name, each) for name, each in zip(names, cells, strict=True)})


def typed(name: str, cells: Sequence[Any]) -> Column:
    """Return the values of a column as a series: days, flags, counts, else text."""
    if name in DAYS:
        return pd.Series(days(cells))
    if name in FLAGS:
        return pd.Series(np.array(cells, dtype="bool"))
    if name in COUNTS:
        return pd.Series(np.array(cells, dtype="int64"))
    plain = all(isinstance(cell, str) for cell in cells[:1])
    return pd.Series(cells if plain else [cell and str(cell) for cell in cells], dtype="object")


def days(cells: Sequence[Any]) -> Any:
    """Return days, as any driver gives them, as an array; None is NaT."""
    return np.array(cells, dtype="datetime64[D]").astype("datetime64[s]")


def day(value: date) -> Any:
    """Return a day as frames hold it."""
    return pd.Timestamp(value).as_unit("s")


def with_columns(name: str, found: Frame, **constants: Any) -> Frame:
    """Return a frame with exactly the columns of `registry.readiness.frames`, some of them constant."""
    given = found.assign(**constants)
    return given[list(COLUMNS[name])].reset_index(drop=True)


def lasting(found: Frame, start: str, end: str) -> Frame:
    """Return the rows whose period is not empty."""
    return found[~(found[end] <= found[start])]


def renamed(found: Column, names: Mapping[str, str]) -> Column:
    """Return a column with some of its values replaced."""
    return found.map(lambda value: names.get(value, value)).astype("object")
