"""People, their memberships and qualifications. Names and telephone numbers are personal data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.evidence import evidence_field, evidence_rows
from api.nodes import Node, column, find, labelled, personal, row_id, shown, table_type, to_many, to_one
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, AlreadyAssigned, InvalidValue, NotEligible, NotFound, StaleVersion
from api.regions import Region, within
from api.standings import standings_of
from registry import tables
from registry.access import rows
from registry.codes import Exemption, LeaveReason, MemberRole, Sex
from registry.memberships import assign_member, release_member
from registry.qualifications import gap_between

if TYPE_CHECKING:
    from api.double_service import OutsideService
    from api.letters import CommitmentLetter
    from api.standards import QualificationType
    from api.standings import QualificationStanding
    from api.teams import Post, Team


@table_type(tables.Person, "A person who serves or may serve; known by a pseudonym.")
class Person(Node):
    """A person."""

    reference: str = column("Pseudonym used everywhere, unique.")
    name: str | None = personal("Name; null without the right to read personal data.")
    phone: str | None = personal("Telephone number; null if unknown or without the right to read it.")
    birth_year: int = column("Year of birth.")
    sex: Sex = column("Sex, as far as eligibility rules ask for it.")
    exemption: Exemption | None = column("Why the person may not be called up; null if they may.")
    exemption_label: Label | None = labelled("exemption", "The ground in words; null if none.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region the person belongs to.")
    employer: Organization | None = to_one("The employer, if any and in scope.")
    memberships: list[Membership] = to_many("Memberships in force today.", current=True)
    qualifications: list[QualificationGrant] = to_many(
        "Every grant of a qualification, the longest valid last.", order=("valid_to", "id")
    )
    outside_services: list[Annotated[OutsideService, strawberry.lazy("api.double_service")]] = to_many(
        "Services in the militia or the reserve, the oldest first.", order=("valid_from", "id")
    )

    @strawberry.field(
        description="What the person's qualifications are worth on a day: each kind ever granted, once."
    )
    async def qualification_states(
        self: Any,
        info: Info,
        on: Annotated[date | None, strawberry.argument(description="The day; today when absent.")] = None,
    ) -> list[Annotated[QualificationStanding, strawberry.lazy("api.standings")]]:
        """Return one state per kind."""
        return shown(await standings_of(info, self, on or info.context.today))


@table_type(tables.Membership, "A person's place in a team.")
class Membership(Node):
    """A membership."""

    role: MemberRole = column("Role beside the post.")
    role_label: Label = labelled("role", "The role in words.")
    commitment_letter_on: date | None = column("Day of the latest letter of commitment; null if none.")
    special_expertise: str | None = column("Why an expert outside the age limits may serve; null for others.")
    leave_reason: LeaveReason | None = column("Why it ended; null while open, or if not said.")
    leave_reason_label: Label | None = labelled("leave_reason", "Why it ended, in words.")
    valid_from: date = column("First day of the membership.")
    valid_to: date | None = column("Day after the last day; null while open.")
    version: int = column("Version for optimistic locking, from 1.")
    person: Person | None = to_one("The person; null when out of scope.")
    team: Annotated[Team, strawberry.lazy("api.teams")] | None = to_one("The team.")
    post: Annotated[Post, strawberry.lazy("api.teams")] | None = to_one("The post held, if any.")
    letters: list[Annotated[CommitmentLetter, strawberry.lazy("api.letters")]] = to_many(
        "Letters of commitment, the oldest first.", order=("valid_from", "id")
    )


@table_type(tables.QualificationGrant, "A qualification granted to a person; a renewal is a new grant.")
class QualificationGrant(Node):
    """A grant of a qualification."""

    certificate_number: str | None = column("Number of the certificate, if it has one.")
    valid_from: date = column("First day on which it holds.", name="issuedOn")
    valid_to: date | None = column("First day on which it no longer holds; null for ever.", name="expiresOn")
    revoked_on: date | None = column("Day from which it was revoked; null if never.")
    revocation_reason: str | None = column("Why it was revoked; null if it was not.")
    version: int = column("Version for optimistic locking, from 1.")
    qualification_type: Annotated[QualificationType, strawberry.lazy("api.standards")] | None = to_one(
        "The kind of qualification."
    )
    person: Person | None = to_one("The person who holds it.")
    renewal_of: QualificationGrant | None = to_one("The grant it renews; null for a first one.")
    renewals: list[QualificationGrant] = to_many("The grant that renews it, if there is one.")

    @strawberry.field(
        description="Days without cover between the grant it renews and this one; 0 without a gap."
    )
    async def gap_days(self: Any, info: Info) -> int:
        """Return the length of the gap."""
        renewed = await info.context.loaders.parent(self, "renewal_of")
        gap = None if renewed is None else gap_between(renewed, self)
        return 0 if gap is None or gap.end is None else (gap.end - gap.start).days


@strawberry.input(description="Which people to list; every part given must hold.")
class PersonFilter:
    """A choice of people."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    reference: str | None = strawberry.field(default=None, description="Only the person with this pseudonym.")


