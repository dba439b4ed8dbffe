"""Availability: equal to counting hours one by one, whatever overlaps."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.codes import OutageKind
from registry.facilities.availability import Availability, OutageSpan, availability, merged
from registry.periods import Period

FIRST = date(2026, 1, 1)


@st.composite
def spans(draw) -> OutageSpan:
    start = draw(st.integers(-5, 15))
    length = draw(st.one_of(st.none(), st.integers(1, 6)))
    first_hour = draw(st.integers(0, 23))
    until = draw(st.integers(first_hour + 1 if length == 1 else 1, 24))
    first = FIRST + timedelta(days=start)
    days = Period(first, None if length is None else first + timedelta(days=length))
    return OutageSpan(draw(st.sampled_from(OutageKind)), days, first_hour, until)


def out_at(span: OutageSpan, hour: int) -> bool:
    """Tell whether a span takes in one hour, counted from the first day."""
    start = 24 * (span.days.start - FIRST).days + span.first_hour
    if span.days.last_day is None:
        return hour >= start
    return start <= hour < 24 * (span.days.last_day - FIRST).days + span.until_hour


@given(found=st.lists(spans(), max_size=6), days=st.integers(1, 12))
def test_availability_equals_counting_every_hour(found: list[OutageSpan], days: int) -> None:
    figures = availability(FIRST, FIRST + timedelta(days=days - 1), found)

    planned = unplanned = 0
    for hour in range(24 * days):
        kinds = {span.kind for span in found if out_at(span, hour)}
        unplanned += OutageKind.FAILURE in kinds
        planned += bool(kinds) and OutageKind.FAILURE not in kinds
    assert figures == Availability(24 * days, planned, unplanned)
    assert 0 <= figures.percent <= 100


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_merged_spans_hold_the_same_hours_once(found: list[tuple[int, int]]) -> None:
    result = merged(found)

    assert {h for a, b in result for h in range(a, b)} == {h for a, b in found for h in range(a, b)}
    assert all(left[1] < right[0] and left[0] < left[1] for left, right in pairwise(result))


def test_planned_hours_do_not_count_against_the_second_figure() -> None:
    upgrade = OutageSpan(OutageKind.UPGRADE, Period(FIRST, date(2026, 1, 3)))
    failure = OutageSpan(OutageKind.FAILURE, Period(date(2026, 1, 4), date(2026, 1, 5)), 0, 12)

    figures = availability(FIRST, date(2026, 1, 4), [upgrade, failure])

    assert figures == Availability(96, 48, 12)
    assert (figures.percent, figures.percent_without_planned) == (37.5, 75.0)
    whole = availability(FIRST, date(2026, 1, 2), [upgrade])
    assert (whole.percent, whole.percent_without_planned) == (0.0, None)
