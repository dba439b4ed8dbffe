"""Solver runs: asking for one, watching it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from api.access import act, reason_field
from api.components import ComponentGap, gaps
from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, row_id, shown, table_type, to_one
from api.pages import After, Connection, First, Sort, page
from api.plans import Reason, TrainingPlan
from api.principals import Principal
from api.problems import (
    AccessDenied,
    InvalidValue,
    LoadExceeded,
    NotFound,
    NothingToPlan,
    RunInProgress,
    TransitionRefused,
    UnknownYear,
)
from api.regions import Region, within
from api.weights import WeightsInput
from exercises import runs, tables
from exercises.codes import RunMode, RunState
from exercises.components import components_of_report
from registry import tables as registry_tables
from registry.access import rows


@strawberry.type(description="How far a solver run has come.")
class Progress:
    """The last report of a run."""

    stage: str = strawberry.field(description="What the planner is doing.")
    incumbent: int | None = strawberry.field(description="Cost of the best plan so far, in cost units.")
    bound: int | None = strawberry.field(description="Proven lower bound of the cost, in cost units.")
    gap: float | None = strawberry.field(
        description="Relative distance of the two, 0 to 1; null until known."
    )
    seconds: float = strawberry.field(description="Time used so far, in seconds.")
    unscheduled: int | None = strawberry.field(description="Priority points left out so far.")
    components: list[ComponentGap] = strawberry.field(
        description="Value, proven bound and gap of each component so far; none before anything is proven."
    )


def progress_of(report: Mapping[str, Any]) -> Progress | None:
    """Return the last report of a run from its stored figures; None before the first."""
    if not report:
        return None
    incumbent, bound = report.get("incumbent"), report.get("bound")
    gap = None
    if incumbent is not None and bound is not None:
        gap = max(0.0, (incumbent - bound) / incumbent) if incumbent else 0.0
    return Progress(
        stage=report.get("stage", ""),
        incumbent=incumbent,
        bound=bound,
        gap=gap,
        seconds=float(report.get("seconds", 0.0)),
        unscheduled=report.get("unscheduled"),
        components=gaps(components_of_report(report)),
    )


def messages_of(stored: Any) -> list[Reason]:
    """Return stored sentences, each in both languages."""
    if not stored:
        return []
    return [Reason(zh=each["zh"], en=each["en"]) for each in stored.get("sentences", [stored])]


@table_type(tables.PlanRun, "One solver run for a region and year; it goes on when the server restarts.")
class PlanRun(Node):
    """A run."""

    year: int = column("Training year.")
    mode: RunMode = column("What it does.")
    mode_label: Label = labelled("mode", "What it does, in words.")
    state: RunState = column("Where the run is in its life.")
    state_label: Label = labelled("state", "The state in words.")
    requested_at: datetime = column("When it was asked for.")
    seed: int = column("Seed of the search.")
    budget_seconds: int = column("Time the search may take, in seconds.")
    workers: int = column("Search workers; only one gives the same plan every time.")
    input_hash: str = column("SHA-256 of the problem.")
    cancel_requested: bool = column("Whether somebody asked it to stop; the best plan so far is kept.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region.")
    requested_by: Principal | None = to_one("Who asked for it; null when out of scope.")
    plan: TrainingPlan | None = to_one("The version that came of it; null until then.")

    @strawberry.field(description="The last report; null before the first.")
    def progress(self: Any) -> Progress | None:
        """Return the stored report."""
        return progress_of(self.progress or {})

    @strawberry.field(description="Why it ended without a plan, sentence by sentence; empty otherwise.")
    def messages(self: Any) -> list[Reason]:
        """Return the stored sentences."""
        return messages_of(self.message)


@strawberry.input(description="Which runs to list; every part given must hold.")
class RunFilter:
    """A choice of runs."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only runs of this region and those below it."
    )
    year: int | None = strawberry.field(default=None, description="Only this training year.")
    state: RunState | None = strawberry.field(default=None, description="Only this state.")


