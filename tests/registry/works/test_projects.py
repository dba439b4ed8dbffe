"""Projects: stages with dates, and acceptance with its area."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer
from registry.codes import ProjectStage
from registry.errors import AccessDenied, InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act
from registry.tables import LedgerEntry, ProjectStep, WorkAcceptance, WorkProject
from registry.works.projects import (
    PROJECT_MOVES,
    ProjectDraft,
    accept_project,
    begin_project,
    move_project,
)
from tests.factories import SmallWorld, small_world
from tests.registry.works.town import FROM, TODAY, add_town, login
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
BUILDING = (ProjectStage.STARTED, ProjectStage.BUILDING, ProjectStage.COMPLETED)


async def _begun(world: SmallWorld, registrar: Viewer, act: MakeAct) -> WorkProject:
    draft = ProjectDraft(
        region_id=world.district.id,
        code="P-1",
        name="示例项目",
        area_m2=8_000,
        begun_on=FROM,
        builder_id=world.organizations["510302"].id,
    )
    return await begin_project(registrar, act(), draft)


async def _completed(world: SmallWorld, registrar: Viewer, act: MakeAct) -> WorkProject:
    project = await _begun(world, registrar, act)
    for month, stage in enumerate(BUILDING, start=2):
        project = await move_project(
            registrar,
            act(),
            project.id,
            stage,
            project.version,
            reached_on=date(2025, month, 1),
            document="示例文件",
        )
    return project


async def test_accepted_project_has_its_steps_and_area(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, approver = await login(world, "registrar"), await login(world, "approver")
    town = await add_town(world, world.district)
    project = await _completed(world, registrar, act)
    day = date(2025, 5, 6)

    project = await accept_project(
        approver,
        act(),
        project.id,
        project.version,
        accepted_on=day,
        area_m2=7_900,
        document="示例验收〔2025〕1号",
        work_id=town.work.id,
    )

    assert (project.stage, project.work_id) == (ProjectStage.ACCEPTED, town.work.id)
    steps = await ProjectStep.filter(project_id=project.id).order_by("valid_from")
    assert [(step.stage, step.valid_from) for step in steps] == [
        (ProjectStage.DESIGN, FROM),
        (ProjectStage.STARTED, date(2025, 2, 1)),
        (ProjectStage.BUILDING, date(2025, 3, 1)),
        (ProjectStage.COMPLETED, date(2025, 4, 1)),
        (ProjectStage.ACCEPTED, day),
    ]
    assert [step.valid_to for step in steps] == [*(step.valid_from for step in steps[1:]), None]
    acceptance = await WorkAcceptance.get(project_id=project.id)
    assert (acceptance.valid_from, acceptance.area_m2) == (day, 7_900)
    last = await LedgerEntry.filter(record_id=project.id).order_by("-sequence").first()
    assert last is not None
    assert last.effective_on == day


async def test_wrong_acceptance_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, approver = await login(world, "registrar"), await login(world, "approver")
    project = await _completed(world, registrar, act)
    given: dict[str, Any] = {"accepted_on": date(2025, 5, 6), "area_m2": 1, "document": "x"}

    async with unchanged():
        for wrong in (
            {"accepted_on": date(2025, 4, 1)},
            {"accepted_on": TODAY + timedelta(days=1)},
            {"area_m2": 0},
            {"document": " "},
        ):
            with pytest.raises(InvalidValue):
                await accept_project(approver, act(), project.id, project.version, **{**given, **wrong})
        with pytest.raises(AccessDenied):
            await accept_project(registrar, act(), project.id, project.version, **given)
        with pytest.raises(StaleVersion):
            await accept_project(approver, act(), project.id, 1, **given)
        with pytest.raises(InvalidValue):
            await _move(registrar, act(), project.id, ProjectStage.ACCEPTED, project.version)


async def _move(viewer: Viewer, act: Act, project: UUID, to: ProjectStage, version: int) -> WorkProject:
    return await move_project(viewer, act, project, to, version, reached_on=TODAY)


@pytest.mark.parametrize("to", [s for s in ProjectStage if s not in PROJECT_MOVES[ProjectStage.DESIGN]])
async def test_stage_is_not_skipped(database: TortoiseContext, act: MakeAct, to: ProjectStage) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    project = await _begun(world, registrar, act)

    async with unchanged():
        with pytest.raises(TransitionRefused) as caught:
            await _move(registrar, act(), project.id, to, 1)

    assert caught.value.allowed == PROJECT_MOVES[ProjectStage.DESIGN]


def test_every_stage_has_its_moves_and_is_reached() -> None:
    assert set(PROJECT_MOVES) == set(ProjectStage)
    reached = {to for moves in PROJECT_MOVES.values() for to in moves}
    assert reached == set(ProjectStage) - {ProjectStage.DESIGN}


async def test_project_does_not_move_back_in_time(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    project = await _begun(world, registrar, act)

    async with unchanged():
        for day in (FROM, TODAY + timedelta(days=1)):
            with pytest.raises(InvalidValue):
                await move_project(registrar, act(), project.id, ProjectStage.STARTED, 1, reached_on=day)
        with pytest.raises(InvalidValue):
            await begin_project(
                registrar,
                act(),
                ProjectDraft(region_id=world.district.id, code="P-2", name="x", area_m2=0, begun_on=FROM),
            )
