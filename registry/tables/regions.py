"""Administrative regions, their closure, and dated joint-training areas (片区)."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from registry.codes import RegionLevel
from registry.tables.record import Record, code_field


class Region(Record):
    """
    A region 行政区划 with the coordinates of its seat (degrees, WGS 84).

    The code has six digits down to the county, nine for a town, twelve for a community; an estate adds two
    digits of its own after a hyphen.
    """

    code = fields.CharField(max_length=20, unique=True)
    name = fields.CharField(max_length=60)
    level = code_field(RegionLevel)
    latitude = fields.FloatField(null=True)
    longitude = fields.FloatField(null=True)
    parent: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="children", on_delete=fields.RESTRICT
    )
    parent_id: UUID | None

    class Meta:
        """Table."""

        table = "region"


class RegionClosure(Model):
    """Every (ancestor, descendant) pair of the region tree, each region with itself at depth 0."""

    id = fields.BigIntField(primary_key=True)
    ancestor: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="descendant_pairs", on_delete=fields.CASCADE
    )
    descendant: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="ancestor_pairs", on_delete=fields.CASCADE
    )
    depth = fields.SmallIntField()
    ancestor_id: UUID
    descendant_id: UUID

    class Meta:
        """Table."""

        table = "region_closure"
        unique_together = (("ancestor_id", "descendant_id"),)


class Area(Record):
    """A joint-training area 片区: regions that train together across administrative borders."""

    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=80)
    name_en = fields.CharField(max_length=80)

    class Meta:
        """Table."""

        table = "area"


class AreaMember(Record):
    """One region's dated membership in an area."""

    area: fields.ForeignKeyRelation[Area] = fields.ForeignKeyField(
        "registry.Area", related_name="members", on_delete=fields.RESTRICT
    )
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="area_memberships", on_delete=fields.RESTRICT
    )
    area_id: UUID
    region_id: UUID

    class Meta:
        """Table."""

        table = "area_member"
