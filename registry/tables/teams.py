"""Team types and their requirements; teams, their posts and equipment."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import EquipmentState, TaskState, TeamCategory, TeamGrade, TeamState
from registry.tables.organizations import Organization, RuleSource
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class QualificationType(Record):
    """
    A kind of qualification 资格; a grant holds for `validity_months` from its issue.

    Its end is announced `lead_days` before (90 when null, assumed). Whoever holds it needs no longer
    what it `supersedes`, nor what that one supersedes.
    """

    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=80)
    name_en = fields.CharField(max_length=80)
    validity_months = fields.IntField()
    issuer = fields.CharField(max_length=120)
    lead_days = fields.IntField(null=True)
    supersedes: fields.ForeignKeyNullableRelation[QualificationType] = fields.ForeignKeyField(
        "registry.QualificationType", null=True, related_name="superseded_by", on_delete=fields.RESTRICT
    )
    supersedes_id: UUID | None

    class Meta:
        """Table."""

        table = "qualification_type"


class TeamType(Record):
    """What a team of one category and grade must have: posts, equipment, assembly time (minutes)."""

    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=80)
    name_en = fields.CharField(max_length=80)
    category = code_field(TeamCategory)
    grade = code_field(TeamGrade)
    assembly_minutes = fields.IntField()
    self_sufficiency_hours = fields.IntField()
    source: fields.ForeignKeyRelation[RuleSource] = fields.ForeignKeyField(
        "registry.RuleSource", related_name="team_types", on_delete=fields.RESTRICT
    )
    source_id: UUID

    class Meta:
        """Table."""

        table = "team_type"


class PostRequirement(Record):
    """
    Posts of one title a team type must have, and the qualification their holders need.

    Rows with a `task_state` replace, for that task, all rows without; most types have none.
    """

    team_type: fields.ForeignKeyRelation[TeamType] = fields.ForeignKeyField(
        "registry.TeamType", related_name="post_requirements", on_delete=fields.RESTRICT
    )
    title = fields.CharField(max_length=60)
    title_en = fields.CharField(max_length=60)
    posts = fields.IntField()
    key = fields.BooleanField(default=False)
    qualification_type: fields.ForeignKeyNullableRelation[QualificationType] = fields.ForeignKeyField(
        "registry.QualificationType", null=True, related_name="post_requirements", on_delete=fields.RESTRICT
    )
    task_state = code_field(TaskState, null=True)
    team_type_id: UUID
    qualification_type_id: UUID | None

    class Meta:
        """Table."""

        table = "post_requirement"


class EquipmentRequirement(Record):
    """
    Items of one kind a team type must have; key lines cap the rating.

    Rows with a `task_state` replace, for that task, all rows without; most types have none.
    """

    team_type: fields.ForeignKeyRelation[TeamType] = fields.ForeignKeyField(
        "registry.TeamType", related_name="equipment_requirements", on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=60)
    kind_en = fields.CharField(max_length=60)
    quantity = fields.IntField()
    key = fields.BooleanField(default=False)
    task_state = code_field(TaskState, null=True)
    team_type_id: UUID

    class Meta:
        """Table."""

        table = "equipment_requirement"


class Team(Record):
    """
    A professional support team 专业保障队伍.

    `authorized_strength` counts persons. `importance` (1 to 10, assumed) weights the team in the
    training year. `organization` forms the team; `lead_department` answers for its category.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="teams", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40, unique=True)
    name = fields.CharField(max_length=120)
    category = code_field(TeamCategory)
    team_type: fields.ForeignKeyRelation[TeamType] = fields.ForeignKeyField(
        "registry.TeamType", related_name="teams", on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="teams", on_delete=fields.RESTRICT
    )
    lead_department: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="led_teams", on_delete=fields.RESTRICT
    )
    state = code_field(TeamState, default=TeamState.FORMING)
    authorized_strength = fields.IntField()
    importance = fields.SmallIntField(default=1)
    region_id: UUID
    team_type_id: UUID
    organization_id: UUID
    lead_department_id: UUID

    class Meta:
        """Table."""

        table = "team"


class Post(Record):
    """One post 岗位 of a team; a key post caps the rating when it has no qualified holder."""

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="posts", on_delete=fields.RESTRICT
    )
    ordinal = fields.SmallIntField()
    title = fields.CharField(max_length=60)
    title_en = fields.CharField(max_length=60)
    key = fields.BooleanField(default=False)
    qualification_type: fields.ForeignKeyNullableRelation[QualificationType] = fields.ForeignKeyField(
        "registry.QualificationType", null=True, related_name="posts", on_delete=fields.RESTRICT
    )
    team_id: UUID
    qualification_type_id: UUID | None

    class Meta:
        """Table."""

        table = "post"


class EquipmentItem(Record):
    """
    An item or lot of equipment 装备器材 held by a team.

    `next_inspection_on` is the first day on which the item is overdue; `replaces` is the item that this
    one was bought for.
    """

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="equipment", on_delete=fields.RESTRICT
    )
    owner: fields.ForeignKeyRelation[Organization] = fields.ForeignKeyField(
        "registry.Organization", related_name="equipment", on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=60)
    kind_en = fields.CharField(max_length=60)
    key = fields.BooleanField(default=False)
    quantity = fields.IntField()
    serial = fields.CharField(max_length=60, null=True)
    state = code_field(EquipmentState, default=EquipmentState.SERVICEABLE)
    next_inspection_on = fields.DateField(null=True)
    replaces: fields.ForeignKeyNullableRelation[EquipmentItem] = fields.ForeignKeyField(
        "registry.EquipmentItem", null=True, related_name="replaced_by", on_delete=fields.RESTRICT
    )
    team_id: UUID
    owner_id: UUID
    replaces_id: UUID | None

    class Meta:
        """Table."""

        table = "equipment_item"
