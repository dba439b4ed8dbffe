"""The draw commands on a seeded city, and the nightly look for draws that were not revealed in time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from muster import clock, draws, nightly
from registry.errors import InvalidValue, NotFound
from registry.history import Act
from registry.tables import Finding
from tests.factories import small_world
from tests.muster.conftest import City
from tests.registry.draws.steps import SECRET, VALUE, add_inspectors

PLAN = {
    "code": "SJ-1",
    "title": "示例抽查",
    "item": "队伍建设情况",
    "object_kind": "team",
    "method": "on_site",
    "legal_basis": "示例依据",
    "public_value_name": "示例指数收盘点位",
    "public_value_on": date(2026, 1, 12),
    "reveal_by": date(2026, 1, 20),
    "ratio_percent": None,
    "objects_wanted": 2,
    "strata": "none",
    "inspectors_per_object": 2,
    "recent_days": 0,
    "local_recusal": False,
}


def test_seeded_draw_is_handed_out_and_verified(city: City, tmp_path: Path) -> None:
    with city(tmp_path) as office:
        code = f"SJ-510300-{office.command('doctor')['settings']['year'] - 1}"
        known = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011 -- as the operator's calendar
        options = ("--title", "x", "--item", "x", "--kind", "work", "--basis", "x", "--ratio", "10")
        value = ("--public-value", "示例指数", "--known-on", known, "--reveal-by", known)
        planned = office.command("draw", "plan", "SJ-1", *options, *value)
        frozen = office.command("draw", "freeze", "SJ-1")
        committed = office.command("draw", "commit", "SJ-1")
        unknown = office.command("draw", "publish", "SJ-NONE", code=1)
        written = office.command("draw", "manifest", code, str(tmp_path / "out"))
        file = tmp_path / "out" / f"{code}.json"
        good = office.command("draw", "verify", str(file), "--public-value", "3 187.42")
        alone = subprocess.run(
            [sys.executable, "-I", "-S", str(tmp_path / "out" / "verify_draw.py"), str(file)],
            capture_output=True,
            text=True,
        )
        told = json.loads(file.read_text(encoding="utf-8"))
        told["result"]["drawn"][0]["inspectors"].reverse()
        file.write_text(json.dumps(told), encoding="utf-8")
        bad = office.command("draw", "verify", str(file), code=1)
        (tmp_path / "none.json").write_text("{}", encoding="utf-8")
        office.command("draw", "verify", str(tmp_path / "none.json"), code=2)

    assert (planned["state"], frozen["objects_count"], len(committed["secret"])) == ("draft", 48, 64)
    assert unknown.strip().endswith("[NOT_FOUND]")
    assert (good["faults"], alone.returncode) == ([], 0)
    assert good["manifest_hash"] == written["manifest_hash"]
    assert [each[:9] for each in bad["faults"]] == ["result 1:"]


@pytest.mark.anyio
async def test_draw_is_made_at_the_command_line(
    database: TortoiseContext,
    act: Callable[..., Act],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    world = await small_world()
    await add_inspectors(world, act)
    now = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "secret", lambda size: SECRET[:size])
    named = draws.Named("auditor", "SJ-1")

    with pytest.raises(InvalidValue):
        await draws.plan("auditor", "510300", PLAN | {"object_kind": "horse"})
    await draws.plan("auditor", "510300", PLAN)
    await draws.freeze(named)
    await draws.exclude(named, "objects", world.team.code, "closed", "")
    secret = (await draws.commit(named))["secret"]
    now = datetime(2026, 1, 21, 1, 0, tzinfo=UTC)
    said = [await nightly.find_late_draws(now) for _ in range(2)]
    drawn = await draws.reveal(named, secret, VALUE)
    published = await draws.publish(named)
    await draws.write_manifest(named, tmp_path)

    assert said == ["1 draws not revealed in time", None]
    assert await Finding.all().count() == 1
    assert ([each["ordinal"] for each in drawn["drawn"]], published["state"]) == ([1, 2], "published")
    assert "secret" not in drawn
    assert (tmp_path / "SJ-1.json").exists()
    with pytest.raises(NotFound):
        await draws.freeze(draws.Named("foreigner", "SJ-1"))
