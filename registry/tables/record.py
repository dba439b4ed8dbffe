"""What all current rows share: identity, version, and the valid time of the fact."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Self

from tortoise import fields
from tortoise.models import Model


class Record(Model):
    """
    A mutable record of the registry.

    `id` is given by the change that adds it (never by chance); `version` counts changes for
    optimistic locking; the fact holds from `valid_from` until the day before `valid_to` (half-open,
    open end when null). Rows are written by `registry.history.Change` only.

    Three kinds of column are kept out of the ledger's plain text: `sealed` personal fields stand
    there as salted digests (erasing a person leaves the chain whole), `digested` ones as digests
    (bulky documents), and `operational` ones not at all: they say how a job is getting on, are no
    facts of the registry, and are the only columns that may be written outside the door.

    The interval of a `lasting` record is that of a process: once it is over it has happened, and the past
    shows it on every later day, as the present does.
    """

    sealed: ClassVar[frozenset[str]] = frozenset()
    digested: ClassVar[frozenset[str]] = frozenset()
    operational: ClassVar[frozenset[str]] = frozenset()
    lasting: ClassVar[bool] = False

    id = fields.UUIDField(primary_key=True, default=None)
    version = fields.IntField(default=1)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)

    class Meta:
        """No table of its own."""

        abstract = True

    @classmethod
    def stated(cls, values: Mapping[str, Any]) -> Self:
        """
        Return a new row with some column values, the others as a table has them by default.

        As constructing one, a third of the time: no value is looked at, so each must be of its column's kind
        (references by their `…_id`). For many rows at once; their columns' rules are looked to when stored.
        """
        row = cls.__new__(cls)
        vars(row).update({name: _own(value) for name, value in _blank(cls).items()} | dict(values))
        return row

    @classmethod
    def table_name(cls) -> str:
        """Return the name of the table: what the ledger and `NotFound` call such a record."""
        return cls._meta.db_table

    @classmethod
    def stored_columns(cls) -> tuple[str, ...]:
        """Return the names of the stored columns, references by their `…_id`."""
        return tuple(cls._meta.fields_db_projection)

    @classmethod
    def has_many(cls, path: str) -> bool:
        """Tell whether following a path (`"teams__team__region_id"`) may lead to many rows from one."""
        table: Any = cls
        for hop in path.split("__"):
            if hop in table._meta.backward_fk_fields:
                return True
            if hop in table._meta.fk_fields:
                table = table._meta.fields_map[hop].related_model
        return False


@cache
def _blank(table: type[Record]) -> Mapping[str, Any]:
    """Return what a row of a table holds before anything is said of it."""
    return dict(table().__dict__)


def _own(value: Any) -> Any:
    """Return a default that no two rows share."""
    return value.copy() if type(value) in (dict, list) else value


def code_field(enum: Any, **options: Any) -> Any:
    """Return a column that stores the code of an enumeration of `registry.codes` (40 characters)."""
    return fields.CharEnumField(enum, max_length=40, **options)
