"""What the command on the time to be ready says, and with which exit code it ends."""

from __future__ import annotations

from datetime import date

import pytest
from tortoise.context import TortoiseContext

from muster import clock
from muster.ready import DONE, OUT_OF_REACH, Question, ready
from registry.errors import NotFound
from tests.factories import small_world

pytestmark = pytest.mark.anyio


async def test_command_tells_days_and_steps_or_what_is_missing(
    database: TortoiseContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await small_world()
    monkeypatch.setattr(clock, "today", lambda: date(2027, 1, 4))
    question = Question([world.team.code], None, "peace", (3,), seconds=4, additions=False)

    code, facts, text = await ready("planner", question, "en")
    assert (code, facts["first"], facts["levels"][0]["days"]) == (DONE, date(2027, 1, 4), 3)
    assert "Level 3: 3 days (2027-01-07), proven least" in text

    best = Question([world.team.code], date(2027, 1, 4), "peace", (1,), seconds=4, additions=True)
    code, facts, text = await ready("planner", best, "zh")
    assert (code, facts["levels"][0]["days"]) == (OUT_OF_REACH, None)
    assert "1 级：365 天内无法达到" in text

    foreign = Question([world.foreign_team.code], None, "peace", (2,), seconds=4, additions=True)
    with pytest.raises(NotFound):
        await ready("planner", foreign, "en")
