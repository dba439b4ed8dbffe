"""
Double-random inspections 双随机一公开: inspectors, plans of inspections, and what was drawn.

A plan is frozen with both pools in its manifest, then committed, drawn and published; what each step
does is in `registry.draws`.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tortoise import fields

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
from registry.tables.organizations import Organization
from registry.tables.people import Person
from registry.tables.readiness import Finding
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class Inspector(Record):
    """
    Somebody who may inspect 检查人员, on the register from `valid_from` until the day before `valid_to`.

    Either a person of the register or a named person of another body, `external` if that is a third
    party; the name is personal data. `region` is where they serve; `specialty` the only kind of object
    they inspect, any kind when null. `code` is what is published.
    """

    sealed: ClassVar[frozenset[str]] = frozenset({"name", "salt"})

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="inspectors", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="inspectors", on_delete=fields.RESTRICT
    )
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "registry.Person", null=True, related_name="inspectors", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=60, null=True)
    salt = fields.CharField(max_length=32)
    external = fields.BooleanField(default=False)
    specialty = code_field(InspectionObject, null=True)
    region_id: UUID
    organization_id: UUID
    person_id: UUID | None

    class Meta:
        """Table."""

        table = "inspector"


class InspectorRelation(Record):
    """A declared relation 回避关系 of an inspector to an organization: a conflict while it holds."""

    inspector: fields.ForeignKeyRelation[Inspector] = fields.ForeignKeyField(
        "registry.Inspector", related_name="relations", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="inspector_relations", on_delete=fields.RESTRICT
    )
    kind = code_field(RelationKind)
    note = fields.CharField(max_length=300, default="")
    inspector_id: UUID
    organization_id: UUID

    class Meta:
        """Table."""

        table = "inspector_relation"


class InspectionPlan(Record):
    """
    A double-random inspection 抽查计划 from its draft to its publication.

    Either `ratio_percent` of the objects or `objects_wanted` of them are drawn. `recent_days` keeps out
    what was inspected fewer days before the freeze (0: nothing); with `local_recusal` nobody inspects
    where they serve. The secret must be revealed after `public_value_on` and until the end of
    `reveal_by`. `manifest` is canonical JSON; it stands in the ledger as a digest, `manifest_hash` plainly.
    """

    digested: ClassVar[frozenset[str]] = frozenset({"manifest"})

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="inspection_plans", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    title = fields.CharField(max_length=200)
    item = fields.CharField(max_length=200)
    object_kind = code_field(InspectionObject)
    method = code_field(InspectionMethod)
    legal_basis = fields.CharField(max_length=300)
    ratio_percent = fields.SmallIntField(null=True)
    objects_wanted = fields.IntField(null=True)
    strata = code_field(Strata, default=Strata.NONE)
    inspectors_per_object = fields.SmallIntField(default=2)
    recent_days = fields.IntField(default=0)
    local_recusal = fields.BooleanField(default=False)
    public_value_name = fields.CharField(max_length=200)
    public_value_on = fields.DateField()
    reveal_by = fields.DateField()
    state = code_field(DrawState, default=DrawState.DRAFT)
    frozen_on = fields.DateField(null=True)
    objects_count = fields.IntField(null=True)
    objects_hash = fields.CharField(max_length=64, null=True)
    inspectors_count = fields.IntField(null=True)
    inspectors_hash = fields.CharField(max_length=64, null=True)
    exclusions_count = fields.IntField(default=0)
    manifest = fields.TextField(default="")
    manifest_hash = fields.CharField(max_length=64, null=True)
    commitment = fields.CharField(max_length=64, null=True)
    committed_on = fields.DateField(null=True)
    secret = fields.CharField(max_length=64, null=True)
    public_value = fields.CharField(max_length=200, null=True)
    seed = fields.CharField(max_length=64, null=True)
    revealed_on = fields.DateField(null=True)
    shortfall = fields.IntField(null=True)
    published_on = fields.DateField(null=True)
    overdue_finding: fields.ForeignKeyNullableRelation[Finding] = fields.ForeignKeyField(
        "registry.Finding", null=True, related_name="overdue_draws", on_delete=fields.RESTRICT
    )
    region_id: UUID
    overdue_finding_id: UUID | None

    class Meta:
        """Table."""

        table = "inspection_plan"


class DrawExclusion(Record):
    """An object or inspector (`code`) of a frozen pool that takes no part, said before the commitment."""

    plan: fields.ForeignKeyRelation[InspectionPlan] = fields.ForeignKeyField(
        "registry.InspectionPlan", related_name="exclusions", on_delete=fields.RESTRICT
    )
    pool = code_field(DrawPool)
    code = fields.CharField(max_length=40)
    reason = code_field(ExclusionReason)
    note = fields.CharField(max_length=300, default="")
    plan_id: UUID

    class Meta:
        """Table."""

        table = "draw_exclusion"
        unique_together = (("plan_id", "pool", "code"),)


class DrawnObject(Record):
    """
    An object that was drawn to be inspected, in the order of the draw from 1.

    `object_id` is the row of the table that the plan's kind names, `code` and `name` are those of the
    frozen pool. An `undrawable` one has no inspectors and is published with that reason.
    """

    plan: fields.ForeignKeyRelation[InspectionPlan] = fields.ForeignKeyField(
        "registry.InspectionPlan", related_name="drawn_objects", on_delete=fields.RESTRICT
    )
    ordinal = fields.IntField()
    object_id = fields.UUIDField()
    code = fields.CharField(max_length=40)
    name = fields.CharField(max_length=120)
    stratum = fields.CharField(max_length=40)
    undrawable = code_field(Undrawable, null=True)
    plan_id: UUID

    class Meta:
        """Table."""

        table = "drawn_object"
        unique_together = (("plan_id", "ordinal"), ("plan_id", "code"))


class DrawAssignment(Record):
    """One inspector drawn for one object, in the order assigned from 1."""

    drawn: fields.ForeignKeyRelation[DrawnObject] = fields.ForeignKeyField(
        "registry.DrawnObject", related_name="assignments", on_delete=fields.RESTRICT
    )
    inspector: fields.ForeignKeyRelation[Inspector] = fields.ForeignKeyField(
        "registry.Inspector", related_name="assignments", on_delete=fields.RESTRICT
    )
    ordinal = fields.SmallIntField()
    drawn_id: UUID
    inspector_id: UUID

    class Meta:
        """Table."""

        table = "draw_assignment"
        unique_together = (("drawn_id", "inspector_id"),)
