"""Lists of support teams, and the changes of a team's life."""

from __future__ import annotations

from typing import Annotated

import strawberry
from tortoise.queryset import QuerySet

from api.access import act, reason_field
from api.context import Info
from api.enums import expose
from api.nodes import find, row_id, shown, visible
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from api.regions import within
from api.teams import Team
from registry import tables
from registry.access import rows
from registry.codes import Code, TeamCategory, TeamState
from registry.teams import TeamDraft, form_team, move_team


class TeamOrder(Code):
    """An order of support teams; ties are broken by id."""

    CODE = "code", "按编码", "by code"
    CODE_DESC = "-code", "按编码倒序", "by code, the last first"
    NAME = "name", "按名称", "by name"
    NAME_DESC = "-name", "按名称倒序", "by name, the last first"


expose(TeamOrder)


@strawberry.input(description="Which teams to list; every part given must hold.")
class TeamFilter:
    """A choice of teams."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only teams of this region and those below it."
    )
    category: TeamCategory | None = strawberry.field(default=None, description="Only this category.")
    state: TeamState | None = strawberry.field(default=None, description="Only this state.")
    code_prefix: str | None = strawberry.field(
        default=None, description="Only codes that begin with these characters."
    )
    organization_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only teams formed by this organization."
    )


def _chosen(info: Info, choice: TeamFilter) -> QuerySet[tables.Team]:
    """Return the teams a filter names."""
    listed = rows(info.context.viewer, tables.Team).filter(within(info, choice.within_id))
    if choice.category is not None:
        listed = listed.filter(category=choice.category)
    if choice.state is not None:
        listed = listed.filter(state=choice.state)
    if choice.code_prefix:
        listed = listed.filter(code__startswith=choice.code_prefix)
    if choice.organization_id is not None:
        listed = listed.filter(organization_id__in=visible(info, tables.Organization, choice.organization_id))
    return listed


@strawberry.type
class TeamQuery:
    """Queries about support teams."""

    @strawberry.field(description="One support team; null when unknown or out of scope.")
    async def team(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Team | None:
        """Return a team."""
        return shown(await find(info, tables.Team, id))

    @strawberry.field(description="Support teams within the caller's reach.")
    async def teams(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[TeamFilter | None, strawberry.argument(description="Which teams.")] = None,
        order_by: Annotated[TeamOrder, strawberry.argument(description="In which order.")] = TeamOrder.CODE,
    ) -> Connection[Team]:
        """Return a page of teams."""
        listed = _chosen(info, filter or TeamFilter())
        term: str = order_by.value
        return await page(listed, Sort(term.removeprefix("-"), descending=term.startswith("-")), first, after)


@strawberry.input(description="Forms a new support team; posts are copied from its type.")
class FormTeamInput:
    """Input of `formTeam`."""

    region_id: strawberry.ID = strawberry.field(description="The region it belongs to.")
    code: str = strawberry.field(description="Code of the team, unique, 1 to 40 characters.")
    name: str = strawberry.field(description="Name in Chinese, 1 to 120 characters.")
    team_type_id: strawberry.ID = strawberry.field(description="Its type, which gives category and posts.")
    organization_id: strawberry.ID = strawberry.field(description="The organization that forms it.")
    lead_department_id: strawberry.ID = strawberry.field(description="The department that answers for it.")
    reason: str = reason_field()
    authorized_strength: int | None = strawberry.field(
        default=None,
        description="Authorized strength, in persons, at least 1; the posts of its type when absent.",
    )
    importance: int = strawberry.field(
        default=1, description="Weight of the team in the training year, 1 to 10."
    )


@strawberry.input(description="Moves a support team to another state of its life.")
class MoveTeamStateInput:
    """Input of `moveTeamState`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    state: TeamState = strawberry.field(description="The state to move to.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


FormTeamPayload = Annotated[
    Team | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("FormTeamPayload", description="The new team, or why not."),
]
MoveTeamStatePayload = Annotated[
    Team | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("MoveTeamStatePayload", description="The team in its new state, or why not."),
]


@strawberry.type
class TeamMutation:
    """Changes of support teams."""

    @strawberry.mutation(description="Form a new support team; it begins in state FORMING.")
    async def form_team(
        self,
        info: Info,
        input: Annotated[FormTeamInput, strawberry.argument(description="The team to form.")],
    ) -> FormTeamPayload:
        """Form a team."""
        draft = TeamDraft(
            region_id=row_id(input.region_id, tables.Region),
            code=input.code,
            name=input.name,
            team_type_id=row_id(input.team_type_id, tables.TeamType),
            organization_id=row_id(input.organization_id, tables.Organization),
            lead_department_id=row_id(input.lead_department_id, tables.Organization),
            authorized_strength=input.authorized_strength,
            importance=input.importance,
        )
        return shown(await form_team(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(
        description="Move a support team to another state of its life; into and out of a reorganization lead"
        " the mutations of reorganizations alone."
    )
    async def move_team_state(
        self,
        info: Info,
        input: Annotated[MoveTeamStateInput, strawberry.argument(description="What to change.")],
    ) -> MoveTeamStatePayload:
        """Move a team."""
        moved = await move_team(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.team_id, tables.Team),
            input.state,
            input.expected_version,
        )
        return shown(moved)
