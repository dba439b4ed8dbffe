"""Import batches, remembered column mappings, and the log of exports."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields

from registry.codes import ApplyMode, BatchState, ExportForm
from registry.tables.access import Principal
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class ImportBatch(Record):
    """
    A file on its way into the registers 导入批次: uploaded, checked, applied as one act, perhaps undone.

    File and difference lie outside the database, in a folder named by the id; `file_hash` is the file's
    SHA-256. `register` is empty when the sheets' names say which registers they are. The counts are
    those of the last check, in rows. `change_id` is the act that applied it, `undo_change_id` the one
    that took it back (both as in the ledger). `outcome` holds sentences for people.
    """

    operational: ClassVar[frozenset[str]] = frozenset({"progress", "outcome", "cancel_requested"})

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="import_batches", on_delete=fields.RESTRICT
    )
    requested_by: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="import_batches", on_delete=fields.RESTRICT
    )
    requested_at = fields.DatetimeField()
    register = fields.CharField(max_length=40, default="")
    file_name = fields.CharField(max_length=200)
    file_hash = fields.CharField(max_length=64)
    file_bytes = fields.IntField()
    state = code_field(BatchState, default=BatchState.UPLOADED)
    mode = code_field(ApplyMode, null=True)
    apply_reason = fields.CharField(max_length=300, default="")
    mapping = fields.JSONField[Any](default=dict)
    rows = fields.IntField(default=0)
    new_rows = fields.IntField(default=0)
    changed_rows = fields.IntField(default=0)
    unchanged_rows = fields.IntField(default=0)
    conflicting_rows = fields.IntField(default=0)
    rejected_rows = fields.IntField(default=0)
    warnings = fields.IntField(default=0)
    change_id = fields.UUIDField(null=True)
    undo_change_id = fields.UUIDField(null=True)
    progress = fields.JSONField[Any](null=True)
    outcome = fields.JSONField[Any](null=True)
    cancel_requested = fields.BooleanField(default=False)
    region_id: UUID
    requested_by_id: UUID

    class Meta:
        """Table."""

        table = "import_batch"


class ColumnMapping(Record):
    """Which heading an office uses for which column of a register; `mapping` is heading → column name."""

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="column_mappings", on_delete=fields.RESTRICT
    )
    register = fields.CharField(max_length=40)
    mapping = fields.JSONField[Any]()
    region_id: UUID

    class Meta:
        """Table."""

        table = "column_mapping"
        unique_together = (("region_id", "register"),)


class ExportLog(Record):
    """
    An export that was handed out 导出记录: who took which register of which region, how much, and its hash.

    `rows` counts records, `bytes` the file; `is_masked` tells that personal data were hidden.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="exports", on_delete=fields.RESTRICT
    )
    principal: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="exports", on_delete=fields.RESTRICT
    )
    exported_at = fields.DatetimeField()
    register = fields.CharField(max_length=40)
    form = code_field(ExportForm)
    language = fields.CharField(max_length=2)
    rows = fields.IntField()
    bytes = fields.IntField()
    sha256 = fields.CharField(max_length=64)
    is_masked = fields.BooleanField()
    region_id: UUID
    principal_id: UUID

    class Meta:
        """Table."""

        table = "export_log"
