"""Cells that hold days."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from registry.codes.files import CellTrouble
from registry.intake.files.outcome import BLANK, Outcome, changed, faulty
from registry.intake.files.shape import SheetColumn
from registry.intake.files.texts import folded

_TIME = re.compile(r"(?<=[\d日号])(?:T|\s+)(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})?$")
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})")
_CHINESE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DASHES = str.maketrans("‐‑–—−。．", "-----..")
FIRST_YEAR, LAST_YEAR = 1900, 2199
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS = range(2_200, 109_600)


def clean_day(_column: SheetColumn, value: object) -> Outcome:
    """
    Take a day: real date cells, 2026-05-01, 2026/5/1, 2026.5.1, 2026年5月1日, 20260501.

    Refused with both readings named: 03/04/2026 (unless only one reading is a day), years of two digits,
    and a spreadsheet's day numbers, which mean another day by the 1904 system.
    """
    if isinstance(value, datetime):
        return _of_moment(value)
    if isinstance(value, date):
        return _within(value)
    if isinstance(value, bool | time | timedelta | dict | list):
        return faulty(CellTrouble.NOT_A_DAY)
    if isinstance(value, int | float | Decimal):
        return _of_quantity(value)
    plain = folded(str(value)).removeprefix("'").translate(_DASHES)
    if not plain:
        return BLANK
    if clock := _TIME.search(plain):
        if not _MIDNIGHT.fullmatch(clock.group(1)):
            return faulty(CellTrouble.TIME_IN_DAY)
        plain = plain[: clock.start()].strip()
    outcome = _of_text(plain)
    if (
        outcome.trouble is None
        and isinstance(outcome.value, date)
        and not str(value).strip().startswith(plain)
    ):
        return changed(outcome.value, outcome.value.isoformat())
    return outcome


def _of_moment(value: datetime) -> Outcome:
    if value.hour or value.minute or value.second:
        return faulty(CellTrouble.TIME_IN_DAY)
    return _within(value.date())


def _within(day: date) -> Outcome:
    return Outcome(day) if FIRST_YEAR <= day.year <= LAST_YEAR else faulty(CellTrouble.IMPOSSIBLE_DAY)


def _of_quantity(value: float | Decimal) -> Outcome:
    if value == int(value) and (compact := _COMPACT.fullmatch(str(int(value)))):
        return _made(*compact.groups())
    if int(value) in _SERIALS:
        return _serial(int(value))
    return faulty(CellTrouble.NOT_A_DAY)


def _serial(number: int) -> Outcome:
    by_1900 = _EPOCH_1900 + timedelta(days=number)
    by_1904 = _EPOCH_1904 + timedelta(days=number)
    return faulty(CellTrouble.SERIAL_DAY, first=by_1900.isoformat(), second=by_1904.isoformat())


def _of_text(plain: str) -> Outcome:
    if found := _YEAR_FIRST.fullmatch(plain):
        return _made(found.group(1), found.group(3), found.group(4))
    if found := _CHINESE.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _made(*found.groups())
    if found := _YEAR_LAST.fullmatch(plain):
        first, _, second, year = found.groups()
        return _one_of(_day(year, first, second), _day(year, second, first))
    if found := _SHORT_YEAR.fullmatch(plain):
        return _short_year(*found.groups())
    if _SERIAL.fullmatch(plain) and int(float(plain)) in _SERIALS:
        return _serial(int(float(plain)))
    return faulty(CellTrouble.NOT_A_DAY)


def _short_year(first: str, second: str, third: str) -> Outcome:
    """Refuse a year of two digits with the two readings that come first to mind."""
    readings = [
        _day(f"20{first}", second, third),
        _day(f"20{third:0>2}", first, second),
        _day(f"20{third:0>2}", second, first),
        _day(f"19{first}", second, third),
    ]
    days = list(dict.fromkeys(day for day in readings if day is not None))
    if not days:
        return faulty(CellTrouble.IMPOSSIBLE_DAY)
    other = days[1] if len(days) > 1 else days[0].replace(year=days[0].year - 100, day=min(days[0].day, 28))
    return faulty(CellTrouble.AMBIGUOUS_DAY, first=days[0].isoformat(), second=other.isoformat())


def _made(year: str, month: str, day: str) -> Outcome:
    made = _day(year, month, day)
    return faulty(CellTrouble.IMPOSSIBLE_DAY) if made is None else Outcome(made)


def _one_of(first: date | None, second: date | None) -> Outcome:
    if first is None and second is None:
        return faulty(CellTrouble.IMPOSSIBLE_DAY)
    if first is None or second is None or first == second:
        day = first or second
        return changed(day, str(day))
    return faulty(CellTrouble.AMBIGUOUS_DAY, first=first.isoformat(), second=second.isoformat())


def _day(year: str, month: str, day: str) -> date | None:
    """Return a day if the calendar has it within the years taken."""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
