"""Support teams with their posts, members, equipment and next sessions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api.context import Info
from api.enums import Label
from api.masking import coded
from api.nodes import Node, column, labelled, shown, table_type, to_many, to_one
from api.organizations import Organization
from api.people import Membership
from api.regions import Region
from api.sessions import next_sessions
from api.standards import QualificationType, TeamType
from registry import tables
from registry.codes import TeamCategory, TeamState

if TYPE_CHECKING:
    from api.equipment import EquipmentItem
    from api.events import PlannedEvent
    from api.facilities import FacilityResource
    from api.readiness import Confirmation, ReadinessOverride
    from api.reorganizations import Reorganization

#: Most next sessions given for one team.
MOST_SESSIONS = 20


@table_type(tables.Team, "A professional support team.")
class Team(Node):
    """A support team."""

    code: str = column("Code of the team, unique.")
    name: str = column("Name in Chinese.")
    category: TeamCategory = column("What the team is for.")
    category_label: Label = labelled("category", "The category in words.")
    state: TeamState = column("Where the team is in its life.")
    state_label: Label = labelled("state", "The state in words.")
    authorized_strength: int = column("Authorized strength, in persons.")
    importance: int = column("Weight of the team in the training year, 1 to 10.")
    valid_from: date = column("First day of the team.")
    valid_to: date | None = column("Day after its last day; null while it exists.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region it belongs to.")
    team_type: TeamType | None = to_one("What it must have.")
    organization: Organization | None = to_one("The organization that forms it; null when out of scope.")
    lead_department: Organization | None = to_one(
        "The department that answers for its category; null when out of scope."
    )
    posts: list[Post] = to_many("Its posts, by ordinal.", order=("ordinal", "id"))
    memberships: list[Membership] = to_many("Memberships in force today.", current=True)
    facility_links: list[Annotated[FacilityResource, strawberry.lazy("api.facilities")]] = to_many(
        "Command facilities it works from, by first day; ended ones too.", order=("valid_from", "id")
    )
    reorganizations: list[Annotated[Reorganization, strawberry.lazy("api.reorganizations")]] = to_many(
        "Its reorganizations, the oldest first.", order=("valid_from", "id")
    )
    equipment: list[Annotated[EquipmentItem, strawberry.lazy("api.equipment")]] = to_many(
        "Its equipment, by kind.", order=("kind", "id")
    )

    confirmations: list[Annotated[Confirmation, strawberry.lazy("api.readiness")]] = to_many(
        "Words that its records are right, the oldest first.", order=("valid_from", "id")
    )
    readiness_overrides: list[Annotated[ReadinessOverride, strawberry.lazy("api.readiness")]] = to_many(
        "Levels ever set by hand over its rating, the oldest first.", order=("valid_from", "id")
    )

    @strawberry.field(description="Its next sessions in issued plans, by first day; cancelled ones left out.")
    async def next_sessions(
        self: Any,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many to give at most, 1 to 20.")] = 3,
        on: Annotated[
            date | None, strawberry.argument(description="Sessions from this day on; from today when absent.")
        ] = None,
    ) -> list[Annotated[PlannedEvent, strawberry.lazy("api.events")]]:
        """Return the next sessions of the team."""
        if not 1 <= first <= MOST_SESSIONS:
            raise coded("PAGE_SIZE", "first must lie in 1 to 20.", "first 须在 1 至 20 之间。")
        return shown((await next_sessions(info, self.id, on or info.context.today))[:first])


@table_type(tables.Post, "One post of a team.")
class Post(Node):
    """A post."""

    ordinal: int = column("Place in the team's list of posts, from 1.")
    title: str = column("Title in Chinese.")
    title_en: str = column("Title in English.")
    key: bool = column("Whether the team's rating is capped when no qualified person holds it.")
    team: Team | None = to_one("The team.")
    qualification_type: QualificationType | None = to_one("The qualification its holder needs, if any.")
    memberships: list[Membership] = to_many("Who holds it today.", current=True)
