"""What falls due, as one list by date."""

from __future__ import annotations

from datetime import date

import pytest
from tortoise.context import TortoiseContext

from muster import clock, dues
from registry.errors import NotFound
from registry.tables import UseCertificate
from tests.api.check_rows import check_rows
from tests.api.works_rows import works_rows
from tests.factories import small_world

pytestmark = pytest.mark.anyio


async def test_everything_due_is_one_list_by_date(
    database: TortoiseContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await small_world()
    await works_rows(world.district, world.organizations["510302"])
    await check_rows(world.team, world.organizations["510302"])
    await UseCertificate.all().update(
        decided_on=date(2025, 4, 1),
        issued_on=date(2025, 4, 1),
        number="SY-1",
        decision="x",
        expires_on=date(2027, 5, 20),
    )
    monkeypatch.setattr(clock, "today", lambda: date(2027, 4, 15))

    found = await dues.all_due("registrar", "510302", 60)

    days = [each["on"] for each in found]
    assert days == sorted(days)
    told = {(each["kind"], each["on"], each["days_left"]) for each in found}
    assert told == {
        ("certificate", date(2025, 2, 1), -803),
        ("certificate", date(2025, 3, 13), -763),
        ("check", date(2025, 3, 3), -773),
        ("finding", date(2026, 6, 1), -318),
        ("hazard", date(2026, 6, 1), -318),
        ("inspection", date(2026, 6, 1), -318),
        ("certificate", date(2027, 5, 19), 34),
        ("qualification", date(2027, 6, 1), 47),
    }
    text = dues.table_of(found)
    assert text.endswith(f"{len(found)} things fall due, 8 of them late")
    assert "操作手" in text
    with pytest.raises(NotFound):
        await dues.all_due("foreigner", "510302", 60)
