"""Watching work on an import batch while it goes on."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import global_id, row_id
from api.watching import guarded
from registry import tables
from registry.access import one
from registry.codes import BatchState
from registry.intake import progress


@strawberry.type(description="How work on an import batch is getting on.")
class ImportProgress:
    """One report of a batch that is watched."""

    batch_id: strawberry.ID = strawberry.field(description="The batch.")
    state: BatchState = strawberry.field(description="Where it is in its life.")
    state_label: Label = strawberry.field(description="The state in words.")
    phase: str | None = strawberry.field(
        description="What is being done: reading, comparing or storing; null before the first report."
    )
    rows_done: int = strawberry.field(description="Rows done in this phase.")
    rows_total: int = strawberry.field(description="Rows in all in this phase; 0 until known.")


def _report(told: progress.ImportProgress) -> ImportProgress:
    return ImportProgress(
        batch_id=strawberry.ID(global_id("ImportBatch", told.batch_id)),
        state=told.state,
        state_label=label(told.state),
        phase=told.steps.phase if told.steps else None,
        rows_done=told.steps.rows_done if told.steps else 0,
        rows_total=told.steps.rows_total if told.steps else 0,
    )


@strawberry.type
class ImportSubscription:
    """What can be watched of imports."""

    @strawberry.subscription(description="Reports of work on an import batch, until nobody works on it.")
    async def import_progress(
        self, info: Info, batch_id: Annotated[strawberry.ID, strawberry.argument(description="The batch.")]
    ) -> AsyncGenerator[ImportProgress, None]:
        """Watch a batch."""
        context = info.context
        key = row_id(batch_id, tables.ImportBatch)
        await one(context.viewer, tables.ImportBatch, key)
        watched: Any = progress.watch(context.viewer, key, context.services.desk.space(key))
        safely = guarded(context, tables.ImportBatch, key, watched)
        async with aclosing(watched), aclosing(safely) as safe:
            async for report in safe:
                yield _report(report)