@strawberry.type
class RunQuery:
    """Queries about solver runs."""

    @strawberry.field(description="One solver run; null when unknown or out of scope.")
    async def plan_run(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> PlanRun | None:
        """Return a run."""
        return shown(await find(info, tables.PlanRun, id))

    @strawberry.field(description="Solver runs within the caller's reach, the latest first.")
    async def plan_runs(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[RunFilter | None, strawberry.argument(description="Which runs.")] = None,
    ) -> Connection[PlanRun]:
        """Return a page of runs."""
        listed = rows(info.context.viewer, tables.PlanRun)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.year is not None:
                listed = listed.filter(year=filter.year)
            if filter.state is not None:
                listed = listed.filter(state=filter.state)
        return await page(listed, Sort("requested_at", descending=True), first, after)


@strawberry.input(description="Asks for a solver run.")
class RequestPlanRunInput:
    """Input of `requestPlanRun`."""

    region_id: strawberry.ID = strawberry.field(description="The region to plan.")
    year: int = strawberry.field(description="Training year.")
    reason: str = reason_field()
    seed: int = strawberry.field(default=0, description="Seed of the search, from 0.")
    budget_seconds: int = strawberry.field(
        default=60, description="Time it may take, in seconds, 1 to 86,400."
    )
    issue_date: date | None = strawberry.field(
        default=None,
        description="Day the version is to be issued: today to re-plan the rest of a running year; by"
        " default 1 December before the year, or today if that is earlier.",
    )
    workers: int = strawberry.field(
        default=1, description="Search workers, 1 to 64; only one gives the same plan every time."
    )
    weights: WeightsInput | None = strawberry.field(
        default=None,
        description="What the parts of the cost weigh in this run; the planner's own when absent.",
    )


@strawberry.input(description="Asks a solver run to stop.")
class CancelPlanRunInput:
    """Input of `cancelPlanRun`."""

    run_id: strawberry.ID = strawberry.field(description="The run.")
    reason: str = reason_field()


RequestPlanRunPayload = Annotated[
    PlanRun
    | NotFound
    | AccessDenied
    | InvalidValue
    | RunInProgress
    | LoadExceeded
    | NothingToPlan
    | UnknownYear,
    strawberry.union("RequestPlanRunPayload", description="The run that was asked for, or why not."),
]
CancelPlanRunPayload = Annotated[
    PlanRun | NotFound | AccessDenied | InvalidValue | TransitionRefused,
    strawberry.union("CancelPlanRunPayload", description="The run that will stop, or why not."),
]


@strawberry.type
class RunMutation:
    """Changes of solver runs."""

    @strawberry.mutation(description="Ask for a solver run; one per region and year at a time.")
    async def request_plan_run(
        self,
        info: Info,
        input: Annotated[RequestPlanRunInput, strawberry.argument(description="What to plan.")],
    ) -> RequestPlanRunPayload:
        """Ask for a run and start it."""
        run = await runs.request_run(
            info.context.viewer,
            act(info, input.reason),
            region_id=row_id(input.region_id, registry_tables.Region),
            year=input.year,
            seed=input.seed,
            budget_seconds=input.budget_seconds,
            workers=input.workers,
            issue_date=input.issue_date,
            weights=None if input.weights is None else input.weights.chosen(),
        )
        await info.context.services.runner.start(run.id)
        return shown(run)

    @strawberry.mutation(description="Stop a solver run; the best plan found so far is kept.")
    async def cancel_plan_run(
        self, info: Info, input: Annotated[CancelPlanRunInput, strawberry.argument(description="Which run.")]
    ) -> CancelPlanRunPayload:
        """Stop a run."""
        key = row_id(input.run_id, tables.PlanRun)
        run = await runs.cancel_run(info.context.viewer, act(info, input.reason), key)
        await info.context.services.runner.cancel(run.id)
        return shown(run)
