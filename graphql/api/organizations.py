"""Organizations, the enterprises among them, and what they can produce."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry
from tortoise.queryset import QuerySet

from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, shown, table_type, to_many, to_one
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.codes import IndustryField, OrganizationKind, SourceMark

if TYPE_CHECKING:
    from api.center_reviews import CapabilityVerification
    from api.centers import MobilizationCenter


@table_type(tables.RuleSource, "A source of rules: a citation and how far it can be believed.")
class RuleSource(Node):
    """Where a figure comes from."""

    code: str = column("Code of the source, unique.")
    title: str = column("Title.")
    citation: str = column("Where to read it; may be empty.")
    mark: SourceMark = column("How far it can be believed.")
    mark_label: Label = labelled("mark", "The mark in words.")


@table_type(tables.Organization, "A body with a unified social credit code.")
class Organization(Node):
    """A government department, institution, enterprise or social organization."""

    credit_code: str = column("Unified social credit code, 18 characters with check digit.")
    name: str = column("Name in Chinese.")
    kind: OrganizationKind = column("What sort of body it is.")
    kind_label: Label = labelled("kind", "The sort in words.")
    field: IndustryField = column("Industry field.")
    field_label: Label = labelled("field", "Industry field in words.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region it belongs to.")
    parent: Organization | None = to_one("The organization above it, if any and in scope.")
    children: list[Organization] = to_many(
        "The organizations below it, by credit code.", order=("credit_code",)
    )
    capabilities: list[CapabilityItem] = to_many(
        "What it can produce or do in mobilization, in force today.", order=("product", "id"), current=True
    )
    centers: list[Annotated[MobilizationCenter, strawberry.lazy("api.centers")]] = to_many(
        "Mobilization centers set up on it, by code.", order=("code",)
    )


@table_type(tables.CapabilityItem, "What an enterprise can produce or do in mobilization.")
class CapabilityItem(Node):
    """One capability."""

    product: str = column("Product or service.")
    unit: str = column("Unit the outputs count.")
    normal_per_day: int = column("Normal output in units per day.")
    surge_per_day: int = column("Surge output in units per day.")
    conversion_hours: int = column("Time to convert to surge output, in hours.")
    sustain_days: int = column("How long surge output can be sustained, in days.")
    reserve_stock: int = column("Reserve stock in units.")
    verified_on: date | None = column("Day of the last verification; null if never.")
    verifier: str | None = column("Who verified it.")
    version: int = column("Version for optimistic locking, from 1.")
    organization: Organization | None = to_one("The organization that has it.")
    center: Annotated[MobilizationCenter, strawberry.lazy("api.centers")] | None = to_one(
        "The mobilization center it belongs to, if any."
    )
    verifications: list[Annotated[CapabilityVerification, strawberry.lazy("api.center_reviews")]] = to_many(
        "How it was verified, the latest first.", order=("-valid_from", "id")
    )


@strawberry.input(description="Which organizations to list; every part given must hold.")
class OrganizationFilter:
    """A choice of organizations."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    kind: OrganizationKind | None = strawberry.field(default=None, description="Only this sort of body.")
    field: IndustryField | None = strawberry.field(default=None, description="Only this industry field.")
    credit_code: str | None = strawberry.field(
        default=None, description="Only the body with this credit code."
    )


def _chosen(
    info: Info, choice: OrganizationFilter | None, kind: OrganizationKind | None
) -> QuerySet[tables.Organization]:
    """Return the organizations a filter names, of one kind if given."""
    listed = rows(info.context.viewer, tables.Organization)
    if choice is not None:
        wanted = {
            name: value
            for name, value in (
                ("kind", choice.kind),
                ("field", choice.field),
                ("credit_code", choice.credit_code),
            )
            if value is not None
        }
        listed = listed.filter(within(info, choice.within_id), **wanted)
    return listed if kind is None else listed.filter(kind=kind)


Choice = Annotated[OrganizationFilter | None, strawberry.argument(description="Which organizations.")]


@strawberry.type
class OrganizationQuery:
    """Queries about organizations."""

    @strawberry.field(description="One organization; null when unknown or out of scope.")
    async def organization(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Organization | None:
        """Return an organization."""
        return shown(await find(info, tables.Organization, id))

    @strawberry.field(description="Organizations within the caller's reach, by credit code.")
    async def organizations(
        self, info: Info, first: First, after: After = None, filter: Choice = None
    ) -> Connection[Organization]:
        """Return a page of organizations."""
        return await page(_chosen(info, filter, None), Sort("credit_code"), first, after)

    @strawberry.field(description="Enterprises within the caller's reach, by credit code.")
    async def enterprises(
        self, info: Info, first: First, after: After = None, filter: Choice = None
    ) -> Connection[Organization]:
        """Return a page of enterprises."""
        listed = _chosen(info, filter, OrganizationKind.ENTERPRISE)
        return await page(listed, Sort("credit_code"), first, after)
