"""Findings and hazards as the command line tells them."""

from __future__ import annotations

from datetime import date

import pytest
from tortoise.context import TortoiseContext

from muster import clock, findings
from registry.errors import NotFound
from tests.api.check_rows import check_rows
from tests.factories import small_world

pytestmark = pytest.mark.anyio


async def test_overdue_findings_and_the_times_of_hazards_are_tables(
    database: TortoiseContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await small_world()
    await check_rows(world.team, world.organizations["510302"])
    monkeypatch.setattr(clock, "today", lambda: date(2026, 6, 11))

    found = await findings.due_findings("auditor", "510300", 0)
    report = await findings.hazard_times("auditor", "510300", date(2025, 1, 1), None)

    assert [(each["due_on"], each["days_left"], each["state"]) for each in found] == [
        (date(2026, 6, 1), -10, "open")
    ]
    text = findings.table_of(found)
    assert text.endswith("1 findings, 1 of them overdue")
    assert world.team.code in text
    facts = findings.facts_of(report)
    assert (facts["on"], facts["whole"]["region"], facts["whole"]["overdue"]) == (
        date(2026, 6, 11),
        "510300",
        1,
    )
    assert [line["level"] for line in facts["levels"]] == ["district"]
    assert [line["oldest_open_days"] for line in facts["regions"]] == [465]
    assert "自流井区" in findings.times_table(report)
    none = await findings.hazard_times("auditor", "510300", None, None)
    assert (none.since, none.whole.found) == (date(2026, 1, 1), 0)
    with pytest.raises(NotFound):
        await findings.due_findings("foreigner", "510302", 0)
