"""Workdays as bit sets."""

from __future__ import annotations

from datetime import date

from scheduling.axis import Axis, indexes, span, touching
from tests.scheduling.factories import DAYS, YEAR

AXIS = Axis(DAYS)


def test_index_knows_workdays_only() -> None:
    assert AXIS.index(DAYS[5]) == 5
    assert AXIS.index(date(YEAR, 3, 7)) is None
    assert AXIS.index(date(YEAR, 12, 31)) is None


def test_numbers_count_from_new_year() -> None:
    assert Axis((date(YEAR, 1, 1),)).numbers == (1,)
    assert AXIS.year_end == 365


def test_between_includes_both_ends_and_may_be_empty() -> None:
    assert list(indexes(AXIS.between(DAYS[2], DAYS[4]))) == [2, 3, 4]
    assert AXIS.between(date(YEAR, 3, 7), date(YEAR, 3, 8)) == 0


def test_numbered_is_between_by_day_of_the_year() -> None:
    low, high = AXIS.numbers[2], AXIS.numbers[4]

    assert AXIS.numbered(low, high) == AXIS.between(DAYS[2], DAYS[4])
    assert AXIS.numbered(-5, 0) == AXIS.numbered(9, 8) == AXIS.numbered(400, 500) == 0


def test_unbroken_starts_leave_out_the_weekend() -> None:
    assert list(indexes(AXIS.unbroken(3))) == [0, 1, 2, 5, 6, 7]


def test_touching_names_every_start_that_uses_a_day() -> None:
    assert list(indexes(touching(1 << 5, 3))) == [3, 4, 5]
    assert list(indexes(span(2, 3))) == [2, 3, 4]
