"""Two check lists, and invented routine checks of teams and works of a city with what they found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from registry.codes import (
    AnswerKind,
    CheckResult,
    CheckState,
    FindingOrigin,
    FindingSeverity,
    FindingState,
    InspectionObject,
    RegionLevel,
)
from registry.findings.terms import DEFAULT_DAYS
from registry.tables import (
    CheckAnswer,
    CheckInspector,
    CheckItem,
    CheckList,
    Finding,
    InspectionCheck,
    Team,
    Work,
)
from seeds.layout import Seat
from seeds.network import body_id, grounds
from seeds.organizations import REGISTER_OPENED
from seeds.places import City
from seeds.sheets import Row, sheet
from seeds.teams import team_name
from seeds.work_projects import dated
from seeds.worlds import Draft, World, reference_id

OF_TEAMS, OF_WORKS = 6, 6
"""Checks of teams and of works of the planned city; the last of each is still to be held."""


@cache
def items_of(code: str) -> tuple[Row, ...]:
    """Return the items of a check list."""
    return tuple(row for row in sheet("check_items") if row["list"] == code)


def check_list_drafts() -> Iterator[Draft]:
    """Yield the check lists that ship, then their items."""
    lists = {row["list"]: row for row in sheet("check_items")}
    for code, row in lists.items():
        values = {"code": code, "object_kind": InspectionObject(row["object_kind"]), "title": row["title"]}
        yield Draft(
            CheckList,
            {
                "id": reference_id("check_list", code),
                **values,
                "title_en": row["title_en"],
                "valid_from": REGISTER_OPENED,
            },
        )
    for code in lists:
        for ordinal, row in enumerate(items_of(code), start=1):
            texts = {name: row[name] for name in ("text", "text_en", "basis")}
            yield Draft(
                CheckItem,
                {
                    "id": reference_id("check_item", f"{code}/{ordinal}"),
                    "check_list_id": reference_id("check_list", code),
                    "ordinal": ordinal,
                    **texts,
                    "severity": FindingSeverity(row["severity"]),
                    "valid_from": REGISTER_OPENED,
                },
            )


@dataclass(frozen=True, slots=True)
class Check:
    """One check before it is a record: the items that failed, by their place in the list from 1."""

    key: str
    code: str
    object_id: UUID
    label: str
    region_id: UUID
    owner_id: UUID
    planned_on: date
    state: CheckState
    failed: tuple[int, ...]

    @property
    def kind(self) -> InspectionObject:
        """Return the kind of object."""
        return InspectionObject(items_of(self.code)[0]["object_kind"])

    @property
    def team_id(self) -> UUID | None:
        """Return the team's id where one is checked."""
        return self.object_id if self.kind is InspectionObject.TEAM else None


def checks(world: World, city: City, seats: tuple[Seat, ...], known_on: date) -> tuple[Check, ...]:
    """Return the checks of the planned city: of teams, then of works, the oldest first."""
    of_teams: list[dict[str, Any]] = [
        _check(world, "CL-TEAM", seat.code, number, known_on)
        | {
            "object_id": world.id("team", seat.code),
            "label": f"{seat.code} {team_name(seat)}",
            "region_id": seat.place.id,
            "owner_id": world.id("organization", seat.former),
        }
        for number, seat in enumerate(seats[3::9][:OF_TEAMS])
    ]
    estates = [each for each in grounds(city) if each.level is RegionLevel.ESTATE]
    of_works: list[dict[str, Any]] = [
        _check(world, "CL-WORK", estate.code, number, known_on)
        | {
            "object_id": world.id(Work.Meta.table, f"{estate.code}-W1"),
            "label": f"{estate.code}-W1 {estate.name}示例早期工程",
            "region_id": estate.id,
            "owner_id": body_id(world, estate),
        }
        for number, estate in enumerate(estates[1::4][:OF_WORKS])
    ]
    return tuple(Check(**told) for told in (*of_teams, *of_works))


def _check(world: World, code: str, key: str, number: int, known_on: date) -> dict[str, Any]:
    """Return when a check is held, how far it has come, and what failed: never a key qualification."""
    last = number == OF_TEAMS - 1
    chance = world.chance("check", key)
    items = [place for place, row in enumerate(items_of(code), start=1) if row["severity"] != "major"]
    failed = () if last or number % 3 == 1 else tuple(sorted(chance.sample(items, 1 + number % 2)))
    days = 10 if last else -(30 + 40 * (OF_TEAMS - number) + chance.randrange(15))
    state = (
        CheckState.PLANNED if last else CheckState.HELD if number == OF_TEAMS - 2 else CheckState.PUBLISHED
    )
    return {
        "key": key,
        "code": code,
        "planned_on": known_on + timedelta(days=days),
        "state": state,
        "failed": failed,
    }


