"""Pairs of records that may stand for the same thing, and what a person decided about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tortoise import fields

from registry.codes import MatchDecision, MatchKind
from registry.tables.access import Principal
from registry.tables.record import Record, code_field
from registry.tables.regions import Region


class MatchPair(Record):
    """
    Two records of one kind that may be one and the same 疑似重复.

    `first_id` is the smaller id. `score` runs from 0 to 100; `reasons` holds codes of `MatchReason` only,
    never the values compared, for those may be personal data. Nothing is merged by a pair: see `SameAs`.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="match_pairs", on_delete=fields.RESTRICT
    )
    other_region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="other_match_pairs", on_delete=fields.RESTRICT
    )
    kind = code_field(MatchKind)
    first_id = fields.UUIDField()
    second_id = fields.UUIDField()
    score = fields.SmallIntField()
    reasons = fields.JSONField[Any]()
    decision = code_field(MatchDecision, default=MatchDecision.OPEN)
    decided_by: fields.ForeignKeyNullableRelation[Principal] = fields.ForeignKeyField(
        "registry.Principal", null=True, related_name="match_decisions", on_delete=fields.RESTRICT
    )
    decided_on = fields.DateField(null=True)
    note = fields.CharField(max_length=300, default="")
    region_id: UUID
    other_region_id: UUID
    decided_by_id: UUID | None

    class Meta:
        """Table."""

        table = "match_pair"
        unique_together = (("first_id", "second_id"),)


class SameAs(Record):
    """
    The statement that two records stand for the same thing 同一标识, from the day both exist.

    Records linked by such statements, directly or through others, are one identity and are counted once;
    the records themselves stay as they are. Removing the statement undoes it.
    """

    region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="same_as", on_delete=fields.RESTRICT
    )
    other_region: fields.ForeignKeyRelation[Region] = fields.ForeignKeyField(
        "registry.Region", related_name="other_same_as", on_delete=fields.RESTRICT
    )
    pair: fields.ForeignKeyRelation[MatchPair] = fields.ForeignKeyField(
        "registry.MatchPair", related_name="links", on_delete=fields.RESTRICT
    )
    kind = code_field(MatchKind)
    first_id = fields.UUIDField()
    second_id = fields.UUIDField()
    region_id: UUID
    other_region_id: UUID
    pair_id: UUID

    class Meta:
        """Table."""

        table = "same_as"
        unique_together = (("first_id", "second_id"),)
