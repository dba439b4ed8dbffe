"""Invented projects that build works: their stages with dates, and the acceptances of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registry.codes import ProjectStage
from registry.tables import ProjectStep, WorkAcceptance, WorkProject
from seeds.places import City
from seeds.worlds import Draft, World

STAGES = (
    (ProjectStage.DESIGN, -700),
    (ProjectStage.STARTED, -560),
    (ProjectStage.BUILDING, -500),
    (ProjectStage.COMPLETED, -60),
    (ProjectStage.ACCEPTED, 0),
)
"""Stages of a project with the days before its acceptance."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much a city has of what is counted."""

    certificates: int
    accepted: int
    building: int
    shelters: int
    parking_works: int


PLANNED_CITY = Amounts(certificates=33, accepted=8, building=3, shelters=12, parking_works=23)
OTHER_CITY = Amounts(certificates=2, accepted=1, building=1, shelters=1, parking_works=1)


def dated(world: World, table: Any, key: str, valid_from: date, **values: object) -> Draft:
    """Return the draft of a dated fact of a table, its identifier made from the key."""
    identifier = world.id(table.Meta.table, key)
    return Draft(table, {"id": identifier, **values, "valid_from": valid_from})


@dataclass(frozen=True, slots=True)
class Project:
    """One project before it is a record; `done` are its steps with their days."""

    key: str
    number: int
    region_id: UUID
    done: tuple[tuple[ProjectStage, date], ...]

    @property
    def area_m2(self) -> int:
        """Return the area in m², planned and accepted alike."""
        return 7_200 + 150 * (self.number % 8)


def _planned(world: World, city: City, amounts: Amounts) -> tuple[Project, ...]:
    """Return the projects of a city: accepted ones first, then those under way."""
    found: list[Project] = []
    for number in range(amounts.accepted + amounts.building):
        accepted = date(world.year - 1, 1 + number % 7, 18)
        until = len(STAGES) if number < amounts.accepted else 1 + number % 3
        done = tuple((stage, accepted + timedelta(days=before)) for stage, before in STAGES[:until])
        district = city.districts[number % len(city.districts)]
        found.append(Project(f"{city.code}-P{number + 1:02d}", number, district.id, done))
    return tuple(found)


def project_drafts(world: World, city: City, amounts: Amounts) -> Iterator[Draft]:
    """Yield projects, then their steps, then their acceptances."""
    projects = _planned(world, city, amounts)
    for project in projects:
        yield dated(
            world,
            WorkProject,
            project.key,
            project.done[0][1],
            region_id=project.region_id,
            code=project.key,
            name=f"{city.place.short}示例人防工程项目{project.number + 1:02d}",
            stage=project.done[-1][0],
            area_m2=project.area_m2,
        )
    for project in projects:
        yield from _steps(world, project)
    for project in projects:
        if project.done[-1][0] is ProjectStage.ACCEPTED:
            yield dated(
                world,
                WorkAcceptance,
                project.key,
                project.done[-1][1],
                project_id=world.id(WorkProject.Meta.table, project.key),
                area_m2=project.area_m2,
                document="示例竣工验收备案",
            )


def _steps(world: World, project: Project) -> Iterator[Draft]:
    """Yield the stages of one project, each ending where the next begins."""
    ends = [*(day for _, day in project.done[1:]), None]
    for (stage, day), until in zip(project.done, ends, strict=True):
        yield dated(
            world,
            ProjectStep,
            f"{project.key}/{stage.value}",
            day,
            project_id=world.id(WorkProject.Meta.table, project.key),
            stage=stage,
            document="示例文件",
            valid_to=until,
        )
