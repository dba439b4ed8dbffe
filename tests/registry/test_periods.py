"""Half-open periods against their definition: sets of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.periods import Period

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=offset) for offset in range(30)]
days = st.sampled_from(DAYS[:20])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days)
    return Period(
        start, draw(st.none() | days.filter(lambda day: day > start) if start < DAYS[19] else st.none())
    )


def _set(period: Period | None) -> set[date]:
    return {day for day in DAYS if period is not None and period.contains(day)}


@given(periods(), periods())
def test_period_intersection_is_the_days_both_hold(one: Period, other: Period) -> None:
    assert _set(one.intersection(other)) == _set(one) & _set(other)
    assert one.intersection(other) == other.intersection(one)


@given(periods(), periods())
def test_period_overlap_means_a_shared_day(one: Period, other: Period) -> None:
    assert one.overlaps(other) == other.overlaps(one) == bool(_set(one) & _set(other))


@given(periods())
def test_period_round_trips_through_its_days(one: Period) -> None:
    assert one.contains(one.start)
    if one.last_day is not None:
        assert Period.of_days(one.start, one.last_day) == one


@pytest.mark.parametrize("end", [FIRST, FIRST - timedelta(days=1)], ids=["empty", "backwards"])
def test_period_must_end_after_it_starts(end: date) -> None:
    with pytest.raises(ValueError, match="must end after"):
        Period(FIRST, end)
