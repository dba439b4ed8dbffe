"""The registers of projects that build works, of their stages, and of their acceptances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from registry.access import Viewer, rows
from registry.codes import ProjectStage
from registry.intake.files import CellKind
from registry.intake.histories import histories, in_turn, not_ahead, together, whole_history
from registry.intake.lookups import chunks
from registry.intake.register import (
    ORGANIZATION,
    REGION,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text120,
    Text200,
)
from registry.tables import ProjectStep, Work, WorkAcceptance, WorkProject
from registry.works.projects import PROJECT_MOVES

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem, Target

_PROJECT = Refers(WorkProject, ("code",))


class ProjectRow(RegisterRow):
    """A row of the register of projects; its stage is that of the last of its steps."""

    code: Annotated[Text40, Column("项目编码", "Project code", CellKind.ID_TEXT, aliases=("编码", "code"))]
    name: Annotated[Text120, Column("项目名称", "Name", aliases=("名称",))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION, aliases=("区划代码", "region"))
    ]
    builder: Annotated[
        str | None, Column("建设单位信用代码", "Builder's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None
    work: Annotated[
        str | None, Column("工程编码", "Work code", CellKind.ID_TEXT, Refers(Work, ("code",)))
    ] = None
    area_m2: Annotated[int, Field(ge=1), Column("计划面积(平方米)", "Planned area (m²)")]
    stage: Annotated[
        ProjectStage,
        Column(
            "阶段",
            "Stage",
            initial=(ProjectStage.DESIGN,),
            note_zh="新增时填写，与最后一个阶段一致；以后由专门流程变更。",
            note_en="For new rows, as the last of its steps; later it is changed by its own act.",
        ),
    ] = ProjectStage.DESIGN
    valid_from: Annotated[date, Column("开始日期", "Begun on")]


class StepRow(RegisterRow):
    """A row of the register of stages; each lasts until the next."""

    project: Annotated[str, Column("项目编码", "Project code", CellKind.ID_TEXT, _PROJECT, own_act=True)]
    stage: Annotated[ProjectStage, Column("阶段", "Stage", initial=(ProjectStage.DESIGN,))]
    valid_from: Annotated[date, Column("到达日期", "Reached on", own_act=True)]
    valid_to: Annotated[
        date | None,
        Column(
            "下一阶段日期",
            "Until",
            own_act=True,
            note_zh="同一项目下一阶段的日期；最后一条留空。",
            note_en="The day of the project's next stage; blank for the last one.",
        ),
    ] = None
    document: Annotated[str, Field(max_length=200), Column("文件", "Document", own_act=True)] = ""


class AcceptanceRow(RegisterRow):
    """A row of the register of acceptances."""

    project: Annotated[str, Column("项目编码", "Project code", CellKind.ID_TEXT, _PROJECT, own_act=True)]
    valid_from: Annotated[date, Column("验收日期", "Accepted on", own_act=True)]
    area_m2: Annotated[int, Field(ge=1), Column("验收面积(平方米)", "Accepted area (m²)", initial=())]
    document: Annotated[Text200, Column("验收文件", "Document", own_act=True)]


async def _as_the_project(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse steps whose last one is not the stage of their project."""
    stages = await _stages(viewer, [row.targets.get("project") for row in planned if row.stored is None])
    for history in histories(planned, "project"):
        target, last = history[-1].targets["project"], history[-1].values.get("stage")
        stage = _stage(target, stages)
        if last is not None and stage is not None and last is not stage:
            zh = f"最后一个阶段应为项目的阶段“{stage.zh}”。"
            history[-1].refuse("STAGE", zh, f"The last step is the project's stage, {stage.en}.", "stage")
    return ()


async def _accepted(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse acceptances of projects that are not accepted."""
    new = [row for row in planned if row.stored is None]
    stages = await _stages(viewer, [row.targets.get("project") for row in new])
    for row in new:
        stage = _stage(row.targets.get("project"), stages)
        if stage is not None and stage is not ProjectStage.ACCEPTED:
            zh, en = f"项目的阶段为“{stage.zh}”。", f"The project's stage is {stage.en}."
            row.refuse("STAGE", zh, en, "project")
    return ()


async def _stages(viewer: Viewer, targets: Sequence[Target | None]) -> dict[Any, ProjectStage]:
    """Return the stages of stored projects."""
    found: dict[Any, ProjectStage] = {}
    for part in chunks(target.id for target in targets if target is not None and target.id is not None):
        query = rows(viewer, WorkProject).filter(id__in=part)
        found.update({project.id: project.stage for project in await query})
    return found


def _stage(target: Target | None, stored: dict[Any, ProjectStage]) -> ProjectStage | None:
    """Return the stage of a project, stored or a row of the batch."""
    if target is None:
        return None
    return stored.get(target.id) if target.row is None else target.row.told("stage")


REGISTERS = (
    Register(
        "work_projects",
        "工程项目",
        "Work projects",
        WorkProject,
        ProjectRow,
        ("code",),
        names="name",
        judge=not_ahead("valid_from"),
    ),
    Register(
        "project_steps",
        "项目阶段",
        "Project steps",
        ProjectStep,
        StepRow,
        ("project", "valid_from"),
        judge=together(
            whole_history("project"),
            not_ahead("valid_from"),
            in_turn("project", "stage", PROJECT_MOVES, confirmed=False),
            _as_the_project,
        ),
    ),
    Register(
        "work_acceptances",
        "竣工验收",
        "Work acceptances",
        WorkAcceptance,
        AcceptanceRow,
        ("project", "valid_from"),
        judge=together(whole_history("project"), not_ahead("valid_from"), _accepted),
    ),
)