def check_drafts(world: World, city: City, seats: tuple[Seat, ...], known_on: date) -> Iterator[Draft]:
    """Yield the checks, who held them, their answers, and the findings of items that failed."""
    every = checks(world, city, seats, known_on)
    for check in every:
        yield dated(
            world, InspectionCheck, check.key, min(check.planned_on, known_on), **_check_values(check)
        )
    for check in every:
        yield from _inspectors(world, check)
    held = [check for check in every if check.state is not CheckState.PLANNED]
    for check in held:
        yield from _answers(world, check)
    for check in held:
        yield from _findings(world, check, known_on)


def _check_values(check: Check) -> dict[str, object]:
    """Return the columns of a check."""
    values: dict[str, object] = {
        "region_id": check.region_id,
        "object_kind": check.kind,
        "object_id": check.object_id,
        "object_label": check.label,
        "team_id": check.team_id,
        "check_list_id": reference_id("check_list", check.code),
        "state": check.state,
        "planned_on": check.planned_on,
    }
    if check.state is not CheckState.PLANNED:
        values["held_on"] = check.planned_on
        values["result"] = CheckResult.RECTIFY if check.failed else CheckResult.NOTHING_FOUND
    if check.state is CheckState.PUBLISHED:
        values["published_on"] = check.planned_on + timedelta(days=12)
        values["publication"] = "示例政府门户网站"
    return values


def _inspectors(world: World, check: Check) -> Iterator[Draft]:
    """Yield two invented inspectors of a check, one of a third-party body."""
    for number, word in enumerate(("甲", "乙")):
        chance = world.chance("inspector", f"{check.key}/{number}")
        yield dated(
            world,
            CheckInspector,
            f"{check.key}/{number}",
            check.planned_on,
            check_id=world.id(InspectionCheck.Meta.table, check.key),
            region_id=check.region_id,
            name=f"示例检查员{word}",
            salt=chance.randbytes(16).hex(),
            third_party=number == 1,
        )


def _answers(world: World, check: Check) -> Iterator[Draft]:
    """Yield what each item was answered."""
    for ordinal in range(1, len(items_of(check.code)) + 1):
        yield dated(
            world,
            CheckAnswer,
            f"{check.key}/{ordinal}",
            check.planned_on,
            check_id=world.id(InspectionCheck.Meta.table, check.key),
            item_id=reference_id("check_item", f"{check.code}/{ordinal}"),
            answer=AnswerKind.NO if ordinal in check.failed else AnswerKind.YES,
        )


def _findings(world: World, check: Check, known_on: date) -> Iterator[Draft]:
    """Yield the findings of a check: closed where the deadline is long past, but for one in four."""
    for ordinal in check.failed:
        row = items_of(check.code)[ordinal - 1]
        due = check.planned_on + timedelta(days=DEFAULT_DAYS[f"findings.days.{row['severity']}"])
        late = world.chance("finding", f"{check.key}/{ordinal}").randrange(4) == 0
        yield dated(
            world,
            Finding,
            f"{check.key}/{ordinal}",
            check.planned_on,
            region_id=check.region_id,
            team_id=check.team_id,
            owner_id=check.owner_id,
            title=row["text"],
            severity=FindingSeverity(row["severity"]),
            origin=FindingOrigin.CHECK,
            due_on=due,
            check_id=world.id(InspectionCheck.Meta.table, check.key),
            item_id=reference_id("check_item", f"{check.code}/{ordinal}"),
            record_table=(Team if check.kind is InspectionObject.TEAM else Work).Meta.table,
            record_id=check.object_id,
            record_label=check.label,
            **({"state": FindingState.OPEN} if late or due >= known_on else closed(due)),
        )


def closed(due: date) -> dict[str, object]:
    """Return what a finding says once it was put right by the registrar and verified by the auditor."""
    return {
        "state": FindingState.CLOSED,
        "rectified_on": due - timedelta(days=6),
        "rectification": "已按要求整改,示例",
        "rectified_by_id": reference_id("principal", "registrar"),
        "verified_on": due - timedelta(days=2),
        "verified_by_id": reference_id("principal", "auditor"),
    }
