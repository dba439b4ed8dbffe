"""
DataLoaders: one per foreign key and one per reverse foreign key, made when first crossed.

Keys and tables come from the Tortoise tables themselves. Every statement passes
`registry.access.rows`, so a row outside the caller's scope is absent here as everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Coroutine, Hashable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader
from tortoise.fields.relational import BackwardFKRelation, ForeignKeyFieldInstance
from tortoise.queryset import QuerySet

from registry.access import Viewer, rows
from registry.periods import in_force
from registry.tables import Record

R = TypeVar("R", bound=Record)


def light(listed: QuerySet[R]) -> QuerySet[R]:
    """Return the query without bulky documents (frozen problems, checkpoints): no field shows them."""
    table = listed.model
    bulky = table.digested | (table.operational & {"checkpoint"})
    return listed.only(*(table._meta.db_fields - bulky)) if bulky else listed  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table


class Loaders:
    """The loaders of one operation of one viewer; `today` decides which dated rows are in force."""

    def __init__(self, viewer: Viewer, today: date) -> None:
        self._viewer = viewer
        self._today = today
        self._made: dict[Hashable, DataLoader[UUID, Any]] = {}

    async def parent(self, row: Record, name: str) -> Any:
        """Return the row a foreign key of `row` points to; None if unset or out of scope."""
        relation = row._meta.fields_map[name]  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
        if not isinstance(relation, ForeignKeyFieldInstance):
            raise TypeError(f"{type(row).__name__}.{name} is no foreign key")
        key = getattr(row, f"{name}_id")
        return None if key is None else await self.by_id(relation.related_model).load(key)

    async def children(self, row: Record, name: str, order: Sequence[str], *, current: bool) -> list[Any]:
        """Return the rows that point to `row` through a reverse foreign key, ordered, in scope."""
        relation = row._meta.fields_map[name]  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
        if not isinstance(relation, BackwardFKRelation):
            raise TypeError(f"{type(row).__name__}.{name} is no reverse foreign key")
        column = str(relation.relation_field)
        loader = self.by_column(relation.related_model, column, order, current=current)
        found: list[Any] = await loader.load(row.pk)
        return found

    def by_id(self, table: type[Record]) -> DataLoader[UUID, Any]:
        """Return the loader of rows of one table by id."""

        async def load(keys: list[UUID]) -> list[Any]:
            found = {row.pk: row for row in await light(rows(self._viewer, table)).filter(id__in=keys)}
            return [found.get(key) for key in keys]

        return self.made(table, load)

    def by_column(
        self, table: type[Record], column: str, order: Sequence[str], *, current: bool = False
    ) -> DataLoader[UUID, Any]:
        """Return the loader of the rows of one table that share the value of one column."""

        async def load(keys: list[UUID]) -> list[Any]:
            query = light(rows(self._viewer, table)).filter(**{f"{column}__in": keys})
            if current:
                query = query.filter(in_force(self._today))
            return grouped(keys, column, await query.order_by(*order))

        return self.made((table, column, tuple(order), current), load)

    def made(
        self, name: Hashable, load: Callable[[list[UUID]], Coroutine[Any, Any, list[Any]]]
    ) -> DataLoader[UUID, Any]:
        """Return the loader kept under a name, making it from `load` the first time."""
        if name not in self._made:
            self._made[name] = DataLoader(load_fn=load)
        return self._made[name]


def grouped(keys: Sequence[UUID], column: str, found: Sequence[Record]) -> list[list[Any]]:
    """Return the rows that belong to each key, in the order of the keys."""
    groups: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in found:
        groups[getattr(row, column)].append(row)
    return [groups[key] for key in keys]
