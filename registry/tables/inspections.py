"""Inspection of equipment: how often, what was found; and equipment changing hands."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import InspectionResult, SourceMark
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region
from registry.tables.teams import EquipmentItem, Team


class InspectionSchedule(Record):
    """
    How often equipment of a kind is inspected, in days, and how long before it is announced.

    `kind` is the Chinese kind of the item. The nearest region's schedule holds, then everybody's.
    """

    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="inspection_schedules", on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=60)
    interval_days = fields.IntField()
    lead_days = fields.IntField()
    mark = code_field(SourceMark)
    citation = fields.TextField(default="")
    region_id: UUID | None

    class Meta:
        """Table."""

        table = "inspection_schedule"


class EquipmentInspection(Record):
    """One inspection of an item: what was found and when the next one is due."""

    item: fields.ForeignKeyRelation[EquipmentItem] = fields.ForeignKeyField(
        "registry.EquipmentItem", related_name="inspections", on_delete=fields.RESTRICT
    )
    inspected_on = fields.DateField()
    result = code_field(InspectionResult)
    inspector = fields.CharField(max_length=120)
    next_due_on = fields.DateField(null=True)
    note = fields.CharField(max_length=300, default="")
    item_id: UUID

    class Meta:
        """Table."""

        table = "equipment_inspection"


class EquipmentTransfer(Record):
    """Items that changed hands: a part of a lot becomes a lot of its own, `received`; a whole one stays."""

    item: fields.ForeignKeyRelation[EquipmentItem] = fields.ForeignKeyField(
        "registry.EquipmentItem", related_name="transfers_out", on_delete=fields.RESTRICT
    )
    received: fields.ForeignKeyRelation[EquipmentItem] = fields.ForeignKeyField(
        "registry.EquipmentItem", related_name="transfers_in", on_delete=fields.RESTRICT
    )
    quantity = fields.IntField()
    moved_on = fields.DateField()
    from_team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="equipment_given", on_delete=fields.RESTRICT
    )
    to_team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="equipment_received", on_delete=fields.RESTRICT
    )
    from_owner: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="equipment_given", on_delete=fields.RESTRICT
    )
    to_owner: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="equipment_received", on_delete=fields.RESTRICT
    )
    note = fields.CharField(max_length=300, default="")
    item_id: UUID
    received_id: UUID
    from_team_id: UUID
    to_team_id: UUID
    from_owner_id: UUID
    to_owner_id: UUID

    class Meta:
        """Table."""

        table = "equipment_transfer"
