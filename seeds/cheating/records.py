"""Schemes about grades, inspections, entries, evidence, words, overrides and ratings, with look-alikes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from exercises.codes import Grade
from registry.codes import InspectionObject, InspectionResult, ReadinessArea, TaskState
from registry.readiness.records.keeping import Kept, store_snapshots
from registry.tables import (
    CheckList,
    Confirmation,
    EquipmentInspection,
    InspectionCheck,
    ReadinessOverride,
    Record,
)
from seeds.cheating.book import ENTRY_HOUR, Book, Crew, Planted, Session
from seeds.cheating.presence import days
from seeds.worlds import reference_id

AREAS = tuple(ReadinessArea)
NIGHTS, NIGHT_STEP = 31, 6


def excellent(book: Book, crews: Sequence[Crew]) -> Iterator[Planted]:
    """One evaluator who graded twelve parts excellent; eleven of twelve is near, four at a contest honest."""
    cases = (("示例评估员甲", 12, 0), ("示例评估员乙", 12, 1), ("示例评估员丙", 4, 0))
    for start, (name, times, worse) in enumerate(cases, start=9):
        made: list[UUID] = []
        for number, day in enumerate(days(book, times, start=start)):
            grade = Grade.GOOD if number < worse else Grade.EXCELLENT
            session = Session(day=day, evaluator=name, grade=grade)
            made.append(book.hold(f"grade/{name}/{day}", crews[number % len(crews)], session).id)
        honest = times == 4
        yield Planted("ALWAYS_EXCELLENT", frozenset(made), honest=honest, gross=worse == 0)


def inspections(book: Book, crews: Sequence[Crew]) -> Iterator[Planted]:
    """All items of a region found operational by one inspector in a day; mixed and in a week is honest."""
    by_region: dict[UUID, list[UUID]] = {}
    for crew in crews:
        by_region.setdefault(crew.team.region_id, []).extend(crew.items)
    most = sorted(by_region.values(), key=len)[-2:]
    first = date(book.world.year, 3, 2)
    for number, (items, name) in enumerate(zip(most, ("示例检验员甲", "示例检验员乙"), strict=True)):
        chance = book.chance(name)
        made: list[UUID] = []
        for place, item in enumerate(items):
            day = first + timedelta(days=place * 5 // len(items) if number else 0)
            found = InspectionResult.OPERATIONAL
            if number and chance.random() < 0.2:
                found = InspectionResult.MONITOR
            row = EquipmentInspection(
                id=book.id(f"inspection/{name}/{item}"),
                item_id=item,
                inspected_on=day,
                result=found,
                inspector=name,
                valid_from=day,
            )
            book.enter_on(day + timedelta(days=1), row)
            made.append(row.id)
        yield Planted("INSPECTED_IN_ONE_DAY", frozenset(made), honest=number > 0)


def entered_late(book: Book, crews: Sequence[Crew]) -> Iterator[Planted]:
    """
    Four exercises entered three months later; two are near the figure, one is honest.

    So are papers typed in together after a winter, which no record tells from a scheme.
    """
    for crew, times in zip(crews, (4, 2, 1, 3), strict=True):
        for day in days(book, times, start=6):
            entered = day + timedelta(days=95)
            book.hold(f"late/{crew.team.code}/{day}", crew, Session(day=day, entered=entered))
        honest, clear = times in (1, 3), times in (1, 4)
        yield Planted("ENTERED_LATE", frozenset({crew.team.id}), honest=honest, gross=clear)


def before_check(book: Book, crew: Crew, other: Crew, check_list: CheckList) -> Iterator[Planted]:
    """Four exercises of a month entered two days before a check; entered two weeks before it is honest."""
    check = date(book.world.year, 5, 20)
    for crewed, ahead in ((crew, 2), (other, 14)):
        row = InspectionCheck(
            id=book.id(f"check/{crewed.team.code}"),
            region_id=crewed.team.region_id,
            object_kind=InspectionObject.TEAM,
            object_id=crewed.team.id,
            object_label=crewed.team.code,
            team_id=crewed.team.id,
            check_list_id=check_list.id,
            planned_on=check,
            valid_from=check - timedelta(days=30),
        )
        book.enter_on(check - timedelta(days=30), row)
        entered = check - timedelta(days=ahead)
        for number in range(4):
            day = check - timedelta(days=36 - 4 * number)
            book.hold(f"check/{crewed.team.code}/{day}", crewed, Session(day=day, entered=entered))
        yield Planted("ENTERED_BEFORE_CHECK", frozenset({crewed.team.id}), honest=crewed is other)


def evidence(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """One file for three exercises; one for an exercise and a confirmation of the same day is honest."""
    dates = days(book, 3, start=22)
    parts = [book.hold(f"proof/{crew.team.code}/{day}", crew, Session(day=day)) for day in dates]
    proved: list[Record] = list(parts)
    file = book.prove(crew.team.code, crew.team.region_id, dates[-1] + timedelta(days=1), proved)
    yield Planted("EVIDENCE_REUSED", frozenset({file}))
    part = book.hold(f"proof/{other.team.code}", other, Session(day=dates[0]))
    word = _word(book, "proof", other, ReadinessArea.TRAINING, dates[0], proved=True)
    later = dates[0] + timedelta(days=1)
    book.enter_on(later, word)
    file = book.prove(other.team.code, other.team.region_id, later, [part, word])
    yield Planted("EVIDENCE_REUSED", frozenset({file}), honest=True)


def _word(book: Book, key: str, crew: Crew, area: ReadinessArea, on: date, *, proved: bool) -> Confirmation:
    return Confirmation(
        id=book.id(f"word/{key}/{crew.team.code}/{area.value}"),
        team_id=crew.team.id,
        area=area,
        confirmed_by_id=reference_id("principal", "registrar"),
        proved=proved,
        note="示例核实",
        valid_from=on,
    )


def in_bulk(book: Book, crews: Sequence[Crew]) -> Iterator[Planted]:
    """
    Fifteen teams confirmed in a minute; a quarter of an hour each is near, with evidence it is honest.

    So is a registrar who types in what twelve teams reported, which no record tells from a scheme.
    """
    cases = (("once", 0, False), ("slow", 15, False), ("file", 0, True), ("typed", 2, False))
    for number, (key, pause, proved) in enumerate(cases):
        day = date(book.world.year, 4, 1 + 7 * number)
        made: list[UUID] = []
        for place, crew in enumerate(crews[: 12 if key == "typed" else 15]):
            for area in AREAS:
                word = _word(book, key, crew, area, day, proved=proved)
                book.enter(datetime.combine(day, ENTRY_HOUR) + timedelta(minutes=pause * place), word)
                made.append(word.id)
        honest = key in ("file", "typed")
        yield Planted("CONFIRMED_IN_BULK", frozenset(made), honest=honest, gross=pause == 0)


def overrides(book: Book, crews: Sequence[Crew]) -> Iterator[Planted]:
    """A raised level renewed four times; twice with half a year between, or a lowered one, is honest."""
    begins = date(book.world.year, 1, 5)
    for crew, times, step, to in zip(crews, (4, 2, 4), (30, 120, 30), (2, 2, 4), strict=True):
        for number in range(times):
            since = begins + timedelta(days=step * number)
            row = ReadinessOverride(
                id=book.id(f"override/{crew.team.code}/{since}"),
                team_id=crew.team.id,
                task_state=TaskState.PEACE,
                from_level=3,
                to_level=to,
                reason_given="示例:装备即将到位",
                decided_by_id=reference_id("principal", "approver"),
                valid_from=since,
                valid_to=since + timedelta(days=30),
            )
            book.enter_on(since, row)
        yield Planted("RAISED_AGAIN_AND_AGAIN", frozenset({crew.team.id}), honest=crew is not crews[0])


async def ratings(book: Book, crews: Sequence[Crew]) -> list[Planted]:
    """Keep half a year of ratings, one in six nights: one team never moves, one is as good and does."""
    still, lively, *_ = crews
    first = date(book.world.year, 1, 1)
    for night in range(NIGHTS):
        day = first + timedelta(days=NIGHT_STEP * night)
        kept = [_kept(book, crew, day, still=crew is still, good=crew is lively) for crew in crews]
        await store_snapshots(kept, day, TaskState.PEACE)
    return [
        Planted("NEVER_BELOW_TWO", frozenset({still.team.id})),
        Planted("NEVER_BELOW_TWO", frozenset({lively.team.id}), honest=True),
    ]


def _kept(book: Book, crew: Crew, day: date, *, still: bool, good: bool) -> Kept:
    chance = book.chance(f"rating/{crew.team.code}/{day}")
    level = 1 if still else chance.choice((1, 2)) if good else chance.choice((2, 3, 3, 4))
    present = 20 if still else chance.randint(12, 20)
    values = {
        "region_id": crew.team.region_id,
        "category": crew.team.category,
        "level": level,
        "computed": level,
        "shown": level,
        "unverified": False,
        "areas": str(level) * 4,
        "ages": "AAAA",
        "fractions": [present, 20] * 6,
        "caps": {},
        "rule_version": "0" * 64,
        "input_hash": "0" * 64,
    }
    return Kept(crew.team.id, values, datetime.combine(day, ENTRY_HOUR))
