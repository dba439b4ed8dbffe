"""Versions of the training year: their figures, what they leave out, and how two of them differ."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from api.components import ComponentGap, gaps
from api.context import Info
from api.enums import Label
from api.loaders import light
from api.nodes import Node, column, find, labelled, shown, table_type, to_many, to_one
from api.pages import After, Connection, First, Sort, page
from api.principals import Principal
from api.regions import Region, within
from exercises import tables
from exercises.codes import ExerciseKind, PlanState
from exercises.components import components_of_plan
from exercises.interruptions import BrokenOff, interruptions_of
from registry import tables as registry_tables
from registry.access import rows
from scheduling.cost import Cost


@strawberry.type(description="What a plan costs, component by component, the weightiest first.")
class PlanCost:
    """The objective vector."""

    unscheduled_points: int = strawberry.field(description="Priority points of demands left out.")
    lapse_days: int = strawberry.field(description="Days on which training of a team has lapsed.")
    overload_half_days: int = strawberry.field(description="Half-days above an even monthly load.")
    travel_km: int = strawberry.field(description="Distance travelled, in kilometers.")
    preference_days: int = strawberry.field(description="Days away from preferred dates.")
    moves: int = strawberry.field(description="Events moved from the issued version.")
    finish_days: int = strawberry.field(
        description="Workday of the year on which the last event ends, counted from the first."
    )


_COMPONENTS = tuple(component.name for component in fields(Cost))


@strawberry.type(description="A reason in words.")
class Reason:
    """Why something is left out."""

    zh: str = strawberry.field(description="Chinese wording.")
    en: str = strawberry.field(description="English wording.")


@strawberry.type(description="An event a repair had to break off.")
class InterruptedEvent:
    """An event cut short."""

    uid: str = strawberry.field(description="Identifier of the event.")
    first_day: date = strawberry.field(description="First day it was held.")
    last_day: date = strawberry.field(description="Last day it was held, inclusive.")
    days_done: int = strawberry.field(description="Workdays it was held.")
    days_planned: int = strawberry.field(description="Workdays it was to be held.")
    again_uid: str | None = strawberry.field(
        description="Identifier of the event that is asked for in its place; null if it is not held again."
    )
    reasons: list[Reason] = strawberry.field(description="Why it could not go on.")


@table_type(tables.TrainingPlan, "One version of the training year of a region.")
class TrainingPlan(Node):
    """A version."""

    year: int = column("Training year.")
    number: int = column("Number of the version within region and year, from 1.")
    state: PlanState = column("Where the version is in its life.")
    state_label: Label = labelled("state", "The state in words.")
    issued_at: datetime | None = column("When it was issued; null before.")
    total: int = column("Total cost in cost units; one unit is one preference-day.")
    bound: int | None = column("Proven lower bound of the cost, in cost units; null when unknown.")
    proven_optimal: bool = column("Whether no plan of the same problem costs less.")
    solve_seconds: float = column("Time the search took, in seconds.")
    seed: int = column("Seed of the search; same problem and seed give the same plan.")
    input_hash: str = column("SHA-256 of the problem it solves.")
    estimated_days: bool = column("Whether it stands on workdays that are not announced yet.")
    version: int = column("Version of this record for optimistic locking, from 1.")
    region: Region | None = to_one("The region.")
    parent: TrainingPlan | None = to_one("The version it replaces, if any.")
    planned_by: Principal | None = to_one("Who planned it; null when out of scope.")
    approved_by: Principal | None = to_one("Who approved it; null before, or when out of scope.")
    unscheduled: list[UnscheduledDemand] = to_many(
        "Demands it leaves out, the weightiest first.", order=("-points", "uid")
    )

    @strawberry.field(description="The cost, component by component.")
    def objective(self: Any) -> PlanCost:
        """Return the stored cost vector."""
        return PlanCost(**{name: self.objective.get(name, 0) for name in _COMPONENTS})

    @strawberry.field(
        description="Value, proven bound and gap of each component, the weightiest first; none where none is"
        " proven."
    )
    def components(self: Any) -> list[ComponentGap]:
        """Return the components."""
        return gaps(components_of_plan(self))

    @strawberry.field(description="Events under way that repairs behind this version had to break off.")
    def interrupted(self: Any) -> list[InterruptedEvent]:
        """Return what was broken off."""
        return [_interrupted(each) for each in interruptions_of(self)]

    @strawberry.field(description="Relative distance of cost and bound, 0 to 1; null when unknown.")
    def gap(self: Any) -> float | None:
        """Return the gap."""
        if self.bound is None:
            return None
        return max(0.0, (self.total - self.bound) / self.total) if self.total else 0.0


@table_type(tables.UnscheduledDemand, "A demand a version leaves out, and why.")
class UnscheduledDemand(Node):
    """A demand left out."""

    uid: str = column("Stable identifier of the demand.")
    kind: ExerciseKind = column("What was to be trained.")
    kind_label: Label = labelled("kind", "What was to be trained, in words.")
    title: str = column("Title in Chinese.")
    title_en: str = column("Title in English.")
    rule_number: int | None = column("Number of the syllabus row; null for demands from elsewhere.")
    points: int = column("Priority points lost by leaving it out.")
    plan: TrainingPlan | None = to_one("The version.")
    region: Region | None = to_one("The region whose demand it is.")

    @strawberry.field(description="Why it is left out.")
    def reasons(self: Any) -> list[Reason]:
        """Return the stored reasons."""
        return [Reason(zh=reason["zh"], en=reason["en"]) for reason in self.reasons]


def _interrupted(found: BrokenOff) -> InterruptedEvent:
    return InterruptedEvent(
        uid=found.uid,
        first_day=found.first_day,
        last_day=found.last_day,
        days_done=found.days_done,
        days_planned=found.days_planned,
        again_uid=found.again,
        reasons=[Reason(zh=why.zh, en=why.en) for why in found.reasons],
    )


@strawberry.input(description="Which versions to list; every part given must hold.")
class PlanFilter:
    """A choice of versions."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only versions of this region and those below it."
    )
    year: int | None = strawberry.field(default=None, description="Only this training year.")
    state: PlanState | None = strawberry.field(default=None, description="Only this state.")


@strawberry.type
class PlanQuery:
    """Queries about versions of the training year."""

    @strawberry.field(description="Versions within the caller's reach, the latest year and number first.")
    async def plans(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[PlanFilter | None, strawberry.argument(description="Which versions.")] = None,
    ) -> Connection[TrainingPlan]:
        """Return a page of versions."""
        listed = rows(info.context.viewer, tables.TrainingPlan)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.year is not None:
                listed = listed.filter(year=filter.year)
            if filter.state is not None:
                listed = listed.filter(state=filter.state)
        return await page(listed, Sort("year", "number", descending=True), first, after)

    @strawberry.field(
        description="One version of a region's year; the latest when no number is given, null if none."
    )
    async def plan(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region.")],
        year: Annotated[int, strawberry.argument(description="The training year.")],
        number: Annotated[int | None, strawberry.argument(description="Number of the version.")] = None,
    ) -> TrainingPlan | None:
        """Return a version."""
        region = await find(info, registry_tables.Region, region_id)
        if region is None:
            return None
        listed = rows(info.context.viewer, tables.TrainingPlan).filter(region_id=region.id, year=year)
        if number is not None:
            listed = listed.filter(number=number)
        return shown(await light(listed).order_by("-number").first())
