"""What one unit of each part of a plan's cost weighs, as a caller may choose it for a run."""

from __future__ import annotations

from dataclasses import fields

import strawberry

from scheduling.cost import Weights


@strawberry.input(
    description="What one unit of each part of the cost weighs, 0 to 10,000,000 each; what is absent keeps"
    " the planner's own weight."
)
class WeightsInput:
    """A choice of weights."""

    unscheduled_points: int | None = strawberry.field(default=None, description="Of a priority point lost.")
    lapse_days: int | None = strawberry.field(default=None, description="Of a day of lapsed training.")
    overload_half_days: int | None = strawberry.field(
        default=None, description="Of a half-day above an even monthly load."
    )
    travel_km: int | None = strawberry.field(default=None, description="Of a kilometer of travel.")
    preference_days: int | None = strawberry.field(
        default=None, description="Of a day away from a preferred date."
    )
    moves: int | None = strawberry.field(
        default=None, description="Of an event moved from the issued version."
    )
    finish_days: int | None = strawberry.field(
        default=None, description="Of a workday until the last event of the year has ended; off if absent."
    )

    def chosen(self) -> Weights:
        """Return the planner's weights with the caller's in their place."""
        given = {field.name: getattr(self, field.name) for field in fields(Weights)}
        return Weights(**{name: weight for name, weight in given.items() if weight is not None})
