"""
Pages of a list: Relay connections by key, never by offset.

A cursor holds the sort value and the id of its row, so a page never skips or repeats a row while
others are added. `first` is required and lies in 1 to 100; the total is counted only when asked for.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeAlias, TypeVar
from uuid import UUID

import strawberry
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from api.loaders import light
from api.masking import coded
from registry.tables import Record

T = TypeVar("T")

#: Most rows one page may hold.
MOST = 100

First: TypeAlias = Annotated[
    int, strawberry.argument(description="How many records to give at most, 1 to 100.")
]
After: TypeAlias = Annotated[
    str | None,
    strawberry.argument(description="Cursor of the record to go on after; from the start when absent."),
]


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Relay's page information, going forward."""

    has_next_page: bool = strawberry.field(description="Whether records follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether this page was asked for by a cursor.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first record, if any.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last record, if any.")


@strawberry.type(description="A record of a page, with its cursor.")
class Edge(Generic[T]):
    """One record and where it stands."""

    node: T = strawberry.field(description="The record.")
    cursor: str = strawberry.field(description="Opaque cursor to go on after this record.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[T]):
    """Relay's connection."""

    edges: list[Edge[T]] = strawberry.field(description="The records of the page with their cursors.")
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")
    listed: strawberry.Private[QuerySet[Any]]

    @strawberry.field(description="The records of the page without cursors.")
    def nodes(self) -> list[T]:
        """Return the rows alone."""
        return [edge.node for edge in self.edges]

    @strawberry.field(description="How many records the whole list has; counted only when asked for.")
    async def total_count(self) -> int:
        """Count the list."""
        return await self.listed.count()


class Sort:
    """A sort order: non-null columns backed by an index, then the id, all in one direction."""

    def __init__(self, *columns: str, descending: bool = False) -> None:
        self.columns = (*columns, "id")
        self.descending = descending

    @property
    def terms(self) -> list[str]:
        """Return the order as Tortoise writes it."""
        return [f"-{column}" if self.descending else column for column in self.columns]

    def after(self, values: Sequence[Any]) -> Q:
        """Return the condition that a row follows the row with these values of the columns."""
        side = "lt" if self.descending else "gt"
        ways = []
        for place, column in enumerate(self.columns):
            same: dict[str, Any] = dict(zip(self.columns[:place], values, strict=False))
            ways.append(Q(**same, **{f"{column}__{side}": values[place]}))
        return Q(*ways, join_type=Q.OR)


async def page(
    listed: QuerySet[Any],
    sort: Sort,
    first: int,
    after: str | None,
    told: Callable[[Sequence[Any]], Awaitable[Sequence[Any]]] | None = None,
) -> Connection[Any]:
    """
    Return one page of a list of rows that already is in the caller's scope.

    `told` makes of the rows of the page what is handed out, in their order; the rows themselves without.

    Raises the coded errors PAGE_SIZE (`first` out of bounds) and INVALID_CURSOR (not a cursor of a
    list in this order).
    """
    check_first(first)
    query = light(listed) if issubclass(listed.model, Record) else listed
    if after is not None:
        query = query.filter(sort.after(read_cursor(listed, sort, after)))
    found = await query.order_by(*sort.terms).limit(first + 1)
    shown = found[:first]
    nodes = shown if told is None else await told(shown)
    edges = [Edge(node=node, cursor=write_cursor(sort, row)) for node, row in zip(nodes, shown, strict=True)]
    return Connection(
        edges=edges,
        listed=listed,
        page_info=PageInfo(
            has_next_page=len(found) > first,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


def check_first(first: int) -> None:
    """Return if a list may be that long; raises the coded error PAGE_SIZE otherwise."""
    if not 1 <= first <= MOST:
        raise coded("PAGE_SIZE", f"first must lie in 1 to {MOST}.", f"first 须在 1 至 {MOST} 之间。")


def write_cursor(sort: Sort, row: Any) -> str:
    """Return the opaque cursor of a row in an order."""
    words = [",".join(sort.terms), *(str(getattr(row, column)) for column in sort.columns)]
    return base64.urlsafe_b64encode(json.dumps(words, ensure_ascii=False).encode()).decode()


def read_cursor(listed: QuerySet[Any], sort: Sort, cursor: str) -> list[Any]:
    """Return the values of the columns in a cursor; raises INVALID_CURSOR for anything else."""
    try:
        term, *words = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
        if term == ",".join(sort.terms):
            kinds = [listed.model._meta.fields_map[column].field_type for column in sort.columns]
            return [_READERS[kind](word) for kind, word in zip(kinds, words, strict=True)]
    except (binascii.Error, ValueError, TypeError):
        pass
    raise coded("INVALID_CURSOR", "The cursor is not one of this list.", "游标不属于此列表。")


#: How the text in a cursor becomes a value again; a sort column must be of one of these types.
_READERS: dict[type, Callable[[str], Any]] = {
    str: str,
    int: int,
    UUID: UUID,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}
