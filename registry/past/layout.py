"""How a table of the registry stands in the past file: its segments, and the view that answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from tortoise import fields
from tortoise.fields.base import Field

from registry.ledger import plain
from registry.tables import Record

#: Bounds of a segment that is open: days before and after every fact, a moment after every entry.
BEGINNING, END = "0001-01-01", "9999-12-31"
NOT_YET = 2**62
#: Changed whenever the same ledger would give another past file.
FORMAT = 1

Kind = Literal["plain", "flag", "document", "moment"]
#: Declared types of columns whose values SQLite has no type for; `registry.past.engine` reads them back.
_SQL_TYPES: dict[Any, str] = {
    UUID: "PAST_ID TEXT",
    date: "PAST_DAY TEXT",
    datetime: "PAST_TIME TEXT",
    bool: "PAST_FLAG INT",
}
_BOUNDS = ("known_from", "known_to", "part_from", "part_to")


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of a table: its name in the ledger and in the database, its SQLite type, what stands for nothing.

    `missing` is the value when an entry says nothing of the column: it was recorded before the column
    existed, or it keeps the column to itself (`hidden`: digests of personal data and of documents).
    """

    name: str
    stored: str
    sql_type: str
    kind: Kind
    hidden: bool
    missing: Any
    indexed: bool

    def value(self, facts: Mapping[str, Any]) -> Any:
        """Return what SQLite stores for this column of a row as the ledger has it."""
        found = self.missing if self.hidden else facts.get(self.name, self.missing)
        if found is None or self.kind == "plain":
            return found
        if self.kind == "flag":
            return int(found)
        if self.kind == "document":
            return json.dumps(found, ensure_ascii=False, sort_keys=True)
        return str(found).replace("T", " ", 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """
    A table of the registry as the past file has it: `<table>__past`, one row for each segment.

    Records of a `lasting` table are there on every day after their first.
    """

    table: str
    columns: tuple[Column, ...]
    lasting: bool = False

    @property
    def past_table(self) -> str:
        """Return the name of the table of segments."""
        return f"{self.table}__past"

    def statements(self) -> list[str]:
        """Return the statements that make the table of segments and its indexes."""
        columns = [f'"{column.stored}" {column.sql_type}' for column in self.columns]
        bounds = ["known_from INT", "known_to INT", "part_from TEXT", "part_to TEXT"]
        indexes = [
            f'CREATE INDEX "ix_{self.past_table}_{column.stored}" ON "{self.past_table}" ("{column.stored}")'
            for column in self.columns
            if column.indexed
        ]
        return [f'CREATE TABLE "{self.past_table}" ({", ".join([*columns, *bounds])})', *indexes]

    def view(self, valid_on: str, known_at: int) -> str:
        """Return the statement that makes the table as it was: true on a day, as known at a moment."""
        names = ", ".join(f'"{column.stored}"' for column in self.columns)
        ended = "" if self.lasting else f" AND (valid_to IS NULL OR valid_to > '{valid_on}')"
        return (
            f'CREATE TEMP VIEW "{self.table}" AS SELECT {names} FROM main."{self.past_table}" '
            f"WHERE known_from <= {known_at} AND known_to > {known_at} "
            f"AND part_from <= '{valid_on}' AND part_to > '{valid_on}' "
            f"AND valid_from <= '{valid_on}'{ended}"
        )

    def insertion(self) -> str:
        """Return the statement that stores one segment."""
        marks = ", ".join("?" * (len(self.columns) + len(_BOUNDS)))
        return f'INSERT INTO "{self.past_table}" VALUES ({marks})'


def layout_of(table: type[Record]) -> Layout:
    """
    Return how a table stands in the past file.

    Raises
    ------
    TypeError
        A column has the name of a bound of segments.

    """
    described = table._meta  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
    columns = tuple(
        _column(table, name, stored, described.fields_map[name])
        for name, stored in described.fields_db_projection.items()
    )
    if taken := {column.stored for column in columns} & set(_BOUNDS):
        raise TypeError(f"{table.__name__} may have no column {sorted(taken)}: the past needs the name")
    return Layout(table.table_name(), columns, table.lasting)


def _column(table: type[Record], name: str, stored: str, field: Field[Any]) -> Column:
    sql_type = _SQL_TYPES.get(field.field_type) or str(field.get_for_dialect("sqlite", "SQL_TYPE"))
    hidden = name in table.sealed | table.digested | table.operational
    missing = None if callable(field.default) or field.default is None else plain(field.default)
    if (
        hidden
        and missing is None
        and not field.null
        and isinstance(field, fields.CharField | fields.TextField)
    ):
        missing = ""
    of_key = getattr(field, "reference", None) is not None
    return Column(name, stored, sql_type, _kind(field), hidden, missing, field.unique or field.pk or of_key)


def _kind(field: Field[Any]) -> Kind:
    if isinstance(field, fields.BooleanField):
        return "flag"
    if isinstance(field, fields.JSONField):
        return "document"
    return "moment" if isinstance(field, fields.DatetimeField) else "plain"


def fingerprint(layouts: Iterable[Layout]) -> str:
    """Return what names this way of keeping the past: a file of another one is built anew."""
    told = [FORMAT, sorted(repr(layout) for layout in layouts)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


#: The closure of the region tree as it was, from the view of regions; no tree is 64 levels deep.
CLOSURE = """CREATE TEMP TABLE region_closure AS
WITH RECURSIVE pair (ancestor_id, descendant_id, depth) AS (
    SELECT id, id, 0 FROM region
    UNION ALL
    SELECT region.parent_id, pair.descendant_id, pair.depth + 1 FROM pair
    JOIN region ON region.id = pair.ancestor_id
    WHERE region.parent_id IS NOT NULL AND pair.depth < 64
)
SELECT row_number() OVER (ORDER BY descendant_id, depth) AS id, depth, ancestor_id, descendant_id FROM pair"""


def answering(layouts: Iterable[Layout], valid_on: str, known_at: int) -> list[str]:
    """Return the statements that make a connection answer one question about the past."""
    return [
        *(layout.view(valid_on, known_at) for layout in layouts),
        CLOSURE,
        "CREATE INDEX temp.ix_closure_above ON region_closure (ancestor_id, descendant_id)",
        "CREATE INDEX temp.ix_closure_below ON region_closure (descendant_id, ancestor_id)",
    ]
