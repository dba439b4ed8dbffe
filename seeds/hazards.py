"""Invented hazards of a city's estates, in every state of their way through the five-level network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.codes import (
    FindingSeverity,
    HazardState,
    HazardStep,
    NetworkLevel,
    RegionLevel,
)
from registry.findings.terms import DEFAULT_DAYS
from registry.tables import Hazard, HazardStepTaken, Work
from seeds.network import Ground, body_id, grounds
from seeds.places import CITY, City
from seeds.work_projects import dated
from seeds.worlds import Draft, World, reference_id

PLANNED_CITY, OTHER_CITY = 25, 2
TITLES = (
    "口部渗水",
    "通风口堵塞",
    "排水泵故障",
    "消防器材过期",
    "违规堆放杂物",
    "照明线路损坏",
    "标识标牌缺失",
)
SEVERITIES = (
    FindingSeverity.MINOR,
    FindingSeverity.CONSIDERABLE,
    FindingSeverity.MINOR,
    FindingSeverity.MAJOR,
    FindingSeverity.MINOR,
)
_STEP = HazardStep
WAYS: tuple[tuple[HazardState, tuple[HazardStep, ...]], ...] = (
    (HazardState.CLOSED, (_STEP.REPORT, _STEP.ACCEPT, _STEP.ASSIGN, _STEP.DISPOSE, _STEP.CLOSE)),
    (HazardState.CLOSED, (_STEP.REPORT, _STEP.ACCEPT, _STEP.DISPOSE, _STEP.CLOSE)),
    (HazardState.DISPOSED, (_STEP.REPORT, _STEP.ACCEPT, _STEP.ASSIGN, _STEP.DISPOSE)),
    (HazardState.ASSIGNED, (_STEP.REPORT, _STEP.ACCEPT, _STEP.ASSIGN)),
    (
        HazardState.CLOSED,
        (_STEP.REPORT, _STEP.ESCALATE, _STEP.ACCEPT, _STEP.ASSIGN, _STEP.DISPOSE, _STEP.CLOSE),
    ),
    (HazardState.ACCEPTED, (_STEP.REPORT, _STEP.ESCALATE, _STEP.ACCEPT)),
    (HazardState.REPORTED, (_STEP.REPORT, _STEP.ESCALATE)),
    (HazardState.RETURNED, (_STEP.REPORT, _STEP.ESCALATE, _STEP.SEND_BACK)),
    (HazardState.DISMISSED, (_STEP.REPORT, _STEP.DISMISS)),
)
"""States with the steps that lead there, in turn."""
SLOW = frozenset({HazardStep.DISPOSE})
"""Steps that take more than a day or two."""


@dataclass(frozen=True, slots=True)
class Way:
    """One hazard before it is a record; `days` are those of its steps."""

    key: str
    number: int
    estate: Ground
    community: Ground
    days: tuple[date, ...]

    @property
    def state(self) -> HazardState:
        """Return the state it has come to."""
        return WAYS[self.number % len(WAYS)][0]

    @property
    def steps(self) -> tuple[HazardStep, ...]:
        """Return the steps it has taken."""
        return WAYS[self.number % len(WAYS)][1]

    def handler(self, until: int) -> Ground:
        """Return the ground whose level answers for it after so many steps."""
        taken = self.steps[:until]
        up = taken.count(HazardStep.ESCALATE) > taken.count(HazardStep.SEND_BACK)
        return self.community if up else self.estate

    def day(self, step: HazardStep) -> date | None:
        """Return the day of a step; None if it was not taken."""
        return next((day for each, day in zip(self.steps, self.days, strict=True) if each is step), None)


def ways(world: World, city: City, known_on: date) -> tuple[Way, ...]:
    """Return the hazards of a city, the latest found first; the estate that nobody answers for has none."""
    ground = grounds(city)
    estates = [each for each in ground if each.level is RegionLevel.ESTATE][:-1]
    by_code = {each.code: each for each in ground}
    found: list[Way] = []
    for number in range(PLANNED_CITY if city.code == CITY else OTHER_CITY):
        if not estates:
            break
        estate = estates[(7 * number) % len(estates)]
        chance = world.chance("hazard", f"{city.code}/{number}")
        first = known_on - timedelta(days=40 + 9 * number)
        at, days = first, list[date]()
        for step in WAYS[number % len(WAYS)][1]:
            if days:
                at += timedelta(days=1 + chance.randrange(24) if step in SLOW else chance.randrange(3))
            days.append(at)
        key = f"{estate.code}-YH{first.year}-{900 + number}"
        found.append(Way(key, number, estate, by_code[estate.parent], tuple(days)))
    return tuple(found)


def hazard_drafts(world: World, city: City, known_on: date) -> Iterator[Draft]:
    """Yield the hazards of a city, then their steps."""
    every = ways(world, city, known_on)
    for way in every:
        yield dated(world, Hazard, way.key, way.days[0], **_values(world, way))
    for way in every:
        yield from _steps(world, way)


def _values(world: World, way: Way) -> dict[str, object]:
    """Return the columns of a hazard."""
    severity = SEVERITIES[way.number % len(SEVERITIES)]
    handler = way.handler(len(way.steps))
    disposed, ended = way.day(HazardStep.DISPOSE), way.day(HazardStep.CLOSE)
    values: dict[str, object] = {
        "region_id": way.estate.id,
        "handler_id": handler.id,
        "work_id": world.id(Work.Meta.table, f"{way.estate.code}-W1"),
        "reporter_id": body_id(world, way.estate),
        "code": way.key,
        "title": TITLES[way.number % len(TITLES)],
        "place": f"{way.estate.name}示例早期工程",
        "severity": severity,
        "level": _level(handler),
        "state": way.state,
        "due_on": way.days[0] + timedelta(days=DEFAULT_DAYS[f"hazards.days.{severity.value}"]),
    }
    if way.number % 4 != 3:
        values["arose_on"] = way.days[0] - timedelta(days=way.number % 9)
    if way.day(HazardStep.ASSIGN) is not None:
        values["assignee_id"] = body_id(world, way.estate)
    if disposed is not None:
        values |= {"disposed_on": disposed, "disposal": "示例处置", "disposed_by_id": _principal("registrar")}
    if ended is not None:
        values |= {"closed_on": ended, "closed_by_id": _principal("auditor")}
    return values


def _steps(world: World, way: Way) -> Iterator[Draft]:
    """Yield the steps of a hazard."""
    named = {HazardStep.REPORT, HazardStep.ASSIGN}
    for ordinal, (step, day) in enumerate(zip(way.steps, way.days, strict=True), start=1):
        yield dated(
            world,
            HazardStepTaken,
            f"{way.key}/{ordinal}",
            day,
            hazard_id=world.id(Hazard.Meta.table, way.key),
            ordinal=ordinal,
            step=step,
            level=_level(way.handler(ordinal)),
            organization_id=body_id(world, way.estate) if step in named else None,
            note="" if step in named else f"示例{step.zh}",
        )


def _level(ground: Ground) -> NetworkLevel:
    """Return the level of a ground in the network."""
    return NetworkLevel.PROPERTY if ground.level is RegionLevel.ESTATE else NetworkLevel.COMMUNITY


def _principal(login: str) -> UUID:
    """Return the identifier of a seeded principal."""
    return reference_id("principal", login)
