"""The five-level network 五级网络: which body answers for the works of a region, and since when."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tortoise import fields

from registry.codes import NetworkLevel
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class ResponsibleBody(Record):
    """
    A body that answers for a region of the network while the fact holds.

    The duty telephone belongs to a person on duty: it is personal data, masked, and stands in the ledger
    as a digest salted with `salt` (hex).
    """

    sealed: ClassVar[frozenset[str]] = frozenset({"duty_phone", "salt"})

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="responsibilities", on_delete=fields.RESTRICT
    )
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="responsible_bodies", on_delete=fields.RESTRICT
    )
    level = code_field(NetworkLevel)
    duty_phone = fields.CharField(max_length=40, null=True)
    salt = fields.CharField(max_length=32)
    organization_id: UUID
    region_id: UUID

    class Meta:
        """Table."""

        table = "responsible_body"
