"""Changes of findings: opened, put right, verified, opened again, withdrawn; later deadlines."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.findings import Finding, FindingExtension
from api.nodes import row_id, shown
from api.problems import AccessDenied, FourEyes, InvalidValue, NotFound, StaleVersion, TransitionRefused
from exercises.tables import Execution
from registry import tables
from registry.access import one
from registry.codes import FindingOrigin, FindingSeverity
from registry.findings import (
    FindingDraft,
    ask_extension,
    decide_extension,
    open_finding,
    rectify_finding,
    reopen_finding,
    verify_finding,
    withdraw_finding,
)

_VERSION = "Version of the finding the caller has seen."
_NAMED = (
    ("region_id", tables.Region),
    ("team_id", tables.Team),
    ("owner_id", tables.Organization),
    ("check_id", tables.InspectionCheck),
    ("hazard_id", tables.Hazard),
)


@strawberry.input(description="Opens a finding: of an exercise, a hazard, a check, or seen otherwise.")
class OpenFindingInput:
    """Input of `openFinding`."""

    title: str = strawberry.field(description="What is wrong, at most 200 characters.")
    severity: FindingSeverity = strawberry.field(description="How grave it is.")
    origin: FindingOrigin = strawberry.field(description="What it comes from; a check or hazard is named.")
    found_on: date = strawberry.field(description="Day on which it was found, not in the future.")
    reason: str = reason_field()
    description: str = strawberry.field(default="", description="More about it.")
    due_on: date | None = strawberry.field(
        default=None, description="Last day in time; by severity and the region's figures when absent."
    )
    region_id: strawberry.ID | None = strawberry.field(
        default=None, description="Where it is; that of the team, check or hazard when absent."
    )
    team_id: strawberry.ID | None = strawberry.field(default=None, description="The team it counts against.")
    owner_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who puts it right; the team's forming unit when absent."
    )
    check_id: strawberry.ID | None = strawberry.field(default=None, description="The check it comes from.")
    hazard_id: strawberry.ID | None = strawberry.field(default=None, description="The hazard it comes from.")
    execution_id: strawberry.ID | None = strawberry.field(
        default=None, description="The execution of an exercise it comes from."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Records how a finding was put right.")
class RectifyFindingInput:
    """Input of `rectifyFinding`."""

    finding_id: strawberry.ID = strawberry.field(description="The finding.")
    rectification: str = strawberry.field(description="How, at most 500 characters.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()
    on: date | None = strawberry.field(default=None, description="The day; today when absent.")
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Verifies that a finding was put right.")
class VerifyFindingInput:
    """Input of `verifyFinding`."""

    finding_id: strawberry.ID = strawberry.field(description="The finding.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()
    on: date | None = strawberry.field(default=None, description="The day; today when absent.")


@strawberry.input(description="Opens a finding again.")
class ReopenFindingInput:
    """Input of `reopenFinding`."""

    finding_id: strawberry.ID = strawberry.field(description="The finding, put right or closed.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()
    due_on: date | None = strawberry.field(
        default=None, description="New last day in time; by the severity from today when absent."
    )


@strawberry.input(description="Withdraws a finding.")
class WithdrawFindingInput:
    """Input of `withdrawFinding`."""

    finding_id: strawberry.ID = strawberry.field(description="The finding, not closed.")
    withdrawal: str = strawberry.field(description="Why it should not have been made.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()


@strawberry.input(description="Asks for a later deadline of a finding.")
class AskFindingExtensionInput:
    """Input of `askFindingExtension`."""

    finding_id: strawberry.ID = strawberry.field(description="The finding, open.")
    wanted_on: date = strawberry.field(description="Last day in time that is asked for.")
    grounds: str = strawberry.field(description="Why it takes longer, at most 300 characters.")
    expected_version: int = strawberry.field(description=_VERSION)
    reason: str = reason_field()


@strawberry.input(description="Grants or refuses a later deadline.")
class DecideFindingExtensionInput:
    """Input of `decideFindingExtension`."""

    extension_id: strawberry.ID = strawberry.field(description="The request.")
    accepted: bool = strawberry.field(description="Whether it is granted.")
    expected_version: int = strawberry.field(description="Version of the request the caller has seen.")
    reason: str = reason_field()


OpenFindingPayload = Annotated[
    Finding | NotFound | AccessDenied | InvalidValue,
    strawberry.union("OpenFindingPayload", description="The finding, or why not."),
]
RectifyFindingPayload = Annotated[
    Finding | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("RectifyFindingPayload", description="The finding put right, or why not."),
]
VerifyFindingPayload = Annotated[
    Finding | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused | FourEyes,
    strawberry.union("VerifyFindingPayload", description="The closed finding, or why not."),
]
ReopenFindingPayload = Annotated[
    Finding | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("ReopenFindingPayload", description="The open finding, or why not."),
]
WithdrawFindingPayload = Annotated[
    Finding | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("WithdrawFindingPayload", description="The withdrawn finding, or why not."),
]
AskFindingExtensionPayload = Annotated[
    FindingExtension | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("AskFindingExtensionPayload", description="The request, or why not."),
]
DecideFindingExtensionPayload = Annotated[
    FindingExtension | NotFound | AccessDenied | InvalidValue | StaleVersion | FourEyes,
    strawberry.union("DecideFindingExtensionPayload", description="The decided request, or why not."),
]


@strawberry.type
class FindingMutation:
    """Changes of findings."""

    @strawberry.mutation(description="Open a finding with its severity, owner and deadline.")
    async def open_finding(
        self,
        info: Info,
        input: Annotated[OpenFindingInput, strawberry.argument(description="What is wrong.")],
    ) -> OpenFindingPayload:
        """Open a finding."""
        given = {name: getattr(input, name) for name, _ in _NAMED}
        named: dict[str, Any] = {
            name: row_id(given[name], table) for name, table in _NAMED if given[name] is not None
        }
        names = ("title", "severity", "origin", "found_on", "description", "due_on")
        if input.execution_id is not None:
            execution_id = row_id(input.execution_id, Execution)
            named["execution_id"] = (await one(info.context.viewer, Execution, execution_id)).id
        draft = FindingDraft(**{name: getattr(input, name) for name in names}, **named)
        made = await open_finding(
            info.context.viewer,
            act(info, input.reason),
            draft,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(description="Record how the owner put a finding right, with evidence.")
    async def rectify_finding(
        self, info: Info, input: Annotated[RectifyFindingInput, strawberry.argument(description="How.")]
    ) -> RectifyFindingPayload:
        """Put a finding right."""
        done = await rectify_finding(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.finding_id, tables.Finding),
            input.expected_version,
            rectification=input.rectification,
            on=input.on,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(done)

    @strawberry.mutation(description="Verify what somebody else put right, and close the finding.")
    async def verify_finding(
        self, info: Info, input: Annotated[VerifyFindingInput, strawberry.argument(description="Which.")]
    ) -> VerifyFindingPayload:
        """Verify a finding."""
        finding_id = row_id(input.finding_id, tables.Finding)
        closed = await verify_finding(
            info.context.viewer, act(info, input.reason), finding_id, input.expected_version, on=input.on
        )
        return shown(closed)

    @strawberry.mutation(description="Open a finding again that was not put right after all.")
    async def reopen_finding(
        self, info: Info, input: Annotated[ReopenFindingInput, strawberry.argument(description="Which.")]
    ) -> ReopenFindingPayload:
        """Open a finding again."""
        reopened = await reopen_finding(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.finding_id, tables.Finding),
            input.expected_version,
            due_on=input.due_on,
        )
        return shown(reopened)

    @strawberry.mutation(description="Withdraw a finding that should not have been made.")
    async def withdraw_finding(
        self, info: Info, input: Annotated[WithdrawFindingInput, strawberry.argument(description="Which.")]
    ) -> WithdrawFindingPayload:
        """Withdraw a finding."""
        withdrawn = await withdraw_finding(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.finding_id, tables.Finding),
            input.expected_version,
            withdrawal=input.withdrawal,
        )
        return shown(withdrawn)

    @strawberry.mutation(description="Ask for a later deadline of an open finding.")
    async def ask_finding_extension(
        self,
        info: Info,
        input: Annotated[AskFindingExtensionInput, strawberry.argument(description="Until when.")],
    ) -> AskFindingExtensionPayload:
        """Ask for a later deadline."""
        asked = await ask_extension(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.finding_id, tables.Finding),
            input.expected_version,
            wanted_on=input.wanted_on,
            grounds=input.grounds,
        )
        return shown(asked)

    @strawberry.mutation(description="Grant or refuse a later deadline that somebody else asked for.")
    async def decide_finding_extension(
        self,
        info: Info,
        input: Annotated[DecideFindingExtensionInput, strawberry.argument(description="The decision.")],
    ) -> DecideFindingExtensionPayload:
        """Decide on a later deadline."""
        decided = await decide_extension(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.extension_id, tables.FindingExtension),
            input.expected_version,
            accepted=input.accepted,
        )
        return shown(decided)
