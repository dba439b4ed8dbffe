"""
Ratings kept so that nobody has to rate a province to see a dashboard, and each night's for the curve.

They are derived: made anew from the records at any time, so the ledger does not tell them, and they are
written by `registry.readiness.records.keeping` only.
"""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.models import Model

from registry.codes import TaskState, TeamCategory
from registry.tables.record import code_field


class StoredRating(Model):
    """
    What a rating says of one team.

    `level` is after caps, `computed` before them, `shown` after an override; 5 reorganizing, null not rated.
    `areas` are the levels of P, S, R and T, one character each (`-`: not applicable), `ages` their data age.
    `fractions` are numerator and denominator of P1, P2, P3, S, R and T in turn; `caps` the level each cap
    that holds allows. `input_hash` is that of the facts that bear on the day
    (`registry.readiness.records.bearing`); `known_at` the latest recorded time of the
    ledger that they include.
    """

    region_id = fields.UUIDField()
    category = code_field(TeamCategory)
    level = fields.SmallIntField(null=True)
    computed = fields.SmallIntField(null=True)
    shown = fields.SmallIntField(null=True)
    unverified = fields.BooleanField()
    areas = fields.CharField(max_length=4)
    ages = fields.CharField(max_length=4)
    fractions = fields.JSONField[list[int]]()
    caps = fields.JSONField[dict[str, int]]()
    rule_version = fields.CharField(max_length=64)
    input_hash = fields.CharField(max_length=64)
    known_at = fields.DatetimeField()

    class Meta:
        """No table of its own."""

        abstract = True


class TeamReadiness(StoredRating):
    """The current rating 当前评定 of a team for peace, as of `rated_on`."""

    team_id = fields.UUIDField(primary_key=True, default=None)
    rated_on = fields.DateField()

    class Meta:
        """Table."""

        table = "team_readiness"


class ReadinessSnapshot(StoredRating):
    """The rating 评定快照 of a team for a task, taken in the night that began `day`; never changed."""

    id = fields.BigIntField(primary_key=True)
    team_id = fields.UUIDField()
    day = fields.DateField()
    task_state = code_field(TaskState)

    class Meta:
        """Table."""

        table = "readiness_snapshot"
        unique_together = (("team_id", "day", "task_state"),)


class ReadinessRollup(Model):
    """
    The current ratings of one region's own teams of one category, counted 汇总.

    `level_1` to `level_5` and `unrated` count teams by `level`; `unverified` those that rest on data of age
    D, `overridden` those that show another level. `sums` are those of `TeamReadiness.fractions`.
    """

    id = fields.BigIntField(primary_key=True)
    region_id = fields.UUIDField()
    category = code_field(TeamCategory)
    teams = fields.IntField()
    level_1 = fields.IntField()
    level_2 = fields.IntField()
    level_3 = fields.IntField()
    level_4 = fields.IntField()
    level_5 = fields.IntField()
    unrated = fields.IntField()
    unverified = fields.IntField()
    overridden = fields.IntField()
    sums = fields.JSONField[Any]()

    class Meta:
        """Table."""

        table = "readiness_rollup"
        unique_together = (("region_id", "category"),)
