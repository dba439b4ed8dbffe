"""Training plans, their versions and events, and the solver runs that drafted them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields

from exercises.codes import EventState, ExerciseKind, PlanState, RunMode, RunState
from registry.tables import Principal, Record, Region, SharedResource, Team
from registry.tables.record import code_field


class PlanRun(Record):
    """
    One durable solver run for a region and year.

    `problem` is the frozen input (JSON of `scheduling.Problem`), `checkpoint` the best plan so far,
    `progress` the last report (stage, incumbent, bound, seconds). Budget in seconds. A run that repairs
    starts from `repaired`: the plan as it stood in the version in force (JSON of `scheduling.Plan`), the
    most moves for each broken event, and whether what is broken off is held again.
    """

    digested: ClassVar[frozenset[str]] = frozenset({"problem", "repaired"})
    operational: ClassVar[frozenset[str]] = frozenset({"checkpoint", "progress", "attempts"})

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="plan_runs", on_delete=fields.RESTRICT
    )
    year = fields.SmallIntField()
    mode = code_field(RunMode, default=RunMode.PLAN)
    state = code_field(RunState, default=RunState.REQUESTED)
    requested_by: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="plan_runs", on_delete=fields.RESTRICT
    )
    requested_at = fields.DatetimeField()
    seed = fields.IntField(default=0)
    budget_seconds = fields.IntField(default=60)
    workers = fields.SmallIntField(default=1)
    input_hash = fields.CharField(max_length=64)
    problem = fields.JSONField[Any]()
    repaired = fields.JSONField[Any](null=True)
    checkpoint = fields.JSONField[Any](null=True)
    progress = fields.JSONField[Any](null=True)
    attempts = fields.SmallIntField(default=0)
    cancel_requested = fields.BooleanField(default=False)
    plan: fields.ForeignKeyNullableRelation[TrainingPlan] = fields.ForeignKeyField(
        "exercises.TrainingPlan", null=True, related_name="runs", on_delete=fields.RESTRICT
    )
    message = fields.JSONField[Any](null=True)
    region_id: UUID
    requested_by_id: UUID
    plan_id: UUID | None

    class Meta:
        """Table."""

        table = "plan_run"


class TrainingPlan(Record):
    """
    One version of the training year 年度训练计划 of a region.

    `number` counts the versions of a region and year from 1. `objective` is the cost vector
    (`scheduling.Cost` as JSON), `bound` and `total` are in cost units; the gap follows from them.
    `component_bounds` is what is proven of each component in its own unit; None where nothing is.
    `interrupted` lists the events repairs had to break off, with the days they were held.
    """

    digested: ClassVar[frozenset[str]] = frozenset({"problem"})

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="plans", on_delete=fields.RESTRICT
    )
    year = fields.SmallIntField()
    number = fields.SmallIntField()
    parent: fields.ForeignKeyNullableRelation[TrainingPlan] = fields.ForeignKeyField(
        "exercises.TrainingPlan", null=True, related_name="successors", on_delete=fields.RESTRICT
    )
    state = code_field(PlanState, default=PlanState.DRAFT)
    planned_by: fields.ForeignKeyRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", related_name="drafted_plans", on_delete=fields.RESTRICT
    )
    approved_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="approved_plans", on_delete=fields.RESTRICT
    )
    issued_at = fields.DatetimeField(null=True)
    objective = fields.JSONField[Any]()
    total = fields.BigIntField()
    bound = fields.BigIntField(null=True)
    component_bounds = fields.JSONField[Any](null=True)
    proven_optimal = fields.BooleanField(default=False)
    solve_seconds = fields.FloatField()
    seed = fields.IntField()
    input_hash = fields.CharField(max_length=64)
    problem = fields.JSONField[Any]()
    interrupted = fields.JSONField[Any](null=True)
    estimated_days = fields.BooleanField(default=False)
    region_id: UUID
    parent_id: UUID | None
    planned_by_id: UUID
    approved_by_id: UUID | None

    class Meta:
        """Table."""

        table = "training_plan"


class PlannedEvent(Record):
    """
    One event of a plan version 计划项.

    `uid` stays the same across versions (iCalendar UID); `sequence` grows with each change of time,
    place or state. `load_half_days` is what one attending member spends.
    """

    plan: fields.ForeignKeyRelation[TrainingPlan] = fields.ForeignKeyField(
        "exercises.TrainingPlan", related_name="events", on_delete=fields.RESTRICT
    )
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="planned_events", on_delete=fields.RESTRICT
    )
    uid = fields.CharField(max_length=120)
    kind = code_field(ExerciseKind)
    title = fields.CharField(max_length=200)
    title_en = fields.CharField(max_length=200)
    rule_number = fields.SmallIntField(null=True)
    first_day = fields.DateField()
    last_day = fields.DateField()
    load_half_days = fields.SmallIntField()
    host: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="hosted_events", on_delete=fields.RESTRICT
    )
    channel_group = fields.SmallIntField(null=True)
    state = code_field(EventState, default=EventState.PLANNED)
    locked = fields.BooleanField(default=False)
    external = fields.BooleanField(default=False)
    unannounced = fields.BooleanField(default=False)
    sequence = fields.IntField(default=0)
    changed_at = fields.DatetimeField()
    change_reason = fields.CharField(max_length=300, default="")
    plan_id: UUID
    region_id: UUID
    host_id: UUID | None

    class Meta:
        """Table."""

        table = "planned_event"


class EventTeam(Record):
    """A team that takes part in a planned event."""

    event: fields.ForeignKeyRelation[PlannedEvent] = fields.ForeignKeyField(
        "exercises.PlannedEvent", related_name="teams", on_delete=fields.RESTRICT
    )
    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="event_links", on_delete=fields.RESTRICT
    )
    event_id: UUID
    team_id: UUID

    class Meta:
        """Table."""

        table = "event_team"


class EventResource(Record):
    """A shared resource a planned event uses, `quantity` units on each of its days."""

    event: fields.ForeignKeyRelation[PlannedEvent] = fields.ForeignKeyField(
        "exercises.PlannedEvent", related_name="resources", on_delete=fields.RESTRICT
    )
    resource: fields.ForeignKeyRelation[SharedResource] = fields.ForeignKeyField(
        "registry.SharedResource", related_name="event_links", on_delete=fields.RESTRICT
    )
    quantity = fields.IntField()
    ordinal = fields.SmallIntField()
    event_id: UUID
    resource_id: UUID

    class Meta:
        """Table."""

        table = "event_resource"


class UnscheduledDemand(Record):
    """A demand the plan leaves out, its priority points, and why (list of {"zh", "en"})."""

    plan: fields.ForeignKeyRelation[TrainingPlan] = fields.ForeignKeyField(
        "exercises.TrainingPlan", related_name="unscheduled", on_delete=fields.RESTRICT
    )
    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="unscheduled_demands", on_delete=fields.RESTRICT
    )
    uid = fields.CharField(max_length=120)
    kind = code_field(ExerciseKind)
    title = fields.CharField(max_length=200)
    title_en = fields.CharField(max_length=200)
    rule_number = fields.SmallIntField(null=True)
    points = fields.IntField()
    reasons = fields.JSONField[Any]()
    plan_id: UUID
    region_id: UUID

    class Meta:
        """Table."""

        table = "unscheduled_demand"
