"""Check lists, the checks held by them, and what each item was answered."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tortoise import fields

from registry.codes import AnswerKind, CheckResult, CheckState, FindingSeverity, InspectionObject
from registry.tables.organizations import Organization
from registry.tables.record import Record, code_field
from registry.tables.regions import Region
from registry.tables.teams import Team


class CheckList(Record):
    """
    What is asked in checks of one kind of object 检查单, in force from `valid_from`.

    A list is never edited: a new `edition` (1 and up) replaces the one before. A list without a region
    ships with the product; an office's own holds for its region and everything below it.
    """

    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="check_lists", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40)
    edition = fields.IntField(default=1)
    object_kind = code_field(InspectionObject)
    title = fields.CharField(max_length=200)
    title_en = fields.CharField(max_length=200)
    region_id: UUID | None

    class Meta:
        """Table."""

        table = "check_list"


class CheckItem(Record):
    """One item of a check list 检查项: `severity` is that of the finding when it is not met."""

    check_list: fields.ForeignKeyRelation[CheckList] = fields.ForeignKeyField(
        "registry.CheckList", related_name="items", on_delete=fields.RESTRICT
    )
    ordinal = fields.IntField()
    text = fields.CharField(max_length=200)
    text_en = fields.CharField(max_length=200)
    basis = fields.CharField(max_length=300, default="")
    severity = code_field(FindingSeverity)
    check_list_id: UUID

    class Meta:
        """Table."""

        table = "check_item"


class InspectionCheck(Record):
    """
    One check 检查 of one object; a routine one 日常监督检查 unless `plan_id` names the draw it came from.

    The object is named by its kind and id, and by the label it had. What was published stays: a correction
    is a further row that `corrects` it, one `edition` higher.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="checks", on_delete=fields.RESTRICT
    )
    object_kind = code_field(InspectionObject)
    object_id = fields.UUIDField()
    object_label = fields.CharField(max_length=200)
    team: fields.ForeignKeyNullableRelation[Team] = fields.ForeignKeyField(
        "registry.Team", null=True, related_name="checks", on_delete=fields.RESTRICT
    )
    plan_id = fields.UUIDField(null=True)
    check_list: fields.ForeignKeyRelation[CheckList] = fields.ForeignKeyField(
        "registry.CheckList", related_name="checks", on_delete=fields.RESTRICT
    )
    corrects: fields.ForeignKeyNullableRelation[InspectionCheck] = fields.ForeignKeyField(
        "registry.InspectionCheck", null=True, related_name="corrections", on_delete=fields.RESTRICT
    )
    edition = fields.IntField(default=1)
    state = code_field(CheckState, default=CheckState.PLANNED)
    planned_on = fields.DateField()
    held_on = fields.DateField(null=True)
    result = code_field(CheckResult, null=True)
    note = fields.CharField(max_length=1_000, default="")
    published_on = fields.DateField(null=True)
    publication = fields.CharField(max_length=300, default="")
    region_id: UUID
    team_id: UUID | None
    check_list_id: UUID
    corrects_id: UUID | None

    class Meta:
        """Table."""

        table = "inspection_check"


class CheckInspector(Record):
    """
    Who checks: a person of an office or of a third-party body 第三方机构.

    The name is personal data: masked, and a digest salted with `salt` (hex) in the ledger. `inspector_id`
    names the record in the pool of a draw, null for routine checks.
    """

    sealed: ClassVar[frozenset[str]] = frozenset({"name", "salt"})

    check: fields.ForeignKeyRelation[InspectionCheck] = fields.ForeignKeyField(
        "registry.InspectionCheck", related_name="inspectors", on_delete=fields.RESTRICT
    )
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="check_inspectors", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", null=True, related_name="check_inspectors", on_delete=fields.RESTRICT
    )
    inspector_id = fields.UUIDField(null=True)
    name = fields.CharField(max_length=80)
    salt = fields.CharField(max_length=32)
    third_party = fields.BooleanField(default=False)
    check_id: UUID
    region_id: UUID
    organization_id: UUID | None

    class Meta:
        """Table."""

        table = "check_inspector"


class CheckAnswer(Record):
    """What one item of the check list was answered in one check."""

    check: fields.ForeignKeyRelation[InspectionCheck] = fields.ForeignKeyField(
        "registry.InspectionCheck", related_name="answers", on_delete=fields.RESTRICT
    )
    item: fields.ForeignKeyRelation[CheckItem] = fields.ForeignKeyField(
        "registry.CheckItem", related_name="answers", on_delete=fields.RESTRICT
    )
    answer = code_field(AnswerKind)
    note = fields.CharField(max_length=300, default="")
    check_id: UUID
    item_id: UUID

    class Meta:
        """Table."""

        table = "check_answer"
