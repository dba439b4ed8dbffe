"""Reports on versions: how two of them differ, and what the solver-free verifier says of one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.nodes import row_id
from api.plans import PlanCost
from api.problems import Violation, violation
from exercises import plans, tables
from registry.errors import NotFound


@strawberry.type(description="Where an event stands in one version.")
class PlacedEvent:
    """An event and its place."""

    uid: str = strawberry.field(description="Stable identifier across versions.")
    title: str = strawberry.field(description="Title in Chinese.")
    title_en: str = strawberry.field(description="Title in English.")
    first_day: date = strawberry.field(description="First day.")
    last_day: date = strawberry.field(description="Last day, inclusive.")
    resources: list[str] = strawberry.field(description="Codes of its resources, in the order of its needs.")


@strawberry.type(description="An event that stands elsewhere in the newer version.")
class MovedEvent:
    """An event before and after."""

    before: PlacedEvent = strawberry.field(description="Its place in the older version.")
    after: PlacedEvent = strawberry.field(description="Its place in the newer version.")


@strawberry.type(description="What a newer version changes in an older one; each list is sorted by uid.")
class PlanDifference:
    """The difference of two versions."""

    moved: list[MovedEvent] = strawberry.field(description="Events on other days or with other resources.")
    added: list[PlacedEvent] = strawberry.field(description="Events only the newer version has.")
    dropped: list[PlacedEvent] = strawberry.field(
        description="Events only the older version has, or that are cancelled in the newer one."
    )


@strawberry.type(description="What the solver-free verifier says of a version as its events stand now.")
class PlanVerification:
    """The judgement of a version."""

    passed: bool = strawberry.field(description="Whether no rule is broken.")
    violations: list[Violation] = strawberry.field(description="Broken rules, at most 100.")
    cost: PlanCost = strawberry.field(description="The recomputed cost, component by component.")


def _placed(event: plans.Placed) -> PlacedEvent:
    return PlacedEvent(
        uid=event.uid,
        title=event.title,
        title_en=event.title_en,
        first_day=event.first_day,
        last_day=event.last_day,
        resources=list(event.resources),
    )


@strawberry.type
class PlanReportQuery:
    """Queries that compare and judge versions."""

    @strawberry.field(description="What a newer version changes; null when either is out of scope.")
    async def plan_difference(
        self,
        info: Info,
        older_id: Annotated[strawberry.ID, strawberry.argument(description="The older version.")],
        newer_id: Annotated[strawberry.ID, strawberry.argument(description="The newer version.")],
    ) -> PlanDifference | None:
        """Compare two versions."""
        try:
            older, newer = (row_id(text, tables.TrainingPlan) for text in (older_id, newer_id))
            found = await plans.plan_difference(info.context.viewer, older, newer)
        except NotFound:
            return None
        return PlanDifference(
            moved=[MovedEvent(before=_placed(a), after=_placed(b)) for a, b in found.moved],
            added=[_placed(event) for event in found.added],
            dropped=[_placed(event) for event in found.dropped],
        )

    @strawberry.field(description="The verifier's judgement of a version; null when it is out of scope.")
    async def plan_verification(
        self,
        info: Info,
        plan_id: Annotated[strawberry.ID, strawberry.argument(description="The version.")],
    ) -> PlanVerification | None:
        """Judge a version."""
        try:
            judged = await plans.verify_plan(info.context.viewer, row_id(plan_id, tables.TrainingPlan))
        except NotFound:
            return None
        return PlanVerification(
            passed=judged.passed,
            violations=[violation(broken) for broken in judged.violations[:100]],
            cost=PlanCost(**asdict(judged.cost)),
        )
