"""The training year out of the house: the feed read back, the workbook opened again."""

import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from exercises import events
from exercises.calendars import calendar_ics, plan_workbook
from exercises.codes import CostPart, EventState
from exercises.tables import PlannedEvent, UnscheduledDemand
from registry.errors import NotFound
from registry.history import changing
from tests.exercises.years import drafted, issued

pytestmark = pytest.mark.anyio
SHANGHAI = ZoneInfo("Asia/Shanghai")


def feed(body: bytes) -> dict[str, object]:
    return {str(e["UID"]): e for e in Calendar.from_ical(body).walk("VEVENT")}


async def test_feed_holds_each_issued_event_once_with_stable_identifiers(year):
    plan = await issued(year)

    body = await calendar_ics(year.planner, region_id=year.region_id)

    found = feed(body)
    stored = {f"{e.uid}@muster": e for e in await PlannedEvent.filter(plan_id=plan.id)}
    assert found.keys() == stored.keys()
    joint = found["JOINT-2026@muster"]
    assert (joint.decoded("DTSTART"), joint.decoded("DTEND")) == (date(2026, 5, 12), date(2026, 5, 15))
    drill = next(uid for uid, e in stored.items() if e.kind.value == "interconnection")
    start = found[drill].decoded("DTSTART")
    assert start == datetime.combine(stored[drill].first_day, start.time(), SHANGHAI)
    assert found[drill].decoded("DTEND") - start == timedelta(hours=3, minutes=30)
    zones = Calendar.from_ical(body).walk("VTIMEZONE")
    assert [str(zone["TZID"]) for zone in zones] == ["Asia/Shanghai"]
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))


async def test_feed_is_byte_stable_and_empty_before_issue(year):
    plan = await drafted(year)
    empty = await calendar_ics(year.planner, region_id=year.region_id)
    await issued(year, plan)

    assert feed(empty) == {}
    assert await calendar_ics(year.planner, region_id=year.region_id) == await calendar_ics(
        year.planner, region_id=year.region_id
    )
    assert feed(await calendar_ics(year.planner, region_id=year.region_id, year=2025)) == {}


async def test_cancelled_event_stays_in_the_feed_as_cancelled(year):
    plan = await issued(year)
    event = (await PlannedEvent.filter(plan_id=plan.id, kind="assessment").order_by("uid"))[0]
    await events.cancel_event(year.approver, year.act(year.approver, "flood"), event.id, event.version)

    entry = feed(await calendar_ics(year.planner, region_id=year.region_id))[f"{event.uid}@muster"]

    assert (str(entry["STATUS"]), int(entry["SEQUENCE"])) == ("CANCELLED", 1)
    assert "flood" in str(entry["DESCRIPTION"])


async def test_event_a_new_version_drops_comes_as_cancelled(year):
    first = await issued(year)
    second = await drafted(year)
    gone = (await PlannedEvent.filter(plan_id=second.id, kind="assessment").order_by("uid"))[0]
    async with changing(year.act(year.planner)) as change:
        for link in await gone.teams.all():
            await change.remove(link)
        for link in await gone.resources.all():
            await change.remove(link)
        await change.remove(gone)
    await issued(year, second)

    entry = feed(await calendar_ics(year.planner, region_id=year.region_id))[f"{gone.uid}@muster"]

    assert (str(entry["STATUS"]), int(entry["SEQUENCE"])) == ("CANCELLED", 1)
    assert first.number == 1


async def test_viewer_sees_the_own_district_and_no_unannounced_event(year):
    await issued(year)

    mine = feed(await calendar_ics(year.viewer, region_id=year.world.district.id))
    planned = feed(await calendar_ics(year.planner, region_id=year.world.district.id))

    hidden = {f"{e.uid}@muster" for e in await PlannedEvent.filter(unannounced=True)}
    assert mine
    assert not mine.keys() & hidden
    assert planned.keys() - mine.keys() == planned.keys() & hidden
    assert not any("510303-MED" in uid for uid in mine)
    with pytest.raises(NotFound):
        await calendar_ics(year.viewer, region_id=year.region_id)


