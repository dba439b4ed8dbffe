"""The plan commands: asking, comparing, supposing, and a repair through the solver's own process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tortoise.context import TortoiseContext

from exercises.codes import CostPart, RunMode
from exercises.supposing import Closing
from exercises.tables import PlannedEvent, TrainingPlan
from muster import clock, plan_answers, plan_mending, plan_report
from muster.plan_answers import Effort, Which
from muster.settings import Settings
from muster.year import Mending
from registry.access import viewer_of
from registry.errors import NotFound
from registry.history import Act
from tests.conftest import NOW
from tests.exercises.years import YearWorld, issued, store_year

pytestmark = pytest.mark.anyio
SETTINGS = Settings(year=2026)
WHICH = Which("planner")
LATE = datetime(2026, 8, 3, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
async def plan(
    database: TortoiseContext, act: Callable[..., Act], monkeypatch: pytest.MonkeyPatch
) -> TrainingPlan:
    """Return the issued version of the small training year; it is August by the clock."""
    world = await store_year()
    on = NOW.date()
    viewers = [
        await viewer_of(world.principals[login].id, on=on) for login in ("planner", "approver", "viewer")
    ]
    monkeypatch.setattr(clock, "now", lambda: LATE)
    return await issued(YearWorld(world, *viewers, act))


async def test_commands_ask_about_a_plan_and_repair_it(plan: TrainingPlan) -> None:
    facts, text = await plan_report.show(SETTINGS, "planner", None, None, None)
    assert [part["component"] for part in facts["components"]] == [part.value for part in CostPart]
    assert all(part["bound"] <= part["value"] for part in facts["components"])
    assert "下界 bound" in text
    assert facts["changes"] == []
    event = (await PlannedEvent.filter(plan_id=plan.id, kind="assessment").order_by("uid"))[0]
    facts, text = await plan_answers.suggest(SETTINGS, WHICH, event.uid, 2)
    assert len(facts["places"]) <= 2
    assert all(place["first_day"] > LATE.date() for place in facts["places"])
    assert event.title in text
    with pytest.raises(NotFound):
        await plan_answers.suggest(SETTINGS, WHICH, "nothing", 2)

    facts, text = await plan_answers.explain(SETTINGS, WHICH, None, Effort(1, 1))
    assert facts
    assert all(each["sentences"] and each["title"]["zh"] in text for each in facts)
    code, facts, text = await plan_answers.conflicts(SETTINGS, WHICH, [event.uid], 2)
    assert (code, facts["possible"], text) == (0, True, "可以全部安排 All of them can take place.")
    facts, text = await plan_answers.bottlenecks(SETTINGS, WHICH, Effort(1, 1))
    assert len(facts) <= 1
    closing = Closing("R-510300-base", date(2026, 9, 1), date(2026, 9, 30))
    code, facts, text = await plan_answers.suppose(SETTINGS, WHICH, [closing], Effort(1))
    assert code == 0
    assert all(each["sentence"]["zh"] in text for each in facts["events"])

    wish = Mending(RunMode.ONLY_REPAIR, "August", None, 1.3, True, 0, 5, 1, False)
    code, facts, text = await plan_mending.mend(SETTINGS, WHICH, wish)
    assert (code, facts["state"], facts["in_force"], facts["interrupted"]) == (0, "draft", 1, [])
    assert facts["comparison"]["events"] == []
    assert "第 2 版草案 Draft version 2 of 2026" in text
    told, text = await plan_answers.compare(SETTINGS, WHICH, (1, 2))
    assert told == facts["comparison"]
