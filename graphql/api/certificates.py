"""Peacetime-use certificates: their register, what falls due, and the decisions about them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label, label
from api.nodes import (
    Node,
    column,
    find,
    labelled,
    row_id,
    shown,
    table_type,
    to_many,
    to_one,
    visible,
)
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from api.regions import within
from api.works import Work
from registry import tables
from registry.access import rows
from registry.codes import CertificateState, PeacetimeUse
from registry.works.certificate_state import state_condition, state_on
from registry.works.certificates import (
    ApplicationDraft,
    apply_for_certificate,
    decide_certificate,
    revoke_certificate,
)


@table_type(tables.UseCertificate, "An application for a peacetime-use certificate, and the certificate.")
class UseCertificate(Node):
    """A certificate."""

    code: str = column("Code of the application, unique.")
    use: PeacetimeUse = column("What the work is used for.")
    use_label: Label = labelled("use", "The use in words.")
    area_m2: int = column("Area used, in m².", name="areaM2")
    valid_from: date = column("Day of the application.", name="appliedOn")
    contract_on: date = column("Day the contract was signed.")
    contract_until: date = column("Day after the last day of the contract.")
    decided_on: date | None = column("Day of the decision; null before it.")
    decision: str = column("Document of the last decision; may be empty.")
    number: str | None = column("Number of the certificate; null if none was issued.")
    issued_on: date | None = column("First day on which it holds; null if none was issued.")
    expires_on: date | None = column("First day on which it no longer holds; null if none was issued.")
    revoked_on: date | None = column("Day from which it is revoked; null if it is not.")
    version: int = column("Version for optimistic locking, from 1.")
    work: Work | None = to_one("The work.")
    organization: Organization | None = to_one("Who uses the work; null when out of scope.")
    renews: UseCertificate | None = to_one("The certificate it follows, if it is a renewal.")
    renewals: list[UseCertificate] = to_many("Applications to renew it.", order=("valid_from", "id"))
    changes: list[CertificateChange] = to_many(
        "Changes asked for, the oldest first.", order=("valid_from", "id")
    )

    @strawberry.field(description="Where it stands today, told from its dates.")
    def state(self: Any, info: Info) -> CertificateState:
        """Return the state today; an application to come counts as applied for."""
        return state_on(self, info.context.today) or CertificateState.APPLIED

    @strawberry.field(description="The state in words.")
    def state_label(self: Any, info: Info) -> Label:
        """Return the label of the state."""
        return label(state_on(self, info.context.today) or CertificateState.APPLIED)


@table_type(tables.CertificateChange, "A change of a certificate, asked for ahead.")
class CertificateChange(Node):
    """A change."""

    valid_from: date = column("Day it was asked for.", name="requestedOn")
    wanted_on: date = column("Day from which it is to hold.")
    use: PeacetimeUse | None = column("New use; null if unchanged.")
    area_m2: int | None = column("New area in m²; null if unchanged.", name="areaM2")
    expires_on: date | None = column("New end of validity; null if unchanged.")
    accepted: bool | None = column("Whether it was accepted; null while undecided.")
    decided_on: date | None = column("Day of the decision; null before it.")
    decision: str = column("Document of the decision; may be empty.")
    entered_on: date | None = column("Day it was entered in the certificate; null before that.")
    version: int = column("Version for optimistic locking, from 1.")
    organization: Organization | None = to_one("New user; null if unchanged or out of scope.")
    certificate: UseCertificate | None = to_one("The certificate.")


@strawberry.input(description="Which certificates to list; every part given must hold.")
class UseCertificateFilter:
    """A choice of certificates."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only works of this region and those below it."
    )
    work_id: strawberry.ID | None = strawberry.field(default=None, description="Only this work's.")
    state: CertificateState | None = strawberry.field(default=None, description="Only this state today.")


@strawberry.type
class CertificateQuery:
    """Queries about certificates."""

    @strawberry.field(description="One peacetime-use certificate; null when unknown or out of scope.")
    async def use_certificate(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> UseCertificate | None:
        """Return a certificate."""
        return shown(await find(info, tables.UseCertificate, id))

    @strawberry.field(description="Peacetime-use certificates within the caller's reach, by code.")
    async def use_certificates(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            UseCertificateFilter | None, strawberry.argument(description="Which certificates.")
        ] = None,
    ) -> Connection[UseCertificate]:
        """Return a page of certificates."""
        listed = rows(info.context.viewer, tables.UseCertificate)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id, "work__region_id"))
            if filter.work_id is not None:
                listed = listed.filter(work_id__in=visible(info, tables.Work, filter.work_id))
            if filter.state is not None:
                listed = listed.filter(state_condition(filter.state, info.context.today))
        return await page(listed, Sort("code"), first, after)


