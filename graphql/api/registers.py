"""The registers that come and go as sheets: their columns, and what an office calls them."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.nodes import Node, column, row_id, shown, table_type, to_one
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.intake.files import SheetColumn
from registry.intake.mappings import remember_columns
from registry.intake.register import Register
from registry.intake.registers import REGISTERS


@strawberry.type(description="A column of a register's sheet.")
class RegisterColumn:
    """What the sheet says about a column."""

    name: str = strawberry.field(description="Stable name, as mappings use it.")
    heading: Label = strawberry.field(description="Heading in either language; both are read.")
    is_required: bool = strawberry.field(description="Whether a new row must fill it in.")
    is_personal: bool = strawberry.field(description="Whether it holds personal data.")
    explanation: Label = strawberry.field(description="What goes into it; empty when the heading says all.")
    choices: list[Label] = strawberry.field(description="What may stand in it; empty for free content.")


@strawberry.type(description="A register: what people keep as one sheet.")
class RegisterSheet:
    """A register and its columns."""

    code: str = strawberry.field(description="Stable code, as uploads and exports use it.")
    name: Label = strawberry.field(description="Its name; a sheet with this name is recognized.")
    columns: list[RegisterColumn] = strawberry.field(description="Columns in the order of the sheet.")


def _column(register: Register, told: SheetColumn) -> RegisterColumn:
    """Return a column as the schema words it."""
    return RegisterColumn(
        name=told.name,
        heading=Label(zh=told.heading.zh, en=told.heading.en),
        is_required=told.required,
        is_personal=register.personal(told.name),
        explanation=Label(zh=told.note_zh, en=told.note_en),
        choices=[Label(zh=zh, en=en) for _, zh, en in told.choices],
    )


@strawberry.type(description="A heading an office uses, and the column it means.")
class MappedHeading:
    """One heading of a mapping."""

    heading: str = strawberry.field(description="Heading as it stands in the office's files.")
    column: str = strawberry.field(description="Name of the register's column.")


def headings_of(mapping: Any) -> list[MappedHeading]:
    """Return a stored mapping, heading by heading."""
    return [MappedHeading(heading=heading, column=name) for heading, name in mapping.items()]


@table_type(tables.ColumnMapping, "What headings an office uses for the columns of a register.")
class ColumnMapping(Node):
    """A remembered mapping."""

    register: str = column("Code of the register.")
    region: Region | None = to_one("The office's region.")
    version: int = column("Version for optimistic locking, from 1.")

    @strawberry.field(description="The headings and what they mean.")
    def headings(self: Any) -> list[MappedHeading]:
        """Return the mapping."""
        return headings_of(self.mapping)


@strawberry.input(description="A heading an office uses, and the column it means.")
class MappedHeadingInput:
    """One heading of a mapping that is given."""

    heading: str = strawberry.field(description="Heading as it stands in the file.")
    column: str = strawberry.field(description="Name of the register's column.")


@strawberry.input(description="Remembers what headings an office uses for the columns of a register.")
class RememberColumnsInput:
    """Input of `rememberColumns`."""

    region_id: strawberry.ID = strawberry.field(description="The office's region.")
    register: str = strawberry.field(description="Code of the register.")
    headings: list[MappedHeadingInput] = strawberry.field(
        description="All its headings; those remembered before are replaced."
    )
    reason: str = reason_field()
    expected_version: int | None = strawberry.field(
        default=None, description="Version of the mapping there is; absent when there is none."
    )


RememberColumnsPayload = Annotated[
    ColumnMapping | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("RememberColumnsPayload", description="The mapping, or why not."),
]


@strawberry.type
class RegisterQuery:
    """Queries about registers as sheets."""

    @strawberry.field(description="The registers, in the order in which a workbook of several is applied.")
    def registers(self) -> list[RegisterSheet]:
        """Return every register."""
        return [
            RegisterSheet(
                code=each.code,
                name=Label(zh=each.zh, en=each.en),
                columns=[_column(each, told) for told in each.shape.columns],
            )
            for each in REGISTERS.values()
        ]

    @strawberry.field(description="Remembered headings within the caller's reach, by register.")
    async def column_mappings(
        self,
        info: Info,
        first: First,
        after: After = None,
        within_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only this region and those below it.")
        ] = None,
    ) -> Connection[ColumnMapping]:
        """Return a page of mappings."""
        listed = rows(info.context.viewer, tables.ColumnMapping).filter(within(info, within_id))
        return await page(listed, Sort("register"), first, after)


@strawberry.type
class RegisterMutation:
    """Changes of what offices call the columns."""

    @strawberry.mutation(description="Remember what headings an office uses; its next file is read by them.")
    async def remember_columns(
        self,
        info: Info,
        input: Annotated[RememberColumnsInput, strawberry.argument(description="Register and headings.")],
    ) -> RememberColumnsPayload:
        """Remember a mapping."""
        made = await remember_columns(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.region_id, tables.Region),
            input.register,
            {each.heading: each.column for each in input.headings},
            input.expected_version,
        )
        return shown(made)
