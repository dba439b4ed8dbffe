"""People, their memberships in teams and their qualification grants."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tortoise import fields

from registry.codes import Exemption, LeaveReason, MemberRole, Sex
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region
from registry.tables.teams import Post, QualificationType, Team


class Person(Record):
    """
    A person 人员 who serves or may serve.

    `reference` is the pseudonym used everywhere; `name` and `phone` are personal data, masked
    without `READ_PERSONAL`, and stand in the ledger as digests salted with `salt` (hex).
    """

    sealed: ClassVar[frozenset[str]] = frozenset({"name", "phone", "salt"})

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="people", on_delete=fields.RESTRICT
    )
    reference = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=60)
    phone = fields.CharField(max_length=30, null=True)
    salt = fields.CharField(max_length=32)
    birth_year = fields.SmallIntField()
    sex = code_field(Sex)
    employer: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="employees", on_delete=fields.RESTRICT
    )
    exemption = code_field(Exemption, null=True)
    region_id: UUID
    employer_id: UUID | None

    class Meta:
        """Table."""

        table = "person"


class Membership(Record):
    """
    A person's place 编组 in a team from `valid_from` until the day before `valid_to`.

    `special_expertise` says why a person outside the age limits may serve (mobilization law art. 49);
    `leave_reason` why the membership ended.
    """

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="memberships", on_delete=fields.RESTRICT
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "registry.Person", related_name="memberships", on_delete=fields.RESTRICT
    )
    post: fields.ForeignKeyNullableRelation[Post] = fields.ForeignKeyField(
        "registry.Post", null=True, related_name="memberships", on_delete=fields.RESTRICT
    )
    role = code_field(MemberRole, default=MemberRole.MEMBER)
    commitment_letter_on = fields.DateField(null=True)
    special_expertise = fields.CharField(max_length=200, null=True)
    leave_reason = code_field(LeaveReason, null=True)
    team_id: UUID
    person_id: UUID
    post_id: UUID | None

    class Meta:
        """Table."""

        table = "membership"


class QualificationGrant(Record):
    """
    A qualification granted to a person; every renewal is a new grant, so history is kept.

    The grant holds from `valid_from` (issue) until the day before `valid_to` (expiry); a revoked
    grant ends on `revoked_on`. `renewal_of` is the grant this one renews.
    """

    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "registry.Person", related_name="qualifications", on_delete=fields.RESTRICT
    )
    qualification_type: fields.ForeignKeyRelation[QualificationType] = fields.ForeignKeyField(
        "registry.QualificationType", related_name="grants", on_delete=fields.RESTRICT
    )
    certificate_number = fields.CharField(max_length=60, null=True)
    revoked_on = fields.DateField(null=True)
    revocation_reason = fields.CharField(max_length=300, null=True)
    renewal_of: fields.ForeignKeyNullableRelation[QualificationGrant] = fields.ForeignKeyField(
        "registry.QualificationGrant", null=True, related_name="renewals", on_delete=fields.RESTRICT
    )
    person_id: UUID
    qualification_type_id: UUID
    renewal_of_id: UUID | None

    class Meta:
        """Table."""

        table = "qualification_grant"
