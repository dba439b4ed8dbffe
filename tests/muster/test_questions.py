"""An office's questions, asked at the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from muster import clock
from muster.questions import Wish, ask
from muster.settings import Settings
from registry.errors import NotFound
from tests.conftest import NOW
from tests.factories import small_world

pytestmark = pytest.mark.anyio


async def test_question_is_answered_of_now_and_of_the_past(
    database: TortoiseContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await small_world()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 1, 5))
    settings = Settings(data_dir=tmp_path)

    def wish(**values: str | None) -> Wish:
        given = {"question": "districts_without", "region": "510300", "known_at": None, "valid_on": None}
        return Wish(**(given | values), since=None, until=None, category="MED", level="provincial")  # type: ignore[arg-type]  # texts by name

    facts, text = await ask(settings, wish(), "auditor")
    then, _ = await ask(settings, wish(known_at="2025-03-01"), "auditor")

    assert [record["code"] for record in facts["records"]] == ["510302"]
    assert text.splitlines()[0] == "自贡市2026-01-05，2个区县中有1个没有在编医疗救护队：自流井区。"
    assert then["number"] == 1
    with pytest.raises(NotFound):  # nobody knew of the region yet
        await ask(settings, wish(known_at="2025-01-01"), "auditor")
    with pytest.raises(NotFound):
        await ask(settings, wish(region="511000"), "auditor")
    with pytest.raises(ValueError, match="rain"):
        await ask(settings, wish(question="rain"), "auditor")
