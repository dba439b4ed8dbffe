"""What would help: single changes that let a demand take place, and the limits that cost a year most."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.nodes import row_id
from api.plans import PlanCost, Reason
from exercises import tables
from exercises.plan_questions import Effort, bottlenecks_of, remedies_for
from registry.errors import InvalidValue, NotFound
from scheduling.explain import Remedy
from scheduling.explain.bottleneck import Bottleneck

MOST_SECONDS = 6
"""Most seconds of solving: an answer comes within the time of a request. The commands may take longer."""
MOST_FOUND = 10
"""Most remedies or bottlenecks returned."""

Seconds = Annotated[int, strawberry.argument(description="Seconds of solving, 1 to 6.")]
Limit = Annotated[int, strawberry.argument(description="How many at most, 1 to 10.")]


@strawberry.type(description="One change after which a demand left out takes place, proven by a plan.")
class DemandRemedy:
    """A change that helps."""

    change: str = strawberry.field(description="What is changed: the name of the change, as `MoreUnits`.")
    sentences: list[Reason] = strawberry.field(
        description="The change, the day, what moves and what it costs, in words."
    )
    first_day: date = strawberry.field(description="First day of the demand then.")
    cost_change: int = strawberry.field(
        description="What the total cost changes by, in cost units; negative is saved."
    )
    costs: PlanCost = strawberry.field(description="The same by component; negative is saved.")
    moved: list[str] = strawberry.field(description="Identifiers of events that stand elsewhere then.")


@strawberry.type(description="A limit of the year, and what it would save to relax it by one.")
class PlanBottleneck:
    """A bottleneck."""

    change: str = strawberry.field(description="What is relaxed: the name of the change, as `MoreUnits`.")
    sentences: list[Reason] = strawberry.field(description="The limit and what it saves, in words.")
    estimated: int = strawberry.field(
        description="Its price in cost units: it ranks limits, and prices do not add up."
    )
    saved: PlanCost | None = strawberry.field(
        description="What planning anew with the change saves, by component; negative is lost, null if the"
        " seconds did not suffice to check it."
    )
    saved_total: int | None = strawberry.field(
        description="The same in cost units; 0 says that nothing was found, null that it was not checked."
    )


def _remedy(found: Remedy) -> DemandRemedy:
    return DemandRemedy(
        change=type(found.change).__name__,
        sentences=_reasons(found.sentences),
        first_day=found.first_day,
        cost_change=found.cost_change,
        costs=PlanCost(**asdict(found.costs)),
        moved=list(found.moved_events),
    )


def _bottleneck(found: Bottleneck) -> PlanBottleneck:
    return PlanBottleneck(
        change=type(found.change).__name__,
        sentences=_reasons(found.sentences),
        estimated=found.estimated,
        saved=None if found.saved is None else PlanCost(**asdict(found.saved)),
        saved_total=found.saved_total,
    )


def _reasons(sentences: tuple[tuple[str, str], ...]) -> list[Reason]:
    return [Reason(zh=zh, en=en) for zh, en in sentences]


def _effort(seconds: int, limit: int) -> Effort:
    if not 1 <= seconds <= MOST_SECONDS:
        raise InvalidValue("seconds", seconds, f"1 to {MOST_SECONDS}")
    if not 1 <= limit <= MOST_FOUND:
        raise InvalidValue("limit", limit, f"1 to {MOST_FOUND}")
    return Effort(seconds, limit)


@strawberry.type
class RemedyQuery:
    """Queries about what would help."""

    @strawberry.field(
        description="Single changes after which a demand left out takes place, each tried and proven, the"
        " smallest first; none may mean that the seconds did not suffice. Null if it is out of scope."
    )
    async def demand_remedies(
        self,
        info: Info,
        demand_id: Annotated[strawberry.ID, strawberry.argument(description="The demand left out.")],
        seconds: Seconds = 4,
        limit: Limit = 5,
    ) -> list[DemandRemedy] | None:
        """Return what would help."""
        effort, key = _effort(seconds, limit), row_id(demand_id, tables.UnscheduledDemand)
        try:
            return [_remedy(each) for each in await remedies_for(info.context.viewer, key, effort)]
        except NotFound:
            return None

    @strawberry.field(
        description="The resources and rules that cost a version most, what saves most first: ranked by"
        " price, then checked by planning the year anew with the limit relaxed by one. Null if it is out of"
        " scope."
    )
    async def bottlenecks(
        self,
        info: Info,
        plan_id: Annotated[strawberry.ID, strawberry.argument(description="The version.")],
        seconds: Seconds = 6,
        limit: Limit = 3,
    ) -> list[PlanBottleneck] | None:
        """Return the bottlenecks."""
        effort, key = _effort(seconds, limit), row_id(plan_id, tables.TrainingPlan)
        try:
            return [_bottleneck(each) for each in await bottlenecks_of(info.context.viewer, key, effort)]
        except NotFound:
            return None
