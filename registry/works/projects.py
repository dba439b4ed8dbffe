"""Projects that build works: their stages with dates, and acceptance with the area that was accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, ProjectStage
from registry.dated import filled, past_day, succeed
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act, Change, changing, day_of
from registry.tables import Organization, ProjectStep, Work, WorkAcceptance, WorkProject

PROJECT_MOVES: Mapping[ProjectStage, tuple[ProjectStage, ...]] = MappingProxyType(
    {
        ProjectStage.DESIGN: (ProjectStage.STARTED, ProjectStage.CANCELLED),
        ProjectStage.STARTED: (ProjectStage.BUILDING, ProjectStage.SUSPENDED, ProjectStage.CANCELLED),
        ProjectStage.BUILDING: (ProjectStage.COMPLETED, ProjectStage.SUSPENDED, ProjectStage.CANCELLED),
        ProjectStage.SUSPENDED: (ProjectStage.BUILDING, ProjectStage.CANCELLED),
        ProjectStage.COMPLETED: (ProjectStage.ACCEPTED, ProjectStage.BUILDING),
        ProjectStage.ACCEPTED: (),
        ProjectStage.CANCELLED: (),
    }
)
"""From each stage to the next; a completed project that fails acceptance is built on. Assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDraft:
    """What a registrar says about a new project; `area_m2` is planned, `work_id` the work it rebuilds."""

    region_id: UUID
    code: str
    name: str
    area_m2: int
    begun_on: date
    builder_id: UUID | None = None
    work_id: UUID | None = None
    document: str = ""


async def begin_project(viewer: Viewer, act: Act, draft: ProjectDraft) -> WorkProject:
    """
    Store a project whose design began on a day.

    Raises
    ------
    NotFound, AccessDenied
        The viewer may not register in that region, or does not see the builder or the work.
    CodeTaken
        Another project has this code.
    InvalidValue
        Code or name is blank, the area is not above 0, or the day has not come.

    """
    await require(viewer, Capability.WRITE_REGISTRY, draft.region_id)
    if draft.builder_id is not None:
        await one(viewer, Organization, draft.builder_id)
    if draft.work_id is not None:
        await one(viewer, Work, draft.work_id)
    past_day("begun_on", draft.begun_on, day_of(act.at))
    if draft.area_m2 <= 0:
        raise InvalidValue("area_m2", draft.area_m2, "an area is above 0 m²", rule_zh="面积应大于 0 平方米")
    project = WorkProject(
        region_id=draft.region_id,
        builder_id=draft.builder_id,
        work_id=draft.work_id,
        code=filled("code", draft.code),
        name=filled("name", draft.name),
        stage=ProjectStage.DESIGN,
        area_m2=draft.area_m2,
        valid_from=draft.begun_on,
    )
    async with changing(act) as change:
        await change.add(project)
        step = ProjectStep(project_id=project.id, stage=ProjectStage.DESIGN, document=draft.document.strip())
        step.valid_from = draft.begun_on
        await change.add(step)
    return project


async def move_project(
    viewer: Viewer,
    act: Act,
    project_id: UUID,
    to: ProjectStage,
    expected_version: int,
    *,
    reached_on: date,
    document: str = "",
) -> WorkProject:
    """
    Move a project to another stage, reached on a day not before the stage it leaves; acceptance excepted.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the project, or may not register there.
    StaleVersion
        The project was changed since the viewer read it.
    TransitionRefused
        The stage is not allowed from here.
    InvalidValue
        The day has not come or does not follow the last step, or the stage is acceptance, which needs its
        area and document (`accept_project`).

    """
    project = await _moving(viewer, project_id, to, expected_version, Capability.WRITE_REGISTRY)
    if to is ProjectStage.ACCEPTED:
        rule = "acceptance is recorded with its area and document"
        raise InvalidValue("stage", to.value, rule, rule_zh="竣工验收应登记面积和文件")
    await _check_order(viewer, project, reached_on, act)
    async with changing(act) as change:
        return await _step(viewer, change, project, to, reached_on, document)


async def accept_project(
    viewer: Viewer,
    act: Act,
    project_id: UUID,
    expected_version: int,
    *,
    accepted_on: date,
    area_m2: int,
    document: str,
    work_id: UUID | None = None,
) -> WorkProject:
    """
    Store the acceptance of a completed project, and the work that came of it if it is registered.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the project or the work, or may not approve there.
    StaleVersion, TransitionRefused
        As `move_project`.
    InvalidValue
        The day has not come or does not follow completion, the document is blank, or the area is not
        above 0.

    """
    project = await _moving(viewer, project_id, ProjectStage.ACCEPTED, expected_version, Capability.APPROVE)
    if work_id is not None:
        await one(viewer, Work, work_id)
    await _check_order(viewer, project, accepted_on, act)
    if area_m2 <= 0:
        raise InvalidValue("area_m2", area_m2, "an area is above 0 m²", rule_zh="面积应大于 0 平方米")
    words = filled("document", document)
    async with changing(act) as change:
        if work_id is not None:
            project = await change.change(project, work_id=work_id, effective_on=accepted_on)
        row = WorkAcceptance(project_id=project.id, area_m2=area_m2, document=words, valid_from=accepted_on)
        await change.add(row)
        return await _step(viewer, change, project, ProjectStage.ACCEPTED, accepted_on, words)


async def _moving(
    viewer: Viewer, project_id: UUID, to: ProjectStage, expected_version: int, capability: Capability
) -> WorkProject:
    """Return a project that may go to a stage."""
    project = await one(viewer, WorkProject, project_id)
    await require(viewer, capability, project.region_id)
    if project.version != expected_version:
        raise StaleVersion(expected_version, project.version)
    if to not in PROJECT_MOVES[project.stage]:
        raise TransitionRefused(WorkProject.table_name(), project.stage, to, PROJECT_MOVES[project.stage])
    return project


async def _check_order(viewer: Viewer, project: WorkProject, day: date, act: Act) -> None:
    """Refuse a day to come, and one that is not after the last step."""
    past_day("reached_on", day, day_of(act.at))
    last = await rows(viewer, ProjectStep).filter(project_id=project.id).order_by("-valid_from").first()
    if last is not None and day <= last.valid_from:
        rule = f"it follows the last step of {last.valid_from.isoformat()}"
        raise InvalidValue(
            "reached_on", day.isoformat(), rule, rule_zh=f"应晚于上一阶段日期 {last.valid_from.isoformat()}"
        )


async def _step(
    viewer: Viewer, change: Change, project: WorkProject, to: ProjectStage, day: date, document: str
) -> WorkProject:
    """Store the step and the project's stage, true from the day it was reached."""
    step = ProjectStep(project_id=project.id, stage=to, document=document.strip(), valid_from=day)
    await succeed(change, step, rows(viewer, ProjectStep).filter(project_id=project.id))
    return await change.change(project, stage=to, effective_on=day)
