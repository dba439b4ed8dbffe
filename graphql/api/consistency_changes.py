"""Working the list of findings down, and setting the rules for an office."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.consistency import ConsistencyIssue
from api.context import Info
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry import tables
from registry.consistency.issues import accept_issue, reopen_issue
from registry.consistency.settings import set_rule


@strawberry.input(description="Accepts a finding with a reason: it leaves the list until a day.")
class AcceptIssueInput:
    """Input of `acceptIssue`."""

    issue_id: strawberry.ID = strawberry.field(description="The finding.")
    until: date = strawberry.field(description="Day on which it is on the list again, within a year.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Takes the acceptance of a finding back: it is on the list again.")
class ReopenIssueInput:
    """Input of `reopenIssue`."""

    issue_id: strawberry.ID = strawberry.field(description="The finding.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Sets a consistency rule for a region and everything below it.")
class SetConsistencyRuleInput:
    """Input of `setConsistencyRule`."""

    region_id: strawberry.ID = strawberry.field(description="The office's region.")
    rule: str = strawberry.field(description="Code of the rule.")
    enabled: bool = strawberry.field(description="Whether the rule is on there.")
    reason: str = reason_field()
    threshold: int | None = strawberry.field(
        default=None, description="The office's own figure, in the rule's unit; the rule's when absent."
    )
    expected_version: int | None = strawberry.field(
        default=None, description="Version of the office's setting; absent when it has none."
    )


@strawberry.type(description="How a rule is set for a region from now on.")
class ConsistencyRuleSet:
    """Answer of `setConsistencyRule`."""

    rule_code: str = strawberry.field(description="Code of the consistency rule.")
    enabled: bool = strawberry.field(description="Whether it is on.")
    threshold: int | None = strawberry.field(description="The office's own figure; null for the rule's.")
    version: int = strawberry.field(description="Version of the setting, from 1.")


AcceptIssuePayload = Annotated[
    ConsistencyIssue | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("AcceptIssuePayload", description="The finding as it is now, or why not."),
]
ReopenIssuePayload = Annotated[
    ConsistencyIssue | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("ReopenIssuePayload", description="The finding as it is now, or why not."),
]
SetConsistencyRulePayload = Annotated[
    ConsistencyRuleSet | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("SetConsistencyRulePayload", description="The setting, or why not."),
]


@strawberry.type
class ConsistencyMutation:
    """Changes of findings and of the rules' settings."""

    @strawberry.mutation(description="Accept a finding with a reason: it leaves the list until a day.")
    async def accept_issue(
        self,
        info: Info,
        input: Annotated[AcceptIssueInput, strawberry.argument(description="Which, and why.")],
    ) -> AcceptIssuePayload:
        """Accept a finding."""
        accepted = await accept_issue(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.issue_id, tables.ConsistencyIssue),
            input.reason,
            input.until,
            input.expected_version,
        )
        return shown(accepted)

    @strawberry.mutation(description="Take the acceptance of a finding back.")
    async def reopen_issue(
        self, info: Info, input: Annotated[ReopenIssueInput, strawberry.argument(description="Which.")]
    ) -> ReopenIssuePayload:
        """Reopen a finding."""
        reopened = await reopen_issue(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.issue_id, tables.ConsistencyIssue),
            input.expected_version,
        )
        return shown(reopened)

    @strawberry.mutation(description="Set a consistency rule for a region and everything below it.")
    async def set_consistency_rule(
        self,
        info: Info,
        input: Annotated[SetConsistencyRuleInput, strawberry.argument(description="Rule and setting.")],
    ) -> SetConsistencyRulePayload:
        """Set a rule."""
        made = await set_rule(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.region_id, tables.Region),
            input.rule,
            enabled=input.enabled,
            threshold=input.threshold,
            note=input.reason,
            expected_version=input.expected_version,
        )
        return ConsistencyRuleSet(
            rule_code=made.rule, enabled=made.enabled, threshold=made.threshold, version=made.version
        )
