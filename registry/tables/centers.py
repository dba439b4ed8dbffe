"""What is known of a mobilization center's life: its reviews, its checklist, its verified outputs."""

from __future__ import annotations

from uuid import UUID

from tortoise import fields

from registry.codes import ChecklistItem, ChecklistResult, ReviewOutcome, ReviewStep, VerificationMethod
from registry.tables.organizations import CapabilityItem, MobilizationCenter
from registry.tables.record import Record, code_field


class CenterReview(Record):
    """
    One dated step of a center's life: who judged, with what outcome and opinion.

    `valid_from` is the day of the step; `last_day` ends a public notice (included); `due_on` is the
    day by which what the step found wanting must be put right. Reviewers are named by office or trade,
    not by person.
    """

    center: fields.ForeignKeyRelation[MobilizationCenter] = fields.ForeignKeyField(
        "registry.MobilizationCenter", related_name="reviews", on_delete=fields.RESTRICT
    )
    step = code_field(ReviewStep)
    outcome = code_field(ReviewOutcome, null=True)
    body = fields.CharField(max_length=120, default="")
    reviewers = fields.CharField(max_length=300, default="")
    opinion = fields.TextField(default="")
    document_number = fields.CharField(max_length=60, null=True)
    last_day = fields.DateField(null=True)
    objections = fields.IntField(default=0)
    objections_open = fields.IntField(default=0)
    due_on = fields.DateField(null=True)
    center_id: UUID

    class Meta:
        """Table."""

        table = "center_review"


class CenterCheck(Record):
    """
    How far a center met one item of the checklist, from the day it was looked at until the next look.

    A later look closes the one before; so what is in force on a day is the checklist of that day.
    """

    center: fields.ForeignKeyRelation[MobilizationCenter] = fields.ForeignKeyField(
        "registry.MobilizationCenter", related_name="checklist", on_delete=fields.RESTRICT
    )
    item = code_field(ChecklistItem)
    result = code_field(ChecklistResult)
    note = fields.TextField(default="")
    center_id: UUID

    class Meta:
        """Table."""

        table = "center_check"


class CapabilityVerification(Record):
    """
    A capability looked at on a day (`valid_from`): by whom, how, and what was measured.

    Measured output counts the capability's unit per day of surge; measured conversion takes hours.
    """

    capability: fields.ForeignKeyRelation[CapabilityItem] = fields.ForeignKeyField(
        "registry.CapabilityItem", related_name="verifications", on_delete=fields.RESTRICT
    )
    method = code_field(VerificationMethod)
    verifier = fields.CharField(max_length=120)
    measured_per_day = fields.IntField(null=True)
    measured_conversion_hours = fields.IntField(null=True)
    note = fields.TextField(default="")
    capability_id: UUID

    class Meta:
        """Table."""

        table = "capability_verification"
