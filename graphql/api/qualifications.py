"""What qualifications lapse soon, and which posts lose their qualified holder."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import row_id, shown
from api.people import Person, QualificationGrant
from api.standards import QualificationType
from api.teams import Post, Team
from registry import tables
from registry.codes import QualificationState
from registry.errors import NotFound
from registry.qualifications import PostAtRisk, qualification_alerts
from registry.qualifications import QualificationAlert as Alert


@strawberry.type(description="A post that asks for a qualification its holder is about to lose, or has lost.")
class PostLosingHolder:
    """A post at risk."""

    post: Post = strawberry.field(description="The post.")
    team: Team = strawberry.field(description="Its team.")


@strawberry.type(description="A qualification of somebody who serves that lapses soon, or has lapsed.")
class QualificationAlert:
    """A line of the list."""

    person: Person = strawberry.field(description="Who holds it.")
    qualification_type: QualificationType = strawberry.field(description="The kind.")
    grant: QualificationGrant = strawberry.field(description="The last grant of it.")
    state: QualificationState = strawberry.field(description="What it is worth on the day of the list.")
    state_label: Label = strawberry.field(description="The state in words.")
    on: date = strawberry.field(description="First day without it.")
    days_left: int = strawberry.field(description="Days until then; 0 or less once it has lapsed.")
    posts: list[PostLosingHolder] = strawberry.field(
        description="Posts that lose their qualified holder then; empty when none asks for it."
    )
    sentence: str = strawberry.field(description="What lapses, in English.")
    sentence_zh: str = strawberry.field(description="What lapses, in Chinese.")


@strawberry.type
class QualificationQuery:
    """Queries about qualifications."""

    @strawberry.field(
        description="Qualifications of people who serve that lapse within the lead time, the earliest first;"
        " none that is renewed, superseded or no longer in force. Null when the region is out of scope."
    )
    async def qualification_alerts(
        self,
        info: Info,
        within_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only teams of this region and those below it."),
        ] = None,
        on: Annotated[
            date | None, strawberry.argument(description="Day of the list; today when absent.")
        ] = None,
        lead_days: Annotated[
            int | None,
            strawberry.argument(
                description="How many days ahead, 0 to 1,100; the lead time of each kind when absent."
            ),
        ] = None,
    ) -> list[QualificationAlert] | None:
        """Return the list."""
        region = None if within_id is None else row_id(within_id, tables.Region)
        try:
            found = await qualification_alerts(
                info.context.viewer, region, on=on or info.context.today, lead_days=lead_days
            )
        except NotFound:
            return None
        return [_told(alert) for alert in found]


def _told(alert: Alert) -> QualificationAlert:
    return QualificationAlert(
        person=shown(alert.person),
        qualification_type=shown(alert.kind),
        grant=shown(alert.grant),
        state=alert.state,
        state_label=label(alert.state),
        on=alert.on,
        days_left=alert.days_left,
        posts=[_post(each) for each in alert.posts],
        sentence=alert.sentence,
        sentence_zh=alert.sentence_zh,
    )


def _post(each: PostAtRisk) -> PostLosingHolder:
    return PostLosingHolder(post=shown(each.post), team=shown(each.team))
