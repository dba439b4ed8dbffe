"""The synthetic city is worth rating: its teams stand on every level, for several reasons."""

from __future__ import annotations

from collections import Counter

import pytest
from tortoise.context import TortoiseContext

from exercises.readiness.loading import load_frames
from registry.access import SYSTEM
from registry.codes import TaskState
from registry.readiness.from_frames import each_facts
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from registry.regions import by_code
from seeds.places import CITY
from tests.seeds.worlds import KNOWN_ON

pytestmark = pytest.mark.anyio


async def test_levels_of_the_city_spread_and_war_is_harder(seeded: TortoiseContext) -> None:
    city = await by_code(CITY)
    facts = list(each_facts(await load_frames(SYSTEM, city.id, KNOWN_ON)))
    rules = RatingRules.of({})

    rated = {task: [rate(each, KNOWN_ON, rules, task) for each in facts] for task in TaskState}

    levels = {task: Counter(each.level for each in of_task) for task, of_task in rated.items()}
    assert {1, 2, 3, 4, 5, None} == set(levels[TaskState.PEACE])
    assert max(levels[TaskState.PEACE].values()) < 0.6 * len(facts)
    assert levels[TaskState.PEACE][4] < levels[TaskState.EMERGENCY][4] < levels[TaskState.WAR][4]
    caps = {cap.kind.value for each in rated[TaskState.PEACE] for cap in each.caps}
    assert {"data_age", "finding"} <= caps
