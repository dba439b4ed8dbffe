"""The rules find the faults of a broken world, and nothing in a sound one; per record as set-wide."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, viewer_of
from registry.consistency.catalog import RULES, rules_about, tables_of
from registry.consistency.checking import Finding, check
from registry.consistency.columns import COLUMNS
from registry.consistency.frames import Frames, UnreadTable
from registry.consistency.gathering import around, everything
from registry.consistency.issues import find_all, issues_of
from registry.tables import EquipmentItem, Record, Team
from tests.conftest import NOW, Statements
from tests.factories import small_world
from tests.registry.consistency.broken_world import broken_world

pytestmark = pytest.mark.anyio

TODAY = date(2026, 2, 1)
#: Rules whose fault the broken world does not have; each has a test of its own below.
NOT_BROKEN = {"TEAM_WITHOUT_POSTS"}


async def test_rules_find_the_faults_of_a_broken_world(database: TortoiseContext) -> None:
    await broken_world()

    found, _, _ = await find_all(SYSTEM, TODAY)

    assert sorted(set(RULES) - {each.rule for each in found}) == sorted(NOT_BROKEN)


async def test_sound_world_has_few_findings(database: TortoiseContext) -> None:
    await small_world()

    found, _, _ = await find_all(SYSTEM, TODAY)

    assert {each.rule for each in found} <= {
        "GRANT_OVER_WIDE",
        "HOLDER_EXPIRES_SOON",
        "MEMBERSHIP_WITHOUT_LETTER",
        "REGION_WITHOUT_CATEGORY",
        "SEVERAL_UNDER_ONE_SERIAL",
        "TEAM_EQUIPMENT_OVER",
    } | {code for code in RULES if code.endswith("_STALE")}


async def test_finding_of_one_record_is_the_set_wide_one(database: TortoiseContext) -> None:
    await broken_world()
    found, _, _ = await find_all(SYSTEM, TODAY)
    by_record: defaultdict[str, list[Finding]] = defaultdict(list)
    for each in found:
        by_record[each.record_id].append(each)

    for subject in {rule.subject for rule in RULES.values()}:
        table: type[Record] = COLUMNS[subject][0]
        for record in await table.all():
            assert await issues_of(SYSTEM, record, TODAY) == by_record[str(record.id)], subject


async def test_rules_read_what_they_say(database: TortoiseContext) -> None:
    await broken_world()
    frames = await everything(SYSTEM, TODAY, tables_of(tuple(RULES.values())))

    for rule in RULES.values():
        check(frames.only(rule.reads), [rule])
        for table in rule.reads:
            others = [each for each in rule.reads if each != table]
            with pytest.raises(UnreadTable):
                rule.find(frames.only(others), rule.threshold or 0)


async def test_rules_stand_empty_frames(database: TortoiseContext) -> None:
    frames = await everything(SYSTEM, TODAY, tables_of(tuple(RULES.values())))

    assert check(frames, RULES.values()) == []


async def test_sentences_name_every_fact(database: TortoiseContext) -> None:
    await broken_world()
    found, _, _ = await find_all(SYSTEM, TODAY)

    for each in found:
        sentence, sentence_zh = RULES[each.rule].in_words(each.facts)
        assert "{" not in sentence + sentence_zh
        assert not any(word in sentence_zh for word in ("None", "nan", "NaT")), each


async def test_neighborhood_takes_a_fixed_number_of_statements(
    database: TortoiseContext, statements: Statements
) -> None:
    world = await broken_world()
    counts = set()
    for record in world.memberships[world.team.id]:
        with statements.counted() as sent:
            await around(SYSTEM, TODAY, record)
        counts.add(len(sent))

    assert counts == {len(tables_of(rules_about("membership")))}


async def test_record_of_a_viewer_shows_nothing_of_other_cities(database: TortoiseContext) -> None:
    world = await broken_world()
    registrar = await viewer_of(world.principals["registrar"].id, on=NOW.date())
    item = await EquipmentItem.get(id=world.equipment[world.team.id].id)

    assert "SERIAL_TWICE" in [each.rule for each in await issues_of(SYSTEM, item, TODAY)]
    assert "SERIAL_TWICE" not in [each.rule for each in await issues_of(registrar, item, TODAY)]


async def test_table_without_rules_has_no_issues(database: TortoiseContext) -> None:
    world = await small_world()

    assert await issues_of(SYSTEM, world.source, TODAY) == []


async def test_team_without_posts_is_found(database: TortoiseContext) -> None:
    world = await small_world()
    await world.posts[world.team.id][0].filter(team_id=world.team.id).update(valid_to=date(2025, 1, 1))
    team = await Team.get(id=world.team.id)

    found = await issues_of(SYSTEM, team, TODAY)

    assert [each.facts for each in found if each.rule == "TEAM_WITHOUT_POSTS"] == [{"code": team.code}]


def test_frames_refuse_a_table_not_loaded() -> None:
    with pytest.raises(UnreadTable):
        Frames(TODAY, {})["team"]
