"""What was actually held: executions, who took part, and the links that were proved."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from exercises.codes import AttendanceStatus, ExerciseKind, Grade, LinkMeans
from exercises.tables.plans import PlannedEvent
from registry.tables import Person, Record, Region, Team
from registry.tables.record import code_field


class Execution(Record):
    """
    An exercise that was held 实施, from a plan or from the record of earlier years.

    `begun_at` and `ended_at` are the actual times, null where only the days are known.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="executions", on_delete=fields.RESTRICT
    )
    event: fields.ForeignKeyNullableRelation[PlannedEvent] = fields.ForeignKeyField(
        "exercises.PlannedEvent", null=True, related_name="executions", on_delete=fields.RESTRICT
    )
    kind = code_field(ExerciseKind)
    title = fields.CharField(max_length=200)
    first_day = fields.DateField()
    last_day = fields.DateField()
    begun_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    host: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="hosted_executions", on_delete=fields.RESTRICT
    )
    region_id: UUID
    event_id: UUID | None
    host_id: UUID | None

    class Meta:
        """Table."""

        table = "execution"


class ExecutionTeam(Record):
    """
    One team's part in an execution: persons present of persons authorized, and its grade.

    `evaluator` graded it; one from outside the team's own office is `evaluator_external`. Who was there
    stands in `Attendance`, where it was recorded by name.
    """

    execution: fields.ForeignKeyRelation[Execution] = fields.ForeignKeyField(
        "exercises.Execution", related_name="teams", on_delete=fields.RESTRICT
    )
    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="execution_links", on_delete=fields.RESTRICT
    )
    present_persons = fields.IntField()
    authorized_persons = fields.IntField()
    grade = code_field(Grade)
    evaluator = fields.CharField(max_length=120, default="")
    evaluator_external = fields.BooleanField(default=False)
    execution_id: UUID
    team_id: UUID

    class Meta:
        """Table."""

        table = "execution_team"


class Attendance(Record):
    """
    Whether one person was there for a team's part in an execution 到训.

    Somebody who came in another's place counts for himself only; the other is `SUBSTITUTED`.
    """

    execution_team: fields.ForeignKeyRelation[ExecutionTeam] = fields.ForeignKeyField(
        "exercises.ExecutionTeam", related_name="attendances", on_delete=fields.RESTRICT
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "registry.Person", related_name="attendances", on_delete=fields.RESTRICT
    )
    status = code_field(AttendanceStatus)
    arrived_at = fields.DatetimeField(null=True)
    note = fields.CharField(max_length=300, default="")
    execution_team_id: UUID
    person_id: UUID

    class Meta:
        """Table."""

        table = "attendance"


class LinkTest(Record):
    """One tested link 通联记录 between two regions' stations; set-up in seconds, quality 1 to 5."""

    execution: fields.ForeignKeyRelation[Execution] = fields.ForeignKeyField(
        "exercises.Execution", related_name="link_tests", on_delete=fields.RESTRICT
    )
    from_region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="link_tests_from", on_delete=fields.RESTRICT
    )
    to_region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="link_tests_to", on_delete=fields.RESTRICT
    )
    means = code_field(LinkMeans)
    success = fields.BooleanField()
    setup_seconds = fields.IntField(null=True)
    quality = fields.SmallIntField(null=True)
    execution_id: UUID
    from_region_id: UUID
    to_region_id: UUID

    class Meta:
        """Table."""

        table = "link_test"
