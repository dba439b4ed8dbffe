"""Changes of qualifications: granted, renewed, revoked."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.nodes import row_id, shown
from api.people import QualificationGrant
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry import tables
from registry.qualifications import (
    GrantDraft,
    grant_qualification,
    renew_qualification,
    revoke_qualification,
)

_EXPIRES = "First day on which it no longer holds; by the validity of its kind when absent."
_NUMBER = "Number of the certificate, at most 60 characters; none when absent."


@strawberry.input(description="Grants a qualification to a person.")
class GrantQualificationInput:
    """Input of `grantQualification`."""

    person_id: strawberry.ID = strawberry.field(description="The person.")
    qualification_type_id: strawberry.ID = strawberry.field(description="The kind of qualification.")
    issued_on: date = strawberry.field(description="First day on which it holds.")
    reason: str = reason_field()
    expires_on: date | None = strawberry.field(default=None, description=_EXPIRES)
    certificate_number: str | None = strawberry.field(default=None, description=_NUMBER)
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Renews a grant by a new one; the old one stays as it is.")
class RenewQualificationInput:
    """Input of `renewQualification`."""

    grant_id: strawberry.ID = strawberry.field(description="The grant to renew, the latest of its kind.")
    issued_on: date = strawberry.field(description="First day on which the new one holds.")
    reason: str = reason_field()
    expires_on: date | None = strawberry.field(default=None, description=_EXPIRES)
    certificate_number: str | None = strawberry.field(default=None, description=_NUMBER)
    accept_gap: bool = strawberry.field(
        default=False, description="Whether days without cover between the two are as it really was."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


@strawberry.input(description="Revokes a qualification; every grant of the kind that goes on ends with it.")
class RevokeQualificationInput:
    """Input of `revokeQualification`."""

    grant_id: strawberry.ID = strawberry.field(description="The grant.")
    revoked_on: date = strawberry.field(description="First day on which it no longer holds, today at most.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    evidence_ids: list[strawberry.ID] | None = evidence_field()


GrantQualificationPayload = Annotated[
    QualificationGrant | NotFound | AccessDenied | InvalidValue,
    strawberry.union("GrantQualificationPayload", description="The new grant, or why not."),
]
RenewQualificationPayload = Annotated[
    QualificationGrant | NotFound | AccessDenied | InvalidValue,
    strawberry.union("RenewQualificationPayload", description="The new grant, or why not."),
]
RevokeQualificationPayload = Annotated[
    QualificationGrant | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("RevokeQualificationPayload", description="The revoked grant, or why not."),
]


@strawberry.type
class QualificationMutation:
    """Changes of qualifications."""

    @strawberry.mutation(description="Grant a qualification to a person.")
    async def grant_qualification(
        self,
        info: Info,
        input: Annotated[GrantQualificationInput, strawberry.argument(description="To whom, and what.")],
    ) -> GrantQualificationPayload:
        """Grant a qualification."""
        made = await grant_qualification(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.person_id, tables.Person),
            row_id(input.qualification_type_id, tables.QualificationType),
            GrantDraft(input.issued_on, input.expires_on, input.certificate_number),
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(description="Renew a qualification by a new grant; the history is kept.")
    async def renew_qualification(
        self,
        info: Info,
        input: Annotated[RenewQualificationInput, strawberry.argument(description="Which, and how.")],
    ) -> RenewQualificationPayload:
        """Renew a qualification."""
        made = await renew_qualification(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.grant_id, tables.QualificationGrant),
            GrantDraft(input.issued_on, input.expires_on, input.certificate_number),
            accept_gap=input.accept_gap,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(made)

    @strawberry.mutation(description="Revoke a qualification; the reason is kept with it.")
    async def revoke_qualification(
        self,
        info: Info,
        input: Annotated[RevokeQualificationInput, strawberry.argument(description="Which, and from when.")],
    ) -> RevokeQualificationPayload:
        """Revoke a qualification."""
        revoked = await revoke_qualification(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.grant_id, tables.QualificationGrant),
            input.revoked_on,
            input.expected_version,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        return shown(revoked)
