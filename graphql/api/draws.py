"""Double-random inspections: inspectors, plans with their draws, and the document anybody can verify."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.context import Info
from api.enums import Label
from api.nodes import (
    Node,
    column,
    find,
    labelled,
    personal,
    row_id,
    shown,
    table_type,
    to_many,
    to_one,
)
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.people import Person
from api.regions import Region, within
from registry import errors, tables
from registry.access import rows
from registry.codes import (
    DrawPool,
    DrawState,
    ExclusionReason,
    InspectionMethod,
    InspectionObject,
    RelationKind,
    Strata,
    Undrawable,
)
from registry.draws.overdue import is_overdue, overdue
from registry.draws.pools import SOURCES
from registry.draws.reading import document
from registry.periods import in_force


@table_type(tables.Inspector, "Somebody who may inspect; what is published of them is the code.")
class Inspector(Node):
    """An inspector."""

    code: str = column("Code of the inspector, unique; the only name in published draws.")
    name: str | None = personal(
        "Name of somebody of another body; null for a person of the register or without the right."
    )
    external: bool = column("Whether they belong to a third-party body.")
    specialty: InspectionObject | None = column("The only kind of object they inspect; null for any kind.")
    specialty_label: Label | None = labelled("specialty", "That kind in words; null for any kind.")
    valid_from: date = column("First day on the register.")
    valid_to: date | None = column("First day no longer on the register; null while they are.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("Where they serve; null when out of scope.")
    organization: Organization | None = to_one("The body they belong to; null when out of scope.")
    person: Person | None = to_one("The person of the register; null for others or when out of scope.")
    relations: list[InspectorRelation] = to_many(
        "Declared relations, ended ones too, the oldest first.", order=("valid_from", "id")
    )


@table_type(
    tables.InspectorRelation, "A declared relation that keeps an inspector away from an organization."
)
class InspectorRelation(Node):
    """A relation."""

    kind: RelationKind = column("What ties them.")
    kind_label: Label = labelled("kind", "That in words.")
    note: str = column("More about it; may be empty.")
    valid_from: date = column("First day.")
    valid_to: date | None = column("First day on which it no longer holds; null while it does.")
    inspector: Inspector | None = to_one("The inspector.")
    organization: Organization | None = to_one("The organization; null when out of scope.")


@table_type(tables.InspectionPlan, "A double-random inspection, from its draft to its publication.")
class InspectionPlan(Node):
    """A plan and its draw."""

    code: str = column("Code of the plan, unique.")
    title: str = column("Title.")
    item: str = column("Item of inspection.")
    object_kind: InspectionObject = column("What is drawn.")
    object_kind_label: Label = labelled("object_kind", "That in words.")
    method: InspectionMethod = column("How it is inspected.")
    method_label: Label = labelled("method", "That in words.")
    legal_basis: str = column("What the inspection rests on.")
    ratio_percent: int | None = column(
        "Percent of each stratum drawn, 1 to 100, rounded up; null if a number is."
    )
    objects_wanted: int | None = column("Objects drawn in all; null if a ratio is.")
    strata: Strata = column("By what the pool is parted.")
    strata_label: Label = labelled("strata", "That in words.")
    inspectors_per_object: int = column("Inspectors of each object, 2 or more.")
    recent_days: int = column("Objects drawn fewer days before the freeze are left out; 0 for none.")
    local_recusal: bool = column("Whether nobody inspects where they serve.")
    public_value_name: str = column("The public value named in advance.")
    public_value_on: date = column("Day on which the public value becomes known.")
    reveal_by: date = column("Last day of the reveal, inclusive.")
    state: DrawState = column("How far it has come.")
    state_label: Label = labelled("state", "The state in words.")
    frozen_on: date | None = column("Day the pools were frozen; null before.")
    objects_count: int | None = column("Objects in the frozen pool; null before.")
    objects_hash: str | None = column("SHA-256 of the pool of objects, in hex; null before the freeze.")
    inspectors_count: int | None = column("Inspectors in the frozen pool; null before.")
    inspectors_hash: str | None = column("SHA-256 of the pool of inspectors, in hex; null before the freeze.")
    exclusions_count: int = column("Entries of both pools that are left out.")
    commitment: str | None = column("SHA-256 of the secret, in hex; null before the commitment.")
    manifest_hash: str | None = column("SHA-256 of the manifest, in hex; null before the commitment.")
    committed_on: date | None = column("Day of the commitment; null before.")
    secret: str | None = column("The secret, 64 hexadecimal digits; null before it is revealed.")
    public_value: str | None = column("The public value as entered; null before the reveal.")
    seed: str | None = column("The seed, in hex; null before the reveal.")
    revealed_on: date | None = column("Day of the reveal; null before.")
    shortfall: int | None = column("Objects wanted that the pool could not give; null before the draw.")
    published_on: date | None = column("Day of the publication; null before.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region whose objects are inspected.")
    exclusions: list[DrawExclusion] = to_many("What is left out, by pool and code.", order=("pool", "code"))
    drawn_objects: list[DrawnObject] = to_many(
        "What was drawn, in the order of the draw.", order=("ordinal",)
    )

    @strawberry.field(description="Whether it was committed and should have been revealed before today.")
    def overdue(self: Any, info: Info) -> bool:
        """Tell whether the reveal is overdue."""
        return is_overdue(self, info.context.today)


@table_type(tables.DrawExclusion, "An entry of a frozen pool that takes no part, said before the commitment.")
class DrawExclusion(Node):
    """An exclusion."""

    pool: DrawPool = column("Which pool.")
    pool_label: Label = labelled("pool", "That in words.")
    code: str = column("Code of the object or inspector, as in the pool.")
    reason: ExclusionReason = column("Why.")
    reason_label: Label = labelled("reason", "The reason in words.")
    note: str = column("More about it; may be empty.")
    valid_from: date = column("Day it was said.", name="excludedOn")
    plan: InspectionPlan | None = to_one("The plan.")


@table_type(tables.DrawnObject, "An object that was drawn to be inspected.")
class DrawnObject(Node):
    """A drawn object."""

    ordinal: int = column("Place in the order of the draw, from 1.")
    code: str = column("Code of the object, as in the pool.")
    name: str = column("Name of the object, as in the pool.")
    stratum: str = column("Stratum it was drawn from; empty when the pool was not parted.")
    undrawable: Undrawable | None = column("Why it was given no inspectors; null when it was.")
    undrawable_label: Label | None = labelled("undrawable", "That in words; null when it has inspectors.")
    plan: InspectionPlan | None = to_one("The plan.")
    assignments: list[DrawAssignment] = to_many("Its inspectors, in the order drawn.", order=("ordinal",))

    @strawberry.field(description="The object's record as it is today; null when out of scope.")
    async def record(self: Any, info: Info) -> Node | None:
        """Return the record."""
        plan = await info.context.loaders.parent(self, "plan")
        if plan is None:
            return None
        return shown(await info.context.loaders.by_id(SOURCES[plan.object_kind].table).load(self.object_id))


@table_type(tables.DrawAssignment, "An inspector drawn for an object.")
class DrawAssignment(Node):
    """An assignment."""

    ordinal: int = column("Place among the object's inspectors, from 1.")
    inspector: Inspector | None = to_one("The inspector; null when out of scope.")
    drawn: DrawnObject | None = to_one("The object.")


@strawberry.input(description="Which inspectors to list; every part given must hold.")
class InspectorFilter:
    """A choice of inspectors."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only those who serve in this region or below it."
    )
    external: bool | None = strawberry.field(
        default=None, description="Only those of third-party bodies, or only the others."
    )
    current: bool = strawberry.field(
        default=False, description="Only those on the register today, when true."
    )


