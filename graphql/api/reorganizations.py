"""Reorganizations of teams 整组: what is drafted, counted and mustered, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from api.context import Context, Info
from api.enums import Label
from api.equipment import EquipmentItem
from api.nodes import Node, column, find, labelled, shown, table_type, to_many, to_one, visible
from api.pages import After, Connection, First, Sort, page
from api.people import Membership, Person
from api.regions import within
from api.teams import Post, Team
from registry import tables
from registry.access import rows
from registry.codes import (
    LeaveReason,
    MemberMove,
    MemberRole,
    Presence,
    ReorganizationState,
    TeamState,
)
from registry.periods import in_force
from registry.reorganization import objections_each, summarize


@table_type(
    tables.Reorganization,
    "The reorganization of a team for a year: a draft while open; its figures are null until completed.",
)
class Reorganization(Node):
    """A reorganization."""

    year: int = column("The year it is for.")
    state: ReorganizationState = column("Where it is.")
    state_label: Label = labelled("state", "The state in words.")
    valid_from: date = column("Day it was opened.", name="openedOn")
    closed_on: date | None = column("Day it was completed or cancelled; null while open.")
    muster_on: date | None = column("Day of the muster; null before.")
    muster_place: str | None = column("Place of the muster; null before.")
    strength_before: int | None = column("Members when it was opened, in persons.")
    strength_after: int | None = column("Members once it was applied, in persons.")
    joined: int | None = column("Members who joined, in persons.")
    departed: int | None = column("Members who left, in persons.")
    mustered: int | None = column("Members called to the muster, in persons.")
    present: int | None = column("Members present at the muster, in persons.")
    missing: int | None = column("Items of equipment on record that were not found.")
    surplus: int | None = column("Items of equipment found beyond the record.")
    version: int = column("Version for optimistic locking, from 1.")
    team: Team | None = to_one("The team.")
    moves: list[ReorganizationMove] = to_many(
        "Who joins, leaves or changes, by day.", order=("effective_on", "id")
    )
    counts: list[ReorganizationCount] = to_many("Equipment as counted.")
    presences: list[ReorganizationPresence] = to_many("Who was at the muster.")

    @strawberry.field(description="Departed as a share of the strength before, 0 to 1; null until completed.")
    def turnover(self: Any) -> float | None:
        """Return the turnover."""
        summary = summarize(self)
        return summary.turnover if summary else None

    @strawberry.field(description="Present as a share of those called, 0 to 1; null until completed.")
    def muster_rate(self: Any) -> float | None:
        """Return the muster rate."""
        summary = summarize(self)
        return summary.muster_rate if summary else None

    @strawberry.field(
        description="Everything that speaks against completing it today; empty when it may be, or is closed."
    )
    async def objections(self: Any, info: Info) -> list[Label]:
        """Return what speaks against completing it."""
        if self.state is not ReorganizationState.OPEN:
            return []
        context = info.context

        async def load(keys: list[UUID]) -> list[Any]:
            return await _objections(context, keys)

        found: list[Label] = await context.loaders.made("objections", load).load(self.id)
        return found


async def _objections(context: Context, keys: Sequence[UUID]) -> list[list[Label]]:
    """Return what speaks against completing each of some reorganizations."""
    mine = await rows(context.viewer, tables.Reorganization).filter(id__in=list(keys))
    said = await objections_each(context.viewer, mine, context.today)
    found = {
        row.id: [Label(zh=each.zh, en=each.en) for each in reasons]
        for row, reasons in zip(mine, said, strict=True)
    }
    return [found[key] for key in keys]


@table_type(tables.ReorganizationMove, "One member's move in the draft of a reorganization.")
class ReorganizationMove(Node):
    """A move."""

    kind: MemberMove = column("What happens.")
    kind_label: Label = labelled("kind", "The same in words.")
    role: MemberRole | None = column("Role held afterwards; null for a change that keeps it.")
    reason: LeaveReason | None = column("Why a member leaves; null for other moves.", name="leaveReason")
    leave_reason_label: Label | None = labelled("reason", "Why a member leaves, in words.")
    effective_on: date = column("Day from which it is true.")
    special_expertise: str | None = column("Why an expert outside the age limits may serve; null for others.")
    note: str = column("Remark; may be empty.")
    version: int = column("Version for optimistic locking, from 1.")
    reorganization: Reorganization | None = to_one("The reorganization.")
    person: Person | None = to_one("Who joins; null for other moves, or when out of scope.")
    membership: Membership | None = to_one("Whose membership ends or changes; null for who joins.")
    post: Post | None = to_one("The post held afterwards; null for none, or a change that keeps it.")


@table_type(tables.ReorganizationCount, "How many items of a lot were counted.")
class ReorganizationCount(Node):
    """A count."""

    counted: int = column("Items found.")
    recorded: int = column("Items the register had when they were counted.")
    note: str = column("Remark; may be empty.")
    reorganization: Reorganization | None = to_one("The reorganization.")
    item: EquipmentItem | None = to_one("The lot.")


@table_type(tables.ReorganizationPresence, "Whether a member was at the muster.")
class ReorganizationPresence(Node):
    """A mark at the muster."""

    presence: Presence = column("Whether the member was there.")
    presence_label: Label = labelled("presence", "The same in words.")
    note: str = column("Remark; may be empty.")
    reorganization: Reorganization | None = to_one("The reorganization.")
    membership: Membership | None = to_one("The membership.")


@strawberry.input(description="Which reorganizations to list; every part given must hold.")
class ReorganizationFilter:
    """A choice of reorganizations."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only teams of this region and those below it."
    )
    team_id: strawberry.ID | None = strawberry.field(default=None, description="Only this team's.")
    year: int | None = strawberry.field(default=None, description="Only those for this year.")
    state: ReorganizationState | None = strawberry.field(default=None, description="Only this state.")


