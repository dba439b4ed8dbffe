"""Hazards of works and places, and each step of theirs through the five-level network."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import FindingSeverity, HazardState, HazardStep, NetworkLevel
from registry.tables.access import Principal
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region
from registry.tables.works import Work


class Hazard(Record):
    """
    A hazard 隐患 found on `valid_from` in a region of the network.

    `handler` is the region whose level answers for it now, `level` that level. `arose_on` is the day it is
    believed to have arisen, null if unknown; `due_on` the last day in time for closing it.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="hazards", on_delete=fields.RESTRICT
    )
    handler: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="hazards_handled", on_delete=fields.RESTRICT
    )
    work: fields.ForeignKeyNullableRelation[Work] = fields.ForeignKeyField(
        "registry.Work", null=True, related_name="hazards", on_delete=fields.RESTRICT
    )
    reporter: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="hazards_reported", on_delete=fields.RESTRICT
    )
    assignee: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="hazards_assigned", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    title = fields.CharField(max_length=200)
    place = fields.CharField(max_length=200, default="")
    description = fields.CharField(max_length=1_000, default="")
    severity = code_field(FindingSeverity)
    level = code_field(NetworkLevel)
    state = code_field(HazardState, default=HazardState.REPORTED)
    arose_on = fields.DateField(null=True)
    due_on = fields.DateField()
    disposed_on = fields.DateField(null=True)
    disposal = fields.CharField(max_length=500, default="")
    closed_on = fields.DateField(null=True)
    disposed_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="hazards_disposed", on_delete=fields.RESTRICT
    )
    closed_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="hazards_closed", on_delete=fields.RESTRICT
    )
    region_id: UUID
    handler_id: UUID
    work_id: UUID | None
    reporter_id: UUID
    assignee_id: UUID | None
    disposed_by_id: UUID | None
    closed_by_id: UUID | None

    class Meta:
        """Table."""

        table = "hazard"


class HazardStepTaken(Record):
    """One step of a hazard, taken on `valid_from` at a level of the network; `ordinal` counts from 1."""

    hazard: fields.ForeignKeyRelation[Hazard] = fields.ForeignKeyField(
        "registry.Hazard", related_name="steps", on_delete=fields.RESTRICT
    )
    ordinal = fields.IntField()
    step = code_field(HazardStep)
    level = code_field(NetworkLevel)
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="hazard_steps", on_delete=fields.RESTRICT
    )
    note = fields.CharField(max_length=500, default="")
    hazard_id: UUID
    organization_id: UUID | None

    class Meta:
        """Table."""

        table = "hazard_step"
