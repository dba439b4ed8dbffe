"""
Invented works of a city, with what was found out about them and how they are used.

The planned city has what its press reported of a year: 8 acceptances of more than 60,000 m², 33
certificates, more than ten works opened, 2,070 parking bays. The works themselves are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from registry.codes import (
    PeacetimeUse,
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
    ShelterOpening,
    StructuralTest,
    UseCertificate,
    Work,
    WorkClassification,
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
from seeds.work_projects import OTHER_CITY, PLANNED_CITY, Amounts, dated, project_drafts
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
    yield from project_drafts(world, city, amounts)
    yield from _certificates(world, city, estates, amounts)
    yield from _openings(world, estates, amounts)


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
            yield dated(
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
        yield dated(
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
        yield dated(
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
            yield dated(
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
        yield dated(
            world, WorkClassification, f"{estate.code}/2", day, usage_class=now, disposal_plan=plan, **facts
        )


def _certificates(world: World, city: City, estates: tuple[Ground, ...], amounts: Amounts) -> Iterator[Draft]:
    """Yield the certificates issued, and one application that waits for its decision."""
    for number in range(amounts.certificates + 1):
        estate = estates[number % len(estates)]
        signed = date(world.year - 1, 1 + number % 6, 5 + number % 20)
        key = f"{city.code}-USE-{number + 1:03d}"
        until = date(world.year + (number % 11 != 0), signed.month, signed.day)
        waiting = number == amounts.certificates
        signed = date(world.year - 1, 8, 11) if waiting else signed
        yield dated(
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
            **({} if waiting else _decision(key, signed + timedelta(days=11), until)),
        )


def _decision(key: str, issued: date, until: date) -> dict[str, object]:
    """Return what a decision adds to an application."""
    return {
        "decided_on": issued,
        "decision": "示例许可决定",
        "number": f"示例平用〔{issued.year}〕{key}",
        "issued_on": issued,
        "expires_on": until,
    }


def _openings(world: World, estates: tuple[Ground, ...], amounts: Amounts) -> Iterator[Draft]:
    """Yield works opened to the public, then parking bays."""
    for number, estate in enumerate(estates[: amounts.shelters]):
        work_id = _attached(world, estate)
        yield dated(
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
        yield dated(world, ParkingFact, estate.code, begins, work_id=work_id, bays=BAYS)
