"""What is known of a center's life: its steps, its checklist, and how its capabilities were verified."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.enums import Label
from api.nodes import Node, column, labelled, table_type, to_one
from registry import tables
from registry.codes import ChecklistItem, ChecklistResult, ReviewOutcome, ReviewStep, VerificationMethod

if TYPE_CHECKING:
    from api.centers import MobilizationCenter
    from api.organizations import CapabilityItem

_Center = Annotated["MobilizationCenter", strawberry.lazy("api.centers")]
_Capability = Annotated["CapabilityItem", strawberry.lazy("api.organizations")]


@table_type(tables.CenterReview, "One dated step of a mobilization center's life.")
class CenterReview(Node):
    """A step."""

    step: ReviewStep = column("Which step.")
    step_label: Label = labelled("step", "The step in words.")
    valid_from: date = column("Day of the step; the first day of a public notice.", name="on")
    outcome: ReviewOutcome | None = column("What it found; null for a step that judges nothing.")
    outcome_label: Label | None = labelled("outcome", "The outcome in words.")
    body: str = column("The body that took the step; may be empty.")
    reviewers: str = column("Who reviewed, by office or trade; may be empty.")
    opinion: str = column("Opinion on record; the reason of a withdrawal.")
    document_number: str | None = column("Number of the designation.")
    last_day: date | None = column("Last day of a public notice, included; null for other steps.")
    objections: int = column("Objections to a public notice that came in.")
    objections_open: int = column("Objections that are not settled.")
    due_on: date | None = column("Day by which what was found wanting is put right.")
    version: int = column("Version for optimistic locking, from 1.")
    center: _Center | None = to_one("The center.")


@table_type(tables.CenterCheck, "How far a center met one item of the checklist, until the next look.")
class CenterCheck(Node):
    """A look at one item."""

    item: ChecklistItem = column("Which item.")
    item_label: Label = labelled("item", "The item in words.")
    result: ChecklistResult = column("How far it is met.")
    result_label: Label = labelled("result", "The result in words.")
    note: str = column("Remark; may be empty.")
    valid_from: date = column("Day of the look.", name="on")
    valid_to: date | None = column("Day of the next look; null while this is the latest.", name="until")
    version: int = column("Version for optimistic locking, from 1.")
    center: _Center | None = to_one("The center.")


@table_type(tables.CapabilityVerification, "A capability looked at on a day, with what was measured.")
class CapabilityVerification(Node):
    """A verification."""

    valid_from: date = column("Day of the verification.", name="on")
    method: VerificationMethod = column("How it was verified.")
    method_label: Label = labelled("method", "The method in words.")
    verifier: str = column("Who verified it.")
    measured_per_day: int | None = column("Measured surge output in units per day; null if not measured.")
    measured_conversion_hours: int | None = column("Measured conversion time in hours, if measured.")
    note: str = column("Remark; may be empty.")
    version: int = column("Version for optimistic locking, from 1.")
    capability: _Capability | None = to_one("The capability.")
