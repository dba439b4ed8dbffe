"""Changes around readiness: confirming records, and setting a level by hand."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, NotReady, StaleVersion
from api.readiness import Confirmation, ReadinessOverride
from exercises.readiness.rating_teams import override
from registry import tables
from registry.codes import ReadinessArea, TaskState
from registry.readiness.records.confirming import ConfirmationDraft, confirm
from registry.readiness.records.overriding import OverrideDraft, end_override


@strawberry.input(description="Confirms that the records of some areas of some teams are right.")
class ConfirmReadinessInput:
    """Input of `confirmReadiness`."""

    team_ids: list[strawberry.ID] = strawberry.field(description="The teams, 1 to 100; all of them or none.")
    areas: list[ReadinessArea] = strawberry.field(description="The areas of each, at least one.")
    reason: str = reason_field()
    confirmed_on: date | None = strawberry.field(
        default=None,
        description="Day on which the records were looked at, not in the future; today when absent.",
    )
    note: str = strawberry.field(default="", description="Note, at most 300 characters.")
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Sets the level shown of a team by hand.")
class SetReadinessOverrideInput:
    """Input of `setReadinessOverride`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    to_level: int = strawberry.field(
        description="Level to be shown, 1 to 4; a better one is at most one above the computed level."
    )
    reason: str = strawberry.field(
        description="Why, in 1 to 300 characters; shown beside both levels and kept in the ledger for ever."
    )
    task: TaskState = strawberry.field(default=TaskState.PEACE, description="The task whose level it sets.")
    last_day: date | None = strawberry.field(
        default=None,
        description="Last day on which it holds; required to raise a level, at most as many days as the rule"
        " `readiness.override.days` says.",
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Ends an override before its time.")
class EndReadinessOverrideInput:
    """Input of `endReadinessOverride`."""

    override_id: strawberry.ID = strawberry.field(description="The override.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.type(description="What was confirmed in one act.")
class ConfirmedReadiness:
    """The confirmations of an act."""

    confirmations: list[Confirmation] = strawberry.field(
        description="One for each team and area, by code of the team."
    )


ConfirmReadinessPayload = Annotated[
    ConfirmedReadiness | NotFound | AccessDenied | InvalidValue,
    strawberry.union("ConfirmReadinessPayload", description="The confirmations, or why there are none."),
]
SetReadinessOverridePayload = Annotated[
    ReadinessOverride | NotFound | AccessDenied | InvalidValue | NotReady,
    strawberry.union("SetReadinessOverridePayload", description="The override, or why not."),
]
EndReadinessOverridePayload = Annotated[
    ReadinessOverride | NotFound | AccessDenied | StaleVersion | NotReady | InvalidValue,
    strawberry.union("EndReadinessOverridePayload", description="The override with its end, or why not."),
]


@strawberry.type
class ReadinessMutation:
    """Changes around readiness."""

    @strawberry.mutation(
        description="Confirm that the records of some areas of some teams are right; it counts as proved with"
        " evidence, or from the region above."
    )
    async def confirm_readiness(
        self,
        info: Info,
        input: Annotated[ConfirmReadinessInput, strawberry.argument(description="What is right.")],
    ) -> ConfirmReadinessPayload:
        """Confirm records."""
        draft = ConfirmationDraft(
            team_ids=[row_id(each, tables.Team) for each in input.team_ids],
            areas=input.areas,
            confirmed_on=input.confirmed_on,
            note=input.note,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        made = await confirm(info.context.viewer, act(info, input.reason), draft)
        return ConfirmedReadiness(confirmations=shown(made))

    @strawberry.mutation(
        description="Set the level shown of a team by hand: the team's own office lowers it; who approves in"
        " the region above raises it by one level, on evidence, for a time. Both levels are always shown."
    )
    async def set_readiness_override(
        self,
        info: Info,
        input: Annotated[SetReadinessOverrideInput, strawberry.argument(description="The level.")],
    ) -> SetReadinessOverridePayload:
        """Set a level."""
        draft = OverrideDraft(
            team_id=row_id(input.team_id, tables.Team),
            to_level=input.to_level,
            reason=input.reason,
            task=input.task,
            last_day=input.last_day,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(await override(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="End an override today; one set today holds until the end of the day.")
    async def end_readiness_override(
        self,
        info: Info,
        input: Annotated[EndReadinessOverrideInput, strawberry.argument(description="Which override.")],
    ) -> EndReadinessOverridePayload:
        """End an override."""
        ended = await end_override(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.override_id, tables.ReadinessOverride),
            input.expected_version,
        )
        return shown(ended)
