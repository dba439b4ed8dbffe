"""Peacetime-use certificates 平时使用证 of works, and the changes asked for during their validity."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tortoise import fields

from registry.codes import PeacetimeUse
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.works import Work


class UseCertificate(Record):
    """
    An application for a peacetime-use certificate, and the certificate if one was issued.

    `valid_from` is the day of the application. The contract runs from `contract_on` (signed) until the day
    before `contract_until`; a certificate holds from `issued_on` until the day before `expires_on`, or
    until it is revoked. Its state is derived from these days (`registry.works.certificate_state`).
    """

    work: fields.ForeignKeyRelation[Work] = fields.ForeignKeyField(
        "registry.Work", related_name="use_certificates", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="use_certificates", on_delete=fields.RESTRICT
    )
    renews: fields.ForeignKeyNullableRelation[UseCertificate] = fields.ForeignKeyField(
        "registry.UseCertificate", null=True, related_name="renewals", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    use = code_field(PeacetimeUse)
    area_m2 = fields.IntField()
    contract_on = fields.DateField()
    contract_until = fields.DateField()
    decided_on = fields.DateField(null=True)
    decision = fields.CharField(max_length=200, default="")
    number = fields.CharField(max_length=60, null=True, unique=True)
    issued_on = fields.DateField(null=True)
    expires_on = fields.DateField(null=True)
    revoked_on = fields.DateField(null=True)
    work_id: UUID
    organization_id: UUID
    renews_id: UUID | None

    class Meta:
        """Table."""

        table = "use_certificate"

    @property
    def applied_on(self) -> date:
        """Return the day of the application."""
        return self.valid_from


class CertificateChange(Record):
    """
    A change asked for on a day (`valid_from`) that is to hold from `wanted_on`; nulls stay as they are.

    `accepted` is null until it is decided; an accepted change is entered in the certificate on
    `entered_on`, not before `wanted_on`.
    """

    certificate: fields.ForeignKeyRelation[UseCertificate] = fields.ForeignKeyField(
        "registry.UseCertificate", related_name="changes", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="certificate_changes", on_delete=fields.RESTRICT
    )
    use = code_field(PeacetimeUse, null=True)
    area_m2 = fields.IntField(null=True)
    expires_on = fields.DateField(null=True)
    wanted_on = fields.DateField()
    accepted = fields.BooleanField(null=True)
    decided_on = fields.DateField(null=True)
    decision = fields.CharField(max_length=200, default="")
    entered_on = fields.DateField(null=True)
    certificate_id: UUID
    organization_id: UUID | None

    class Meta:
        """Table."""

        table = "certificate_change"