@strawberry.input(description="Applies for a peacetime-use certificate.")
class ApplyForUseCertificateInput:
    """Input of `applyForUseCertificate`."""

    work_id: strawberry.ID = strawberry.field(description="The work.")
    organization_id: strawberry.ID = strawberry.field(description="Who will use it.")
    code: str = strawberry.field(description="Code of the application, unique, at most 40 characters.")
    use: PeacetimeUse = strawberry.field(description="What it will be used for.")
    area_m2: int = strawberry.field(description="Area used in m², at most the work's.", name="areaM2")
    contract_on: date = strawberry.field(description="Day the contract was signed.")
    contract_until: date = strawberry.field(description="Day after the last day of the contract.")
    applied_on: date = strawberry.field(description="Day of the application, not in the future.")
    reason: str = reason_field()
    renews_id: strawberry.ID | None = strawberry.field(
        default=None, description="The certificate it is to follow."
    )


@strawberry.input(description="Decides on an application.")
class DecideUseCertificateInput:
    """Input of `decideUseCertificate`."""

    certificate_id: strawberry.ID = strawberry.field(description="The application.")
    decided_on: date = strawberry.field(description="Day of the decision, not in the future.")
    decision: str = strawberry.field(description="Document of the decision.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    number: str | None = strawberry.field(
        default=None, description="Number of the certificate; the application is refused when absent."
    )


@strawberry.input(description="Revokes a certificate.")
class RevokeUseCertificateInput:
    """Input of `revokeUseCertificate`."""

    certificate_id: strawberry.ID = strawberry.field(description="The certificate.")
    revoked_on: date = strawberry.field(description="Day from which it no longer holds, not in the future.")
    decision: str = strawberry.field(description="Document of the decision.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


ApplyForUseCertificatePayload = Annotated[
    UseCertificate | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("ApplyForUseCertificatePayload", description="The application, or why not."),
]
DecideUseCertificatePayload = Annotated[
    UseCertificate | NotFound | AccessDenied | InvalidValue | CodeTaken | StaleVersion | TransitionRefused,
    strawberry.union("DecideUseCertificatePayload", description="What was decided, or why not."),
]
RevokeUseCertificatePayload = Annotated[
    UseCertificate | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("RevokeUseCertificatePayload", description="The revoked certificate, or why not."),
]


@strawberry.type
class CertificateMutation:
    """Changes of certificates."""

    @strawberry.mutation(description="Apply for a peacetime-use certificate; late ones are stored too.")
    async def apply_for_use_certificate(
        self,
        info: Info,
        input: Annotated[ApplyForUseCertificateInput, strawberry.argument(description="The application.")],
    ) -> ApplyForUseCertificatePayload:
        """Apply."""
        renews = None if input.renews_id is None else row_id(input.renews_id, tables.UseCertificate)
        draft = ApplicationDraft(
            work_id=row_id(input.work_id, tables.Work),
            organization_id=row_id(input.organization_id, tables.Organization),
            code=input.code,
            use=input.use,
            area_m2=input.area_m2,
            contract_on=input.contract_on,
            contract_until=input.contract_until,
            applied_on=input.applied_on,
            renews_id=renews,
        )
        return shown(await apply_for_certificate(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Grant an application under a number, or refuse it.")
    async def decide_use_certificate(
        self,
        info: Info,
        input: Annotated[DecideUseCertificateInput, strawberry.argument(description="The decision.")],
    ) -> DecideUseCertificatePayload:
        """Decide."""
        decided = await decide_certificate(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.certificate_id, tables.UseCertificate),
            input.expected_version,
            decided_on=input.decided_on,
            decision=input.decision,
            number=input.number,
        )
        return shown(decided)

    @strawberry.mutation(description="Revoke a certificate from a day on.")
    async def revoke_use_certificate(
        self,
        info: Info,
        input: Annotated[RevokeUseCertificateInput, strawberry.argument(description="Which, and why.")],
    ) -> RevokeUseCertificatePayload:
        """Revoke."""
        revoked = await revoke_certificate(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.certificate_id, tables.UseCertificate),
            input.expected_version,
            revoked_on=input.revoked_on,
            decision=input.decision,
        )
        return shown(revoked)