@strawberry.input(description="Which double-random inspections to list; every part given must hold.")
class InspectionPlanFilter:
    """A choice of plans."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    state: DrawState | None = strawberry.field(default=None, description="Only this state.")
    overdue: bool = strawberry.field(
        default=False, description="Only those that should have been revealed before today, when true."
    )


@strawberry.type
class DrawQuery:
    """Queries about double-random inspections."""

    @strawberry.field(description="Inspectors within the caller's reach and those above it, by code.")
    async def inspectors(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            InspectorFilter | None, strawberry.argument(description="Which inspectors.")
        ] = None,
    ) -> Connection[Inspector]:
        """Return a page of inspectors."""
        listed = rows(info.context.viewer, tables.Inspector)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.external is not None:
                listed = listed.filter(external=filter.external)
            if filter.current:
                listed = listed.filter(in_force(info.context.today))
        return await page(listed, Sort("code"), first, after)

    @strawberry.field(description="One double-random inspection; null when unknown or out of scope.")
    async def inspection_plan(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> InspectionPlan | None:
        """Return a plan."""
        return shown(await find(info, tables.InspectionPlan, id))

    @strawberry.field(description="Double-random inspections within the caller's reach, by code.")
    async def inspection_plans(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            InspectionPlanFilter | None, strawberry.argument(description="Which inspections.")
        ] = None,
    ) -> Connection[InspectionPlan]:
        """Return a page of plans."""
        listed = rows(info.context.viewer, tables.InspectionPlan)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.state is not None:
                listed = listed.filter(state=filter.state)
            if filter.overdue:
                listed = listed.filter(overdue(info.context.today))
        return await page(listed, Sort("code"), first, after)

    @strawberry.field(
        description="What is published of a draw, as JSON text to be verified by anybody; null when unknown, "
        "out of scope or not committed yet. Its format: docs/reference/draw-format.md."
    )
    async def draw_document(
        self,
        info: Info,
        inspection_plan_id: Annotated[strawberry.ID, strawberry.argument(description="The inspection.")],
    ) -> str | None:
        """Return the document."""
        try:
            return await document(info.context.viewer, row_id(inspection_plan_id, tables.InspectionPlan))
        except (errors.NotFound, errors.NotReady):
            return None
