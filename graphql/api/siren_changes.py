"""Changes of sirens: registering and changing them, their states, soundings, faults and repairs."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.nodes import row_id, shown
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from api.sirens import SirenFault, SirenPoint, SoundingTest
from registry import tables
from registry.codes import ControlPath, SirenKind, SirenSignal, SirenState, SoundingOccasion
from registry.sirens.faults import repair_fault, report_fault
from registry.sirens.life import SirenChange, SirenDraft, change_siren, move_siren, register_siren
from registry.sirens.soundings import SoundingDraft, record_sounding


@strawberry.input(description="Registers a planned siren.")
class RegisterSirenInput:
    """Input of `registerSiren`."""

    region_id: strawberry.ID = strawberry.field(description="The region it belongs to.")
    code: str = strawberry.field(description="Code, unique, at most 40 characters.")
    name: str = strawberry.field(description="Name in Chinese, at most 120 characters.")
    kind: SirenKind = strawberry.field(description="How it makes its sound.")
    control: ControlPath = strawberry.field(description="By which path it is set off.")
    latitude: float = strawberry.field(description="Latitude in degrees, -90 to 90, WGS 84.")
    longitude: float = strawberry.field(description="Longitude in degrees, -180 to 180, WGS 84.")
    reason: str = reason_field()
    organization_id: strawberry.ID | None = strawberry.field(default=None, description="The host.")
    power_watts: int | None = strawberry.field(default=None, description="Rated power, 1 to 100,000 W.")
    audible_radius_m: int | None = strawberry.field(
        default=None, description="How far it is heard, 1 to 20,000 m; the default of its kind when absent."
    )


@strawberry.input(description="Changes what the register says about a siren; what is absent stays.")
class ChangeSirenInput:
    """Input of `changeSiren`."""

    siren_id: strawberry.ID = strawberry.field(description="The siren.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    name: str | None = strawberry.field(default=None, description="Name, at most 120 characters.")
    kind: SirenKind | None = strawberry.field(default=None, description="How it makes its sound.")
    control: ControlPath | None = strawberry.field(default=None, description="By which path it is set off.")
    power_watts: int | None = strawberry.field(default=None, description="Rated power, 1 to 100,000 W.")
    audible_radius_m: int | None = strawberry.field(
        default=None, description="How far it is heard, 1 to 20,000 m."
    )
    latitude: float | None = strawberry.field(default=None, description="Latitude in degrees, WGS 84.")
    longitude: float | None = strawberry.field(default=None, description="Longitude in degrees, WGS 84.")
    organization_id: strawberry.ID | None = strawberry.field(default=None, description="The host.")


@strawberry.input(description="Moves a siren to another state.")
class MoveSirenStateInput:
    """Input of `moveSirenState`."""

    siren_id: strawberry.ID = strawberry.field(description="The siren.")
    state: SirenState = strawberry.field(description="The state it moves to.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    on: date | None = strawberry.field(
        default=None, description="Day since when it is so, not in the future; today when absent."
    )


@strawberry.input(description="Records whether a siren sounded.")
class RecordSoundingInput:
    """Input of `recordSounding`."""

    siren_id: strawberry.ID = strawberry.field(description="The siren.")
    held_on: date = strawberry.field(description="Day of the test, not in the future.")
    signal: SirenSignal = strawberry.field(description="Which signal.")
    sounded: bool = strawberry.field(description="Whether it sounded.")
    reason: str = reason_field()
    occasion: SoundingOccasion = strawberry.field(
        default=SoundingOccasion.TRIAL, description="Why it was sounded."
    )
    cause: str = strawberry.field(default="", description="Why it did not sound; needed then.")
    measured_db: float | None = strawberry.field(
        default=None, description="Sound level measured, 0 to 200 dB(A)."
    )
    tester: str = strawberry.field(default="", description="Who tested, at most 120 characters.")


@strawberry.input(description="Reports that a siren in service is broken; its state follows.")
class ReportSirenFaultInput:
    """Input of `reportSirenFault`."""

    siren_id: strawberry.ID = strawberry.field(description="The siren.")
    description: str = strawberry.field(description="What is broken, at most 200 characters.")
    expected_version: int = strawberry.field(description="Version of the siren the caller has seen.")
    reason: str = reason_field()
    on: date | None = strawberry.field(
        default=None, description="First day it was broken, not in the future; today when absent."
    )


@strawberry.input(description="Closes a fault with its repair; a faulty siren goes back into service.")
class RepairSirenFaultInput:
    """Input of `repairSirenFault`."""

    fault_id: strawberry.ID = strawberry.field(description="The fault.")
    repair: str = strawberry.field(description="What was repaired, at most 200 characters.")
    expected_version: int = strawberry.field(description="Version of the fault the caller has seen.")
    reason: str = reason_field()
    on: date | None = strawberry.field(
        default=None, description="Day of the repair, not in the future; today when absent."
    )
    repaired_by_id: strawberry.ID | None = strawberry.field(default=None, description="Who repaired it.")


RegisterSirenPayload = Annotated[
    SirenPoint | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("RegisterSirenPayload", description="The new siren, or why not."),
]
ChangeSirenPayload = Annotated[
    SirenPoint | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("ChangeSirenPayload", description="The changed siren, or why not."),
]
MoveSirenStatePayload = Annotated[
    SirenPoint | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("MoveSirenStatePayload", description="The siren in its new state, or why not."),
]
RecordSoundingPayload = Annotated[
    SoundingTest | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("RecordSoundingPayload", description="The sounding, or why not."),
]
ReportSirenFaultPayload = Annotated[
    SirenFault | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("ReportSirenFaultPayload", description="The fault, or why not."),
]
RepairSirenFaultPayload = Annotated[
    SirenFault | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("RepairSirenFaultPayload", description="The repaired fault, or why not."),
]


@strawberry.type
class SirenMutation:
    """Changes of sirens."""

    @strawberry.mutation(description="Register a planned siren.")
    async def register_siren(
        self, info: Info, input: Annotated[RegisterSirenInput, strawberry.argument(description="The siren.")]
    ) -> RegisterSirenPayload:
        """Register a siren."""
        draft = SirenDraft(
            region_id=row_id(input.region_id, tables.Region),
            code=input.code,
            name=input.name,
            kind=input.kind,
            control=input.control,
            latitude=input.latitude,
            longitude=input.longitude,
            organization_id=None
            if input.organization_id is None
            else row_id(input.organization_id, tables.Organization),
            power_watts=input.power_watts,
            audible_radius_m=input.audible_radius_m,
        )
        return shown(await register_siren(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Change what the register says about a siren, except its state.")
    async def change_siren(
        self, info: Info, input: Annotated[ChangeSirenInput, strawberry.argument(description="The change.")]
    ) -> ChangeSirenPayload:
        """Change a siren."""
        wanted = SirenChange(
            name=input.name,
            kind=input.kind,
            control=input.control,
            power_watts=input.power_watts,
            audible_radius_m=input.audible_radius_m,
            latitude=input.latitude,
            longitude=input.longitude,
            organization_id=None
            if input.organization_id is None
            else row_id(input.organization_id, tables.Organization),
        )
        siren_id = row_id(input.siren_id, tables.SirenPoint)
        changed = await change_siren(
            info.context.viewer, act(info, input.reason), siren_id, wanted, input.expected_version
        )
        return shown(changed)

    @strawberry.mutation(description="Move a siren to another state; being installed sets the day.")
    async def move_siren_state(
        self, info: Info, input: Annotated[MoveSirenStateInput, strawberry.argument(description="The move.")]
    ) -> MoveSirenStatePayload:
        """Move a siren."""
        moved = await move_siren(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.siren_id, tables.SirenPoint),
            input.state,
            input.expected_version,
            input.on,
        )
        return shown(moved)

    @strawberry.mutation(description="Record whether a siren sounded with a signal on a day.")
    async def record_sounding(
        self,
        info: Info,
        input: Annotated[RecordSoundingInput, strawberry.argument(description="The result.")],
    ) -> RecordSoundingPayload:
        """Record a sounding."""
        draft = SoundingDraft(
            siren_id=row_id(input.siren_id, tables.SirenPoint),
            held_on=input.held_on,
            occasion=input.occasion,
            signal=input.signal,
            sounded=input.sounded,
            cause=input.cause,
            measured_db=input.measured_db,
            tester=input.tester,
        )
        return shown(await record_sounding(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Report that a siren in service is broken; it becomes faulty.")
    async def report_siren_fault(
        self,
        info: Info,
        input: Annotated[ReportSirenFaultInput, strawberry.argument(description="The fault.")],
    ) -> ReportSirenFaultPayload:
        """Report a fault."""
        made = await report_fault(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.siren_id, tables.SirenPoint),
            input.description,
            input.expected_version,
            input.on,
        )
        return shown(made)

    @strawberry.mutation(description="Close a fault with its repair; a faulty siren goes back into service.")
    async def repair_siren_fault(
        self,
        info: Info,
        input: Annotated[RepairSirenFaultInput, strawberry.argument(description="The repair.")],
    ) -> RepairSirenFaultPayload:
        """Repair a fault."""
        repaired_by_id = (
            None if input.repaired_by_id is None else row_id(input.repaired_by_id, tables.Organization)
        )
        closed = await repair_fault(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.fault_id, tables.SirenFault),
            input.repair,
            input.expected_version,
            on=input.on,
            repaired_by_id=repaired_by_id,
        )
        return shown(closed)
