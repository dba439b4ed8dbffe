"""What a registrar says in each step of a reorganization, and what is answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import reason_field
from api.evidence import evidence_field
from api.nodes import row_id
from api.problems import AccessDenied, InvalidValue, NotFound, NotReady, StaleVersion, TransitionRefused
from api.reorganizations import Reorganization, ReorganizationMove
from registry import tables
from registry.codes import LeaveReason, MemberMove, MemberRole, Presence
from registry.reorganization import MoveDraft


@strawberry.input(description="Opens the reorganization of an active team for a year.")
class OpenReorganizationInput:
    """Input of `openReorganization`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    year: int = strawberry.field(description="The year it is for.")
    expected_version: int = strawberry.field(description="Version of the team the caller has seen.")
    reason: str = reason_field()
    opened_on: date | None = strawberry.field(
        default=None, description="Day it began, not in the future; today when absent."
    )


@strawberry.input(
    description="Puts a move into the draft: a person joins, or a membership ends or changes. An earlier move"
    " of the same person or membership is replaced."
)
class DraftReorganizationMoveInput:
    """Input of `draftReorganizationMove`."""

    reorganization_id: strawberry.ID = strawberry.field(description="The reorganization, open.")
    kind: MemberMove = strawberry.field(description="What happens.")
    reason: str = reason_field()
    person_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who joins; for that kind only."
    )
    membership_id: strawberry.ID | None = strawberry.field(
        default=None, description="Which membership ends or changes; for those kinds only."
    )
    post_id: strawberry.ID | None = strawberry.field(
        default=None, description="The post held afterwards; a change without it keeps the post."
    )
    role: MemberRole | None = strawberry.field(
        default=None, description="The role held afterwards; a change without it keeps the role."
    )
    leave_reason: LeaveReason | None = strawberry.field(
        default=None, description="Why the member leaves; for that kind only."
    )
    effective_on: date | None = strawberry.field(
        default=None, description="Day from which it is true, not in the future; today when absent."
    )
    special_expertise: str | None = strawberry.field(
        default=None, description="Why an expert outside the age limits may serve, at most 200 characters."
    )
    note: str = strawberry.field(default="", description="Remark, at most 300 characters.")

    def draft(self) -> MoveDraft:
        """Return the draft."""
        return MoveDraft(
            kind=self.kind,
            person_id=None if self.person_id is None else row_id(self.person_id, tables.Person),
            membership_id=None
            if self.membership_id is None
            else row_id(self.membership_id, tables.Membership),
            post_id=None if self.post_id is None else row_id(self.post_id, tables.Post),
            role=self.role,
            reason=self.leave_reason,
            effective_on=self.effective_on,
            special_expertise=self.special_expertise,
            note=self.note,
        )


@strawberry.input(description="Takes a move out of the draft.")
class DropReorganizationMoveInput:
    """Input of `dropReorganizationMove`."""

    move_id: strawberry.ID = strawberry.field(description="The move.")
    expected_version: int = strawberry.field(description="Version of the move the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="How many items of a lot were found.")
class EquipmentCountInput:
    """One lot."""

    item_id: strawberry.ID = strawberry.field(description="The lot.")
    counted: int = strawberry.field(description="Items found, 0 or more.")
    note: str = strawberry.field(default="", description="Remark, at most 300 characters.")


@strawberry.input(description="Records how many items were counted; a lot counted again is replaced.")
class RecordReorganizationCountsInput:
    """Input of `recordReorganizationCounts`."""

    reorganization_id: strawberry.ID = strawberry.field(description="The reorganization, open.")
    counts: list[EquipmentCountInput] = strawberry.field(description="The lots, at most 100 at once.")
    reason: str = reason_field()


@strawberry.input(description="Whether a member was at the muster.")
class MemberPresenceInput:
    """One member."""

    membership_id: strawberry.ID = strawberry.field(description="The membership.")
    presence: Presence = strawberry.field(description="Whether the member was there.")
    note: str = strawberry.field(default="", description="Remark, at most 300 characters.")


@strawberry.input(description="Records a muster after it was held; members marked again are replaced.")
class HoldMusterInput:
    """Input of `holdMuster`."""

    reorganization_id: strawberry.ID = strawberry.field(description="The reorganization, open.")
    on: date = strawberry.field(description="Day of the muster, not in the future.")
    place: str = strawberry.field(description="Where it was held, 1 to 120 characters.")
    members: list[MemberPresenceInput] = strawberry.field(
        description="Who was there and who was not, at most 100 at once."
    )
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Applies a reorganization: everything at once, or nothing.")
class CompleteReorganizationInput:
    """Input of `completeReorganization`."""

    reorganization_id: strawberry.ID = strawberry.field(description="The reorganization, open.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Gives a reorganization up.")
class CancelReorganizationInput:
    """Input of `cancelReorganization`."""

    reorganization_id: strawberry.ID = strawberry.field(description="The reorganization, open.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


OpenReorganizationPayload = Annotated[
    Reorganization | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("OpenReorganizationPayload", description="The open reorganization, or why not."),
]
DraftReorganizationMovePayload = Annotated[
    ReorganizationMove | NotFound | AccessDenied | InvalidValue | TransitionRefused,
    strawberry.union("DraftReorganizationMovePayload", description="The move as drafted, or why not."),
]
DropReorganizationMovePayload = Annotated[
    Reorganization | NotFound | AccessDenied | StaleVersion | TransitionRefused,
    strawberry.union(
        "DropReorganizationMovePayload", description="The reorganization without it, or why not."
    ),
]
RecordReorganizationCountsPayload = Annotated[
    Reorganization | NotFound | AccessDenied | InvalidValue | TransitionRefused,
    strawberry.union(
        "RecordReorganizationCountsPayload", description="The reorganization with its counts, or why not."
    ),
]
HoldMusterPayload = Annotated[
    Reorganization | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("HoldMusterPayload", description="The reorganization with its muster, or why not."),
]
CompleteReorganizationPayload = Annotated[
    Reorganization | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused | NotReady,
    strawberry.union(
        "CompleteReorganizationPayload",
        description="The completed reorganization with its figures, or every reason why not.",
    ),
]
CancelReorganizationPayload = Annotated[
    Reorganization | NotFound | AccessDenied | StaleVersion | TransitionRefused,
    strawberry.union("CancelReorganizationPayload", description="The cancelled reorganization, or why not."),
]
