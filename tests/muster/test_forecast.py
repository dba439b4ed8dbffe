"""The forecast command: of a team and a region of the seeded city, as text, JSON and pictures."""

from __future__ import annotations

import asyncio
import logging
from datetime import date
from pathlib import Path

import pytest

from muster import forecast
from muster.forecast_plot import picture
from registry.errors import InvalidValue
from registry.readiness.forecast.forecasting import forecast as forecast_of
from registry.readiness.rules import RatingRules
from tests.registry.readiness.factories import DAY, worked_example


def example(name: str = "抢险抢修一队") -> dict[str, object]:
    """Return what the command tells of the worked example, the same in both cases."""
    found = forecast.plain(forecast_of(worked_example(), RatingRules.of({}), DAY, date(2027, 8, 31)))
    return {"team": "T-1", "code": "RRP-01", "name": name, "cases": {"planned": found, "nothing": found}}


def test_text_tells_every_drop_with_its_cause_in_either_language():
    en, zh = (forecast.text_of(example(), language).splitlines() for language in ("en", "zh"))

    assert en[:6] == [
        "抢险抢修一队 (RRP-01): 2026-03-01 to 2027-08-31",
        "",
        "[issued plan executed]",
        "level 2 on the first day, 453 days worse than level 2, worst month 2026-08 (31 days)",
        "  2026-06-05 the team drops from 2 to 3: credit for skills falls from 1 to 1/2: last passed on"
        " 2026-02-10, too long ago",
        "  2026-06-05 training drops from 2 to 3: credit for skills falls from 1 to 1/2: last passed on"
        " 2026-02-10, too long ago",
    ]
    assert (
        zh[4] == "  2026-06-05 总评由2级降至3级：实操训练学分由1降至1/2：最近一次合格实施为2026-02-10，已超期"
    )
    assert zh[3:].count(zh[3]) == 2


@pytest.mark.parametrize(("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_picture_is_the_same_bytes_each_time(form, start):
    first = picture(example(), form, "zh")

    assert first.startswith(start)
    assert first == picture(example(), form, "zh")
    assert first != picture(example(), form, "en")


def test_names_the_font_cannot_draw_are_drawn_as_codes_with_a_word_in_the_log(tmp_path, caplog):
    file = tmp_path / "forecast.svg"

    with caplog.at_level(logging.WARNING):
        size = asyncio.run(forecast.draw(example("朱镕基队"), str(file), "zh"))

    assert file.stat().st_size == size
    assert "镕" in caplog.text
    assert file.read_bytes() == picture(example("RRP-01"), "svg", "zh")
    with pytest.raises(InvalidValue):
        asyncio.run(forecast.draw(example(), str(tmp_path / "forecast.bmp"), "zh"))
    assert not (tmp_path / "forecast.bmp").exists()


def test_command_forecasts_a_team_and_a_region_of_the_seeded_city(city, tmp_path: Path):
    with city(tmp_path) as own:
        plot = tmp_path / "region.png"
        team = own.command("forecast", "510302-RRP-01", "--case", "nothing", "--confirmed")
        region = own.command("forecast", "510300", "--lang", "en", "--plot", str(plot))
        refused = own.command("forecast", "510302-RRP-01", "--case", "hope", code=1)
        unknown = own.command("forecast", "999999", code=1)
        replayed = own.command("replay", "510302-RRP-01", "--every", "90")
        future = own.command("replay", "510302-RRP-01", "--until", "2199-01-01", code=1)

    assert (team["code"], list(team["cases"])) == ("510302-RRP-01", ["nothing"])
    assert sum(month["days"] for month in team["cases"]["nothing"]["months"]) > 500
    assert list(region["cases"]) == ["planned", "nothing"]
    counts = {sum(s["levels"]) + s["unrated"] for s in region["cases"]["planned"]["steps"]}
    assert counts == {region["cases"]["planned"]["teams"]}
    assert plot.read_bytes().startswith(b"\x89PNG")
    assert refused.strip().endswith("[INVALID_VALUE]")
    assert replayed["agreement"][1] == len(replayed["days"])
    assert future.strip().endswith("[INVALID_VALUE]")
    assert unknown.strip().endswith("[NOT_FOUND]")
