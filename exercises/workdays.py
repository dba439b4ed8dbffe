"""
Which days of a year are worked, and whether the State Council has said so.

Years the announced calendar knows carry make-up workdays (调休). Other years follow from the law on
public holidays alone and are *estimated*: of such a year 10 to 16 days turn out wrong (measured over
2018 to 2026), so every estimated day is marked wherever it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import chinese_calendar
import holidays

from exercises.codes import DayKind, DayStatus
from exercises.errors import UnknownYear
from exercises.tables import CalendarDay

ANNOUNCED_SOURCE = "State Council notice, as carried by chinesecalendar 1.11.0"
ESTIMATED_SOURCE = "Regulation on public holidays alone, as computed by holidays 0.109"
FIRST_YEAR, LAST_YEAR = 2004, 2099
WORKED = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP})
_HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}


@dataclass(frozen=True, slots=True)
class DayFact:
    """One calendar day: what it is, how sure we are, the holiday's name, and by which source."""

    day: date
    kind: DayKind
    status: DayStatus
    name: str
    source: str


@dataclass(frozen=True)
class YearCalendar:
    """All days of one year in order; `workdays` include make-up workdays."""

    year: int
    facts: tuple[DayFact, ...]

    @cached_property
    def workdays(self) -> tuple[date, ...]:
        """Days on which people work, in order."""
        return tuple(fact.day for fact in self.facts if fact.kind in WORKED)

    @cached_property
    def estimated(self) -> frozenset[date]:
        """Days, worked or not, that no notice has announced yet."""
        return frozenset(fact.day for fact in self.facts if fact.status is DayStatus.ESTIMATED)

    @cached_property
    def workdays_per_month(self) -> tuple[int, ...]:
        """Number of workdays of January to December."""
        counts = [0] * 12
        for day in self.workdays:
            counts[day.month - 1] += 1
        return tuple(counts)

    @cached_property
    def _workday_set(self) -> frozenset[date]:
        return frozenset(self.workdays)

    def is_workday(self, day: date) -> bool:
        """Return whether people work on `day`; days of other years are not."""
        return day in self._workday_set

    def workdays_between(self, first: date, last: date) -> tuple[date, ...]:
        """Return the workdays from `first` to `last`, both included."""
        return tuple(day for day in self.workdays if first <= day <= last)


def days_of(year: int) -> tuple[DayFact, ...]:
    """
    Return every day of `year`, announced where a notice is known, otherwise estimated from the law.

    Raises
    ------
    UnknownYear
        Before 2004 or after 2099.

    Examples
    --------
    >>> facts = days_of(2026)
    >>> len(facts), facts[3].kind.value, facts[3].status.value
    (365, 'make_up', 'announced')
    >>> {fact.status.value for fact in days_of(2027)}
    {'estimated'}

    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownYear(year)
    days = _all_days(year)
    try:
        return tuple(_announced(day) for day in days)
    except NotImplementedError:
        by_law = holidays.country_holidays("CN", years=year, language="zh_CN")
        return tuple(_estimated(day, by_law.get(day)) for day in days)


def calendar_of(year: int, facts: Iterable[DayFact] = ()) -> YearCalendar:
    """Return the calendar of `year` from the libraries, with `facts` (stored days) taking precedence."""
    by_day = {fact.day: fact for fact in days_of(year)}
    by_day.update({fact.day: fact for fact in facts if fact.day.year == year})
    return YearCalendar(year, tuple(by_day[day] for day in sorted(by_day)))


async def load_calendar(year: int) -> YearCalendar:
    """
    Return the calendar of `year` with the days stored by seeds or imported notices over the libraries'.

    The calendar is public and the same for every office: it has no region scope.
    """
    rows = await CalendarDay.filter(day__gte=date(year, 1, 1), day__lte=date(year, 12, 31))
    return calendar_of(year, [DayFact(r.day, r.kind, r.status, r.name, r.source) for r in rows])


def _all_days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]


def _announced(day: date) -> DayFact:
    worked: bool = chinese_calendar.is_workday(day)
    _, name = chinese_calendar.get_holiday_detail(day)
    zh = _HOLIDAY_NAMES.get(name, name) if name else ""
    weekend = day.weekday() >= 5
    if worked:
        kind = DayKind.MAKE_UP if weekend else DayKind.WORKDAY
    else:
        kind = DayKind.HOLIDAY if zh else DayKind.WEEKEND
    return DayFact(day, kind, DayStatus.ANNOUNCED, zh or "", ANNOUNCED_SOURCE)


def _estimated(day: date, name: str | None) -> DayFact:
    usual = DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY
    kind = DayKind.HOLIDAY if name else usual
    return DayFact(day, kind, DayStatus.ESTIMATED, name or "", ESTIMATED_SOURCE)
