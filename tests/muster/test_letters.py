"""Notices to employers at the command line: what falls due, and the letters to print."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from muster import letters
from tests.api.year import small_year
from tests.factories import small_world
from tests.muster.servers import muster

pytestmark = pytest.mark.anyio

TRAINING = date(2026, 3, 4)


async def test_letters_are_written_to_employers_not_told_yet(
    database: TortoiseContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world = await small_world()
    await small_year(world, world.city, world.team)
    monkeypatch.setattr(letters.clock, "today", lambda: date(2026, 2, 5))
    file = str(tmp_path / "letters.html")

    (due,) = await letters.due("registrar", "510300", 0)
    written = {}
    for login, language in (("registrar", "zh"), ("planner", "en")):
        count = await letters.write(
            login, world.team.code, TRAINING, file, language=language, sender="示例<国动办>", every=False
        )
        written[language] = await asyncio.to_thread(Path(file).read_text, encoding="utf-8")
        assert count == written[language].count("<article>") == 1

    assert (due["late"], due["due_on"], due["persons"]) == (True, "2026-02-02", 3)
    person, employer = world.people[world.team.id][0], world.organizations["510302"]
    for language, words in {
        "zh": (employer.name, "2026年3月4日", person.name, "示例&lt;国动办&gt;", "晚于上述期限"),
        "en": (employer.name, "2026-03-04", person.reference, "(not shown)", "30 days before"),
    }.items():
        assert [word for word in words if word not in written[language]] == []
    assert person.name not in written["en"]


def test_letters_of_an_unknown_login_are_refused(tmp_path: Path) -> None:
    with muster(f"sqlite://{tmp_path}/muster.db", tmp_path) as own:
        own.command("migrate")

        asked = ("--team", "X", "--training-on", "2026-03-04", "--sender", "x")
        said = own.command("notices", "letters", *asked, code=1)

    assert said.strip().endswith("[NOT_FOUND]")
    assert not (tmp_path / "letters.html").exists()
