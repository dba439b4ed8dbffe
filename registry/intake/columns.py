"""What a row model says of its fields: headings, references, lengths; and how its validators refuse."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Annotated, Any, LiteralString, TypeAlias, Union, get_args, get_origin

from pydantic import StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from registry.codes import Code
from registry.intake.files import CellKind
from registry.tables import Organization, Person, QualificationType, Record, Region, Team

Text20: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
Text40: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Text60: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Text120: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Text200: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def fault(code: LiteralString, zh: str, en: LiteralString) -> PydanticCustomError:
    """Return what a validator of a row model raises: a stable code and one sentence in each language."""
    escaped = en.replace("{", "{{").replace("}", "}}")
    return PydanticCustomError(code, escaped, {"zh": zh})


@dataclass(frozen=True, slots=True)
class Refers:
    """
    Which record a cell names.

    Parameters
    ----------
    table
        The table of the named record.
    key
        Columns that identify it there, through references by `__` (`("team__code", "ordinal")`).
    beside
        Fields of this row that give all but the last part of the key (`("team",)`).
    brings
        Columns of this row's table that are taken over from the named record, by their name there
        (`{"category": "category"}`).

    """

    table: type[Record]
    key: tuple[str, ...]
    beside: tuple[str, ...] = ()
    brings: tuple[tuple[str, str], ...] = ()


REGION = Refers(Region, ("code",))
ORGANIZATION = Refers(Organization, ("credit_code",))
PERSON = Refers(Person, ("reference",))
TEAM = Refers(Team, ("code",))
QUALIFICATION_TYPE = Refers(QualificationType, ("code",))


@dataclass(frozen=True, slots=True)
class Column:
    """
    What the sheet says about a field of a row model.

    Parameters
    ----------
    zh, en
        The heading in either language.
    kind
        How cells are cleaned; told from the annotation when None. `ID_TEXT` for anything made of digits
        that is no number (codes, serials, telephone numbers).
    refers
        The record the cell names, by its key.
    stored
        Column of the table, if not called like the field (or `<field>_id` for a reference).
    initial
        For the state of a life: the states a new record may have. Others take the capability to
        approve, and a stored state is never changed by import: it has its own act. Empty for what only
        a decision gives: every value of a new record takes the capability to approve.
    own_act
        For what a procedure writes beside a state: what is stored is never changed by import.
    via
        For a field that only helps to name another record and is no column of the table: the path that
        reads its cell from a stored record.
    aliases
        Other headings that are recognized.
    note_zh, note_en, example
        What the template says about the column.
    exact_length, units
        As in `registry.intake.files.SheetColumn`.

    """

    zh: str
    en: str
    kind: CellKind | None = None
    refers: Refers | None = None
    stored: str | None = None
    initial: tuple[Code, ...] | None = None
    own_act: bool = False
    via: str | None = None
    aliases: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    example: str = ""
    exact_length: int | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A field of a row model: `path` reads its cell from the record, `stored` is its column or empty."""

    name: str
    column: Column
    stored: str
    path: str
    required: bool
    default: Any
    base: Any


def facts_of(name: str, info: FieldInfo) -> FieldFacts:
    """Return the facts of one field; TypeError if it has no `Column`."""
    column = next((each for each in info.metadata if isinstance(each, Column)), None)
    if column is None:
        raise TypeError(f"the field {name} has no Column")
    stored = "" if column.via else column.stored or (f"{name}_id" if column.refers else name)
    path = f"{stored.removesuffix('_id')}__{column.refers.key[-1]}" if column.refers else column.via or stored
    required = info.is_required()
    default = None if required else info.get_default(call_default_factory=True)
    return FieldFacts(name, column, stored, path, required, default, _base(info.annotation))


def _base(annotation: Any) -> Any:
    """Return the type of a value that is there: `str` for `Annotated[str, …] | None`."""
    if get_origin(annotation) is Annotated:
        return _base(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return next(_base(part) for part in get_args(annotation) if part is not type(None))
    return annotation
