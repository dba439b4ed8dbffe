"""Official holiday notices: days become announced, sessions hit are named."""

from datetime import date

import pytest

from exercises.codes import DayKind
from exercises.errors import InvalidNotice
from exercises.notices import import_notice
from exercises.tables import CalendarDay, PlannedEvent
from exercises.workdays import load_calendar
from registry.errors import AccessDenied
from tests.exercises.years import drafted

pytestmark = pytest.mark.anyio


async def test_notice_announces_the_year_and_names_the_events_it_hits(year):
    plan = await drafted(year)
    event = (await PlannedEvent.filter(plan_id=plan.id, kind="assessment").order_by("first_day", "uid"))[0]
    text = f"date,kind,name\n{event.first_day},holiday,纪念日\n"

    report = await import_notice(year.planner, year.act(year.planner), text, source="notice 1")

    assert (report.days, report.changed) == (365, (event.first_day,))
    assert event.uid in {hit.uid for hit in report.hit}
    assert all(hit.first_day <= event.first_day <= hit.last_day for hit in report.hit)
    assert (await CalendarDay.get(day=event.first_day)).source == "notice 1"


async def test_notice_for_an_estimated_year_ends_the_estimate(year):
    rows = [{"date": "2027-02-20", "kind": "make_up", "name": "春节"}]

    report = await import_notice(year.planner, year.act(year.planner), rows, source="notice 2")
    again = await import_notice(year.planner, year.act(year.planner), rows, source="notice 2")

    calendar = await load_calendar(2027)
    assert calendar.estimated == frozenset()
    assert calendar.is_workday(date(2027, 2, 20))
    assert (report.changed, report.hit) == ((date(2027, 2, 20),), ())
    assert again.changed == ()
    assert (await CalendarDay.get(day=date(2027, 2, 20))).kind is DayKind.MAKE_UP


@pytest.mark.parametrize(
    "row",
    [
        {"date": "20.2.2027", "kind": "holiday", "name": ""},
        {"date": "2027-02-20", "kind": "free", "name": ""},
        {"date": "", "kind": "holiday", "name": ""},
    ],
    ids=["date", "kind", "empty"],
)
async def test_unreadable_row_refuses_the_whole_notice(year, row):
    rows = [{"date": "2027-02-19", "kind": "holiday", "name": ""}, row]

    with pytest.raises(InvalidNotice) as caught:
        await import_notice(year.planner, year.act(year.planner), rows, source="x")

    assert caught.value.row == 3
    assert await CalendarDay.all().count() == 0


async def test_viewer_may_not_import_a_notice(year):
    with pytest.raises(AccessDenied):
        await import_notice(year.viewer, year.act(year.viewer), "date,kind,name\n", source="x")
