"""
What a register is: a table, the row model of its sheet, and how a row finds its record.

One pydantic model says everything about a register: the columns of its sheet with their rules, the
template, the export, and what is stored. A register of another noun is one module in
`registry.intake.registers`:

::

    class ResourceRow(RegisterRow):
        code: Annotated[Text40, Column("编码", "Code")]
        name: Annotated[Text120, Column("名称", "Name")]
        region: Annotated[str, Column("行政区划代码", "Region code", refers=REGION)]
        capacity: Annotated[int, Field(ge=0), Column("容量", "Capacity")]

    REGISTERS = (
        Register("resources", "共用资源", "Shared resources", SharedResource, ResourceRow, ("code",)),
    )

A field is stored in the column of its name, a reference in `<name>_id`. A blank cell clears an optional
column (or sets its default); a column the file does not have leaves what is stored.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeAlias, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo

from registry.access import Viewer
from registry.codes import Code
from registry.intake.columns import (
    ORGANIZATION,
    PERSON,
    QUALIFICATION_TYPE,
    REGION,
    TEAM,
    Column,
    FieldFacts,
    Refers,
    Text20,
    Text40,
    Text60,
    Text120,
    Text200,
    facts_of,
    fault,
)
from registry.intake.files import CellKind, Heading, SheetColumn, SheetShape
from registry.scopes import SCOPES, Public
from registry.tables import Record

if TYPE_CHECKING:
    from registry.history import Change
    from registry.intake.planned import Planned, Problem

__all__ = [
    "COMMON",
    "ORGANIZATION",
    "PERSON",
    "QUALIFICATION_TYPE",
    "REGION",
    "TEAM",
    "Column",
    "FieldFacts",
    "Judge",
    "Refers",
    "Register",
    "RegisterRow",
    "Text20",
    "Text40",
    "Text60",
    "Text120",
    "Text200",
    "fault",
]


class RegisterRow(BaseModel):
    """
    A row of any register: what every sheet may have beside its own columns.

    `record` and `version` come with an export: the row then means that record whatever its key says,
    and conflicts if the record has been changed since. A row model with a `valid_from` of its own has
    no `effective_on`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    effective_on: Annotated[
        date | None,
        Column(
            "生效日期",
            "Effective on",
            note_zh="内容自何日起属实；空白为导入当日。",
            note_en="Day from which the row is true; the day of the import when blank.",
        ),
    ] = None
    record: Annotated[
        UUID | None,
        Column(
            "记录编号",
            "Record",
            CellKind.ID_TEXT,
            note_zh="导出时自动填写，请勿修改；新增行留空。",
            note_en="Filled in by exports; leave it as it is, and blank for new rows.",
        ),
    ] = None
    version: Annotated[
        int | None,
        Field(ge=1),
        Column(
            "版本",
            "Version",
            note_zh="导出时的版本；记录此后被修改则提示冲突。",
            note_en="Version when exported; a record changed since is a conflict.",
        ),
    ] = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        # a model without the field looks for it slowly: pydantic searches everywhere before it gives up
        first: date | None = self.__dict__.get("valid_from")
        end: date | None = self.__dict__.get("valid_to")
        if first is not None and end is not None and end <= first:
            raise fault("VALIDITY", "失效日必须晚于生效日", "a fact must end after the day it begins")
        return self


#: Fields of `RegisterRow` that say something about the row, not about the fact.
COMMON = ("effective_on", "record", "version")

#: Rules that need other records: (viewer, rows of one register, today) → problems by row.
Judge: TypeAlias = Callable[
    [Viewer, Sequence["Planned"], date], Awaitable[Sequence[tuple["Planned", "Problem"]]]
]


