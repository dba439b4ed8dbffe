"""Which pairs of regions the cross-region exercises of a version link, and when each was last proved."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.nodes import row_id
from exercises import links, tables
from registry.errors import NotFound


@strawberry.type(description="One exercise in which a pair of regions meets.")
class LinkMeeting:
    """A meeting."""

    uid: str = strawberry.field(description="Stable identifier of the event.")
    first_day: date = strawberry.field(description="First day.")
    last_day: date = strawberry.field(description="Last day, inclusive.")
    host: str = strawberry.field(description="Code of the hosting region.")
    channel_group: int | None = strawberry.field(description="Channel group used, if any.")


@strawberry.type(description="A pair of regions of a joint-training area, and the exercises that link them.")
class LinkPair:
    """A pair of regions."""

    area: str = strawberry.field(description="Code of the area.")
    from_region: str = strawberry.field(description="Code of one region, the smaller.")
    from_name: str = strawberry.field(description="Its name.")
    to_region: str = strawberry.field(description="Code of the other region.")
    to_name: str = strawberry.field(description="Its name.")
    wanted: int = strawberry.field(description="How often they must meet in the year.")
    meetings: list[LinkMeeting] = strawberry.field(description="Exercises in which they meet, by first day.")
    last_proved_on: date | None = strawberry.field(
        description="Last day before the year's end on which a link between them worked; null if never."
    )
    covered: bool = strawberry.field(description="Whether they meet as often as they must.")


def _pair(pair: links.LinkCoverage) -> LinkPair:
    return LinkPair(
        area=pair.area,
        from_region=pair.from_region,
        from_name=pair.from_name,
        to_region=pair.to_region,
        to_name=pair.to_name,
        wanted=pair.wanted,
        meetings=[
            LinkMeeting(
                uid=each.uid,
                first_day=each.first_day,
                last_day=each.last_day,
                host=each.host,
                channel_group=each.channel_group,
            )
            for each in pair.meetings
        ],
        last_proved_on=pair.last_proved_on,
        covered=pair.covered,
    )


@strawberry.type
class LinkQuery:
    """Queries about links between regions."""

    @strawberry.field(
        description="Pairs of regions a version links, by area and region; null when it is out of scope."
    )
    async def link_coverage(
        self,
        info: Info,
        plan_id: Annotated[strawberry.ID, strawberry.argument(description="The version.")],
    ) -> list[LinkPair] | None:
        """Return the coverage of pairs."""
        try:
            pairs = await links.link_coverage(info.context.viewer, row_id(plan_id, tables.TrainingPlan))
        except NotFound:
            return None
        return [_pair(pair) for pair in pairs]
