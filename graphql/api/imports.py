"""Import batches: a file on its way into the registers, and what was found about its rows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.context import Info
from api.enums import Label
from api.import_rows import ImportRow, page_of_rows
from api.nodes import Node, column, find, labelled, shown, table_type, to_one
from api.pages import After, Connection, First, Sort, page
from api.plans import Reason
from api.principals import Principal
from api.regions import Region, within
from api.registers import MappedHeading, headings_of
from registry import tables
from registry.access import rows
from registry.codes import ApplyMode, BatchState, RowStatus


@strawberry.type(description="What was made of the headings of one sheet.")
class SheetMapping:
    """The mapping used for a register."""

    register: str = strawberry.field(description="Code of the register.")
    headings: list[MappedHeading] = strawberry.field(description="Each heading that was understood.")


@strawberry.type(description="A heading that was not understood; its column is not read.")
class UnknownHeading:
    """An unknown heading."""

    heading: str = strawberry.field(description="Heading as it stands in the file.")
    nearest: str | None = strawberry.field(description="The known heading it is nearest to, if any.")


@table_type(tables.ImportBatch, "A file on its way into the registers: compared first, then applied or not.")
class ImportBatch(Node):
    """A batch."""

    state: BatchState = column("Where it is in its life; nothing is in the registers before APPLIED.")
    state_label: Label = labelled("state", "The state in words.")
    region: Region | None = to_one("The region it may write in, with those below.")
    requested_by: Principal | None = to_one("Who uploaded it; null when out of scope.")
    requested_at: datetime = column("When it was uploaded.")
    file_name: str = column("Name of the file.")
    file_hash: str = column("SHA-256 of the file.")
    file_bytes: int = column("Size of the file, in bytes.")
    mode: ApplyMode | None = column("How it was applied; null until then.")
    apply_reason: str = column("Why it was applied; empty until then.")
    rows: int = column("Rows in all, as the last check found them.")
    new_rows: int = column("Rows that add a record.")
    changed_rows: int = column("Rows that change a record.")
    unchanged_rows: int = column("Rows that say what is stored.")
    conflicting_rows: int = column("Rows that contradict what was stored since, or each other.")
    rejected_rows: int = column("Rows with faults.")
    warnings: int = column("Rows with a warning; they are taken.")
    version: int = column("Version for optimistic locking, from 1.")

    @strawberry.field(description="Code of its register; null when the names of its sheets say.")
    def register(self: Any) -> str | None:
        """Return the register's code."""
        return self.register or None

    @strawberry.field(description="What was made of the headings, by register; empty before the check.")
    def mapping(self: Any) -> list[SheetMapping]:
        """Return the mappings used."""
        return [
            SheetMapping(register=code, headings=headings_of(used)) for code, used in self.mapping.items()
        ]

    @strawberry.field(description="Headings that were not understood.")
    def unknown_headings(self: Any) -> list[UnknownHeading]:
        """Return the unknown headings."""
        found = (self.outcome or {}).get("unknown_headings", [])
        return [UnknownHeading(heading=heading, nearest=nearest) for heading, nearest in found]

    @strawberry.field(description="Why the last order was refused, each in a sentence; empty if it was not.")
    def sentences(self: Any) -> list[Reason]:
        """Return the sentences."""
        return [Reason(zh=each["zh"], en=each["en"]) for each in (self.outcome or {}).get("sentences", [])]

    @strawberry.field(description="The act that applied it, as in the ledger; null until then.")
    def change_id(self: Any) -> str | None:
        """Return the act's id."""
        return _text(self.change_id)

    @strawberry.field(description="The act that took it back, as in the ledger; null until then.")
    def undo_change_id(self: Any) -> str | None:
        """Return the act's id."""
        return _text(self.undo_change_id)


def _text(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)


@strawberry.input(description="Which batches to list; every part given must hold.")
class ImportBatchFilter:
    """A choice of batches."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only batches of this region and those below it."
    )
    state: BatchState | None = strawberry.field(default=None, description="Only this state.")
    register: str | None = strawberry.field(default=None, description="Only this register, by its code.")


@strawberry.type
class ImportQuery:
    """Queries about imports."""

    @strawberry.field(description="One import batch; null when unknown or out of scope.")
    async def import_batch(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> ImportBatch | None:
        """Return a batch."""
        return shown(await find(info, tables.ImportBatch, id))

    @strawberry.field(description="Import batches within the caller's reach, the latest first.")
    async def import_batches(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[ImportBatchFilter | None, strawberry.argument(description="Which batches.")] = None,
    ) -> Connection[ImportBatch]:
        """Return a page of batches."""
        listed = rows(info.context.viewer, tables.ImportBatch)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.state is not None:
                listed = listed.filter(state=filter.state)
            if filter.register is not None:
                listed = listed.filter(register=filter.register)
        return await page(listed, Sort("requested_at", descending=True), first, after)

    @strawberry.field(description="What was found about the rows of a batch, in the order of the file.")
    async def import_rows(
        self,
        info: Info,
        batch_id: Annotated[strawberry.ID, strawberry.argument(description="The batch.")],
        first: First,
        after: After = None,
        status: Annotated[
            list[RowStatus] | None, strawberry.argument(description="Only rows with one of these.")
        ] = None,
        warned: Annotated[bool, strawberry.argument(description="Only rows with a warning.")] = False,
    ) -> Connection[ImportRow]:
        """Return a page of rows; none when the batch is unknown, out of reach or unchecked."""
        batch = await find(info, tables.ImportBatch, batch_id)
        return await page_of_rows(info, batch, (status or [], warned), first, after)
