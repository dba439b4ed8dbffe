"""Other places in the year for one event, each with what gets better and worse."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.components import ComponentChange, component_change
from api.context import Info
from api.enums import Label
from api.nodes import row_id
from exercises import tables
from exercises.plan_questions import MOST_PLACES, suggested_places
from registry.errors import InvalidValue, NotFound
from scheduling.compare.changes import LapseChange as Lapse
from scheduling.moves import Suggestion


@strawberry.type(description="How long the training of a team is out of date before an event.")
class LapseChange:
    """A lapse before and after."""

    team_code: str = strawberry.field(description="Code of the team.")
    uid: str | None = strawberry.field(
        description="Stable identifier of the event that ends the lapse; null for the end of the year."
    )
    days_before: int = strawberry.field(description="Calendar days out of date as it stands.")
    days_after: int = strawberry.field(description="Calendar days out of date after the change.")
    sentence: Label = strawberry.field(description="The change in words.")


@strawberry.type(description="A place where an event breaks no rule beside all others.")
class SuggestedPlace:
    """A place offered."""

    first_day: date = strawberry.field(description="First day.")
    last_day: date = strawberry.field(description="Last day, inclusive.")
    resources: list[str] = strawberry.field(description="Codes of its resources, in the order of its needs.")
    channel_group: int | None = strawberry.field(
        description="Channel group of a cross-region exercise; null for others."
    )
    cost_change: int = strawberry.field(
        description="What the plan's total cost changes by, in cost units; negative is better."
    )
    better: list[ComponentChange] = strawberry.field(description="Components that fall.")
    worse: list[ComponentChange] = strawberry.field(description="Components that rise.")
    lapses: list[LapseChange] = strawberry.field(description="Lapses of teams that get longer or shorter.")


def lapse_change(change: Lapse) -> LapseChange:
    """Return a change of a lapse as the schema has it."""
    return LapseChange(
        team_code=change.crew,
        uid=change.event,
        days_before=change.before,
        days_after=change.after,
        sentence=Label(**change.sentence._asdict()),
    )


def _place(found: Suggestion) -> SuggestedPlace:
    place = found.assignment
    return SuggestedPlace(
        first_day=place.first_day,
        last_day=place.last_day,
        resources=list(place.choices),
        channel_group=place.channel,
        cost_change=found.cost_change,
        better=[component_change(change) for change in found.better],
        worse=[component_change(change) for change in found.worse],
        lapses=[lapse_change(change) for change in found.lapses],
    )


@strawberry.type
class SuggestionQuery:
    """The query about other places."""

    @strawberry.field(
        description="The best other places in the year for one event, spread over the year, the best first;"
        " none for an event that is locked or over. Nothing is changed. Null if the event is out of scope."
    )
    async def suggested_places(
        self,
        info: Info,
        event_id: Annotated[strawberry.ID, strawberry.argument(description="The event.")],
        limit: Annotated[int, strawberry.argument(description="How many at most, 1 to 20.")] = 5,
    ) -> list[SuggestedPlace] | None:
        """Return other places."""
        if not 1 <= limit <= MOST_PLACES:
            raise InvalidValue("limit", limit, f"1 to {MOST_PLACES}")
        key = row_id(event_id, tables.PlannedEvent)
        try:
            found = await suggested_places(info.context.viewer, key, on=info.context.today, limit=limit)
        except NotFound:
            return None
        return [_place(each) for each in found]
