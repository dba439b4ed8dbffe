"""The workday calendar: what is announced, what is only estimated."""

from datetime import date

import chinese_calendar
import holidays
import pytest

from exercises.codes import DayKind, DayStatus
from exercises.errors import UnknownYear
from exercises.tables import CalendarDay
from exercises.workdays import DayFact, calendar_of, days_of, load_calendar
from registry.history import changing


def test_announced_year_has_make_up_workdays():
    calendar = calendar_of(2026)

    assert len(calendar.workdays) == 248
    assert calendar.workdays_per_month == (21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23)
    assert [fact.day for fact in calendar.facts if fact.kind is DayKind.MAKE_UP] == [
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ]
    assert calendar.estimated == frozenset()
    assert calendar.is_workday(date(2026, 1, 4))
    assert not calendar.is_workday(date(2026, 10, 1))


def test_unannounced_year_is_law_only_and_estimated():
    calendar = calendar_of(2027)

    assert len(calendar.estimated) == 365
    assert not [fact for fact in calendar.facts if fact.kind is DayKind.MAKE_UP]
    assert not calendar.is_workday(date(2027, 10, 1))
    assert {fact.source for fact in calendar.facts} != {fact.source for fact in days_of(2026)}


@pytest.mark.parametrize("year", range(2020, 2027))
def test_both_libraries_agree_on_every_day_both_know(year):
    by_law = holidays.country_holidays("CN", years=year)

    for fact in days_of(year):
        worked = fact.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)
        assert worked == chinese_calendar.is_workday(fact.day)
        assert worked == by_law.is_working_day(fact.day), fact.day


@pytest.mark.parametrize("year", [2003, 2100])
def test_year_nobody_knows_is_refused(year):
    with pytest.raises(UnknownYear) as caught:
        days_of(year)

    assert caught.value.year == year


def test_stored_days_take_precedence():
    fact = DayFact(date(2027, 2, 20), DayKind.MAKE_UP, DayStatus.ANNOUNCED, "春节", "notice")

    calendar = calendar_of(2027, [fact])

    assert calendar.is_workday(date(2027, 2, 20))
    assert date(2027, 2, 20) not in calendar.estimated
    assert len(calendar.facts) == 365


@pytest.mark.anyio
async def test_load_calendar_reads_stored_days_in_one_statement(database, act, statements):
    async with changing(act()) as change:
        await change.add(
            CalendarDay(
                day=date(2027, 2, 20), kind=DayKind.MAKE_UP, status=DayStatus.ANNOUNCED, name="", source="n"
            )
        )

    with statements.counted() as seen:
        calendar = await load_calendar(2027)

    assert len(seen) == 1
    assert calendar.is_workday(date(2027, 2, 20))