def _chosen(info: Info, choice: ReorganizationFilter) -> QuerySet[tables.Reorganization]:
    """Return the reorganizations a filter names."""
    listed = rows(info.context.viewer, tables.Reorganization)
    listed = listed.filter(within(info, choice.within_id, "team__region_id"))
    if choice.team_id is not None:
        listed = listed.filter(team_id__in=visible(info, tables.Team, choice.team_id))
    if choice.year is not None:
        listed = listed.filter(year=choice.year)
    if choice.state is not None:
        listed = listed.filter(state=choice.state)
    return listed


@strawberry.type
class ReorganizationQuery:
    """Queries about reorganizations."""

    @strawberry.field(description="One reorganization; null when unknown or out of scope.")
    async def reorganization(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Reorganization | None:
        """Return a reorganization."""
        return shown(await find(info, tables.Reorganization, id))

    @strawberry.field(description="Reorganizations within the caller's reach, the latest opened first.")
    async def reorganizations(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[ReorganizationFilter | None, strawberry.argument(description="Which.")] = None,
    ) -> Connection[Reorganization]:
        """Return a page of reorganizations."""
        listed = _chosen(info, filter or ReorganizationFilter())
        return await page(listed, Sort("valid_from", descending=True), first, after)

    @strawberry.field(
        description="Active teams of a region and those below it without a reorganization, open or completed,"
        " for a year; by code."
    )
    async def reorganizations_due(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        year: Annotated[int, strawberry.argument(description="The year.")],
        first: First,
        after: After = None,
    ) -> Connection[Team]:
        """Return a page of teams."""
        done = rows(info.context.viewer, tables.Reorganization).filter(year=year)
        done = done.exclude(state=ReorganizationState.CANCELLED)
        teams = rows(info.context.viewer, tables.Team).filter(
            in_force(info.context.today), within(info, region_id), state=TeamState.ACTIVE
        )
        return await page(
            teams.filter(id__not_in=Subquery(done.values("team_id"))), Sort("code"), first, after
        )
