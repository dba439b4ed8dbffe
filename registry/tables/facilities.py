"""Command facilities, what they lend to training, when they are out, and who maintains them."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import FacilityKind, OutageKind, OutageState
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region
from registry.tables.resources import SharedResource
from registry.tables.teams import Team


class CommandFacility(Record):
    """
    A facility of the command system 指挥设施; `always_on` ones must be ready day and night 全时备战.

    It stands from `valid_from`; a facility given up has a `valid_to`.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="facilities", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="facilities", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=120)
    kind = code_field(FacilityKind)
    always_on = fields.BooleanField(default=True)
    region_id: UUID
    organization_id: UUID | None

    class Meta:
        """Table."""

        table = "command_facility"


class FacilityResource(Record):
    """One shared resource (a hall, vehicles) or one team (a station) that works from a facility."""

    facility: fields.ForeignKeyRelation[CommandFacility] = fields.ForeignKeyField(
        "registry.CommandFacility", related_name="provisions", on_delete=fields.RESTRICT
    )
    resource: fields.ForeignKeyNullableRelation[SharedResource] = fields.ForeignKeyField(
        "registry.SharedResource", null=True, related_name="facility_links", on_delete=fields.RESTRICT
    )
    team: fields.ForeignKeyNullableRelation[Team] = fields.ForeignKeyField(
        "registry.Team", null=True, related_name="facility_links", on_delete=fields.RESTRICT
    )
    facility_id: UUID
    resource_id: UUID | None
    team_id: UUID | None

    class Meta:
        """Table."""

        table = "facility_resource"


class FacilityOutage(Record):
    """
    Days on which a facility is out 停用, `valid_from` to the day before `valid_to`; open until it is back.

    On the first day it is out from `first_hour` (0 to 23), on the last until `until_hour` (1 to 24).
    Only approved outages close what works from the facility; a failure needs no approval.
    """

    facility: fields.ForeignKeyRelation[CommandFacility] = fields.ForeignKeyField(
        "registry.CommandFacility", related_name="outages", on_delete=fields.RESTRICT
    )
    kind = code_field(OutageKind)
    state = code_field(OutageState, default=OutageState.PROPOSED)
    first_hour = fields.IntField(default=0)
    until_hour = fields.IntField(default=24)
    description = fields.CharField(max_length=200, default="")
    decided_by_id = fields.UUIDField(null=True)
    decided_on = fields.DateField(null=True)
    facility_id: UUID

    class Meta:
        """Table."""

        table = "facility_outage"


class MaintenanceContract(Record):
    """
    A contract for the maintenance of a facility 维保合同, in force from `valid_from` to before `valid_to`.

    A renewal is a new contract that names the one it `renews`; the old one stays as it was. The cost is
    in yuan.
    """

    facility: fields.ForeignKeyRelation[CommandFacility] = fields.ForeignKeyField(
        "registry.CommandFacility", related_name="contracts", on_delete=fields.RESTRICT
    )
    contractor: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="maintenance_contracts", on_delete=fields.RESTRICT
    )
    number = fields.CharField(max_length=60, unique=True)
    scope = fields.CharField(max_length=200)
    response_hours = fields.IntField()
    cost_yuan = fields.BigIntField(null=True)
    renews: fields.ForeignKeyNullableRelation[MaintenanceContract] = fields.ForeignKeyField(
        "registry.MaintenanceContract", null=True, related_name="renewals", on_delete=fields.RESTRICT
    )
    facility_id: UUID
    contractor_id: UUID
    renews_id: UUID | None

    class Meta:
        """Table."""

        table = "maintenance_contract"
