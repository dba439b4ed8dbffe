"""What a rating rests on besides the registers: confirmations, overrides, findings."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import FindingOrigin, FindingSeverity, FindingState, ReadinessArea, TaskState
from registry.tables.access import Principal
from registry.tables.checks import CheckItem, InspectionCheck
from registry.tables.hazards import Hazard
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region
from registry.tables.teams import Team


class Confirmation(Record):
    """
    Somebody's word 核实 that all records of one area of a team are right, on `valid_from`.

    `proved` tells whether evidence was attached or somebody from outside the team confirmed; without it
    the word is self-declared and counts one grade lower.
    """

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="confirmations", on_delete=fields.RESTRICT
    )
    area = code_field(ReadinessArea)
    confirmed_by: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="confirmations", on_delete=fields.RESTRICT
    )
    proved = fields.BooleanField(default=False)
    note = fields.CharField(max_length=300, default="")
    team_id: UUID
    confirmed_by_id: UUID

    class Meta:
        """Table."""

        table = "confirmation"


class ReadinessOverride(Record):
    """
    A level 等级 set by hand over the computed one while it holds; both are always shown.

    `from_level` was computed when it was set. A better (smaller) `to_level` needs an end and evidence.
    """

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="readiness_overrides", on_delete=fields.RESTRICT
    )
    task_state = code_field(TaskState, default=TaskState.PEACE)
    from_level = fields.SmallIntField()
    to_level = fields.SmallIntField()
    reason_given = fields.CharField(max_length=500)
    decided_by: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="readiness_overrides", on_delete=fields.RESTRICT
    )
    team_id: UUID
    decided_by_id: UUID

    class Meta:
        """Table."""

        table = "readiness_override"


class Finding(Record):
    """
    A shortcoming 问题 found on `valid_from`, due to be put right before the end of `due_on`.

    It counts against a rating until `verified_on`, the day somebody other than the rectifier verified it; a
    withdrawn one never counted. It may come from an item of a check, a hazard or an execution of an exercise
    (`execution_id`), and be about a record (`record_table`, `record_id`, with the label it had).
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="findings", on_delete=fields.RESTRICT
    )
    team: fields.ForeignKeyNullableRelation[Team] = fields.ForeignKeyField(
        "registry.Team", null=True, related_name="findings", on_delete=fields.RESTRICT
    )
    owner: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="findings", on_delete=fields.RESTRICT
    )
    title = fields.CharField(max_length=200)
    description = fields.TextField(default="")
    severity = code_field(FindingSeverity)
    origin = code_field(FindingOrigin)
    state = code_field(FindingState, default=FindingState.OPEN)
    due_on = fields.DateField()
    rectified_on = fields.DateField(null=True)
    rectification = fields.CharField(max_length=500, default="")
    verified_on = fields.DateField(null=True)
    reopenings = fields.IntField(default=0)
    withdrawn_on = fields.DateField(null=True)
    withdrawal = fields.CharField(max_length=300, default="")
    check: fields.ForeignKeyNullableRelation[InspectionCheck] = fields.ForeignKeyField(
        "registry.InspectionCheck", null=True, related_name="findings", on_delete=fields.RESTRICT
    )
    item: fields.ForeignKeyNullableRelation[CheckItem] = fields.ForeignKeyField(
        "registry.CheckItem", null=True, related_name="findings", on_delete=fields.RESTRICT
    )
    hazard: fields.ForeignKeyNullableRelation[Hazard] = fields.ForeignKeyField(
        "registry.Hazard", null=True, related_name="findings", on_delete=fields.RESTRICT
    )
    execution_id = fields.UUIDField(null=True)
    record_table = fields.CharField(max_length=60, default="")
    record_id = fields.UUIDField(null=True)
    record_label = fields.CharField(max_length=200, default="")
    rectified_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="findings_rectified", on_delete=fields.RESTRICT
    )
    verified_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="findings_verified", on_delete=fields.RESTRICT
    )
    region_id: UUID
    team_id: UUID | None
    owner_id: UUID | None
    check_id: UUID | None
    item_id: UUID | None
    hazard_id: UUID | None
    rectified_by_id: UUID | None
    verified_by_id: UUID | None

    class Meta:
        """Table."""

        table = "finding"


class FindingExtension(Record):
    """
    A request to put a finding right later, by `wanted_on`; decided by somebody other than who asked.

    `accepted` is null while nobody has decided; the deadline moves only when it is true.
    """

    finding: fields.ForeignKeyRelation[Finding] = fields.ForeignKeyField(
        "registry.Finding", related_name="extensions", on_delete=fields.RESTRICT
    )
    wanted_on = fields.DateField()
    grounds = fields.CharField(max_length=300)
    accepted = fields.BooleanField(null=True)
    decided_on = fields.DateField(null=True)
    asked_by: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="extensions_asked", on_delete=fields.RESTRICT
    )
    decided_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="extensions_decided", on_delete=fields.RESTRICT
    )
    finding_id: UUID
    asked_by_id: UUID
    decided_by_id: UUID | None

    class Meta:
        """Table."""

        table = "finding_extension"
