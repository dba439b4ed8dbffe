"""Shared resources and the days on which teams, people, grounds or whole regions cannot train."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import BlackoutKind, ResourceKind, TeamCategory, UnavailabilityReason
from registry.tables.organizations import Organization
from registry.tables.people import Person
from registry.tables.record import Record, code_field
from registry.tables.regions import Region
from registry.tables.teams import Team


class SharedResource(Record):
    """
    A venue, pool of people, vehicle or radio set shared by teams 共用资源.

    `capacity` counts what `kind` says: persons at once for halls, grounds and bases, otherwise
    teams, instructors, evaluators, vehicles, sets or channel groups available on one day.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="resources", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="resources", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=120)
    kind = code_field(ResourceKind)
    capacity = fields.IntField()
    latitude = fields.FloatField(null=True)
    longitude = fields.FloatField(null=True)
    region_id: UUID
    organization_id: UUID | None

    class Meta:
        """Table."""

        table = "shared_resource"


class Unavailability(Record):
    """Days (`valid_from` to the day before `valid_to`) on which one team, person or resource is out."""

    team: fields.ForeignKeyNullableRelation[Team] = fields.ForeignKeyField(
        "registry.Team", null=True, related_name="unavailabilities", on_delete=fields.RESTRICT
    )
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "registry.Person", null=True, related_name="unavailabilities", on_delete=fields.RESTRICT
    )
    resource: fields.ForeignKeyNullableRelation[SharedResource] = fields.ForeignKeyField(
        "registry.SharedResource", null=True, related_name="unavailabilities", on_delete=fields.RESTRICT
    )
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="unavailabilities", on_delete=fields.RESTRICT
    )
    reason = code_field(UnavailabilityReason)
    note = fields.CharField(max_length=200, default="")
    team_id: UUID | None
    person_id: UUID | None
    resource_id: UUID | None
    region_id: UUID

    class Meta:
        """Table."""

        table = "unavailability"


class Blackout(Record):
    """Days on which nobody of a region subtree trains; narrowed to one category or one employer if set."""

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="blackouts", on_delete=fields.RESTRICT
    )
    category = code_field(TeamCategory, null=True)
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="blackouts", on_delete=fields.RESTRICT
    )
    kind = code_field(BlackoutKind)
    note = fields.CharField(max_length=200, default="")
    region_id: UUID
    organization_id: UUID | None

    class Meta:
        """Table."""

        table = "blackout"
