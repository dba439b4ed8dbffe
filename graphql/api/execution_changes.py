"""Recording what was held, correcting it, and calling the roll."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.executions import Execution, ExecutionTeam
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, PlanFrozen, StaleVersion, TransitionRefused
from exercises import tables
from exercises.codes import AttendanceStatus, ExerciseKind, Grade, LinkMeans
from exercises.conduct import (
    AttendanceDraft,
    ExecutionDraft,
    LinkDraft,
    PartDraft,
    call_roll,
    correct_execution,
    record_execution,
)
from registry import tables as registry_tables


@strawberry.input(description="Whether one person was there.")
class AttendanceInput:
    """One name."""

    person_id: strawberry.ID = strawberry.field(description="Who; a member of the team on one of the days.")
    status: AttendanceStatus = strawberry.field(description="Whether the person was there.")
    note: str = strawberry.field(
        default="", description="Reason, at most 300 characters; required when excused or substituted."
    )
    arrived_at: datetime | None = strawberry.field(
        default=None, description="When the person arrived, with its zone."
    )

    def draft(self) -> AttendanceDraft:
        """Return the draft."""
        person_id = row_id(self.person_id, registry_tables.Person)
        return AttendanceDraft(person_id, self.status, self.note, self.arrived_at)


@strawberry.input(description="One team's part in an execution.")
class ExecutionPartInput:
    """A part."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    grade: Grade = strawberry.field(description="How it was graded.")
    attendance: list[AttendanceInput] = strawberry.field(
        description="Who was there and who was not, by name; empty when only a number is known."
    )
    others_present: bool = strawberry.field(
        default=False, description="Whether every other member of those days was present."
    )
    present_persons: int | None = strawberry.field(
        default=None, description="Persons who came; follows from the names where there are any."
    )
    evaluator: str = strawberry.field(
        default="", description="Who graded it, by office or trade, at most 120 characters."
    )
    evaluator_external: bool = strawberry.field(
        default=False, description="Whether the evaluator came from outside the team; then it is named."
    )

    def draft(self) -> PartDraft:
        """Return the draft."""
        return PartDraft(
            row_id(self.team_id, registry_tables.Team),
            self.grade,
            self.present_persons,
            tuple(each.draft() for each in self.attendance),
            self.others_present,
            self.evaluator,
            self.evaluator_external,
        )


@strawberry.input(description="One tested link between the stations of two regions.")
class LinkTestInput:
    """A tested link."""

    from_region_code: str = strawberry.field(description="State code of one end.")
    to_region_code: str = strawberry.field(description="State code of the other end; one is within reach.")
    means: LinkMeans = strawberry.field(description="By which means.")
    success: bool = strawberry.field(description="Whether the link stood.")
    setup_seconds: int | None = strawberry.field(
        default=None, description="Time to set it up, 0 to 86,400 seconds; only where it stood."
    )
    quality: int | None = strawberry.field(
        default=None, description="Quality, 1 (worst) to 5; only where it stood."
    )

    def draft(self) -> LinkDraft:
        """Return the draft."""
        ends = self.from_region_code.strip(), self.to_region_code.strip()
        return LinkDraft(*ends, self.means, self.success, self.setup_seconds, self.quality)


