"""Mobilization centers: lists, and what falls due at them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry
from tortoise.queryset import QuerySet

from api.center_reviews import CenterCheck, CenterReview
from api.context import Info
from api.enums import Label, expose, label
from api.nodes import Node, column, find, labelled, row_id, shown, table_type, to_many, to_one
from api.organizations import CapabilityItem, Organization
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.centers import centers_due
from registry.codes import CenterDueKind, CenterLevel, CenterState, Code, IndustryField
from registry.errors import NotFound


@table_type(tables.MobilizationCenter, "A national-economy mobilization center set up on an enterprise.")
class MobilizationCenter(Node):
    """A center."""

    code: str = column("Code of the center, unique.")
    name: str = column("Name in Chinese.")
    field: IndustryField = column("Industry field.")
    field_label: Label = labelled("field", "Industry field in words.")
    level: CenterLevel = column("Which government designates it.")
    level_label: Label = labelled("level", "The level in words.")
    state: CenterState = column("Where it is in its life.")
    state_label: Label = labelled("state", "The state in words.")
    designation_number: str | None = column("Number of the designation; null before it.")
    designated_on: date | None = column("Day of the designation; null before it.")
    reinspection_due_on: date | None = column("Day by which it is to be re-inspected.")
    rectify_by: date | None = column("Day by which it rectifies what was found wanting; null if nothing is.")
    valid_from: date = column("First day it is known to the register.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region it belongs to.")
    organization: Organization | None = to_one("The enterprise it is set up on.")
    capabilities: list[CapabilityItem] = to_many(
        "What it can produce or do, in force today.", order=("product", "id"), current=True
    )
    reviews: list[CenterReview] = to_many("The steps of its life, by day.", order=("valid_from", "id"))
    checklist: list[CenterCheck] = to_many(
        "The latest look at each item of its checklist, by item.", order=("item", "id"), current=True
    )


class CenterOrder(Code):
    """An order of mobilization centers; by designation, only those ever designated are listed."""

    CODE = "code", "按编码", "by code"
    CODE_DESC = "-code", "按编码倒序", "by code, the last first"
    DESIGNATED_ON = "designated_on", "按命名日期", "by day of designation"
    DESIGNATED_ON_DESC = "-designated_on", "按命名日期倒序", "by day of designation, the latest first"


expose(CenterOrder)


@strawberry.input(description="Which mobilization centers to list; every part given must hold.")
class CenterFilter:
    """A choice of centers."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    level: CenterLevel | None = strawberry.field(default=None, description="Only this level.")
    state: CenterState | None = strawberry.field(default=None, description="Only this state.")
    field: IndustryField | None = strawberry.field(default=None, description="Only this industry field.")
    designated_from: date | None = strawberry.field(
        default=None, description="Only those designated on this day or later."
    )
    designated_to: date | None = strawberry.field(
        default=None, description="Only those designated on this day or earlier."
    )


@strawberry.type(description="One thing that falls due at a mobilization center.")
class CenterDue:
    """A line of the list of dues."""

    center: MobilizationCenter = strawberry.field(description="The center.")
    kind: CenterDueKind = strawberry.field(description="What falls due.")
    kind_label: Label = strawberry.field(description="The same in words.")
    on: date = strawberry.field(description="Day on which it falls due.")
    days_left: int = strawberry.field(description="Days until then; negative once it is overdue.")
    overdue: bool = strawberry.field(description="Whether that day has passed.")
    capability: CapabilityItem | None = strawberry.field(description="The capability concerned, if any.")
    sentence: str = strawberry.field(description="What falls due, in English.")
    sentence_zh: str = strawberry.field(description="What falls due, in Chinese.")


def _chosen(info: Info, choice: CenterFilter, order: str) -> QuerySet[tables.MobilizationCenter]:
    """Return the centers a filter names; in the order of designation, only those that have one."""
    listed = rows(info.context.viewer, tables.MobilizationCenter).filter(within(info, choice.within_id))
    wanted = {
        name: value
        for name, value in (
            ("level", choice.level),
            ("state", choice.state),
            ("field", choice.field),
            ("designated_on__gte", choice.designated_from),
            ("designated_on__lte", choice.designated_to),
        )
        if value is not None
    }
    listed = listed.filter(**wanted)
    return listed.filter(designated_on__isnull=False) if order.endswith("designated_on") else listed


@strawberry.type
class CenterQuery:
    """Queries about mobilization centers."""

    @strawberry.field(description="One mobilization center; null when unknown or out of scope.")
    async def center(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> MobilizationCenter | None:
        """Return a center."""
        return shown(await find(info, tables.MobilizationCenter, id))

    @strawberry.field(description="Mobilization centers within the caller's reach.")
    async def centers(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[CenterFilter | None, strawberry.argument(description="Which centers.")] = None,
        order_by: Annotated[
            CenterOrder, strawberry.argument(description="In which order.")
        ] = CenterOrder.CODE,
    ) -> Connection[MobilizationCenter]:
        """Return a page of centers."""
        term: str = order_by.value
        listed = _chosen(info, filter or CenterFilter(), term)
        return await page(listed, Sort(term.removeprefix("-"), descending=term.startswith("-")), first, after)

    @strawberry.field(
        description="What falls due at centers within some days, overdue things included, the earliest"
        " first; null when the region is out of scope."
    )
    async def centers_due(
        self,
        info: Info,
        within_days: Annotated[
            int, strawberry.argument(description="How many days ahead, 0 to 1,100; 30 when absent.")
        ] = 30,
        within_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only this region and those below it.")
        ] = None,
    ) -> list[CenterDue] | None:
        """Return the list of dues."""
        context = info.context
        region = None if within_id is None else row_id(within_id, tables.Region)
        try:
            dues = await centers_due(context.viewer, region, within_days=within_days, today=context.today)
        except NotFound:
            return None
        return [
            CenterDue(
                center=shown(due.center),
                kind=due.kind,
                kind_label=label(due.kind),
                on=due.on,
                days_left=due.days_left,
                overdue=due.days_left < 0,
                capability=shown(due.capability),
                sentence=due.sentence,
                sentence_zh=due.sentence_zh,
            )
            for due in dues
        ]
