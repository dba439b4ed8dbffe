"""Changes of works: registering and correcting them, surveys, structural tests, the four-way class."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.nodes import row_id, shown
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from api.works import StructuralTest, Work, WorkClassification, WorkSurvey
from registry import tables
from registry.codes import (
    ProtectionGrade,
    StructuralGrade,
    StructuralMethod,
    SurveyMethod,
    WorkClass,
    WorkKind,
)
from registry.works.classes import classify_work
from registry.works.findings import record_structural_test, record_survey
from registry.works.register import WorkDraft, register_work, update_work


@strawberry.input(description="What the register says about a work.")
class WorkInput:
    """The facts of a work."""

    region_id: strawberry.ID = strawberry.field(description="The community or managed estate.")
    code: str = strawberry.field(description="Code, unique, at most 40 characters.")
    name: str = strawberry.field(description="Name in Chinese, at most 120 characters.")
    kind: WorkKind = strawberry.field(description="How it came to be.")
    area_m2: int = strawberry.field(description="Floor area in m², above 0.", name="areaM2")
    grade: ProtectionGrade = strawberry.field(
        default=ProtectionGrade.UNRATED, description="Protection class as published."
    )
    address: str = strawberry.field(default="", description="Street line, at most 200 characters.")
    built_year: int | None = strawberry.field(default=None, description="Year it was built, from 1900.")
    latitude: float | None = strawberry.field(
        default=None, description="Latitude in degrees, at most two decimals; with longitude."
    )
    longitude: float | None = strawberry.field(
        default=None, description="Longitude in degrees, at most two decimals; with latitude."
    )
    owner_id: strawberry.ID | None = strawberry.field(default=None, description="Who owns it.")
    maintainer_id: strawberry.ID | None = strawberry.field(default=None, description="Who maintains it.")

    def draft(self) -> WorkDraft:
        """Return the draft."""
        names = ("code", "name", "kind", "area_m2", "grade", "address", "built_year", "latitude", "longitude")
        return WorkDraft(
            region_id=row_id(self.region_id, tables.Region),
            owner_id=None if self.owner_id is None else row_id(self.owner_id, tables.Organization),
            maintainer_id=None
            if self.maintainer_id is None
            else row_id(self.maintainer_id, tables.Organization),
            **{name: getattr(self, name) for name in names},
        )


@strawberry.input(description="Registers a civil-defence work.")
class RegisterWorkInput:
    """Input of `registerWork`."""

    work: WorkInput = strawberry.field(description="What it is.")
    reason: str = reason_field()


@strawberry.input(description="Corrects what the register says about a work.")
class UpdateWorkInput:
    """Input of `updateWork`."""

    work_id: strawberry.ID = strawberry.field(description="The work.")
    work: WorkInput = strawberry.field(description="Everything the register says from now on.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Records a survey of a work.")
class RecordWorkSurveyInput:
    """Input of `recordWorkSurvey`."""

    work_id: strawberry.ID = strawberry.field(description="The work.")
    surveyed_on: date = strawberry.field(description="Day of the survey, not in the future.")
    method: SurveyMethod = strawberry.field(description="How it was surveyed.")
    surveyor: str = strawberry.field(description="Who surveyed it.")
    reason: str = reason_field()
    drawings: str = strawberry.field(default="", description="Drawings on file.")
    area_m2: int | None = strawberry.field(
        default=None, description="Area measured, in m², above 0.", name="areaM2"
    )


@strawberry.input(description="Records a structural safety test of a work.")
class RecordStructuralTestInput:
    """Input of `recordStructuralTest`."""

    work_id: strawberry.ID = strawberry.field(description="The work.")
    tested_on: date = strawberry.field(description="Day of the test, not in the future.")
    method: StructuralMethod = strawberry.field(description="How it was tested.")
    tester: str = strawberry.field(description="Who tested it.")
    grade: StructuralGrade = strawberry.field(description="The result.")
    reason: str = reason_field()
    valid_until: date | None = strawberry.field(
        default=None, description="Day on which the result lapses; never when absent."
    )
    report_number: str = strawberry.field(default="", description="Number of the report.")


@strawberry.input(description="Puts a work into one of the four classes.")
class ClassifyWorkInput:
    """Input of `classifyWork`."""

    work_id: strawberry.ID = strawberry.field(description="The work.")
    usage_class: WorkClass = strawberry.field(description="The class.")
    decided_on: date = strawberry.field(description="Day of the decision, not in the future.")
    basis: str = strawberry.field(description="Document it rests on, at most 200 characters.")
    decided_by: str = strawberry.field(description="Who decided, at most 120 characters.")
    reason: str = reason_field()
    disposal_plan: str = strawberry.field(
        default="", description="Required when the work goes out of use; at most 500 characters."
    )


RegisterWorkPayload = Annotated[
    Work | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("RegisterWorkPayload", description="The new work, or why not."),
]
UpdateWorkPayload = Annotated[
    Work | NotFound | AccessDenied | InvalidValue | CodeTaken | StaleVersion,
    strawberry.union("UpdateWorkPayload", description="The corrected work, or why not."),
]
RecordWorkSurveyPayload = Annotated[
    WorkSurvey | NotFound | AccessDenied | InvalidValue,
    strawberry.union("RecordWorkSurveyPayload", description="The survey, or why not."),
]
RecordStructuralTestPayload = Annotated[
    StructuralTest | NotFound | AccessDenied | InvalidValue,
    strawberry.union("RecordStructuralTestPayload", description="The test, or why not."),
]
ClassifyWorkPayload = Annotated[
    WorkClassification | NotFound | AccessDenied | InvalidValue | TransitionRefused,
    strawberry.union("ClassifyWorkPayload", description="The classification, or why not."),
]


@strawberry.type
class WorkMutation:
    """Changes of works."""

    @strawberry.mutation(description="Register a civil-defence work.")
    async def register_work(
        self, info: Info, input: Annotated[RegisterWorkInput, strawberry.argument(description="The work.")]
    ) -> RegisterWorkPayload:
        """Register a work."""
        made = await register_work(info.context.viewer, act(info, input.reason), input.work.draft())
        return shown(made)

    @strawberry.mutation(description="Correct what the register says about a work; all of it is replaced.")
    async def update_work(
        self,
        info: Info,
        input: Annotated[UpdateWorkInput, strawberry.argument(description="Which, and how.")],
    ) -> UpdateWorkPayload:
        """Correct a work."""
        changed = await update_work(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.work_id, tables.Work),
            input.work.draft(),
            input.expected_version,
        )
        return shown(changed)

    @strawberry.mutation(description="Record a survey of a work.")
    async def record_work_survey(
        self,
        info: Info,
        input: Annotated[RecordWorkSurveyInput, strawberry.argument(description="What was surveyed.")],
    ) -> RecordWorkSurveyPayload:
        """Record a survey."""
        made = await record_survey(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.work_id, tables.Work),
            surveyed_on=input.surveyed_on,
            method=input.method,
            surveyor=input.surveyor,
            drawings=input.drawings,
            area_m2=input.area_m2,
        )
        return shown(made)

    @strawberry.mutation(description="Record a structural safety test of a work.")
    async def record_structural_test(
        self,
        info: Info,
        input: Annotated[RecordStructuralTestInput, strawberry.argument(description="What was found.")],
    ) -> RecordStructuralTestPayload:
        """Record a test."""
        made = await record_structural_test(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.work_id, tables.Work),
            tested_on=input.tested_on,
            valid_until=input.valid_until,
            method=input.method,
            tester=input.tester,
            grade=input.grade,
            report_number=input.report_number,
        )
        return shown(made)

    @strawberry.mutation(description="Put a work into one of the four classes; earlier decisions stay.")
    async def classify_work(
        self,
        info: Info,
        input: Annotated[ClassifyWorkInput, strawberry.argument(description="The decision.")],
    ) -> ClassifyWorkPayload:
        """Classify a work."""
        made = await classify_work(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.work_id, tables.Work),
            input.usage_class,
            decided_on=input.decided_on,
            basis=input.basis,
            decided_by=input.decided_by,
            disposal_plan=input.disposal_plan,
        )
        return shown(made)
