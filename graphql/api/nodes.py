"""
How a GraphQL type stands on its Tortoise table, and the global ids of its rows.

A type of the schema is a plain class that names its table; a field is a column, a foreign key or a
reverse foreign key *of the same name*, described. Resolvers hand out Tortoise rows as they are. What
is said here once is enough to compile a whole selection into one statement later.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, dataclass_transform
from uuid import NAMESPACE_OID, UUID, uuid5

import strawberry
from tortoise.expressions import Subquery

from api.context import Info, asking
from api.enums import Label, label
from api.loaders import light
from registry.access import masked, rows
from registry.codes import Code
from registry.tables import Record

T = TypeVar("T")

#: Table → name of the GraphQL type that stands on it.
NAMES: dict[type[Record], str] = {}
#: Name of a GraphQL type → its table.
TABLES: dict[str, type[Record]] = {}
#: Name of a GraphQL type → the type.
TYPES: dict[str, type] = {}


def global_id(kind: str, row_id: UUID) -> str:
    """Return the opaque global id of a row of one kind."""
    return base64.b64encode(f"{kind}:{row_id}".encode()).decode()


def parse_id(text: str) -> tuple[str, UUID] | None:
    """Return kind and row id of a global id; None for anything that is not one of ours."""
    try:
        kind, _, row_id = base64.b64decode(text, validate=True).decode().partition(":")
        return (kind, UUID(row_id)) if kind in TABLES and str(UUID(row_id)) == row_id else None
    except (binascii.Error, ValueError):
        return None


def row_id(text: str, table: type[Record]) -> UUID:
    """
    Return the row id in a global id of the type that stands on `table`.

    Malformed ids and ids of other kinds give an id that no row has, so that they take the same way
    through every check as unknown ones, and end in the same answer.
    """
    parsed = parse_id(text)
    return parsed[1] if parsed is not None and parsed[0] == NAMES[table] else nowhere(text)


def visible(info: Info, table: type[Record], text: str) -> Subquery:
    """Return the id in a global id as a condition on others: no row at all when it is out of reach."""
    return Subquery(rows(info.context.viewer, table).filter(id=row_id(text, table)).values("id"))


def nowhere(text: str) -> UUID:
    """Return an id that no row has, the same for the same text."""
    return uuid5(NAMESPACE_OID, text)


async def find(info: Info, table: type[Record], text: str) -> Any:
    """Return the row a global id names; None when malformed, unknown or out of scope."""
    parsed = parse_id(text)
    if parsed is None or parsed[0] != NAMES[table]:
        return None
    return await light(rows(info.context.viewer, table)).get_or_none(id=parsed[1])


def shown(row: Any) -> Any:
    """Hand out a row, or rows, as the type that stands on its table; the schema sees to the rest."""
    return row


@strawberry.interface(description="Anything with a global id.")
class Node:
    """Relay's node: a type whose rows have a global id."""

    @strawberry.field(description="Opaque global id, the same for this record for ever.")
    def id(self: Any) -> strawberry.ID:
        """Return the global id of the row."""
        return strawberry.ID(global_id(NAMES[type(self)], self.id))


@dataclass_transform(field_specifiers=())
def table_type(table: type[Record], description: str) -> Callable[[type[T]], type[T]]:
    """Make a class the GraphQL type of a table; its fields name columns and relations of the table."""

    def make(cls: type[T]) -> type[T]:
        def is_type_of(row: object, _info: object) -> bool:
            return isinstance(row, table)

        cls.is_type_of = staticmethod(is_type_of)  # type: ignore[attr-defined]  # strawberry's hook
        cls.__table__ = table  # type: ignore[attr-defined]  # read by whoever compiles selections
        NAMES[table] = cls.__name__
        TABLES[cls.__name__] = table
        TYPES[cls.__name__] = cls
        return strawberry.type(cls, description=description)

    return make


def column(description: str, name: str | None = None) -> Any:
    """Return a field that is a column of the table, under another GraphQL name if given."""
    return strawberry.field(description=description, name=name)


def personal(description: str) -> Any:
    """Return a field that is a column with personal data: null without the right, and in the past."""

    async def resolve(root: strawberry.Parent[Any], info: Info) -> Any:
        hidden = asking.get() is not None or masked(info.context.viewer, root.region_id)
        return None if hidden else getattr(root, info.python_name)

    return strawberry.field(resolver=resolve, description=description)


def to_one(description: str) -> Any:
    """Return a field that is a foreign key of the table; null when unset or out of scope."""

    async def resolve(root: strawberry.Parent[Any], info: Info) -> Any:
        return await info.context.loaders.parent(root, info.python_name)

    return strawberry.field(resolver=resolve, description=description)


def to_many(
    description: str, *, order: Sequence[str] = ("id",), source: str | None = None, current: bool = False
) -> Any:
    """
    Return a field that is a reverse foreign key of the table, called `source` there if not alike.

    With `current`, only rows in force today are given.
    """

    async def resolve(root: strawberry.Parent[Any], info: Info) -> Any:
        name = source or info.python_name
        return await info.context.loaders.children(root, name, order, current=current)

    return strawberry.field(resolver=resolve, description=description)


def labelled(source: str, description: str) -> Any:
    """Return a field with the Chinese and English label of a coded column."""

    def resolve(root: strawberry.Parent[Any]) -> Label | None:
        code: Code | None = getattr(root, source)
        return None if code is None else label(code)

    return strawberry.field(resolver=resolve, description=description)
