"""What the consistency rules found, and how an office has set the rules."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields

from registry.codes import IssueSeverity
from registry.tables.access import Principal
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class ConsistencySetting(Record):
    """
    How an office has set one consistency rule for its region and everything below it.

    `threshold` counts what the rule says (null: the rule's own figure). The setting nearest above a
    record's region holds; one without a region holds everywhere else.
    """

    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="consistency_settings", on_delete=fields.RESTRICT
    )
    rule = fields.CharField(max_length=60)
    enabled = fields.BooleanField(default=True)
    threshold = fields.IntField(null=True)
    note = fields.CharField(max_length=300, default="")
    region_id: UUID | None

    class Meta:
        """Table."""

        table = "consistency_setting"


class ConsistencyIssue(Record):
    """
    A finding of a consistency rule about one record 一致性问题.

    First seen on `valid_from`; gone since `closed_on` (a finding that comes back is a new one). `facts`
    are the values its sentence names, `others` the ids of further records of the same table concerned;
    neither holds personal data. `last_seen_on` is the day of the latest run that found it. Accepted with
    a reason, it leaves the list until `accepted_until`.
    """

    operational: ClassVar[frozenset[str]] = frozenset({"last_seen_on"})

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="consistency_issues", on_delete=fields.RESTRICT
    )
    rule = fields.CharField(max_length=60)
    severity = code_field(IssueSeverity)
    record_table = fields.CharField(max_length=40)
    record_id = fields.UUIDField()
    facts = fields.JSONField[Any]()
    others = fields.JSONField[Any]()
    last_seen_on = fields.DateField()
    closed_on = fields.DateField(null=True)
    accepted_until = fields.DateField(null=True)
    accepted_reason = fields.CharField(max_length=300, null=True)
    accepted_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="accepted_issues", on_delete=fields.RESTRICT
    )
    region_id: UUID
    accepted_by_id: UUID | None

    class Meta:
        """Table."""

        table = "consistency_issue"
