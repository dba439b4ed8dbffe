"""Ratings at the command line, by hand-computed figures of the small world; and as people read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from tortoise.context import TortoiseContext

from muster.rating import DEFAULTS, ratings
from muster.rating_text import text_of
from registry.access import viewer_of
from registry.codes import ReadinessArea, SourceMark, TaskState
from registry.errors import NotFound
from registry.history import Act, changing
from registry.readiness.records.confirming import ConfirmationDraft, confirm
from registry.tables import RuleFigure, RuleText
from tests.factories import SmallWorld, small_world

pytestmark = pytest.mark.anyio
ON = date(2026, 1, 5)
PEACE = TaskState.PEACE
EQUIPMENT = [ReadinessArea.PEOPLE, ReadinessArea.EQUIPMENT, ReadinessArea.SERVICEABILITY]


async def confirmed(world: SmallWorld, act: Act) -> None:
    """Confirm all areas of the first team, from above."""
    registrar = await viewer_of(world.principals["registrar"].id, on=ON)
    draft = ConfirmationDraft(team_ids=[world.team.id], areas=EQUIPMENT, confirmed_on=ON)
    await confirm(registrar, act, draft)


async def own_figure(world: SmallWorld, act: Act) -> None:
    """Let the city ask for 76 % of available members at level 3; 3 of 4 are 75 %."""
    async with changing(act) as change:
        rule = await change.add(
            RuleText(
                code="READINESS",
                title="评定规则",
                title_en="rating rules",
                subject="other",
                mark=SourceMark.ASSUMED,
            )
        )
        await change.add(
            RuleFigure(
                rule_id=rule.id,
                region_id=world.city.id,
                code="readiness.band.P1.3",
                title="在位率3级下限",
                title_en="available members: least for level 3",
                value=76,
                unit="%",
                mark=SourceMark.SOURCED,
                citation="本市规定第3条",
            )
        )


async def test_team_is_rated_with_all_that_is_behind_it(
    database: TortoiseContext, act: Callable[..., Act]
) -> None:
    world = await small_world()
    await confirmed(world, act(author=world.principals["registrar"].id))
    await own_figure(world, act())

    told = await ratings("registrar", world.team.code, ON, PEACE, DEFAULTS)

    team = json.loads(json.dumps(told["team"], default=str))
    assert (team["level_text"], team["shown_level"], team["level_before_caps"]) == ("4", 4, 4)
    measures = {each["measure"]: each for area in team["areas"] for each in area["measures"]}
    assert {code: (each["shown"], each["level"]) for code, each in measures.items()} == {
        "P1": ("75.0%", 4),
        "P2": ("75.0%", 2),
        "P3": ("100.0%", 1),
        "S": ("100.0%", 1),
        "R": ("100.0%", 1),
        "T": ("—", None),
    }
    assert measures["R"]["counted"] == [str(world.equipment[world.team.id].id)]
    assert "counted" not in measures["P1"]
    assert [(cap["kind"], cap["level"]) for cap in team["caps"]] == [("turn_out", 2)]
    assert [each["level"] for each in team["actions"] if each["lifts"]][:1] == [2]
    figures = {each["code"]: (each["value"], each["mark"], each["citation"]) for each in team["figures"]}
    assert figures["readiness.band.P1.3"] == (76, "S", "本市规定第3条")
    assert team["compared"] == {
        "level_text": "3",
        "differing": ["level", "computed", "P"],
        "figures": [["band.P1.3", 76, 70]],
    }
    text = text_of(told, explain=True)
    assert world.team.code in text
    for words in ("75.0%", "本市规定第3条", "按另一套规则", "空缺岗位", "Recruit 1 member"):
        assert words in text
    assert all(person.name not in text for person in world.people[world.team.id])
    with pytest.raises(NotFound):
        await ratings("foreigner", world.team.code, ON, PEACE)
    with pytest.raises(NotFound):
        await ratings("registrar", world.team.code, date(2023, 1, 1), PEACE)


async def test_region_is_rated_as_a_list(database: TortoiseContext, act: Callable[..., Act]) -> None:
    world = await small_world()
    await confirmed(world, act(author=world.principals["registrar"].id))

    told = await ratings("planner", "510302", ON, PEACE, "510300")

    assert [(each["code"], each["level_text"], each["compared"]) for each in told["teams"]] == [
        ("510302-COM-01", "?4", "?4"),
        ("510302-MCP-01", "?4", "?4"),
        ("510302-RRP-01", "3", "3"),
    ]
    assert (told["team"], told["levels"]) == (None, {"3": 1, "4": 2})
    assert "3 支队伍 teams" in text_of(told, explain=False)
