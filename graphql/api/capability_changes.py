"""Changes of what enterprises and centers can produce, and how it was verified."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.center_reviews import CapabilityVerification
from api.context import Info
from api.evidence import evidence_field, evidence_rows
from api.nodes import row_id, shown
from api.organizations import CapabilityItem
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry import tables
from registry.centers import (
    CapabilityDraft,
    Figures,
    Verification,
    register_capability,
    revise_capability,
    verify_capability,
)
from registry.codes import VerificationMethod


@strawberry.input(description="What a capability amounts to; at a revision, what is absent stays.")
class CapabilityFiguresInput:
    """Figures of a capability."""

    normal_per_day: int | None = strawberry.field(
        default=None, description="Normal output in units per day, at least 0."
    )
    surge_per_day: int | None = strawberry.field(
        default=None, description="Surge output in units per day, at least the normal output."
    )
    conversion_hours: int | None = strawberry.field(
        default=None, description="Time to convert to surge output, in hours, at least 0."
    )
    sustain_days: int | None = strawberry.field(
        default=None, description="How long surge output can be sustained, in days, at least 0."
    )
    reserve_stock: int | None = strawberry.field(
        default=None, description="Reserve stock in units, at least 0; 0 for a new capability when absent."
    )

    def figures(self) -> Figures:
        """Return the figures as the register takes them."""
        return Figures(
            normal_per_day=self.normal_per_day,
            surge_per_day=self.surge_per_day,
            conversion_hours=self.conversion_hours,
            sustain_days=self.sustain_days,
            reserve_stock=self.reserve_stock,
        )


@strawberry.input(description="Registers what an enterprise can produce or do in mobilization.")
class RegisterCapabilityInput:
    """Input of `registerCapability`."""

    organization_id: strawberry.ID = strawberry.field(description="The organization that has it.")
    product: str = strawberry.field(description="Product or service, 1 to 120 characters.")
    unit: str = strawberry.field(description="Unit the outputs count, 1 to 20 characters.")
    figures: CapabilityFiguresInput = strawberry.field(description="What it amounts to; all are needed.")
    reason: str = reason_field()
    center_id: strawberry.ID | None = strawberry.field(
        default=None, description="The mobilization center that holds it, if one does."
    )
    since: date | None = strawberry.field(default=None, description="First day; today when absent.")


@strawberry.input(description="Changes figures of a capability from a day on.")
class ReviseCapabilityInput:
    """Input of `reviseCapability`."""

    capability_id: strawberry.ID = strawberry.field(description="The capability.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    figures: CapabilityFiguresInput = strawberry.field(description="What changes.")
    reason: str = reason_field()
    on: date | None = strawberry.field(default=None, description="Day from which it is so; today if absent.")


@strawberry.input(description="Records that a capability was looked at.")
class VerifyCapabilityInput:
    """Input of `verifyCapability`."""

    capability_id: strawberry.ID = strawberry.field(description="The capability.")
    method: VerificationMethod = strawberry.field(description="How it was verified.")
    verifier: str = strawberry.field(description="Who verified it, 1 to 120 characters.")
    reason: str = reason_field()
    on: date | None = strawberry.field(default=None, description="Day of the look; today when absent.")
    measured_per_day: int | None = strawberry.field(
        default=None, description="Measured surge output in units per day."
    )
    measured_conversion_hours: int | None = strawberry.field(
        default=None, description="Measured conversion time in hours."
    )
    note: str = strawberry.field(default="", description="Remark.")
    adopt: bool = strawberry.field(
        default=False, description="Whether the measured figures become the capability's own from that day."
    )
    evidence_ids: list[strawberry.ID] | None = evidence_field()


RegisterCapabilityPayload = Annotated[
    CapabilityItem | NotFound | AccessDenied | InvalidValue,
    strawberry.union("RegisterCapabilityPayload", description="The new capability, or why not."),
]
ReviseCapabilityPayload = Annotated[
    CapabilityItem | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("ReviseCapabilityPayload", description="The capability as it is now, or why not."),
]


@strawberry.type(description="A capability was verified.")
class CapabilityVerified:
    """Answer of `verifyCapability`; the verification's own fields would clash with those of a problem."""

    verification: CapabilityVerification = strawberry.field(description="The verification as recorded.")


VerifyCapabilityPayload = Annotated[
    CapabilityVerified | NotFound | AccessDenied | InvalidValue,
    strawberry.union("VerifyCapabilityPayload", description="The verification as recorded, or why not."),
]


@strawberry.type
class CapabilityMutation:
    """Changes of capabilities."""

    @strawberry.mutation(description="Register what an enterprise or its center can produce.")
    async def register_capability(
        self,
        info: Info,
        input: Annotated[RegisterCapabilityInput, strawberry.argument(description="The new capability.")],
    ) -> RegisterCapabilityPayload:
        """Register a capability."""
        center = input.center_id
        draft = CapabilityDraft(
            organization_id=row_id(input.organization_id, tables.Organization),
            product=input.product,
            unit=input.unit,
            figures=input.figures.figures(),
            center_id=None if center is None else row_id(center, tables.MobilizationCenter),
            since=input.since,
        )
        return shown(await register_capability(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Change figures of a capability from a day on.")
    async def revise_capability(
        self,
        info: Info,
        input: Annotated[ReviseCapabilityInput, strawberry.argument(description="What to change.")],
    ) -> ReviseCapabilityPayload:
        """Revise a capability."""
        revised = await revise_capability(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.capability_id, tables.CapabilityItem),
            input.expected_version,
            input.figures.figures(),
            on=input.on,
        )
        return shown(revised)

    @strawberry.mutation(description="Record that a capability was looked at, and what was measured.")
    async def verify_capability(
        self,
        info: Info,
        input: Annotated[VerifyCapabilityInput, strawberry.argument(description="What was seen.")],
    ) -> VerifyCapabilityPayload:
        """Record a verification."""
        seen = Verification(
            method=input.method,
            verifier=input.verifier,
            on=input.on,
            measured_per_day=input.measured_per_day,
            measured_conversion_hours=input.measured_conversion_hours,
            note=input.note,
            adopt=input.adopt,
            evidence_ids=evidence_rows(input.evidence_ids),
        )
        capability_id = row_id(input.capability_id, tables.CapabilityItem)
        made = act(info, input.reason)
        recorded = await verify_capability(info.context.viewer, made, capability_id, seen)
        return CapabilityVerified(verification=shown(recorded))
