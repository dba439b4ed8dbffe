"""Serving in a team beside a job: rules of double service, commitment letters, notices to employers."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import DoubleService, NoticeMethod, OutsideServiceKind, SourceMark
from registry.tables.organizations import Organization
from registry.tables.people import Membership, Person
from registry.tables.record import Record, code_field
from registry.tables.regions import Region
from registry.tables.teams import Team


class MembershipRule(Record):
    """What members of a region's teams may serve in too; the nearest rule upwards holds, else everybody's."""

    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="membership_rules", on_delete=fields.RESTRICT
    )
    double_service = code_field(DoubleService)
    mark = code_field(SourceMark)
    citation = fields.TextField(default="")
    region_id: UUID | None

    class Meta:
        """Table."""

        table = "membership_rule"


class OutsideService(Record):
    """A person's service in the militia or the reserve, from `valid_from` until the day before `valid_to`."""

    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "registry.Person", related_name="outside_services", on_delete=fields.RESTRICT
    )
    kind = code_field(OutsideServiceKind)
    unit = fields.CharField(max_length=120, default="")
    person_id: UUID

    class Meta:
        """Table."""

        table = "outside_service"


class CommitmentLetter(Record):
    """A letter 承诺书 that lets a member serve, from `valid_from` until the day before `valid_to`."""

    membership: fields.ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "registry.Membership", related_name="letters", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="letters", on_delete=fields.RESTRICT
    )
    signed_on = fields.DateField()
    membership_id: UUID
    organization_id: UUID | None

    class Meta:
        """Table."""

        table = "commitment_letter"


class EmployerNotice(Record):
    """That an employer was told of a training; `training_on` is its first day, `persons` are those called."""

    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="notices", on_delete=fields.RESTRICT
    )
    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="notices", on_delete=fields.RESTRICT
    )
    training_on = fields.DateField()
    sent_on = fields.DateField()
    method = code_field(NoticeMethod)
    sender = fields.CharField(max_length=120)
    persons = fields.IntField()
    event_uid = fields.CharField(max_length=80, null=True)
    note = fields.CharField(max_length=300, default="")
    organization_id: UUID
    team_id: UUID

    class Meta:
        """Table."""

        table = "employer_notice"
