"""Equipment with its inspections and hand-overs, and what is due."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from tortoise.queryset import QuerySet

from api.context import Info
from api.enums import Label, label
from api.nodes import Node, column, find, labelled, row_id, shown, table_type, to_many, to_one, visible
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from api.teams import Team
from registry import tables
from registry.access import rows
from registry.codes import EquipmentState, InspectionResult, SourceMark
from registry.equipment import condition_on, inspections_due
from registry.equipment.conditions import in_condition, overdue_condition
from registry.errors import NotFound
from registry.periods import in_force


@table_type(tables.EquipmentItem, "An item or lot of equipment held by a team.")
class EquipmentItem(Node):
    """Equipment."""

    kind: str = column("Kind in Chinese.")
    kind_en: str = column("Kind in English.")
    key: bool = column("Whether it belongs to a key line of the team type.")
    quantity: int = column("How many items the lot has.")
    serial: str | None = column("Serial number, if it has one.")
    state: EquipmentState = column("Serviceability as recorded; see `condition` for what it is today.")
    state_label: Label = labelled("state", "Serviceability as recorded, in words.")
    next_inspection_on: date | None = column("First day on which it is overdue; null if never inspected.")
    valid_from: date = column("First day with the team it was registered for.", name="knownFrom")
    version: int = column("Version for optimistic locking, from 1.")
    team: Team | None = to_one("The team that holds it.")
    owner: Organization | None = to_one("The organization that owns it; null when out of scope.")
    replaces: EquipmentItem | None = to_one("The item it was bought for; null if none or out of scope.")
    replaced_by: list[EquipmentItem] = to_many("What was bought for it.", order=("valid_from", "id"))
    inspections: list[EquipmentInspection] = to_many(
        "Its inspections, the oldest first.", order=("inspected_on", "id")
    )
    transfers_in: list[EquipmentTransfer] = to_many(
        "Hand-overs that brought it, the oldest first.", order=("moved_on", "id")
    )
    transfers_out: list[EquipmentTransfer] = to_many(
        "Hand-overs it went through or gave a part to, the oldest first.", order=("moved_on", "id")
    )

    @strawberry.field(
        description="Serviceability today: as recorded, but overdue when it is in use past its day."
    )
    def condition(self: Any, info: Info) -> EquipmentState:
        """Return the derived state."""
        return condition_on(self, info.context.today)

    @strawberry.field(description="Serviceability today, in words.")
    def condition_label(self: Any, info: Info) -> Label:
        """Return the derived state in words."""
        return label(condition_on(self, info.context.today))


@table_type(tables.EquipmentInspection, "One inspection of an item or lot of equipment.")
class EquipmentInspection(Node):
    """An inspection."""

    inspected_on: date = column("Day of the inspection.")
    result: InspectionResult = column("What was found.")
    result_label: Label = labelled("result", "What was found, in words.")
    inspector: str = column("Who inspected.")
    next_due_on: date | None = column("First day on which it is overdue again; null without a next one.")
    note: str = column("Remark; may be empty.")
    item: EquipmentItem | None = to_one("The item.")


@table_type(tables.EquipmentTransfer, "Equipment that changed hands.")
class EquipmentTransfer(Node):
    """A hand-over."""

    quantity: int = column("Items handed over.")
    moved_on: date = column("Day of the hand-over.")
    note: str = column("Remark; may be empty.")
    item: EquipmentItem | None = to_one("The item or lot they were taken from; null when out of scope.")
    received: EquipmentItem | None = to_one(
        "What was received: the same item, or the part as a lot of its own; null when out of scope."
    )
    from_team: Team | None = to_one("The team that gave; null when out of scope.")
    to_team: Team | None = to_one("The team that received; null when out of scope.")
    from_owner: Organization | None = to_one("The owner before; null when out of scope.")
    to_owner: Organization | None = to_one("The owner since; null when out of scope.")


@table_type(tables.InspectionSchedule, "How often equipment of a kind is inspected; the nearest one holds.")
class InspectionSchedule(Node):
    """A schedule."""

    kind: str = column("Kind of the items, in Chinese.")
    interval_days: int = column("Days from an inspection to the next.")
    lead_days: int = column("Days before, from which it is announced.")
    mark: SourceMark = column("How the figures are known.")
    mark_label: Label = labelled("mark", "How they are known, in words.")
    citation: str = column("Where they come from; may be empty.")
    valid_from: date = column("First day on which it holds.")
    valid_to: date | None = column("First day on which it no longer holds; null while open.")
    region: Region | None = to_one("The office that set it; null when it is everybody's or out of scope.")


@strawberry.input(description="Which equipment to list; every part given must hold.")
class EquipmentFilter:
    """A choice of equipment."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only of teams of this region and those below it."
    )
    team_id: strawberry.ID | None = strawberry.field(default=None, description="Only of this team.")
    kind: str | None = strawberry.field(default=None, description="Only of this kind, in Chinese.")
    state: EquipmentState | None = strawberry.field(
        default=None, description="Only in this condition today; inspection overdue is told by dates."
    )
    overdue: bool | None = strawberry.field(
        default=None, description="Only overdue for inspection when true, only not overdue when false."
    )


