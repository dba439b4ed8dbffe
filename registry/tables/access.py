"""Principals, their tokens (hashed at rest), and grants of roles over region subtrees."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import PrincipalKind, Role
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class Principal(Record):
    """An account or a service that may hold tokens and grants."""

    kind = code_field(PrincipalKind)
    login = fields.CharField(max_length=60, unique=True)
    name = fields.CharField(max_length=80)
    disabled = fields.BooleanField(default=False)

    class Meta:
        """Table."""

        table = "principal"


class AccessToken(Record):
    """A bearer token of a principal: only its SHA-256 is stored; `purpose` limits where it is taken."""

    principal: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="tokens", on_delete=fields.RESTRICT
    )
    digest = fields.CharField(max_length=64, unique=True)
    purpose = fields.CharField(max_length=20)
    label = fields.CharField(max_length=80, default="")
    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="tokens", on_delete=fields.RESTRICT
    )
    expires_at = fields.DatetimeField(null=True)
    principal_id: UUID
    region_id: UUID | None

    class Meta:
        """Table."""

        table = "access_token"


class Grant(Record):
    """A role over the subtree of a region, from `valid_from` until the day before `valid_to`."""

    principal: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="grants", on_delete=fields.RESTRICT
    )
    role = code_field(Role)
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="grants", on_delete=fields.RESTRICT
    )
    principal_id: UUID
    region_id: UUID

    class Meta:
        """Table."""

        table = "access_grant"
