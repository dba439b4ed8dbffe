"""Letters of commitment 承诺书, and the members without one."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.nodes import Node, column, row_id, shown, table_type, to_one, visible
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.people import Membership
from api.problems import AccessDenied, InvalidValue, NotFound
from api.regions import within
from registry import tables
from registry.access import rows
from registry.periods import in_force
from registry.service import letters_missing, record_letter


@table_type(
    tables.CommitmentLetter, "A letter of commitment that lets a member serve; earlier ones are kept."
)
class CommitmentLetter(Node):
    """A letter."""

    signed_on: date = column("Day of the signature.")
    valid_from: date = column("First day it holds.")
    valid_to: date | None = column("First day it no longer holds; null for ever.")
    membership: Membership | None = to_one("Whose letter it is.")
    organization: Organization | None = to_one(
        "The employer who signed too; null if none did, or when out of scope."
    )


@strawberry.input(description="Which letters to list; every part given must hold.")
class CommitmentLetterFilter:
    """A choice of letters."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only teams of this region and those below it."
    )
    team_id: strawberry.ID | None = strawberry.field(default=None, description="Only this team's.")
    organization_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only those this employer signed."
    )
    on: date | None = strawberry.field(default=None, description="Only those in force on this day.")


@strawberry.type
class LetterQuery:
    """Queries about letters of commitment."""

    @strawberry.field(description="Letters of commitment within the caller's reach, by first day.")
    async def commitment_letters(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[CommitmentLetterFilter | None, strawberry.argument(description="Which.")] = None,
    ) -> Connection[CommitmentLetter]:
        """Return a page of letters."""
        choice = filter or CommitmentLetterFilter()
        listed = rows(info.context.viewer, tables.CommitmentLetter)
        listed = listed.filter(within(info, choice.within_id, "membership__team__region_id"))
        if choice.team_id is not None:
            listed = listed.filter(membership__team_id__in=visible(info, tables.Team, choice.team_id))
        if choice.organization_id is not None:
            employer = visible(info, tables.Organization, choice.organization_id)
            listed = listed.filter(organization_id__in=employer)
        if choice.on is not None:
            listed = listed.filter(in_force(choice.on))
        return await page(listed, Sort("valid_from"), first, after)

    @strawberry.field(
        description="Members on a day without a letter of commitment in force then, by first day. A letter"
        " the register knows by its day alone counts as in force from that day on."
    )
    async def letters_missing(
        self,
        info: Info,
        first: First,
        after: After = None,
        within_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only teams of this region and those below it."),
        ] = None,
        team_id: Annotated[strawberry.ID | None, strawberry.argument(description="Only this team.")] = None,
        on: Annotated[date | None, strawberry.argument(description="The day; today when absent.")] = None,
    ) -> Connection[Membership]:
        """Return a page of memberships."""
        listed = letters_missing(info.context.viewer, on or info.context.today)
        listed = listed.filter(within(info, within_id, "team__region_id"))
        if team_id is not None:
            listed = listed.filter(team_id__in=visible(info, tables.Team, team_id))
        return await page(listed, Sort("valid_from"), first, after)


@strawberry.input(description="Records a letter of commitment of a member.")
class RecordCommitmentLetterInput:
    """Input of `recordCommitmentLetter`."""

    membership_id: strawberry.ID = strawberry.field(description="Whose letter it is.")
    signed_on: date = strawberry.field(description="Day of the signature, not in the future.")
    reason: str = reason_field()
    valid_to: date | None = strawberry.field(
        default=None, description="First day it no longer holds; for ever when absent."
    )
    organization_id: strawberry.ID | None = strawberry.field(
        default=None, description="The employer who signed too."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


RecordCommitmentLetterPayload = Annotated[
    CommitmentLetter | NotFound | AccessDenied | InvalidValue,
    strawberry.union("RecordCommitmentLetterPayload", description="The letter, or why not."),
]


@strawberry.type
class LetterMutation:
    """Changes of letters of commitment."""

    @strawberry.mutation(description="Record a letter of commitment of a member; earlier letters are kept.")
    async def record_commitment_letter(
        self,
        info: Info,
        input: Annotated[RecordCommitmentLetterInput, strawberry.argument(description="The letter.")],
    ) -> RecordCommitmentLetterPayload:
        """Record a letter."""
        employer = input.organization_id
        letter = await record_letter(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.membership_id, tables.Membership),
            signed_on=input.signed_on,
            valid_to=input.valid_to,
            organization_id=None if employer is None else row_id(employer, tables.Organization),
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(letter)
