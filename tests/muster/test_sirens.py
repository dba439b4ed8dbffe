"""The siren commands on a seeded city: coverage, a plan with its files, and why there is none."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from muster.sirens import wish_of
from tests.muster.conftest import City

PLAIN = {
    "offers": ["electric=3", "hand=1:250"],
    "budget": 9,
    "most": None,
    "aim": "population",
    "resolution": 250.0,
    "candidates": None,
    "required": [],
    "barred": [],
    "least": ["510302=1"],
    "floors": ["all=50", "510302=60"],
    "upgrade": False,
}


def test_sirens_are_shown_and_planned(city: City, tmp_path: Path) -> None:
    sheet, picture, points = (tmp_path / name for name in ("plan.xlsx", "map.svg", "sites.geojson"))
    files = ("-o", str(sheet), "--map", str(picture), "--geojson", str(points))
    with city(tmp_path) as office:
        reached = office.command("sirens", "coverage", "--list", "2")
        plan = office.command("sirens", "plan", "--budget", "60", "--language", "en", *files)
        none = office.command("sirens", "plan", "--most", "0", "--least", "510302=1", code=3)
        usage = office.command("sirens", "plan", "--offer", "horn=3", code=2)
        refused = office.command("sirens", "plan", code=1)

    before, after = plan["population_percent"]
    assert 75 <= reached["total"]["population_percent"] <= 95
    assert (len(reached["districts"]), len(reached["uncovered"])) == (6, 2)
    assert (before, plan["proven"], plan["cost"] <= 60) == (
        reached["total"]["population_percent"],
        True,
        True,
    )
    assert after > before
    assert [site["order"] for site in plan["sites"]] == list(range(1, len(plan["sites"]) + 1))
    assert sorted(plan["files"]) == sorted(map(str, (sheet, picture, points)))
    assert len(CalamineWorkbook.from_path(str(sheet)).get_sheet_by_name("Sites").to_python()) == 1 + len(
        plan["sites"]
    )
    assert ElementTree.fromstring(picture.read_text(encoding="utf-8")).tag.endswith("svg")
    assert json.loads(points.read_text(encoding="utf-8"))["muster"]["cost"] == plan["cost"]
    assert none["state"] == "infeasible"
    assert "horn=3" in usage
    assert "INVALID_VALUE" in refused


def test_wish_is_read_from_words(tmp_path: Path) -> None:
    sites = tmp_path / "sites.csv"
    sites.write_text(
        "\ufeffcode,name,region,latitude,longitude\nA-1,屋顶,510302,29.3,104.7\n", encoding="utf-8"
    )

    wish = wish_of(PLAIN | {"candidates": str(sites)})

    assert [(o.kind.value, o.cost, o.reach_m) for o in wish.offers] == [
        ("electric", 3, 500),
        ("hand", 1, 250),
    ]
    assert (wish.least, wish.floor_percent, wish.every_floor_percent) == ({"510302": 1}, {"510302": 60}, 50)
    assert [(c.code, c.region, c.latitude, c.longitude) for c in wish.candidates] == [
        ("A-1", "510302", 29.3, 104.7)
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"offers": ["electric"]},
        {"offers": ["electric=x"]},
        {"floors": ["510302"]},
        {"aim": "noise"},
        {"candidates": "nowhere.csv"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_wish_that_cannot_be_read_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        wish_of(PLAIN | wrong)
