"""
Questions offices are asked again and again, answered from records: a number, a sentence, and its list.

The number is always the length of the list. Within the past (`registry.past`) the same code answers what was
known then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from exercises.codes import ExerciseKind, Question
from exercises.question_words import counted, districts_zh, listed, listed_zh, vague, vague_zh
from exercises.tables import Execution
from registry.access import Viewer, one, rows
from registry.codes import CenterLevel, RegionLevel, TeamCategory, TeamState
from registry.errors import InvalidValue
from registry.periods import in_force
from registry.tables import MobilizationCenter, Record, Region, RegionClosure, Team, UseCertificate

#: Exercises in which a team turns out 拉动: its own, and those across regions.
TURNING_OUT = (ExerciseKind.TURN_OUT, ExerciseKind.CROSS_REGION)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is asked: about a region and everything below it, from `since` to `until`, both included.

    `category` matters to districts without a team, which are those of `until`; `level` to centers.
    """

    region_id: UUID
    since: date
    until: date
    category: TeamCategory = TeamCategory.MED
    level: CenterLevel = CenterLevel.PROVINCIAL


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One record behind an answer: its table and id, the day that counts, its code or region, its name."""

    table: type[Record]
    id: UUID
    on: date
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A number with its sentence in both languages, and the records it counts."""

    question: Question
    sentence: str
    sentence_zh: str
    records: tuple[AnswerRecord, ...]

    @property
    def number(self) -> int:
        """Return how many records there are."""
        return len(self.records)


async def answer(viewer: Viewer, question: Question, asked: Asked) -> Answer:
    """
    Answer a question within the viewer's reach; always the same number of statements.

    Raises
    ------
    NotFound
        The region is out of reach.
    InvalidValue
        `since` lies after `until`.

    """
    region = await one(viewer, Region, asked.region_id)
    if asked.since > asked.until:
        rule = f"not after {asked.until}"
        raise InvalidValue("since", asked.since.isoformat(), rule, rule_zh=f"不得晚于 {asked.until}")
    return await _ANSWERS[question](viewer, region, asked)


async def _turn_outs(viewer: Viewer, region: Region, asked: Asked) -> Answer:
    """Count the executions in which teams turned out, by the day they began."""
    held = (
        await rows(viewer, Execution)
        .filter(
            _below(asked, "region_id"),
            kind__in=list(TURNING_OUT),
            first_day__gte=asked.since,
            first_day__lte=asked.until,
        )
        .order_by("first_day", "id")
    )
    names = await _names(viewer, {each.region_id for each in held})
    places = Counter(names.get(each.region_id, ("", ""))[1] for each in held)
    records = tuple(
        AnswerRecord(Execution, each.id, each.first_day, names.get(each.region_id, ("", ""))[0], each.title)
        for each in held
    )
    number, most = len(held), sorted(places.items(), key=lambda each: (-each[1], each[0]))
    return Answer(
        Question.TURN_OUTS,
        f"{region.name}: {vague(number)}{counted(number, 'turn-out')} {_days(asked)}"
        f"{'' if not most else ': ' + listed([f'{name} {times}' for name, times in most])}.",
        f"{region.name}{_days_zh(asked)}共组织拉动{number}次{vague_zh(number)}"
        f"{'' if not most else '：' + listed_zh([f'{name}{times}次' for name, times in most])}。",
        records,
    )


async def _first_centers(viewer: Viewer, region: Region, asked: Asked) -> Answer:
    """List the centers of a level that were designated on the first day on which any was."""
    found = (
        await rows(viewer, MobilizationCenter)
        .filter(
            _below(asked, "region_id"),
            level=asked.level,
            designated_on__gte=asked.since,
            designated_on__lte=asked.until,
        )
        .order_by("designated_on", "code")
    )
    days = [(each, each.designated_on) for each in found]
    first = [(each, day) for each, day in days if day == days[0][1]]
    records = tuple(AnswerRecord(MobilizationCenter, c.id, day, c.code, c.name) for c, day in first if day)
    level = asked.level
    if not records:
        return Answer(
            Question.FIRST_CENTERS,
            f"{region.name}: no {level.en} mobilization center was designated {_days(asked)}.",
            f"{region.name}{_days_zh(asked)}没有命名{level.zh}动员中心。",
            (),
        )
    day, names = records[0].on, [each.name for each in records]
    return Answer(
        Question.FIRST_CENTERS,
        f"{region.name}: the first of {counted(len(found), f'{level.en} mobilization center')} designated"
        f" {_days(asked)}: {listed(names)}, on {day}.",
        f"{region.name}{_days_zh(asked)}命名{level.zh}动员中心{len(found)}个，首批{len(names)}个（{day}）：{listed_zh(names)}。",
        records,
    )