async def test_feed_names_no_person(year):
    await issued(year)

    body = (await calendar_ics(year.planner, region_id=year.region_id)).decode()

    assert "测试人员" not in body
    assert not re.search(r"\bP-\d{4}", body)


async def test_feed_takes_the_same_statements_whatever_the_number_of_events(year, statements):
    await issued(year)
    counts = []
    for region in (year.region_id, year.world.sibling.id):
        with statements.counted() as seen:
            await calendar_ics(year.planner, region_id=region)
        counts.append(len(seen))

    assert counts == [7, 7]


def sheets(body: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


async def test_workbook_has_months_list_and_what_is_left_out(year):
    plan = await drafted(year)

    body = await plan_workbook(year.planner, plan.id)

    found = sheets(body)
    assert list(found) == ["年度训练计划", "计划清单", "未安排", "变动", "成本与差距"]
    months, listed, left_out, changes, costs = found.values()
    assert [row[0] for row in changes[4:]] == ["无 / none"]
    assert [row[3] for row in costs[4:]] == [plan.objective[part.value] for part in CostPart]
    assert {type(row[3]) for row in costs[4:]} == {float}
    assert months[0][0] == "自贡市 2026 年度训练计划 / Training year 2026, 510300"
    assert months[3] == ["月份 / Month", "自贡市\n510300", "自流井区\n510302", "贡井区\n510303"]
    assert [row[0] for row in months[4:] if row[0] != "（续）"][:2] == ["1月 / Jan", "2月 / Feb"]
    may = next(row for row in months if row[0] == "5月 / May")
    assert "05-12~05-14 片区联合训练" in may[1]
    assert len(listed) - 4 == await PlannedEvent.filter(plan_id=plan.id).count()
    demands = await UnscheduledDemand.filter(plan_id=plan.id).order_by("-points", "uid")
    assert demands
    assert [row[2] for row in left_out[4:]] == [demand.title for demand in demands]
    assert all(row[5] for row in left_out[4:])


async def test_workbook_is_byte_stable_and_text_is_never_a_formula(year):
    plan = await drafted(year)
    event = (await PlannedEvent.filter(plan_id=plan.id, kind="assessment").order_by("uid"))[0]
    async with changing(year.act(year.planner)) as change:
        await change.change(event, title="=1+1", change_reason="=HYPERLINK(1)")

    body = await plan_workbook(year.planner, plan.id)

    assert body == await plan_workbook(year.planner, plan.id)
    texts = [cell for row in sheets(body)["计划清单"] for cell in row]
    assert "=1+1" in texts


async def test_estimated_year_carries_a_banner(year):
    plan = await drafted(year)
    async with changing(year.act(year.planner)) as change:
        await change.change(plan, estimated_days=True)

    months = sheets(await plan_workbook(year.planner, plan.id))["年度训练计划"]

    assert "估计的工作日" in months[2][0]
    assert sheets(await plan_workbook(year.planner, plan.id))["年度训练计划"] == months


async def test_workbook_out_of_scope_is_not_found(year):
    plan = await drafted(year)
    assert plan.state is not EventState.CANCELLED

    with pytest.raises(NotFound):
        await plan_workbook(year.viewer, plan.id)


async def test_workbook_of_a_later_version_tells_what_changed_and_why(year):
    first = await issued(year)
    draft = await drafted(year)
    event = await PlannedEvent.filter(plan_id=draft.id, kind="assessment").order_by("uid").first()
    await events.cancel_event(year.planner, year.act(year.planner, "ground lost"), event.id, event.version)

    changes = sheets(await plan_workbook(year.planner, draft.id))["变动"][4:]

    old = await PlannedEvent.get(plan_id=first.id, uid=event.uid)
    gone = next(row for row in changes if row[0] == event.title and row[3] == "—")
    assert gone[2] == old.first_day.isoformat()
    assert gone[5]
