"""What the solver-free verifier says of a version."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import strawberry

from api.context import Info
from api.nodes import row_id
from api.plans import PlanCost
from api.problems import Violation, violation
from exercises import plans, tables
from registry.errors import NotFound


@strawberry.type(description="What the solver-free verifier says of a version as its events stand now.")
class PlanVerification:
    """The judgement of a version."""

    passed: bool = strawberry.field(description="Whether no rule is broken.")
    violations: list[Violation] = strawberry.field(description="Broken rules, at most 100.")
    cost: PlanCost = strawberry.field(description="The recomputed cost, component by component.")


@strawberry.type
class PlanReportQuery:
    """Queries that judge versions."""

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
