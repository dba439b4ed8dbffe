"""Evidence: files kept outside the database, and what they prove."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tortoise import fields

from registry.codes import EvidenceType
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class EvidenceFile(Record):
    """
    A file 佐证材料 that proves something; its bytes lie in the evidence store under `sha256`.

    `name` is what the uploader called it: it may name a person, so it is sealed and masked like
    personal data. The same bytes are one file per region. `author_id` is the principal who uploaded it.
    """

    sealed: ClassVar[frozenset[str]] = frozenset({"name", "salt"})

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="evidence", on_delete=fields.RESTRICT
    )
    sha256 = fields.CharField(max_length=64)
    size_bytes = fields.IntField()
    media_type = code_field(EvidenceType)
    name = fields.CharField(max_length=200)
    salt = fields.CharField(max_length=32)
    author_id = fields.UUIDField()
    uploaded_at = fields.DatetimeField()
    region_id: UUID

    class Meta:
        """Table."""

        table = "evidence_file"


class EvidenceLink(Record):
    """That a file proves a record, and by which act (`change_id` of the ledger) it was attached."""

    evidence: fields.ForeignKeyRelation[EvidenceFile] = fields.ForeignKeyField(
        "registry.EvidenceFile", related_name="links", on_delete=fields.RESTRICT
    )
    record_table = fields.CharField(max_length=60)
    record_id = fields.UUIDField()
    change_id = fields.UUIDField()
    note = fields.CharField(max_length=300, default="")
    evidence_id: UUID

    class Meta:
        """Table."""

        table = "evidence_link"
