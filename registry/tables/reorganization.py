"""The yearly reorganization of a team: its draft of moves, the count of equipment, the muster."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from tortoise import fields

from registry.codes import LeaveReason, MemberMove, MemberRole, Presence, ReorganizationState
from registry.tables.people import Membership, Person
from registry.tables.record import Record, code_field
from registry.tables.teams import EquipmentItem, Post, Team


class Reorganization(Record):
    """
    One reorganization 整组 of a team for a year.

    While it is open, moves, counts and presences are a draft. The figures are null until it is
    completed: strengths count members, `departed` those who left, `mustered` those called to the
    muster, `missing` and `surplus` items of equipment against the records.
    """

    lasting: ClassVar[bool] = True

    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "registry.Team", related_name="reorganizations", on_delete=fields.RESTRICT
    )
    year = fields.SmallIntField()
    state = code_field(ReorganizationState, default=ReorganizationState.OPEN)
    muster_on = fields.DateField(null=True)
    muster_place = fields.CharField(max_length=120, null=True)
    closed_on = fields.DateField(null=True)
    strength_before = fields.IntField(null=True)
    strength_after = fields.IntField(null=True)
    joined = fields.IntField(null=True)
    departed = fields.IntField(null=True)
    mustered = fields.IntField(null=True)
    present = fields.IntField(null=True)
    missing = fields.IntField(null=True)
    surplus = fields.IntField(null=True)
    team_id: UUID

    class Meta:
        """Table."""

        table = "reorganization"


class ReorganizationMove(Record):
    """One member's move in the draft: a person who joins, or a membership that ends or changes."""

    reorganization: fields.ForeignKeyRelation[Reorganization] = fields.ForeignKeyField(
        "registry.Reorganization", related_name="moves", on_delete=fields.RESTRICT
    )
    kind = code_field(MemberMove)
    membership: fields.ForeignKeyNullableRelation[Membership] = fields.ForeignKeyField(
        "registry.Membership", null=True, related_name="reorganization_moves", on_delete=fields.RESTRICT
    )
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "registry.Person", null=True, related_name="reorganization_moves", on_delete=fields.RESTRICT
    )
    post: fields.ForeignKeyNullableRelation[Post] = fields.ForeignKeyField(
        "registry.Post", null=True, related_name="reorganization_moves", on_delete=fields.RESTRICT
    )
    role = code_field(MemberRole, null=True)
    reason = code_field(LeaveReason, null=True)
    effective_on = fields.DateField()
    special_expertise = fields.CharField(max_length=200, null=True)
    note = fields.CharField(max_length=300, default="")
    reorganization_id: UUID
    membership_id: UUID | None
    person_id: UUID | None
    post_id: UUID | None

    class Meta:
        """Table."""

        table = "reorganization_move"


class ReorganizationCount(Record):
    """How many items of a lot were counted, and how many the register had at that time."""

    reorganization: fields.ForeignKeyRelation[Reorganization] = fields.ForeignKeyField(
        "registry.Reorganization", related_name="counts", on_delete=fields.RESTRICT
    )
    item: fields.ForeignKeyRelation[EquipmentItem] = fields.ForeignKeyField(
        "registry.EquipmentItem", related_name="reorganization_counts", on_delete=fields.RESTRICT
    )
    counted = fields.IntField()
    recorded = fields.IntField()
    note = fields.CharField(max_length=300, default="")
    reorganization_id: UUID
    item_id: UUID

    class Meta:
        """Table."""

        table = "reorganization_count"


class ReorganizationPresence(Record):
    """Whether one member was there at the muster."""

    reorganization: fields.ForeignKeyRelation[Reorganization] = fields.ForeignKeyField(
        "registry.Reorganization", related_name="presences", on_delete=fields.RESTRICT
    )
    membership: fields.ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "registry.Membership", related_name="presences", on_delete=fields.RESTRICT
    )
    presence = code_field(Presence)
    note = fields.CharField(max_length=300, default="")
    reorganization_id: UUID
    membership_id: UUID

    class Meta:
        """Table."""

        table = "reorganization_presence"