async def _districts_without(viewer: Viewer, region: Region, asked: Asked) -> Answer:
    """List the districts without an active team of a category, of their own or of a part of them."""
    on = asked.until
    districts = (
        await rows(viewer, Region)
        .filter(_below(asked, "id"), in_force(on), level=RegionLevel.COUNTY)
        .order_by("code")
    )
    teams: Any = rows(viewer, Team).filter(
        _below(asked, "region_id"), in_force(on), category=asked.category, state=TeamState.ACTIVE
    )
    homes = Subquery(teams.values("region_id"))
    above: Any = RegionClosure.filter(descendant_id__in=homes).values_list("ancestor_id", flat=True)
    covered = set(await above)
    records = tuple(
        AnswerRecord(Region, each.id, on, each.code, each.name)
        for each in districts
        if each.id not in covered
    )
    names, kind, number = [each.name for each in records], asked.category, len(districts)
    return Answer(
        Question.DISTRICTS_WITHOUT,
        f"{region.name}: {len(records)} of {counted(number, 'district')} had no active {kind.en} team on {on}"
        f"{'' if not names else ': ' + listed(names)}.",
        f"{region.name}{on}，{districts_zh(len(records), number)}在编{kind.zh}队"
        f"{'' if not names else '：' + listed_zh(names)}。",
        records,
    )


async def _certificates_issued(viewer: Viewer, region: Region, asked: Asked) -> Answer:
    """List the peacetime-use certificates issued in the period, revoked ones too."""
    found = (
        await rows(viewer, UseCertificate)
        .filter(
            _below(asked, "work__region_id"),
            issued_on__gte=asked.since,
            issued_on__lte=asked.until,
        )
        .order_by("issued_on", "code")
        .prefetch_related("work")
    )
    issued = [(each, each.issued_on) for each in found]
    records = tuple(
        AnswerRecord(UseCertificate, each.id, day, each.number or each.code, each.work.name)
        for each, day in issued
        if day is not None
    )
    return Answer(
        Question.CERTIFICATES_ISSUED,
        f"{region.name}: {counted(len(records), 'peacetime-use certificate')} issued {_days(asked)}.",
        f"{region.name}{_days_zh(asked)}共核发平时使用证{len(records)}本。",
        records,
    )


_ANSWERS: Mapping[Question, Callable[[Viewer, Region, Asked], Awaitable[Answer]]] = MappingProxyType(
    {
        Question.TURN_OUTS: _turn_outs,
        Question.FIRST_CENTERS: _first_centers,
        Question.DISTRICTS_WITHOUT: _districts_without,
        Question.CERTIFICATES_ISSUED: _certificates_issued,
    }
)


def _below(asked: Asked, path: str) -> Q:
    """Return the condition that a path ends in the region or below it."""
    below = RegionClosure.filter(ancestor_id=asked.region_id).values("descendant_id")
    condition: dict[str, Any] = {f"{path}__in": Subquery(below)}
    return Q(**condition)


async def _names(viewer: Viewer, ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return codes and names of some regions in reach."""
    found: Sequence[Region] = await rows(viewer, Region).filter(id__in=list(ids))
    return {each.id: (each.code, each.name) for each in found}


def _days(asked: Asked) -> str:
    return f"from {asked.since} to {asked.until}"


def _days_zh(asked: Asked) -> str:
    return f"{asked.since}至{asked.until}"
