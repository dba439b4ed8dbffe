"""Siren points, the tests in which they were sounded, their faults, and the cells people live in."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import ControlPath, SirenKind, SirenSignal, SirenState, SoundingOccasion
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class SirenPoint(Record):
    """
    A siren 警报点 on the roof or ground of its host unit 设点单位.

    `audible_radius_m` is how far it is heard, in meters; `power_watts` its rated power; the position is
    in degrees, WGS 84. `installed_on` is set when it is installed.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="sirens", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="sirens", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=120)
    kind = code_field(SirenKind)
    control = code_field(ControlPath)
    state = code_field(SirenState, default=SirenState.PLANNED)
    power_watts = fields.IntField(null=True)
    audible_radius_m = fields.IntField()
    latitude = fields.FloatField()
    longitude = fields.FloatField()
    installed_on = fields.DateField(null=True)
    region_id: UUID
    organization_id: UUID | None

    class Meta:
        """Table."""

        table = "siren_point"


class SoundingTest(Record):
    """
    One siren sounded, or not, with one signal on one day 试鸣记录.

    `measured_db` is the sound level in dB(A) where it was measured; `cause` says why it did not sound.
    """

    siren: fields.ForeignKeyRelation[SirenPoint] = fields.ForeignKeyField(
        "registry.SirenPoint", related_name="soundings", on_delete=fields.RESTRICT
    )
    held_on = fields.DateField()
    occasion = code_field(SoundingOccasion)
    signal = code_field(SirenSignal)
    sounded = fields.BooleanField()
    cause = fields.CharField(max_length=200, default="")
    measured_db = fields.FloatField(null=True)
    tester = fields.CharField(max_length=120, default="")
    siren_id: UUID

    class Meta:
        """Table."""

        table = "sounding_test"
        unique_together = (("siren_id", "held_on", "occasion", "signal"),)


class SirenFault(Record):
    """
    Days on which a siren is broken, `valid_from` to the day before `valid_to`; open until it is repaired.

    The day of the repair is the last day of the fault.
    """

    siren: fields.ForeignKeyRelation[SirenPoint] = fields.ForeignKeyField(
        "registry.SirenPoint", related_name="faults", on_delete=fields.RESTRICT
    )
    description = fields.CharField(max_length=200)
    repair = fields.CharField(max_length=200, default="")
    repaired_by: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="siren_repairs", on_delete=fields.RESTRICT
    )
    siren_id: UUID
    repaired_by_id: UUID | None

    class Meta:
        """Table."""

        table = "siren_fault"


class PopulationCell(Record):
    """
    A settlement or grid cell 人口网格: where people live, as far as the office knows.

    The position is that of its middle, in degrees (WGS 84); its shape is taken as a square of
    `area_km2`, its people as spread evenly over it.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="population_cells", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=120, default="")
    latitude = fields.FloatField()
    longitude = fields.FloatField()
    population = fields.IntField()
    area_km2 = fields.FloatField()
    region_id: UUID

    class Meta:
        """Table."""

        table = "population_cell"
