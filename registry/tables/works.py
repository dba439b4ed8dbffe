"""
Civil-defence works 人防工程: the works, what was found out about them, and how they are built and used.

In every table here `valid_from` is the day the fact is about (surveyed, tested, classified, accepted,
opened); `valid_to` is the first day on which it no longer holds, null while it does.
"""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import (
    ProjectStage,
    ProtectionGrade,
    ShelterPurpose,
    StructuralGrade,
    StructuralMethod,
    SurveyMethod,
    WorkClass,
    WorkKind,
)
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class Work(Record):
    """
    A civil-defence work 人防工程, hung on its community or managed estate.

    `area_m2` is the floor area; the address is a street line, the position rough (two decimals, about
    1 km): what would be confidential is not kept here.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="works", on_delete=fields.RESTRICT
    )
    owner: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="owned_works", on_delete=fields.RESTRICT
    )
    maintainer: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="maintained_works", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=120)
    address = fields.CharField(max_length=200, default="")
    kind = code_field(WorkKind)
    grade = code_field(ProtectionGrade, default=ProtectionGrade.UNRATED)
    area_m2 = fields.IntField()
    built_year = fields.IntField(null=True)
    latitude = fields.FloatField(null=True)
    longitude = fields.FloatField(null=True)
    region_id: UUID
    owner_id: UUID | None
    maintainer_id: UUID | None

    class Meta:
        """Table."""

        table = "work"


class WorkSurvey(Record):
    """A survey 测绘 of a work on a day; `drawings` names those on file, `area_m2` is what was measured."""

    work: fields.ForeignKeyRelation[Work] = fields.ForeignKeyField(
        "registry.Work", related_name="surveys", on_delete=fields.RESTRICT
    )
    method = code_field(SurveyMethod)
    surveyor = fields.CharField(max_length=120)
    drawings = fields.CharField(max_length=200, default="")
    area_m2 = fields.IntField(null=True)
    work_id: UUID

    class Meta:
        """Table."""

        table = "work_survey"


class StructuralTest(Record):
    """A structural safety test 结构性安全检测: valid from its day until the day its result lapses."""

    work: fields.ForeignKeyRelation[Work] = fields.ForeignKeyField(
        "registry.Work", related_name="structural_tests", on_delete=fields.RESTRICT
    )
    method = code_field(StructuralMethod)
    tester = fields.CharField(max_length=120)
    grade = code_field(StructuralGrade)
    report_number = fields.CharField(max_length=60, default="")
    work_id: UUID

    class Meta:
        """Table."""

        table = "structural_test"


class WorkClassification(Record):
    """
    The decision that put a work into one of the four classes, with its basis and disposal plan.

    An event: a new decision ends the one before on its day, nothing is overwritten.
    """

    work: fields.ForeignKeyRelation[Work] = fields.ForeignKeyField(
        "registry.Work", related_name="classifications", on_delete=fields.RESTRICT
    )
    usage_class = code_field(WorkClass)
    basis = fields.CharField(max_length=200)
    disposal_plan = fields.CharField(max_length=500, default="")
    decided_by = fields.CharField(max_length=120)
    work_id: UUID

    class Meta:
        """Table."""

        table = "work_classification"


class WorkProject(Record):
    """A project that builds or rebuilds a work; `stage` is the last of its steps, areas are planned m²."""

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="work_projects", on_delete=fields.RESTRICT
    )
    builder: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="work_projects", on_delete=fields.RESTRICT
    )
    work: fields.ForeignKeyNullableRelation[Work] = fields.ForeignKeyField(
        "registry.Work", null=True, related_name="projects", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=120)
    stage = code_field(ProjectStage, default=ProjectStage.DESIGN)
    area_m2 = fields.IntField()
    region_id: UUID
    builder_id: UUID | None
    work_id: UUID | None

    class Meta:
        """Table."""

        table = "work_project"


class ProjectStep(Record):
    """One stage of a project, from the day it was reached until the day of the next."""

    project: fields.ForeignKeyRelation[WorkProject] = fields.ForeignKeyField(
        "registry.WorkProject", related_name="steps", on_delete=fields.RESTRICT
    )
    stage = code_field(ProjectStage)
    document = fields.CharField(max_length=200, default="")
    project_id: UUID

    class Meta:
        """Table."""

        table = "project_step"


class WorkAcceptance(Record):
    """The acceptance 竣工验收 of a project on a day, with the area (m²) that was accepted."""

    project: fields.ForeignKeyRelation[WorkProject] = fields.ForeignKeyField(
        "registry.WorkProject", related_name="acceptances", on_delete=fields.RESTRICT
    )
    area_m2 = fields.IntField()
    document = fields.CharField(max_length=200)
    project_id: UUID

    class Meta:
        """Table."""

        table = "work_acceptance"


class ShelterOpening(Record):
    """Days on which a work stood open to the public; `capacity_persons` at once, `area_m2` opened."""

    work: fields.ForeignKeyRelation[Work] = fields.ForeignKeyField(
        "registry.Work", related_name="shelter_openings", on_delete=fields.RESTRICT
    )
    purpose = code_field(ShelterPurpose)
    capacity_persons = fields.IntField()
    area_m2 = fields.IntField(null=True)
    work_id: UUID

    class Meta:
        """Table."""

        table = "shelter_opening"


class ParkingFact(Record):
    """How many parking bays a work offered to the public over some days."""

    work: fields.ForeignKeyRelation[Work] = fields.ForeignKeyField(
        "registry.Work", related_name="parking_facts", on_delete=fields.RESTRICT
    )
    bays = fields.IntField()
    work_id: UUID

    class Meta:
        """Table."""

        table = "parking_fact"
