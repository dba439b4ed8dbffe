"""Orders on import batches: compared, applied, taken back, given up."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.imports import ImportBatch
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, NotReady, StaleVersion, TransitionRefused
from api.registers import MappedHeadingInput
from registry import tables
from registry.access import one
from registry.codes import ApplyMode, Capability
from registry.intake.batches import cancel_batch
from registry.intake.orders import order_apply, order_check, order_undo


@strawberry.input(description="The headings a file uses for the columns of one register.")
class SheetMappingInput:
    """A mapping that is given with a check."""

    register: str = strawberry.field(description="Code of the register.")
    headings: list[MappedHeadingInput] = strawberry.field(description="Heading by heading.")


@strawberry.input(description="Has a batch compared with the registers; nothing is written to them.")
class CheckImportInput:
    """Input of `checkImport`."""

    batch_id: strawberry.ID = strawberry.field(description="The batch.")
    reason: str = reason_field()
    mappings: list[SheetMappingInput] | None = strawberry.field(
        default=None, description="The office's own headings; they are remembered for its next file."
    )


@strawberry.input(description="Has a checked batch stored: one act, all of it or nothing.")
class ApplyImportInput:
    """Input of `applyImport`."""

    batch_id: strawberry.ID = strawberry.field(description="The batch.")
    reason: str = reason_field()
    mode: ApplyMode = strawberry.field(
        default=ApplyMode.ALL_OR_NOTHING, description="What happens when rows cannot be taken."
    )


@strawberry.input(description="Has an applied batch taken back as one.")
class UndoImportInput:
    """Input of `undoImport`."""

    batch_id: strawberry.ID = strawberry.field(description="The batch.")
    reason: str = reason_field()


@strawberry.input(description="Gives a batch up that is not applied; its file is deleted.")
class CancelImportInput:
    """Input of `cancelImport`."""

    batch_id: strawberry.ID = strawberry.field(description="The batch.")
    reason: str = reason_field()


CheckImportPayload = Annotated[
    ImportBatch | NotFound | AccessDenied | InvalidValue | TransitionRefused | StaleVersion,
    strawberry.union("CheckImportPayload", description="The batch that is being compared, or why not."),
]
ApplyImportPayload = Annotated[
    ImportBatch | NotFound | AccessDenied | InvalidValue | TransitionRefused | StaleVersion | NotReady,
    strawberry.union("ApplyImportPayload", description="The batch that is being applied, or why not."),
]
UndoImportPayload = Annotated[
    ImportBatch | NotFound | AccessDenied | InvalidValue | TransitionRefused | StaleVersion,
    strawberry.union("UndoImportPayload", description="The batch that is being taken back, or why not."),
]
CancelImportPayload = Annotated[
    ImportBatch | NotFound | AccessDenied | InvalidValue | TransitionRefused | StaleVersion,
    strawberry.union("CancelImportPayload", description="The batch that is given up, or why not."),
]


@strawberry.type
class ImportMutation:
    """Orders on imports; watch `importProgress` until they are carried out."""

    @strawberry.mutation(description="Have a batch compared with the registers; nothing is written to them.")
    async def check_import(
        self, info: Info, input: Annotated[CheckImportInput, strawberry.argument(description="Which.")]
    ) -> CheckImportPayload:
        """Order a check."""
        given = {
            each.register: {one.heading: one.column for one in each.headings} for each in input.mappings or ()
        }
        key = row_id(input.batch_id, tables.ImportBatch)
        batch = await order_check(info.context.viewer, act(info, input.reason), key, given)
        return await _started(info, batch)

    @strawberry.mutation(description="Have a checked batch stored: one act, all of it or nothing.")
    async def apply_import(
        self, info: Info, input: Annotated[ApplyImportInput, strawberry.argument(description="Which.")]
    ) -> ApplyImportPayload:
        """Order an application."""
        key = row_id(input.batch_id, tables.ImportBatch)
        batch = await order_apply(info.context.viewer, act(info, input.reason), key, input.mode)
        return await _started(info, batch)

    @strawberry.mutation(
        description="Have an applied batch taken back as one, if nobody built upon it since."
    )
    async def undo_import(
        self, info: Info, input: Annotated[UndoImportInput, strawberry.argument(description="Which.")]
    ) -> UndoImportPayload:
        """Order an undoing."""
        key = row_id(input.batch_id, tables.ImportBatch)
        batch = await order_undo(info.context.viewer, act(info, input.reason), key)
        return await _started(info, batch)

    @strawberry.mutation(description="Give a batch up that is not applied; its file is deleted.")
    async def cancel_import(
        self, info: Info, input: Annotated[CancelImportInput, strawberry.argument(description="Which.")]
    ) -> CancelImportPayload:
        """Cancel a batch."""
        viewer, key = info.context.viewer, row_id(input.batch_id, tables.ImportBatch)
        await one(viewer, tables.ImportBatch, key, Capability.WRITE_REGISTRY)
        space = info.context.services.desk.space(key)
        return shown(await cancel_batch(viewer, act(info, input.reason), key, space))


async def _started(info: Info, batch: tables.ImportBatch) -> Any:
    """Have an order taken up, and hand the batch out as it is being worked on."""
    await info.context.services.desk.start(batch.id)
    return shown(batch)
