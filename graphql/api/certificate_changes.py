"""Changes of a certificate during its validity: asked for, decided, entered."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.certificates import CertificateChange
from api.context import Info
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry import tables
from registry.codes import PeacetimeUse
from registry.works.certificate_changes import ChangeDraft, decide_change, enter_change, request_change


@strawberry.input(description="Asks for a change of a certificate; what is absent stays as it is.")
class RequestCertificateChangeInput:
    """Input of `requestCertificateChange`."""

    certificate_id: strawberry.ID = strawberry.field(description="The certificate.")
    requested_on: date = strawberry.field(description="Day it is asked for, not in the future.")
    wanted_on: date = strawberry.field(description="Day from which it is to hold.")
    reason: str = reason_field()
    organization_id: strawberry.ID | None = strawberry.field(default=None, description="New user.")
    use: PeacetimeUse | None = strawberry.field(default=None, description="New use.")
    area_m2: int | None = strawberry.field(default=None, description="New area in m².", name="areaM2")
    expires_on: date | None = strawberry.field(default=None, description="New end of validity.")


@strawberry.input(description="Decides on a change of a certificate.")
class DecideCertificateChangeInput:
    """Input of `decideCertificateChange`."""

    change_id: strawberry.ID = strawberry.field(description="The change.")
    accepted: bool = strawberry.field(description="Whether it is accepted.")
    decided_on: date = strawberry.field(description="Day of the decision, not in the future.")
    decision: str = strawberry.field(description="Document of the decision.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Enters an accepted change in its certificate.")
class EnterCertificateChangeInput:
    """Input of `enterCertificateChange`."""

    change_id: strawberry.ID = strawberry.field(description="The change.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


RequestCertificateChangePayload = Annotated[
    CertificateChange | NotFound | AccessDenied | InvalidValue | TransitionRefused,
    strawberry.union("RequestCertificateChangePayload", description="The change, or why not."),
]
DecideCertificateChangePayload = Annotated[
    CertificateChange | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("DecideCertificateChangePayload", description="What was decided, or why not."),
]
EnterCertificateChangePayload = Annotated[
    CertificateChange | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("EnterCertificateChangePayload", description="The entered change, or why not."),
]


@strawberry.type
class CertificateChangeMutation:
    """Changes of certificates in force."""

    @strawberry.mutation(description="Ask for a change of a certificate; short notice is stored too.")
    async def request_certificate_change(
        self,
        info: Info,
        input: Annotated[RequestCertificateChangeInput, strawberry.argument(description="What changes.")],
    ) -> RequestCertificateChangePayload:
        """Ask for a change."""
        user = input.organization_id
        draft = ChangeDraft(
            organization_id=None if user is None else row_id(user, tables.Organization),
            use=input.use,
            area_m2=input.area_m2,
            expires_on=input.expires_on,
        )
        asked = await request_change(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.certificate_id, tables.UseCertificate),
            draft,
            requested_on=input.requested_on,
            wanted_on=input.wanted_on,
        )
        return shown(asked)

    @strawberry.mutation(description="Accept or refuse a change of a certificate.")
    async def decide_certificate_change(
        self,
        info: Info,
        input: Annotated[DecideCertificateChangeInput, strawberry.argument(description="The decision.")],
    ) -> DecideCertificateChangePayload:
        """Decide on a change."""
        decided = await decide_change(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.change_id, tables.CertificateChange),
            input.expected_version,
            accepted=input.accepted,
            decided_on=input.decided_on,
            decision=input.decision,
        )
        return shown(decided)

    @strawberry.mutation(description="Enter an accepted change in its certificate, on its day or later.")
    async def enter_certificate_change(
        self,
        info: Info,
        input: Annotated[EnterCertificateChangeInput, strawberry.argument(description="Which change.")],
    ) -> EnterCertificateChangePayload:
        """Enter a change."""
        entered = await enter_change(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.change_id, tables.CertificateChange),
            input.expected_version,
        )
        return shown(entered)
