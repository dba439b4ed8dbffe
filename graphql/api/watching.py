"""Watching a solver run while it goes on; the stream ends with the run, or when the token does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry

from api import limits
from api.context import Context, Info
from api.enums import Label, label
from api.masking import coded
from api.nodes import global_id, row_id
from api.plans import Reason
from api.runs import Progress, messages_of, progress_of
from exercises import runs, tables
from exercises.codes import RunState
from registry.access import authenticate, one
from registry.errors import NotFound
from registry.tables import Record

T = TypeVar("T")


@strawberry.type(description="How a solver run is getting on.")
class PlanRunProgress:
    """One report of a run that is watched."""

    run_id: strawberry.ID = strawberry.field(description="The run.")
    state: RunState = strawberry.field(description="Where the run is in its life.")
    state_label: Label = strawberry.field(description="The state in words.")
    progress: Progress | None = strawberry.field(description="The last report; null before the first.")
    messages: list[Reason] = strawberry.field(
        description="Why it ended without a plan, sentence by sentence; empty otherwise."
    )
    plan_id: strawberry.ID | None = strawberry.field(
        description="The version that came of it; null until then."
    )


def _report(told: runs.RunProgress) -> PlanRunProgress:
    return PlanRunProgress(
        run_id=strawberry.ID(global_id("PlanRun", told.run_id)),
        state=told.state,
        state_label=label(told.state),
        progress=progress_of(asdict(told) if told.stage else {}),
        messages=messages_of(told.message),
        plan_id=None if told.plan_id is None else strawberry.ID(global_id("TrainingPlan", told.plan_id)),
    )


async def _still_admitted(context: Context, table: type[Record], key: UUID) -> None:
    """Return if the token still holds and still reaches the row; raises UNAUTHENTICATED otherwise."""
    viewer = await authenticate(context.token, at=context.services.now())
    try:
        if viewer is not None:
            await one(viewer, table, key)
            return
    except NotFound:
        pass
    raise coded("UNAUTHENTICATED", "The token no longer holds.", "访问令牌已失效。")


async def guarded(
    context: Context, table: type[Record], key: UUID, told: AsyncIterator[T]
) -> AsyncGenerator[T, None]:
    """Yield what is told, asking every `RECHECK_SECONDS` whether the listener may still hear it."""
    patience = timedelta(seconds=limits.RECHECK_SECONDS)
    due: datetime = context.services.now() + patience
    while True:
        coming = asyncio.ensure_future(anext(told, None))
        try:
            while not coming.done():
                left = (due - context.services.now()).total_seconds()
                await asyncio.wait({coming}, timeout=max(0.0, left))
                if context.services.now() >= due:
                    await _still_admitted(context, table, key)
                    due = context.services.now() + patience
        finally:
            coming.cancel()
        report = coming.result()
        if report is None:
            return
        yield report


@strawberry.type
class WatchingSubscription:
    """What can be watched."""

    @strawberry.subscription(description="Reports of a solver run, until it ends.")
    async def plan_run_progress(
        self, info: Info, run_id: Annotated[strawberry.ID, strawberry.argument(description="The run.")]
    ) -> AsyncGenerator[PlanRunProgress, None]:
        """Watch a run."""
        context = info.context
        key = row_id(run_id, tables.PlanRun)
        await one(context.viewer, tables.PlanRun, key)
        watched: Any = runs.watch(context.viewer, key)
        async with aclosing(watched) as told, aclosing(guarded(context, tables.PlanRun, key, told)) as safe:
            async for report in safe:
                yield _report(report)