def _chosen(info: Info, choice: EquipmentFilter | None) -> QuerySet[tables.EquipmentItem]:
    """Return the equipment a filter names."""
    listed, today = rows(info.context.viewer, tables.EquipmentItem), info.context.today
    if choice is None:
        return listed
    listed = listed.filter(within(info, choice.within_id, "team__region_id"))
    if choice.team_id is not None:
        listed = listed.filter(team_id__in=visible(info, tables.Team, choice.team_id))
    if choice.kind is not None:
        listed = listed.filter(kind=choice.kind)
    if choice.state is not None:
        listed = listed.filter(in_condition(choice.state, today))
    if choice.overdue is not None:
        late = overdue_condition(today)
        listed = listed.filter(late) if choice.overdue else listed.exclude(late)
    return listed


@strawberry.type(description="An item of equipment whose inspection is due or overdue.")
class InspectionDue:
    """A line of the list."""

    item: EquipmentItem = strawberry.field(description="The item.")
    team: Team = strawberry.field(description="The team that holds it.")
    on: date = strawberry.field(description="First day on which it is overdue.")
    days_left: int = strawberry.field(description="Days until then; 0 or less once it is overdue.")
    overdue: bool = strawberry.field(description="Whether that day has come.")
    sentence: str = strawberry.field(description="What is due, in English.")
    sentence_zh: str = strawberry.field(description="What is due, in Chinese.")


@strawberry.type
class EquipmentQuery:
    """Queries about equipment."""

    @strawberry.field(description="One item or lot of equipment; null when unknown or out of scope.")
    async def equipment_item(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> EquipmentItem | None:
        """Return an item."""
        return shown(await find(info, tables.EquipmentItem, id))

    @strawberry.field(description="Equipment within the caller's reach, by kind.")
    async def equipment(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[EquipmentFilter | None, strawberry.argument(description="Which equipment.")] = None,
    ) -> Connection[EquipmentItem]:
        """Return a page of equipment."""
        return await page(_chosen(info, filter), Sort("kind"), first, after)

    @strawberry.field(description="Inspections of equipment within the caller's reach, the latest first.")
    async def equipment_inspections(
        self,
        info: Info,
        first: First,
        after: After = None,
        within_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only of teams of this region and those below it."),
        ] = None,
        result: Annotated[
            InspectionResult | None, strawberry.argument(description="Only with this result.")
        ] = None,
    ) -> Connection[EquipmentInspection]:
        """Return a page of inspections."""
        listed = rows(info.context.viewer, tables.EquipmentInspection)
        listed = listed.filter(within(info, within_id, "item__team__region_id"))
        if result is not None:
            listed = listed.filter(result=result)
        return await page(listed, Sort("inspected_on", descending=True), first, after)

    @strawberry.field(
        description="Inspection schedules in force, by kind: the caller's own, those above, and everybody's."
    )
    async def inspection_schedules(
        self,
        info: Info,
        first: First,
        after: After = None,
        kind: Annotated[str | None, strawberry.argument(description="Only of this kind, in Chinese.")] = None,
        on: Annotated[
            date | None, strawberry.argument(description="In force on this day; today when absent.")
        ] = None,
    ) -> Connection[InspectionSchedule]:
        """Return a page of schedules."""
        listed = rows(info.context.viewer, tables.InspectionSchedule)
        listed = listed.filter(in_force(on or info.context.today))
        if kind is not None:
            listed = listed.filter(kind=kind)
        return await page(listed, Sort("kind"), first, after)

    @strawberry.field(
        description="Equipment in use whose inspection is due within some days or overdue, the earliest"
        " first; null when the region is out of scope."
    )
    async def inspections_due(
        self,
        info: Info,
        within_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only of teams of this region and those below it."),
        ] = None,
        within_days: Annotated[
            int | None,
            strawberry.argument(
                description="How many days ahead, 0 to 1,100; the lead time of each kind when absent."
            ),
        ] = None,
        on: Annotated[
            date | None, strawberry.argument(description="Day of the list; today when absent.")
        ] = None,
    ) -> list[InspectionDue] | None:
        """Return the list."""
        region = None if within_id is None else row_id(within_id, tables.Region)
        try:
            found = await inspections_due(
                info.context.viewer, region, on=on or info.context.today, days=within_days
            )
        except NotFound:
            return None
        return [
            InspectionDue(
                item=shown(due.item),
                team=shown(due.team),
                on=due.on,
                days_left=due.days_left,
                overdue=due.days_left <= 0,
                sentence=due.sentence,
                sentence_zh=due.sentence_zh,
            )
            for due in found
        ]
