"""
Constraint violations of either database, told as the registry's own refusals.

Check constraints are named `ck_<table>_<what>`, where `<what>` is the column or the matter that is
named to the caller. A broken reference is a mistake of ours, not of the caller, and passes through.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError, OperationalError, ValidationError

from registry.errors import CodeTaken, InUse, InvalidValue, RegistryError
from registry.tables import Record

_CHECK = re.compile(r"\bck_\w+")
_UNIQUE_SQLITE = re.compile(r"UNIQUE constraint failed: ([\w.]+(?:, [\w.]+)*)")
_UNIQUE_POSTGRES = re.compile(r"Key \((.+?)\)=\((.+?)\) already exists", re.DOTALL)
_FIELD = re.compile(r"^(\w+): (.*)", re.DOTALL)


@contextmanager
def refusals(rows: Sequence[Record], values: Mapping[str, Any] | None = None) -> Generator[None]:
    """
    Turn violations by `rows` (or by new `values` of one row) into `CodeTaken` or `InvalidValue`.

    Raises
    ------
    CodeTaken
        A unique column has this value already.
    InvalidValue
        A check constraint or a column's own rule is broken.

    """
    try:
        yield
    except IntegrityError as error:
        refusal = _violation(error, rows, values or {})
        if refusal is None:
            raise
        raise refusal from error
    except ValidationError as error:
        match = _FIELD.match(str(error))
        name, rule = (match[1], match[2]) if match else ("value", str(error))
        raise InvalidValue(name, _value(name, rows, values or {}), rule) from error


@contextmanager
def references(row: Record) -> Generator[None]:
    """
    Turn the refusal to delete a row that others refer to into `InUse`.

    Raises
    ------
    InUse
        Other rows refer to it.

    """
    try:
        yield
    except IntegrityError as error:
        raise InUse(row.table_name(), row.id) from error


@contextmanager
def unsealed(at: datetime) -> Generator[None]:
    """
    Turn the ledger's refusal of what is recorded before its last seal into `InvalidValue`.

    Raises
    ------
    InvalidValue
        `at` lies before the last seal: the clock was set back, or a seal was taken ahead of time.

    """
    try:
        yield
    except (IntegrityError, OperationalError) as error:
        if "before the last seal" not in str(error):
            raise
        rule, rule_zh = (
            "the ledger is sealed beyond this moment; check the clock",
            "账本已封存至此时刻之后,请检查时钟",
        )
        raise InvalidValue("recorded_at", at.isoformat(), rule, rule_zh=rule_zh) from error


def _violation(
    error: IntegrityError, rows: Sequence[Record], values: Mapping[str, Any]
) -> RegistryError | None:
    """Tell which rule was broken; None when it is neither a check nor a unique constraint."""
    cause = error.args[0]
    text = f"{cause} {getattr(cause, 'detail', None) or ''}"
    if match := _CHECK.search(text):
        return _broken_check(match[0], rows, values)
    if match := _UNIQUE_POSTGRES.search(text):
        return CodeTaken(match[2])
    if match := _UNIQUE_SQLITE.search(text):
        columns = [column.partition(".")[2] for column in match[1].split(", ")]
        return CodeTaken(", ".join(str(_value(column, rows, values)) for column in columns))
    return None


def _broken_check(name: str, rows: Sequence[Record], values: Mapping[str, Any]) -> InvalidValue:
    """Tell which matter a check constraint guards, with the value that broke it."""
    matter = name.removeprefix(f"ck_{rows[0].table_name()}_")
    if matter == "validity":
        rule, rule_zh = "a fact must end after the day it begins", "失效日必须晚于生效日"
        return InvalidValue("valid_to", _value("valid_to", rows, values), rule, rule_zh=rule_zh)
    return InvalidValue(
        matter, _value(matter, rows, values), f"the rule {name} of the database", rule_zh=name
    )


def _value(column: str, rows: Sequence[Record], values: Mapping[str, Any]) -> Any:
    """Return the offending value: the new one, the one row's, or the one that occurs twice."""
    if column in values:
        return values[column]
    present = [getattr(row, column, None) for row in rows]
    twice = [value for index, value in enumerate(present) if value in present[:index]]
    return (twice or present)[0]
