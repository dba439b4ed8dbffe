"""Organizations, what enterprises can produce, mobilization centers, and the sources of rules."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import CenterLevel, CenterState, IndustryField, OrganizationKind, SourceMark
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class RuleSource(Record):
    """A source 依据 of rules: citation and how far it can be believed."""

    code = fields.CharField(max_length=40, unique=True)
    title = fields.CharField(max_length=200)
    citation = fields.TextField(default="")
    mark = code_field(SourceMark)

    class Meta:
        """Table."""

        table = "rule_source"


class Organization(Record):
    """A body with a unified social credit code 统一社会信用代码 (18 characters with check digit)."""

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="organizations", on_delete=fields.RESTRICT
    )
    credit_code = fields.CharField(max_length=18, unique=True)
    name = fields.CharField(max_length=120)
    kind = code_field(OrganizationKind)
    field = code_field(IndustryField, default=IndustryField.OTHER)
    parent: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="children", on_delete=fields.RESTRICT
    )
    region_id: UUID
    parent_id: UUID | None

    class Meta:
        """Table."""

        table = "organization"


class MobilizationCenter(Record):
    """A national-economy mobilization center 国民经济动员中心 set up on an enterprise."""

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="centers", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="centers", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=120)
    field = code_field(IndustryField)
    level = code_field(CenterLevel)
    state = code_field(CenterState, default=CenterState.NURTURED)
    designation_number = fields.CharField(max_length=60, null=True)
    designated_on = fields.DateField(null=True)
    reinspection_due_on = fields.DateField(null=True)
    rectify_by = fields.DateField(null=True)
    region_id: UUID
    organization_id: UUID

    class Meta:
        """Table."""

        table = "mobilization_center"


class CapabilityItem(Record):
    """
    What an enterprise can produce or do in mobilization 动员能力项.

    Outputs count `unit` per day; conversion takes hours, surge output can be sustained for days.
    """

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="capabilities", on_delete=fields.RESTRICT
    )
    center: fields.ForeignKeyNullableRelation[MobilizationCenter] = fields.ForeignKeyField(
        "registry.MobilizationCenter", null=True, related_name="capabilities", on_delete=fields.RESTRICT
    )
    product = fields.CharField(max_length=120)
    unit = fields.CharField(max_length=20)
    normal_per_day = fields.IntField()
    surge_per_day = fields.IntField()
    conversion_hours = fields.IntField()
    sustain_days = fields.IntField()
    reserve_stock = fields.IntField(default=0)
    verified_on = fields.DateField(null=True)
    verifier = fields.CharField(max_length=120, null=True)
    organization_id: UUID
    center_id: UUID | None

    class Meta:
        """Table."""

        table = "capability_item"
