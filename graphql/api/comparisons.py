"""Two versions of the training year side by side, and a version beside a change that is only supposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from api.components import ComponentChange, component_change
from api.context import Info
from api.enums import Label
from api.nodes import row_id
from api.suggestions import LapseChange, lapse_change
from exercises import tables
from exercises.plan_comparison import compare_plans, title_of
from registry.errors import NotFound
from scheduling.compare import Comparison, EventChange, Share
from scheduling.plan import Assignment
from scheduling.words import Words


@strawberry.type(description="Where an event stands in one version.")
class PlacedEvent:
    """Days and resources of an event."""

    first_day: date = strawberry.field(description="First day.")
    last_day: date = strawberry.field(description="Last day, inclusive.")
    resources: list[str] = strawberry.field(description="Codes of its resources, in the order of its needs.")


@strawberry.type(description="An event that is moved, new or dropped, and why.")
class ComparedEvent:
    """An event that differs."""

    uid: str = strawberry.field(description="Stable identifier across versions.")
    title: Label = strawberry.field(description="Its title.")
    before: PlacedEvent | None = strawberry.field(description="Its place before; null if it is new.")
    after: PlacedEvent | None = strawberry.field(description="Its place after; null if it is dropped.")
    sentence: Label = strawberry.field(description="What changes, in words.")
    reasons: list[Label] = strawberry.field(
        description="Why: what changed in the records, which rule forbids the old place, or that nothing"
        " forces it; the strongest first."
    )


@strawberry.type(description="What falls to one month or one region, before and after.")
class ComparedShare:
    """A month or a region."""

    month: int | None = strawberry.field(description="Month, 1 to 12; null for a region.")
    region_code: str | None = strawberry.field(description="Code of the region; null for a month.")
    events_before: int = strawberry.field(description="Events before.")
    events_after: int = strawberry.field(description="Events after.")
    team_days_before: int = strawberry.field(description="Workdays of teams before.")
    team_days_after: int = strawberry.field(description="Workdays of teams after.")
    lapse_days_before: int = strawberry.field(description="Days of lapsed training before, weighted.")
    lapse_days_after: int = strawberry.field(description="Days of lapsed training after, weighted.")


@strawberry.type(description="Two years side by side.")
class PlanComparison:
    """What differs."""

    total_before: int = strawberry.field(description="Cost before, in cost units.")
    total_after: int = strawberry.field(description="Cost after, in cost units.")
    components: list[ComponentChange] = strawberry.field(
        description="Every component of the cost, changed or not, the weightiest first."
    )
    events: list[ComparedEvent] = strawberry.field(description="Events that are moved, new or dropped.")
    lapses: list[LapseChange] = strawberry.field(description="Lapses of teams that get longer or shorter.")
    months: list[ComparedShare] = strawberry.field(description="Month by month.")
    regions: list[ComparedShare] = strawberry.field(description="Region by region.")
    sentences: list[Label] = strawberry.field(description="The whole in a few sentences.")


def comparison(found: Comparison) -> PlanComparison:
    """Return a comparison as the schema has it."""
    return PlanComparison(
        total_before=found.totals[0],
        total_after=found.totals[1],
        components=[component_change(change) for change in found.components],
        events=[_event(change) for change in found.events],
        lapses=[lapse_change(change) for change in found.lapses],
        months=[_share(share) for share in found.months],
        regions=[_share(share) for share in found.regions],
        sentences=labels(found.sentences),
    )


def labels(words: Sequence[Words]) -> list[Label]:
    """Return sentences as the schema has them."""
    return [Label(zh=each.zh, en=each.en) for each in words]


def _event(change: EventChange) -> ComparedEvent:
    title = title_of(change)
    return ComparedEvent(
        uid=change.event,
        title=Label(**title._asdict()),
        before=_placed(change.before),
        after=_placed(change.after),
        sentence=Label(**change.sentence._asdict()),
        reasons=labels(change.reasons),
    )


def _placed(place: Assignment | None) -> PlacedEvent | None:
    if place is None:
        return None
    return PlacedEvent(first_day=place.first_day, last_day=place.last_day, resources=list(place.choices))


def _share(share: Share) -> ComparedShare:
    return ComparedShare(
        month=share.key if isinstance(share.key, int) else None,
        region_code=None if isinstance(share.key, int) else share.key,
        events_before=share.events[0],
        events_after=share.events[1],
        team_days_before=share.crew_days[0],
        team_days_after=share.crew_days[1],
        lapse_days_before=share.lapse_days[0],
        lapse_days_after=share.lapse_days[1],
    )


@strawberry.type
class ComparisonQuery:
    """Queries that put two years side by side."""

    @strawberry.field(
        description="What a newer version changes in an older one and why: by component, event, month and"
        " region; null when either is out of scope."
    )
    async def compare_plans(
        self,
        info: Info,
        older_id: Annotated[strawberry.ID, strawberry.argument(description="The older version.")],
        newer_id: Annotated[strawberry.ID, strawberry.argument(description="The newer version.")],
    ) -> PlanComparison | None:
        """Compare two versions."""
        older, newer = (row_id(text, tables.TrainingPlan) for text in (older_id, newer_id))
        try:
            return comparison(await compare_plans(info.context.viewer, older, newer))
        except NotFound:
            return None
