"""The inflation screen at the command line: what is odd, and what may explain it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tortoise.context import TortoiseContext

from muster import clock, screening
from registry.errors import AccessDenied, InvalidValue, NotFound
from registry.history import Act, changing
from registry.tables import ReadinessOverride
from tests.factories import small_world

pytestmark = pytest.mark.anyio


async def test_hits_are_told_with_what_may_explain_them(
    database: TortoiseContext, act: Callable[..., Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await small_world()
    monkeypatch.setattr(clock, "today", lambda: date(2026, 1, 5))
    raised = [
        ReadinessOverride(
            team_id=world.team.id,
            task_state="peace",
            from_level=3,
            to_level=2,
            reason_given="示例",
            decided_by_id=world.principals["approver"].id,
            valid_from=date(2025, month, 1),
            valid_to=date(2025, month, 28),
        )
        for month in (9, 10, 11)
    ]
    async with changing(act("raise")) as change:
        await change.add_all(raised)

    told = await screening.screened("auditor", "510300", None, None, None)
    none = await screening.screened("auditor", "510300", None, date(2025, 10, 15), ["RAISED_AGAIN_AND_AGAIN"])

    assert [hit["rule"] for hit in told["hits"]] == ["RAISED_AGAIN_AND_AGAIN"]
    assert (told["since"], told["until"], none["hits"]) == ("2025-01-06", "2026-01-05", [])
    assert [each["id"] for each in told["hits"][0]["records"]] == [str(row.id) for row in raised]
    text = screening.text_of(told)
    assert f"队伍{world.team.code}自2025-09-01起等级被连续3次人工上调" in text
    assert "Maybe: A figure of the rules may not fit" in text
    assert text.endswith("1 questions about 510300, 2025-01-06 to 2026-01-05; none is a verdict.")
    with pytest.raises(NotFound):
        await screening.screened("foreigner", "510302", None, None, None)
    with pytest.raises(AccessDenied):
        await screening.screened("registrar", "510300", None, None, None)
    with pytest.raises(InvalidValue):
        await screening.screened("auditor", "510300", None, None, ["NO_RULE"])
