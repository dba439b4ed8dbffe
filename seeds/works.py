"""
Invented works of a city, with what was found out about them and how they are used.

The planned city has what its press reported of a year: 8 acceptances of more than 60,000 m², 33
certificates, more than ten works opened, 2,070 parking bays. The works themselves are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registry.codes import (
    PeacetimeUse,
    ProjectStage,
    RegionLevel,
    ShelterPurpose,
    StructuralGrade,
    StructuralMethod,
    SurveyMethod,
    WorkClass,
    WorkKind,
)
from registry.tables import (
    ParkingFact,
    ProjectStep,
    ShelterOpening,
    StructuralTest,
    UseCertificate,
    Work,
    WorkAcceptance,
    WorkClassification,
    WorkProject,
    WorkSurvey,
)
from seeds.network import (
    Ground,
    body_id,
    grounds,
    network_organization_drafts,
    responsible_body_drafts,
)
from seeds.organizations import REGISTER_OPENED
from seeds.places import CITY, City
from seeds.worlds import Draft, World

CLASSES = (
    WorkClass.KEEP,
    WorkClass.RENOVATE,
    WorkClass.KEEP,
    WorkClass.WITHDRAW,
    WorkClass.KEEP,
    WorkClass.DECOMMISSION,
)
"""Classes of early works, in turn; every twelfth work is not classified yet."""
UNCLASSIFIED_EVERY = 12
OUT_OF_USE = frozenset({WorkClass.WITHDRAW, WorkClass.DECOMMISSION})
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
BAYS = 90
"""Parking bays a work offers; 23 works make the 2,070 reported."""


def city_works(world: World, city: City) -> Iterator[Draft]:
    """Yield everything about the works of a city, rows a draft refers to before it."""
    amounts = PLANNED_CITY if city.code == CITY else OTHER_CITY
    estates = tuple(ground for ground in grounds(city) if ground.level is RegionLevel.ESTATE)
    yield from network_organization_drafts(world, city)
    yield from responsible_body_drafts(world, city)
    yield from _works(world, estates)
    yield from _findings(world, estates)
    yield from _classifications(world, estates)
    yield from _projects(world, city, amounts)
    yield from _certificates(world, city, estates, amounts)
    yield from _openings(world, estates, amounts)


def _draft(world: World, table: Any, key: str, valid_from: date, **values: object) -> Draft:
    identifier = world.id(table.Meta.table, key)
    return Draft(table, {"id": identifier, **values, "valid_from": valid_from})


def _early(world: World, estate: Ground) -> UUID:
    return world.id(Work.Meta.table, f"{estate.code}-W1")


def _attached(world: World, estate: Ground) -> UUID:
    return world.id(Work.Meta.table, f"{estate.code}-W2")


def _works(world: World, estates: tuple[Ground, ...]) -> Iterator[Draft]:
    """Yield an early and an attached work on each estate."""
    for number, estate in enumerate(estates):
        plans = (
            (1, WorkKind.EARLY, "早期工程", 800 + 150 * (number % 9), 1968 + number % 12),
            (2, WorkKind.ATTACHED, "结建工程", 6_000 + 200 * (number % 10), 2008 + number % 14),
        )
        for ordinal, kind, word, area, year in plans:
            code = f"{estate.code}-W{ordinal}"
            manager = body_id(world, estate)
            yield _draft(
                world,
                Work,
                code,
                REGISTER_OPENED,
                region_id=estate.id,
                owner_id=manager,
                maintainer_id=manager,
                code=code,
                name=f"{estate.name}示例{word}",
                address="示例路",
                kind=kind,
                area_m2=area,
                built_year=year,
            )


def _findings(world: World, estates: tuple[Ground, ...]) -> Iterator[Draft]:
    """Yield a survey, then a structural test, of each early work."""
    surveyed = date(world.year - 2, 3, 4)
    for number, estate in enumerate(estates):
        day, work_id = surveyed + timedelta(days=number % 60), _early(world, estate)
        yield _draft(
            world,
            WorkSurvey,
            estate.code,
            day,
            work_id=work_id,
            method=list(SurveyMethod)[number % 3],
            surveyor="示例测绘单位",
            drawings="示例图册",
        )
    for number, estate in enumerate(estates):
        day, work_id = surveyed + timedelta(days=90 + number % 60), _early(world, estate)
        lapses = {"valid_to": day.replace(year=day.year + 1 + number % 5)}
        yield _draft(
            world,
            StructuralTest,
            estate.code,
            day,
            work_id=work_id,
            method=list(StructuralMethod)[number % 4],
            tester="示例检测单位",
            grade=list(StructuralGrade)[number % 4],
            report_number=f"示例-{estate.code}",
            **lapses,
        )


def _classifications(world: World, estates: tuple[Ground, ...]) -> Iterator[Draft]:
    """Yield the classes of early works; what is renovated was kept before."""
    first, second = date(world.year - 2, 9, 10), date(world.year - 1, 4, 22)
    for number, estate in enumerate(estates):
        if number % UNCLASSIFIED_EVERY == UNCLASSIFIED_EVERY - 1:
            continue
        now = CLASSES[number % len(CLASSES)]
        facts: dict[str, object] = {
            "work_id": _early(world, estate),
            "basis": "示例分类处置文件",
            "decided_by": "示例国防动员办公室",
        }
        if now is WorkClass.RENOVATE:
            yield _draft(
                world,
                WorkClassification,
                f"{estate.code}/1",
                first,
                usage_class=WorkClass.KEEP,
                valid_to=second,
                **facts,
            )
        day = second if now is WorkClass.RENOVATE else first
        plan = "示例封堵处置方案" if now in OUT_OF_USE else ""
        yield _draft(
            world, WorkClassification, f"{estate.code}/2", day, usage_class=now, disposal_plan=plan, **facts
        )


@dataclass(frozen=True, slots=True)
class _Project:
    """One project before it is a record; `done` are its steps with their days."""

    key: str
    number: int
    region_id: UUID
    done: tuple[tuple[ProjectStage, date], ...]

    @property
    def area_m2(self) -> int:
        return 7_200 + 150 * (self.number % 8)


def _planned(world: World, city: City, amounts: Amounts) -> tuple[_Project, ...]:
    """Return the projects of a city: accepted ones first, then those under way."""
    found: list[_Project] = []
    for number in range(amounts.accepted + amounts.building):
        accepted = date(world.year - 1, 1 + number % 7, 18)
        until = len(STAGES) if number < amounts.accepted else 1 + number % 3
        done = tuple((stage, accepted + timedelta(days=before)) for stage, before in STAGES[:until])
        district = city.districts[number % len(city.districts)]
        found.append(_Project(f"{city.code}-P{number + 1:02d}", number, district.id, done))
    return tuple(found)


def _projects(world: World, city: City, amounts: Amounts) -> Iterator[Draft]:
    """Yield projects, then their steps, then their acceptances."""
    projects = _planned(world, city, amounts)
    for project in projects:
        yield _draft(
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
        ends = [*(day for _, day in project.done[1:]), None]
        for (stage, day), until in zip(project.done, ends, strict=True):
            yield _draft(
                world,
                ProjectStep,
                f"{project.key}/{stage.value}",
                day,
                project_id=world.id(WorkProject.Meta.table, project.key),
                stage=stage,
                document="示例文件",
                valid_to=until,
            )
    for project in projects:
        if project.done[-1][0] is ProjectStage.ACCEPTED:
            yield _draft(
                world,
                WorkAcceptance,
                project.key,
                project.done[-1][1],
                project_id=world.id(WorkProject.Meta.table, project.key),
                area_m2=project.area_m2,
                document="示例竣工验收备案",
            )


def _certificates(world: World, city: City, estates: tuple[Ground, ...], amounts: Amounts) -> Iterator[Draft]:
    """Yield the certificates issued, and one application that waits for its decision."""
    for number in range(amounts.certificates + 1):
        estate = estates[number % len(estates)]
        signed = date(world.year - 1, 1 + number % 6, 5 + number % 20)
        key = f"{city.code}-USE-{number + 1:03d}"
        decided: dict[str, object] = {}
        until = date(world.year + (number % 11 != 0), signed.month, signed.day)
        if number < amounts.certificates:
            issued = signed + timedelta(days=11)
            decided = {
                "decided_on": issued,
                "decision": "示例许可决定",
                "number": f"示例平用〔{world.year - 1}〕{key}",
                "issued_on": issued,
                "expires_on": until,
            }
        else:
            signed = date(world.year - 1, 8, 11)
        yield _draft(
            world,
            UseCertificate,
            key,
            signed + timedelta(days=3),
            work_id=_attached(world, estate),
            organization_id=body_id(world, estate),
            code=key,
            use=list(PeacetimeUse)[number % 3],
            area_m2=1_500 + 100 * (number % 10),
            contract_on=signed,
            contract_until=until,
            **decided,
        )


def _openings(world: World, estates: tuple[Ground, ...], amounts: Amounts) -> Iterator[Draft]:
    """Yield works opened to the public, then parking bays."""
    for number, estate in enumerate(estates[: amounts.shelters]):
        work_id = _attached(world, estate)
        yield _draft(
            world,
            ShelterOpening,
            estate.code,
            date(world.year - 1, 6, 15),
            work_id=work_id,
            purpose=list(ShelterPurpose)[number % 3],
            capacity_persons=200 + 50 * (number % 5),
            area_m2=600 + 100 * (number % 5),
        )
    begins = date(world.year - 2, 1, 1)
    for estate in estates[: amounts.parking_works]:
        work_id = _attached(world, estate)
        yield _draft(world, ParkingFact, estate.code, begins, work_id=work_id, bays=BAYS)