@strawberry.type
class PersonQuery:
    """Queries about people."""

    @strawberry.field(description="One person; null when unknown or out of scope.")
    async def person(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Person | None:
        """Return a person."""
        return shown(await find(info, tables.Person, id))

    @strawberry.field(description="People within the caller's reach, by pseudonym.")
    async def people(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[PersonFilter | None, strawberry.argument(description="Which people.")] = None,
    ) -> Connection[Person]:
        """Return a page of people."""
        listed = rows(info.context.viewer, tables.Person)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.reference is not None:
                listed = listed.filter(reference=filter.reference)
        return await page(listed, Sort("reference"), first, after)


@strawberry.input(description="Assigns a person to a team.")
class AssignMemberInput:
    """Input of `assignMember`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    person_id: strawberry.ID = strawberry.field(description="The person.")
    valid_from: date = strawberry.field(description="First day of the membership.")
    reason: str = reason_field()
    role: MemberRole = strawberry.field(default=MemberRole.MEMBER, description="Role beside the post.")
    post_id: strawberry.ID | None = strawberry.field(
        default=None, description="The post to hold; none when absent."
    )
    special_expertise: str | None = strawberry.field(
        default=None, description="Why an expert outside the age limits may serve, at most 200 characters."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Ends a membership.")
class ReleaseMemberInput:
    """Input of `releaseMember`."""

    membership_id: strawberry.ID = strawberry.field(description="The membership.")
    on: date = strawberry.field(description="First day on which the person is no longer a member.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    leave_reason: LeaveReason | None = strawberry.field(
        default=None, description="Why the person leaves; not said when absent."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


AssignMemberPayload = Annotated[
    Membership | NotFound | AccessDenied | InvalidValue | AlreadyAssigned | NotEligible,
    strawberry.union("AssignMemberPayload", description="The new membership, or why not."),
]
ReleaseMemberPayload = Annotated[
    Membership | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("ReleaseMemberPayload", description="The ended membership, or why not."),
]


@strawberry.type
class PersonMutation:
    """Changes of memberships."""

    @strawberry.mutation(description="Assign a person to a team, with a post or without.")
    async def assign_member(
        self,
        info: Info,
        input: Annotated[AssignMemberInput, strawberry.argument(description="Who, where and from when.")],
    ) -> AssignMemberPayload:
        """Assign a member."""
        made = await assign_member(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.team_id, tables.Team),
            row_id(input.person_id, tables.Person),
            None if input.post_id is None else row_id(input.post_id, tables.Post),
            input.role,
            input.valid_from,
            special_expertise=input.special_expertise,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(description="End a membership; its history is kept.")
    async def release_member(
        self,
        info: Info,
        input: Annotated[ReleaseMemberInput, strawberry.argument(description="Which, and from when.")],
    ) -> ReleaseMemberPayload:
        """Release a member."""
        ended = await release_member(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.membership_id, tables.Membership),
            input.on,
            input.expected_version,
            reason=input.leave_reason,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(ended)
