"""What members may serve in beside their team: the rules of regions, and who serves where."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, row_id, shown, table_type, to_one, visible
from api.pages import After, Connection, First, Sort, page
from api.people import Person
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.codes import DoubleService, OutsideServiceKind, SourceMark
from registry.nearest import nearest
from registry.periods import in_force
from registry.service import end_outside_service, record_outside_service, set_membership_rule


@table_type(
    tables.MembershipRule,
    "What members of a region's teams may serve in too; the nearest rule upwards holds.",
)
class MembershipRule(Node):
    """A rule of double service."""

    double_service: DoubleService = column("What else members may serve in.")
    double_service_label: Label = labelled("double_service", "The same in words.")
    mark: SourceMark = column("How far the rule can be believed.")
    mark_label: Label = labelled("mark", "The mark in words.")
    citation: str = column("Where it stands; may be empty.")
    valid_from: date = column("First day it holds.")
    valid_to: date | None = column("First day it no longer holds; null while it does.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("Whose rule it is; null for everybody's, or when out of scope.")


@table_type(tables.OutsideService, "A person's service in the militia or the reserve.")
class OutsideService(Node):
    """A service outside the support teams."""

    kind: OutsideServiceKind = column("What the person serves in.")
    kind_label: Label = labelled("kind", "The same in words.")
    unit: str = column("The unit; may be empty.")
    valid_from: date = column("First day of the service.")
    valid_to: date | None = column("First day without it; null while it lasts.")
    version: int = column("Version for optimistic locking, from 1.")
    person: Person | None = to_one("The person.")


@strawberry.input(description="Which services outside to list; every part given must hold.")
class OutsideServiceFilter:
    """A choice of services outside."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only people of this region and those below it."
    )
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Only this person's.")
    kind: OutsideServiceKind | None = strawberry.field(default=None, description="Only this kind.")
    on: date | None = strawberry.field(default=None, description="Only those in force on this day.")


@strawberry.type
class DoubleServiceQuery:
    """Queries about double service."""

    @strawberry.field(
        description="The rule of double service in a region on a day: its own, or the nearest above. Null"
        " without one (then members may serve in nothing else), or when the region is out of scope."
    )
    async def membership_rule(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region.")],
        on: Annotated[date | None, strawberry.argument(description="The day; today when absent.")] = None,
    ) -> MembershipRule | None:
        """Return the rule of a region."""
        region = await find(info, tables.Region, region_id)
        if region is None:
            return None
        return shown(await nearest(tables.MembershipRule, region.id, on or info.context.today))

    @strawberry.field(description="Rules of double service, past ones too, by first day.")
    async def membership_rules(
        self,
        info: Info,
        first: First,
        after: After = None,
        within_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only rules of this region and those below it."),
        ] = None,
    ) -> Connection[MembershipRule]:
        """Return a page of rules."""
        listed = rows(info.context.viewer, tables.MembershipRule).filter(within(info, within_id))
        return await page(listed, Sort("valid_from"), first, after)

    @strawberry.field(description="Services in the militia or the reserve, by first day.")
    async def outside_services(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[OutsideServiceFilter | None, strawberry.argument(description="Which.")] = None,
    ) -> Connection[OutsideService]:
        """Return a page of services."""
        choice = filter or OutsideServiceFilter()
        listed = rows(info.context.viewer, tables.OutsideService)
        listed = listed.filter(within(info, choice.within_id, "person__region_id"))
        if choice.person_id is not None:
            listed = listed.filter(person_id__in=visible(info, tables.Person, choice.person_id))
        if choice.kind is not None:
            listed = listed.filter(kind=choice.kind)
        if choice.on is not None:
            listed = listed.filter(in_force(choice.on))
        return await page(listed, Sort("valid_from"), first, after)


@strawberry.input(description="Says what members of a region's teams may serve in too, from a day on.")
class SetMembershipRuleInput:
    """Input of `setMembershipRule`."""

    region_id: strawberry.ID = strawberry.field(description="The region.")
    double_service: DoubleService = strawberry.field(description="What else members may serve in.")
    mark: SourceMark = strawberry.field(description="How far the rule can be believed.")
    valid_from: date = strawberry.field(description="First day it holds; the rule before ends then.")
    reason: str = reason_field()
    citation: str = strawberry.field(default="", description="Where it stands.")


@strawberry.input(description="Records that a person serves in the militia or the reserve.")
class RecordOutsideServiceInput:
    """Input of `recordOutsideService`."""

    person_id: strawberry.ID = strawberry.field(description="The person.")
    kind: OutsideServiceKind = strawberry.field(description="What the person serves in.")
    valid_from: date = strawberry.field(description="First day of the service.")
    reason: str = reason_field()
    unit: str = strawberry.field(default="", description="The unit, at most 120 characters.")
    valid_to: date | None = strawberry.field(
        default=None, description="First day without it; open when absent."
    )


@strawberry.input(description="Ends a service in the militia or the reserve.")
class EndOutsideServiceInput:
    """Input of `endOutsideService`."""

    service_id: strawberry.ID = strawberry.field(description="The service.")
    on: date = strawberry.field(description="First day without it, after its first day.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


SetMembershipRulePayload = Annotated[
    MembershipRule | NotFound | AccessDenied | InvalidValue,
    strawberry.union("SetMembershipRulePayload", description="The rule, or why not."),
]
RecordOutsideServicePayload = Annotated[
    OutsideService | NotFound | AccessDenied | InvalidValue,
    strawberry.union("RecordOutsideServicePayload", description="The service, or why not."),
]
EndOutsideServicePayload = Annotated[
    OutsideService | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("EndOutsideServicePayload", description="The ended service, or why not."),
]


@strawberry.type
class DoubleServiceMutation:
    """Changes of double service."""

    @strawberry.mutation(description="Say what members of a region's teams may serve in too.")
    async def set_membership_rule(
        self,
        info: Info,
        input: Annotated[SetMembershipRuleInput, strawberry.argument(description="The rule.")],
    ) -> SetMembershipRulePayload:
        """Set a rule."""
        rule = await set_membership_rule(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.region_id, tables.Region),
            input.double_service,
            mark=input.mark,
            citation=input.citation,
            valid_from=input.valid_from,
        )
        return shown(rule)

    @strawberry.mutation(description="Record that a person serves in the militia or the reserve.")
    async def record_outside_service(
        self,
        info: Info,
        input: Annotated[RecordOutsideServiceInput, strawberry.argument(description="Who and where.")],
    ) -> RecordOutsideServicePayload:
        """Record a service."""
        service = await record_outside_service(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.person_id, tables.Person),
            input.kind,
            unit=input.unit,
            valid_from=input.valid_from,
            valid_to=input.valid_to,
        )
        return shown(service)

    @strawberry.mutation(description="End a service in the militia or the reserve; its history is kept.")
    async def end_outside_service(
        self,
        info: Info,
        input: Annotated[EndOutsideServiceInput, strawberry.argument(description="Which, and when.")],
    ) -> EndOutsideServicePayload:
        """End a service."""
        ended = await end_outside_service(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.service_id, tables.OutsideService),
            input.on,
            input.expected_version,
        )
        return shown(ended)
