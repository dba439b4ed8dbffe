"""Projects that build civil-defence works: stages with dates, and acceptance with its area."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, row_id, shown, table_type, to_many, to_one
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from api.regions import Region, within
from api.works import Work
from registry import tables
from registry.access import rows
from registry.codes import ProjectStage
from registry.works.projects import ProjectDraft, accept_project, begin_project, move_project


@table_type(tables.WorkProject, "A project that builds or rebuilds a civil-defence work.")
class WorkProject(Node):
    """A project."""

    code: str = column("Code of the project, unique.")
    name: str = column("Name in Chinese.")
    stage: ProjectStage = column("How far it has come.")
    stage_label: Label = labelled("stage", "The stage in words.")
    area_m2: int = column("Planned area in m².", name="areaM2")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region it is built in.")
    builder: Organization | None = to_one("Who builds it; null if unknown or out of scope.")
    work: Work | None = to_one("The work it rebuilds, or that came of it; null if none.")
    steps: list[ProjectStep] = to_many("Its stages, the oldest first.", order=("valid_from", "id"))
    acceptances: list[WorkAcceptance] = to_many(
        "Its acceptance, if it was accepted.", order=("valid_from", "id")
    )


@table_type(tables.ProjectStep, "One stage of a project, from the day it was reached.")
class ProjectStep(Node):
    """A step."""

    stage: ProjectStage = column("The stage.")
    stage_label: Label = labelled("stage", "The stage in words.")
    valid_from: date = column("Day it was reached.", name="reachedOn")
    valid_to: date | None = column("Day of the next stage; null while it lasts.", name="until")
    document: str = column("Document of the step; may be empty.")
    project: WorkProject | None = to_one("The project.")


@table_type(tables.WorkAcceptance, "The acceptance of a project.")
class WorkAcceptance(Node):
    """An acceptance."""

    valid_from: date = column("Day of the acceptance.", name="acceptedOn")
    area_m2: int = column("Accepted area in m².", name="areaM2")
    document: str = column("Document of the acceptance.")
    project: WorkProject | None = to_one("The project.")


@strawberry.input(description="Which projects to list; every part given must hold.")
class WorkProjectFilter:
    """A choice of projects."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    stage: ProjectStage | None = strawberry.field(default=None, description="Only this stage.")


@strawberry.type
class WorkProjectQuery:
    """Queries about projects."""

    @strawberry.field(description="One project; null when unknown or out of scope.")
    async def work_project(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> WorkProject | None:
        """Return a project."""
        return shown(await find(info, tables.WorkProject, id))

    @strawberry.field(description="Projects of civil-defence works within the caller's reach, by code.")
    async def work_projects(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            WorkProjectFilter | None, strawberry.argument(description="Which projects.")
        ] = None,
    ) -> Connection[WorkProject]:
        """Return a page of projects."""
        listed = rows(info.context.viewer, tables.WorkProject)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
            if filter.stage is not None:
                listed = listed.filter(stage=filter.stage)
        return await page(listed, Sort("code"), first, after)


@strawberry.input(description="Begins a project with its design.")
class BeginWorkProjectInput:
    """Input of `beginWorkProject`."""

    region_id: strawberry.ID = strawberry.field(description="Where it is built.")
    code: str = strawberry.field(description="Code, unique, at most 40 characters.")
    name: str = strawberry.field(description="Name in Chinese, at most 120 characters.")
    area_m2: int = strawberry.field(description="Planned area in m², above 0.", name="areaM2")
    begun_on: date = strawberry.field(description="Day the design began, not in the future.")
    reason: str = reason_field()
    builder_id: strawberry.ID | None = strawberry.field(default=None, description="Who builds it.")
    work_id: strawberry.ID | None = strawberry.field(default=None, description="The work it rebuilds.")
    document: str = strawberry.field(default="", description="Document of the step.")


@strawberry.input(description="Moves a project to another stage.")
class MoveWorkProjectInput:
    """Input of `moveWorkProject`."""

    project_id: strawberry.ID = strawberry.field(description="The project.")
    stage: ProjectStage = strawberry.field(description="The stage reached; not acceptance.")
    reached_on: date = strawberry.field(description="Day it was reached, after the last step.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    document: str = strawberry.field(default="", description="Document of the step.")


@strawberry.input(description="Accepts a completed project.")
class AcceptWorkProjectInput:
    """Input of `acceptWorkProject`."""

    project_id: strawberry.ID = strawberry.field(description="The project.")
    accepted_on: date = strawberry.field(description="Day of the acceptance, after completion.")
    area_m2: int = strawberry.field(description="Accepted area in m², above 0.", name="areaM2")
    document: str = strawberry.field(description="Document of the acceptance.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
    work_id: strawberry.ID | None = strawberry.field(
        default=None, description="The work that came of it, if registered."
    )


BeginWorkProjectPayload = Annotated[
    WorkProject | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union("BeginWorkProjectPayload", description="The new project, or why not."),
]
MoveWorkProjectPayload = Annotated[
    WorkProject | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("MoveWorkProjectPayload", description="The project in its new stage, or why not."),
]
AcceptWorkProjectPayload = Annotated[
    WorkProject | NotFound | AccessDenied | InvalidValue | StaleVersion | TransitionRefused,
    strawberry.union("AcceptWorkProjectPayload", description="The accepted project, or why not."),
]


@strawberry.type
class WorkProjectMutation:
    """Changes of projects."""

    @strawberry.mutation(description="Begin a project with its design.")
    async def begin_work_project(
        self,
        info: Info,
        input: Annotated[BeginWorkProjectInput, strawberry.argument(description="What is built.")],
    ) -> BeginWorkProjectPayload:
        """Begin a project."""
        draft = ProjectDraft(
            region_id=row_id(input.region_id, tables.Region),
            code=input.code,
            name=input.name,
            area_m2=input.area_m2,
            begun_on=input.begun_on,
            builder_id=None if input.builder_id is None else row_id(input.builder_id, tables.Organization),
            work_id=None if input.work_id is None else row_id(input.work_id, tables.Work),
            document=input.document,
        )
        return shown(await begin_project(info.context.viewer, act(info, input.reason), draft))

    @strawberry.mutation(description="Move a project to another stage of its building.")
    async def move_work_project(
        self,
        info: Info,
        input: Annotated[MoveWorkProjectInput, strawberry.argument(description="Which, and where to.")],
    ) -> MoveWorkProjectPayload:
        """Move a project."""
        moved = await move_project(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.project_id, tables.WorkProject),
            input.stage,
            input.expected_version,
            reached_on=input.reached_on,
            document=input.document,
        )
        return shown(moved)

    @strawberry.mutation(description="Accept a completed project with its area.")
    async def accept_work_project(
        self,
        info: Info,
        input: Annotated[AcceptWorkProjectInput, strawberry.argument(description="Which, and its area.")],
    ) -> AcceptWorkProjectPayload:
        """Accept a project."""
        accepted = await accept_project(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.project_id, tables.WorkProject),
            input.expected_version,
            accepted_on=input.accepted_on,
            area_m2=input.area_m2,
            document=input.document,
            work_id=None if input.work_id is None else row_id(input.work_id, tables.Work),
        )
        return shown(accepted)