@dataclass(frozen=True)
class Register:
    """
    A register: what people keep as one sheet.

    Parameters
    ----------
    code, zh, en
        Its name in addresses, and in either language: a sheet with one of the three is recognized.
    table
        Where its records are stored.
    row
        The model of a row.
    key
        Fields that tell a row's record, unless `record` does.
    names
        Field whose near-duplicates are worth a warning (names people retype).
    judge
        Rules that need other records, for all rows at once.
    settle
        What else follows from rows just stored, within the same act.

    """

    code: str
    zh: str
    en: str
    table: type[Record]
    row: type[RegisterRow]
    key: tuple[str, ...]
    names: str | None = None
    judge: Judge | None = None
    settle: Callable[[Change, Sequence[Record]], Awaitable[None]] | None = None

    @cached_property
    def fields(self) -> Mapping[str, FieldFacts]:
        """Return the facts of the row model's own fields, in the order of the sheet."""
        own = {name: info for name, info in self.row.model_fields.items() if name not in COMMON}
        return {name: facts_of(name, info) for name, info in own.items()}

    @cached_property
    def references(self) -> Mapping[str, Refers]:
        """Return the fields that name other records."""
        return {name: f.column.refers for name, f in self.fields.items() if f.column.refers is not None}

    @cached_property
    def key_paths(self) -> tuple[str, ...]:
        """Return the paths that read the key of a stored record."""
        return tuple(self.fields[name].path for name in self.key)

    @cached_property
    def owner(self) -> str:
        """Return the path to a record's region, as `registry.scopes` has it; TypeError if it has none."""
        scope = SCOPES[self.table]
        if isinstance(scope, Public):
            raise TypeError(f"{self.table.__name__} belongs to no region")
        return scope.paths[0]

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """Return the fields whose record a row takes its region from, in their order."""
        column = self.owner if self.owner == "region_id" else f"{self.owner.partition('__')[0]}_id"
        return tuple(name for name, facts in self.fields.items() if facts.stored == column)

    @cached_property
    def initials(self) -> Mapping[str, tuple[Code, ...]]:
        """Return the states a new record may have, by the field of the state."""
        return {name: f.column.initial for name, f in self.fields.items() if f.column.initial is not None}

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """Return what a new record has in the columns that a file does not, where that is anything."""
        return {name: f.default for name, f in self.fields.items() if f.default is not None}

    @property
    def is_dated(self) -> bool:
        """Tell whether rows say themselves when they hold."""
        return "valid_from" in self.row.model_fields

    @cached_property
    def shape(self) -> SheetShape:
        """Return the sheet of this register: its own columns, then those every sheet may have."""
        common = [name for name in COMMON if not (self.is_dated and name == "effective_on")]
        infos = {name: self.row.model_fields[name] for name in [*self.fields, *common]}
        columns = tuple(_sheet_column(facts_of(name, info), info) for name, info in infos.items())
        return SheetShape(self.code, self.zh, self.en, columns)

    def personal(self, name: str) -> bool:
        """Tell whether a field holds personal data (`Record.sealed`)."""
        return name in self.fields and self.fields[name].stored in self.table.sealed


def _sheet_column(facts: FieldFacts, info: FieldInfo) -> SheetColumn:
    """Return the sheet's column of a field."""
    column, base = facts.column, facts.base
    choices = tuple((str(each), each.zh, each.en) for each in base) if _is_code(base) else ()
    return SheetColumn(
        name=facts.name,
        heading=Heading(column.zh, column.en, column.aliases),
        kind=column.kind or _kind(facts),
        required=facts.required,
        choices=choices,
        note_zh=column.note_zh,
        note_en=column.note_en,
        example=column.example,
        max_length=_longest(info.annotation, info.metadata),
        exact_length=column.exact_length,
        units=column.units,
    )


def _is_code(base: Any) -> bool:
    return isinstance(base, type) and issubclass(base, Code)


_KINDS = {
    bool: CellKind.YES_NO,
    int: CellKind.INTEGER,
    float: CellKind.DECIMAL,
    date: CellKind.DAY,
    UUID: CellKind.ID_TEXT,
}


def _kind(facts: FieldFacts) -> CellKind:
    """Return how cells of a field are cleaned."""
    if facts.column.refers is not None:
        return CellKind.INTEGER if facts.base is int else CellKind.REFERENCE
    return CellKind.CODE if _is_code(facts.base) else _KINDS.get(facts.base, CellKind.TEXT)


def _longest(annotation: Any, metadata: Sequence[Any]) -> int | None:
    """Return the most characters a text may have, from whichever constraint says so."""
    for each in metadata:
        if (most := getattr(each, "max_length", None)) is not None:
            return int(most)
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _longest(parts[0], parts[1:])
    return next((most for part in parts if (most := _longest(part, ())) is not None), None)
