"""How a solver run is getting on, for those who wait for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import anyio

from exercises.codes import RunState
from exercises.components import components_of_report
from exercises.tables import PlanRun
from registry.access import Viewer, rows
from registry.errors import NotFound
from scheduling.cost import Component

ACTIVE = (RunState.REQUESTED, RunState.RUNNING)
"""States in which a run has not ended."""


@dataclass(frozen=True, slots=True)
class RunProgress:
    """
    How a run is getting on.

    `incumbent` and `bound` are in cost units, `gap` is their relative distance (0 to 1), `unscheduled`
    counts priority points left out, `seconds` is solver time. `components` has value and bound of each
    component in its own unit. `message` says why a run ended without a plan.
    """

    run_id: UUID
    state: RunState
    stage: str
    incumbent: int | None
    bound: int | None
    gap: float | None
    unscheduled: int | None
    seconds: float
    plan_id: UUID | None
    message: Any
    components: tuple[Component, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.state not in ACTIVE


async def progress_of(viewer: Viewer, run_id: UUID) -> RunProgress:
    """Return how a run is getting on; one small statement, the problem is not read."""
    query = rows(viewer, PlanRun).filter(id=run_id)
    found: list[Any] = await query.values("state", "progress", "plan_id", "message")
    if not found:
        raise NotFound(PlanRun.table_name(), run_id)
    return _progress(run_id, found[0])


async def watch(viewer: Viewer, run_id: UUID, interval_seconds: float = 0.5) -> AsyncIterator[RunProgress]:
    """
    Yield a run's progress now, whenever it changes, and a last time when it has ended.

    Raises `NotFound` for a run out of scope. The row is read every `interval_seconds`.
    """
    last: RunProgress | None = None
    while True:
        now = await progress_of(viewer, run_id)
        if now != last:
            yield now
            last = now
        if now.ended:
            return
        await anyio.sleep(interval_seconds)


def _progress(run_id: UUID, row: dict[str, Any]) -> RunProgress:
    report = row["progress"] or {}
    incumbent, bound = report.get("incumbent"), report.get("bound")
    gap = None
    if incumbent is not None and bound is not None:
        gap = max(0.0, (incumbent - bound) / incumbent) if incumbent else 0.0
    return RunProgress(
        run_id=run_id,
        state=RunState(row["state"]),
        stage=report.get("stage", ""),
        incumbent=incumbent,
        bound=bound,
        gap=gap,
        unscheduled=report.get("unscheduled"),
        seconds=float(report.get("seconds", 0.0)),
        plan_id=row["plan_id"],
        message=row["message"],
        components=components_of_report(report),
    )
