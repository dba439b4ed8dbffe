"""
The records the consistency rules look at, as pandas frames with only the columns a rule needs.

Ids are texts, days are timestamps, a missing reference is None. Loading asks each table once through
`registry.access.rows` and hands the answer over as it comes from the database: building one Tortoise
row per record takes eight times as long (measured over the province).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
from tortoise.connection import get_connection
from tortoise.expressions import Q
from tortoise.fields import BooleanField, DateField, DatetimeField, UUIDField
from tortoise.queryset import ValuesListQuery

from registry.access import Viewer, rows
from registry.consistency.columns import COLUMNS
from registry.frame import Frame
from registry.tables import Record

#: Conditions on the tables to be read; a table without one is read whole.
Choice = Mapping[str, Q]


class UnreadTable(LookupError):
    """A rule looks at a table it does not name in `reads`."""


class Frames:
    """
    The frames of one check, by table name, and the day they are judged on.

    Derived frames that several rules need are computed once and kept under their name.
    """

    def __init__(self, today: date, frames: Mapping[str, Frame]) -> None:
        self.today: Any = pd.Timestamp(today)
        self._frames = dict(frames)
        self._derived: dict[str, Frame] = {}

    def __getitem__(self, table: str) -> Frame:
        """Return the frame of a table; raises `UnreadTable` if it was not loaded."""
        if table not in self._frames:
            raise UnreadTable(table)
        return self._frames[table]

    def in_force(self, table: str) -> Frame:
        """Return the rows of a table that hold today (half-open interval)."""
        return self.once(f"{table} in force", lambda: self.holding(self[table]))

    def once(self, name: str, make: Callable[[], Frame]) -> Frame:
        """Return the derived frame kept under a name, making it the first time."""
        if name not in self._derived:
            self._derived[name] = make()
        return self._derived[name]

    def holding(self, frame: Frame) -> Frame:
        """Return the rows of any frame with `valid_from` and `valid_to` that hold today."""
        begun = frame["valid_from"] <= self.today
        return frame[begun & ~(frame["valid_to"] <= self.today)]

    def only(self, tables: Iterable[str]) -> Frames:
        """Return the same day with some of the tables alone."""
        return Frames(self.today.date(), {table: self[table] for table in tables})


async def frame_of(viewer: Viewer, name: str, condition: Q | None = None) -> Frame:
    """Return the frame of one table, narrowed by a condition if one is given."""
    table, columns = COLUMNS[name]
    listed = rows(viewer, table)
    if condition is not None:
        listed = listed.filter(condition).distinct()
    return as_frame(table, columns, await answer(listed.values_list(*columns)))


async def answer(query: ValuesListQuery[Any]) -> list[tuple[Any, ...]]:
    """Return what the database answers to a query, values as its driver gives them."""
    query.sql()
    text, values = query.query.get_parameterized_sql()
    _, found = await get_connection("default").execute_query(text, values)
    return [tuple(row) for row in found]


def as_frame(table: type[Record], columns: tuple[str, ...], found: list[tuple[Any, ...]]) -> Frame:
    """Return answered rows as a frame whose columns have one type each, the same on both databases."""
    values = list(zip(*found, strict=True)) if found else [()] * len(columns)
    frame = {column: _typed(table, column, cells) for column, cells in zip(columns, values, strict=True)}
    return pd.DataFrame(frame)


def _typed(table: type[Record], column: str, cells: tuple[Any, ...]) -> Any:
    """Return the cells of a column as an array of the type its field asks for."""
    field = table._meta.fields_map[column]  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
    if isinstance(field, DateField | DatetimeField):
        return pd.to_datetime(pd.Series(cells, dtype="object"), format="ISO8601").astype("datetime64[us]")
    if isinstance(field, UUIDField):
        texts = cells if not cells or isinstance(cells[0], str) else [c and str(c) for c in cells]
        return pd.Series(texts, dtype="object")
    if isinstance(field, BooleanField):
        return pd.Series(cells, dtype="bool")
    if field.field_type is int:
        return pd.Series(cells, dtype="float64" if field.null else "int64")
    return pd.Series(cells, dtype="float64" if field.field_type is float else "object")