@strawberry.input(description="What was held.")
class ExecutionInput:
    """An execution."""

    first_day: date = strawberry.field(description="First day it was held.")
    last_day: date = strawberry.field(description="Last day it was held, inclusive; not in the future.")
    parts: list[ExecutionPartInput] = strawberry.field(description="The teams that took part, at least one.")
    links: list[LinkTestInput] | None = strawberry.field(default=None, description="Links that were tested.")
    event_id: strawberry.ID | None = strawberry.field(
        default=None, description="The planned event it carried out, which is conducted from then on."
    )
    region_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whose exercise it was; that of the event when absent."
    )
    kind: ExerciseKind | None = strawberry.field(
        default=None, description="What was trained; that of the event when absent."
    )
    title: str = strawberry.field(
        default="", description="Title in Chinese, at most 200 characters; that of the event when empty."
    )
    host_id: strawberry.ID | None = strawberry.field(default=None, description="The hosting region.")
    begun_at: datetime | None = strawberry.field(default=None, description="When it began, with its zone.")
    ended_at: datetime | None = strawberry.field(default=None, description="When it ended, with its zone.")

    def draft(self) -> ExecutionDraft:
        """Return the draft."""
        return ExecutionDraft(
            first_day=self.first_day,
            last_day=self.last_day,
            parts=tuple(each.draft() for each in self.parts),
            links=tuple(each.draft() for each in self.links or ()),
            event_id=None if self.event_id is None else row_id(self.event_id, tables.PlannedEvent),
            region_id=_region(self.region_id),
            kind=self.kind,
            title=self.title,
            host_id=_region(self.host_id),
            begun_at=self.begun_at,
            ended_at=self.ended_at,
        )


def _region(text: strawberry.ID | None) -> UUID | None:
    return None if text is None else row_id(text, registry_tables.Region)


@strawberry.input(description="Records an exercise that was held.")
class RecordExecutionInput:
    """Input of `recordExecution`."""

    execution: ExecutionInput = strawberry.field(description="What was held.")
    reason: str = reason_field()
    event_version: int | None = strawberry.field(
        default=None,
        description="Version of the planned event the caller has seen; not compared when absent.",
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Corrects the record of an exercise; all of it is replaced.")
class CorrectExecutionInput:
    """Input of `correctExecution`."""

    execution_id: strawberry.ID = strawberry.field(description="The execution.")
    execution: ExecutionInput = strawberry.field(
        description="Everything that was held; the event stays, a number alone leaves names that give it."
    )
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Calls the roll of a team: everybody was present but the exceptions.")
class CallRollInput:
    """Input of `callRoll`."""

    execution_team_id: strawberry.ID = strawberry.field(description="The team's part in the execution.")
    exceptions: list[AttendanceInput] = strawberry.field(
        description="Who was late or not there; may be empty."
    )
    expected_version: int = strawberry.field(description="Version of the part the caller has seen.")
    reason: str = reason_field()


RecordExecutionPayload = Annotated[
    Execution | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused | PlanFrozen,
    strawberry.union("RecordExecutionPayload", description="The execution, or why not."),
]
CorrectExecutionPayload = Annotated[
    Execution | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("CorrectExecutionPayload", description="The corrected execution, or why not."),
]
CallRollPayload = Annotated[
    ExecutionTeam | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("CallRollPayload", description="The team's part with its names, or why not."),
]


@strawberry.type
class ExecutionMutation:
    """Changes of what was held."""

    @strawberry.mutation(description="Record an exercise that was held; planners and registrars may.")
    async def record_execution(
        self, info: Info, input: Annotated[RecordExecutionInput, strawberry.argument(description="What.")]
    ) -> RecordExecutionPayload:
        """Record an execution."""
        made = await record_execution(
            info.context.viewer,
            act(info, input.reason),
            input.execution.draft(),
            evidence_ids=evidence_rows(input.evidence_ids),
            event_version=input.event_version,
        )
        return shown(made)

    @strawberry.mutation(
        description="Correct the record of an exercise; the ledger keeps what was said before."
    )
    async def correct_execution(
        self, info: Info, input: Annotated[CorrectExecutionInput, strawberry.argument(description="How.")]
    ) -> CorrectExecutionPayload:
        """Correct an execution."""
        changed = await correct_execution(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.execution_id, tables.Execution),
            input.execution.draft(),
            input.expected_version,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(changed)

    @strawberry.mutation(description="Call the roll: everybody who served on the days, but the exceptions.")
    async def call_roll(
        self, info: Info, input: Annotated[CallRollInput, strawberry.argument(description="The exceptions.")]
    ) -> CallRollPayload:
        """Call the roll."""
        changed = await call_roll(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.execution_team_id, tables.ExecutionTeam),
            [each.draft() for each in input.exceptions],
            input.expected_version,
        )
        return shown(changed)
