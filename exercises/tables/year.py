"""The workday calendar and the syllabus: what the training year is made from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields

from exercises.codes import Attendees, DayKind, DayStatus, ExerciseKind, Grouping
from registry.codes import SourceMark
from registry.tables import Record, Region, RuleSource
from registry.tables.record import code_field


class CalendarDay(Record):
    """One calendar day: worked or not, announced or estimated, and by which source."""

    day = fields.DateField(unique=True)
    kind = code_field(DayKind)
    status = code_field(DayStatus)
    name = fields.CharField(max_length=60, default="")
    source = fields.CharField(max_length=120)

    class Meta:
        """Table."""

        table = "calendar_day"


class SyllabusRule(Record):
    """
    One row of the syllabus 训练大纲要求: what teams of some categories must train, how often.

    `categories` is a JSON list of `TeamCategory` codes (empty: every team); `months` a list of
    month numbers; `needs` a list of `{"kind": ResourceKind code, "quantity": n, "per": "event" |
    "person" | "team"}`; `satisfies` lists kinds whose demand an event of this row also meets.
    Durations and loads count half-days; gaps and periodicities calendar days. `away` events count
    against the standby rule. `region` is the office whose rule this is (null: every office).
    """

    number = fields.SmallIntField()
    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        "registry.Region", null=True, related_name="syllabus_rules", on_delete=fields.RESTRICT
    )
    kind = code_field(ExerciseKind)
    categories = fields.JSONField[Any]()
    grouping = code_field(Grouping)
    attendees = code_field(Attendees)
    times_per_year = fields.SmallIntField()
    every_years = fields.SmallIntField(default=1)
    per_period = fields.CharField(max_length=10, default="year")
    months = fields.JSONField[Any]()
    duration_half_days = fields.SmallIntField()
    min_gap_days = fields.SmallIntField(default=0)
    periodicity_days = fields.SmallIntField()
    notice_days = fields.SmallIntField(default=30)
    priority = fields.SmallIntField(default=1)
    weight = fields.SmallIntField(default=1)
    away = fields.BooleanField(default=True)
    unannounced = fields.SmallIntField(default=0)
    fixed_month = fields.SmallIntField(null=True)
    fixed_day = fields.SmallIntField(null=True)
    min_categories = fields.SmallIntField(default=1)
    needs = fields.JSONField[Any]()
    satisfies = fields.JSONField[Any]()
    mark = code_field(SourceMark)
    citation = fields.CharField(max_length=200)
    source: fields.ForeignKeyRelation[RuleSource] = fields.ForeignKeyField(
        "registry.RuleSource", related_name="syllabus_rules", on_delete=fields.RESTRICT
    )
    region_id: UUID | None
    source_id: UUID

    class Meta:
        """Table."""

        table = "syllabus_rule"


class ExternalEvent(Record):
    """An event dated outside the office (area joint training, siren trial): the planner may not move it."""

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="external_events", on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=60, unique=True)
    kind = code_field(ExerciseKind)
    title = fields.CharField(max_length=160)
    title_en = fields.CharField(max_length=160)
    first_day = fields.DateField()
    last_day = fields.DateField()
    host: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="hosted_external_events", on_delete=fields.RESTRICT
    )
    given_by = fields.CharField(max_length=160)
    region_id: UUID
    host_id: UUID

    class Meta:
        """Table."""

        table = "external_event"
