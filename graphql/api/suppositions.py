"""What if: a version beside what it would become under changes that are only supposed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.comparisons import PlanComparison, comparison
from api.context import Info
from api.nodes import row_id
from api.plans import Reason
from exercises import tables
from exercises.plan_questions import Effort
from exercises.supposing import Absence, Closing, MoreUnits, Supposed, Supposition, WiderWindow, what_if
from registry import tables as registry_tables
from registry.access import Viewer, one
from registry.errors import InvalidValue, NotFound
from scheduling.outcome import Infeasible

MOST_SECONDS = 6
"""Most seconds of solving: an answer comes within the time of a request. The command may take longer."""
MOST_CHANGES = 20
"""Most changes supposed at once."""


@strawberry.input(description="Supposes more of a resource each day, or less.")
class SupposedCapacityInput:
    """More units."""

    resource_id: strawberry.ID = strawberry.field(description="The resource.")
    units: int = strawberry.field(description="Units more; fewer if negative.")


@strawberry.input(description="Supposes that a resource is closed.")
class SupposedClosingInput:
    """A closing."""

    resource_id: strawberry.ID = strawberry.field(description="The resource.")
    first_day: date = strawberry.field(description="First day it is closed.")
    last_day: date = strawberry.field(description="Last day, inclusive.")


@strawberry.input(description="Supposes that a team cannot train.")
class SupposedAbsenceInput:
    """An absence."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    first_day: date = strawberry.field(description="First day it cannot.")
    last_day: date = strawberry.field(description="Last day, inclusive.")


@strawberry.input(description="Supposes that an event may also be held in a window.")
class SupposedWindowInput:
    """A wider window."""

    uid: str = strawberry.field(description="Identifier of the event or of the demand left out.")
    first_day: date = strawberry.field(description="First day of the window.")
    last_day: date = strawberry.field(description="Last day, inclusive.")


@strawberry.input(description="What is supposed, all at once; 1 to 20 changes.")
class SuppositionInput:
    """Supposed changes."""

    capacities: list[SupposedCapacityInput] | None = strawberry.field(
        default=None, description="More or fewer units of resources."
    )
    closings: list[SupposedClosingInput] | None = strawberry.field(
        default=None, description="Resources that are closed."
    )
    absences: list[SupposedAbsenceInput] | None = strawberry.field(
        default=None, description="Teams that cannot train."
    )
    windows: list[SupposedWindowInput] | None = strawberry.field(
        default=None, description="Events that may be held in other windows too."
    )

    async def changes(self, viewer: Viewer) -> list[Supposition]:
        """Return the changes with codes for ids; `NotFound` for what is out of scope."""
        found: list[Supposition] = [
            *[MoreUnits(await _resource(viewer, c), c.units) for c in self.capacities or ()],
            *[Closing(await _resource(viewer, c), c.first_day, c.last_day) for c in self.closings or ()],
            *[Absence(await _team(viewer, c), c.first_day, c.last_day) for c in self.absences or ()],
            *[WiderWindow(c.uid, c.first_day, c.last_day) for c in self.windows or ()],
        ]
        if not 1 <= len(found) <= MOST_CHANGES:
            raise InvalidValue("changes", len(found), f"1 to {MOST_CHANGES} changes")
        return found


@strawberry.type(description="What a version would become; nothing is stored.")
class SupposedPlan:
    """The answer to a what-if."""

    comparison: PlanComparison | None = strawberry.field(
        description="The version beside what it would become; null if there is a conflict, or nothing was"
        " found in the seconds given."
    )
    broken: list[str] = strawberry.field(description="Identifiers of the events the change itself breaks.")
    conflict: list[Reason] = strawberry.field(
        description="Why nothing can be planned: what is locked and clashes, in words; empty otherwise."
    )


async def _resource(viewer: Viewer, given: Any) -> str:
    key = row_id(given.resource_id, registry_tables.SharedResource)
    return (await one(viewer, registry_tables.SharedResource, key)).code


async def _team(viewer: Viewer, given: SupposedAbsenceInput) -> str:
    return (await one(viewer, registry_tables.Team, row_id(given.team_id, registry_tables.Team))).code


@strawberry.type
class SuppositionQuery:
    """The what-if of a plan."""

    @strawberry.field(
        description="What a version would become from today on if something changed: repaired and improved"
        " within the seconds given, and compared. Null if the version or something named is out of scope."
    )
    async def suppose_plan(
        self,
        info: Info,
        plan_id: Annotated[strawberry.ID, strawberry.argument(description="The version.")],
        changes: Annotated[SuppositionInput, strawberry.argument(description="What is supposed.")],
        seconds: Annotated[int, strawberry.argument(description="Seconds of solving, 1 to 6.")] = 4,
    ) -> SupposedPlan | None:
        """Answer a what-if."""
        if not 1 <= seconds <= MOST_SECONDS:
            raise InvalidValue("seconds", seconds, f"1 to {MOST_SECONDS}")
        viewer, key = info.context.viewer, row_id(plan_id, tables.TrainingPlan)
        try:
            supposed = await changes.changes(viewer)
            found = await what_if(viewer, key, supposed, on=info.context.today, effort=Effort(seconds))
        except NotFound:
            return None
        if isinstance(found, Supposed):
            broken = list(found.repaired.broken)
            return SupposedPlan(comparison=comparison(found.comparison), broken=broken, conflict=[])
        sentences = found.conflict.sentences if isinstance(found, Infeasible) else ()
        return SupposedPlan(
            comparison=None, broken=[], conflict=[Reason(zh=zh, en=en) for zh, en in sentences]
        )
