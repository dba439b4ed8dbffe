"""The door: row and ledger together or neither, one after the other, and all of it told again."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from tortoise.context import TortoiseContext

from registry import ledger
from registry.codes import LedgerAction, TeamState
from registry.errors import CodeTaken, InUse, InvalidValue, NotFound, StaleVersion
from registry.history import Act, Revision, broken_chains, changing, day_of, rebuild
from registry.ledger import BrokenLink, digest, entry_hash, recorded
from registry.scopes import SCOPES
from registry.tables import Area, LedgerEntry, Person, Record, Region, Team
from tests.conftest import NOW
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]


async def test_add_gives_identity_version_and_first_day(database: TortoiseContext, act: MakeAct) -> None:
    one = act("new area", at=datetime(2026, 1, 5, 17, 0, tzinfo=UTC))

    async with changing(one) as change:
        area = await change.add(Area(code="A", name="甲", name_en="A"))

    assert (area.id, area.version, area.valid_from) == (uuid5(one.id, "0"), 1, date(2026, 1, 6))
    assert await Area.get(id=area.id) == area


async def test_change_tells_before_after_who_when_and_why(database: TortoiseContext, act: MakeAct) -> None:
    added, renamed = act("new area"), act("better name", at=NOW.replace(hour=9))
    async with changing(added) as change:
        area = await change.add(Area(code="A", name="甲", name_en="A"))

    async with changing(renamed) as change:
        fresh = await change.change(area, name="乙")

    first, second = await LedgerEntry.filter(record_id=area.id).order_by("sequence")
    assert (fresh.name, fresh.version) == ("乙", 2)
    assert (first.action, first.before, first.after) == (LedgerAction.ADD, None, recorded(area))
    assert (second.action, second.before, second.after) == (LedgerAction.CHANGE, first.after, recorded(fresh))
    assert (second.author_id, second.reason, second.change_id) == (renamed.author, "better name", renamed.id)
    assert (second.recorded_at, second.valid_from) == (renamed.at, area.valid_from)
    assert (first.previous_hash, second.previous_hash) == ("0" * 64, first.hash)


async def test_entry_is_hashed_as_what_is_stored(database: TortoiseContext, act: MakeAct) -> None:
    at = datetime(2026, 1, 5, 1, 2, 3, 456, tzinfo=UTC)
    awkward = 'a "quoted" \\ reason,\n with a break, 引号“”, \x07 and \u2028'
    async with changing(act(awkward, at=at)) as change:
        area = await change.add(Area(code="A", name=awkward[:40], name_en="A", valid_to=date(2099, 1, 1)))
        area = await change.change(area, effective_on=date(2025, 12, 1), name="乙")
        await change.change_all(Area, [Revision(area.id, 2, {"name": "丙"}, date(2025, 11, 1))])
        await change.remove_all([await Area.get(id=area.id)])

    entries = await LedgerEntry.filter(record_id=area.id).order_by("sequence")
    assert [entry.hash for entry in entries] == [entry_hash(entry) for entry in entries]
    assert [entry.reason for entry in entries] == [awkward] * 4
    assert await broken_chains() == []


async def test_change_to_equal_values_stores_nothing(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    async with unchanged(), changing(act()) as change:
        same = await change.change(world.team, state=TeamState.ACTIVE, importance=3)

    assert same.version == 1


async def test_personal_columns_stand_in_the_ledger_as_salted_digests(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    person = world.people[world.team.id][0]

    entry = await LedgerEntry.get(record_id=person.id)

    assert {column: entry.after[column] for column in Person.sealed} == {
        column: "sha256:" + digest(person.salt, column, f'"{getattr(person, column)}"')
        for column in Person.sealed
    }
    assert entry.after["reference"] == person.reference


async def test_change_with_an_old_version_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(world.team, importance=5)

    async with unchanged():
        with pytest.raises(StaleVersion) as caught:
            async with changing(act()) as change:
                await change.change(world.team, importance=7)

    assert (caught.value.expected, caught.value.actual) == (1, 2)


async def test_change_of_a_removed_row_is_not_found(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.remove(world.blackout)

    with pytest.raises(NotFound) as caught:
        async with changing(act()) as change:
            await change.change(world.blackout, note="x")

    assert (caught.value.kind, caught.value.key) == ("blackout", world.blackout.id)


async def test_taken_code_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    async with unchanged():
        with pytest.raises(CodeTaken) as caught:  # noqa: PT012 -- the whole act is refused
            async with changing(act()) as change:
                await change.add(Area(code="NEW", name="新", name_en="new"))
                await change.add(Area(code=world.area.code, name="重", name_en="again"))
        with pytest.raises(CodeTaken):
            async with changing(act()) as change:
                await change.change(world.foreign_district, code=world.district.code)

    assert caught.value.taken == "SOUTH"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"importance": 11}, "importance"),
        ({"authorized_strength": 0}, "authorized_strength"),
        ({"valid_to": date(2020, 1, 1)}, "valid_to"),
        ({"code": "C" * 41}, "code"),
    ],
    ids=["check", "positive", "validity", "length"],
)
async def test_invalid_value_is_refused(
    database: TortoiseContext, act: MakeAct, values: dict[str, object], field: str
) -> None:
    world = await small_world()

    async with unchanged():
        with pytest.raises(InvalidValue) as caught:
            async with changing(act()) as change:
                await change.change(world.team, **values)

    assert (caught.value.field, caught.value.value) == (field, next(iter(values.values())))


async def test_nothing_stays_of_an_act_that_fails(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    async with unchanged():
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 -- the whole act fails
            async with changing(act()) as change:
                await change.change(world.team, importance=9)
                await change.remove(world.blackout)
                raise ZeroDivisionError


async def test_inner_block_is_a_savepoint_and_counts_on(database: TortoiseContext, act: MakeAct) -> None:
    one = act()

    async with changing(one) as outer:
        first = await outer.add(Area(code="1", name="一", name_en="one"))
        with pytest.raises(CodeTaken):  # noqa: PT012 -- the whole inner block is refused
            async with changing(one) as inner:
                await inner.add(Area(code="2", name="二", name_en="two"))
                await inner.add(Area(code="1", name="重", name_en="again"))
        last = await outer.add(Area(code="3", name="三", name_en="three"))

    assert await Area.all().order_by("code").values_list("code", flat=True) == ["1", "3"]
    assert (first.id, last.id) == (uuid5(one.id, "0"), uuid5(one.id, "3"))


async def test_two_tasks_changing_one_record_do_not_lose_a_change(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()

    async def raise_importance(value: int) -> int | StaleVersion:
        try:
            async with changing(act()) as change:
                return (await change.change(world.team, importance=value)).version
        except StaleVersion as error:
            return error

    results = await asyncio.gather(*(raise_importance(value) for value in (5, 6, 7)))

    assert sorted(str(result) for result in results) == ["2", *[str(StaleVersion(1, 2))] * 2]
    assert await LedgerEntry.filter(record_id=world.team.id).count() == 2
    assert await broken_chains() == []


async def test_bulk_add_equals_single_adds(database: TortoiseContext, act: MakeAct) -> None:
    areas = [Area(code=f"{number:04}", name=f"片区{number}", name_en="area") for number in range(2_500)]

    async with changing(act()) as change:
        await change.add_all(areas)

    assert await Area.all().count() == 2_500
    assert await rebuild(Area) == {area.id: recorded(area) for area in areas}
    assert await broken_chains() == []


async def test_altered_entry_is_found(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(world.team, importance=5)
    entry = await LedgerEntry.get(record_id=world.team.id, sequence=1)
    await _without_triggers(database, f"UPDATE ledger_entry SET reason = 'forged' WHERE id = {entry.id}")

    assert await broken_chains() == [
        BrokenLink(
            entry.id,
            "team",
            world.team.id,
            1,
            "the entry was altered: its hash does not match what it states",
        )
    ]


async def test_entry_altered_together_with_its_hash_is_found(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    async with changing(act()) as change:
        await change.change(world.team, importance=5)
    entry = await LedgerEntry.get(record_id=world.team.id, sequence=1)
    entry.reason = "forged"
    forged = entry_hash(entry)
    await _without_triggers(
        database, f"UPDATE ledger_entry SET reason = 'forged', hash = '{forged}' WHERE id = {entry.id}"
    )

    assert [(link.sequence, link.reason) for link in await broken_chains()] == [
        (2, "the entry does not follow the one before it")
    ]


async def test_missing_entry_is_found(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    for importance in (5, 6):
        team = await Team.get(id=world.team.id)
        async with changing(act()) as change:
            await change.change(team, importance=importance)
    entry = await LedgerEntry.get(record_id=world.team.id, sequence=2)
    await _without_triggers(database, f"DELETE FROM ledger_entry WHERE id = {entry.id}")

    assert [(link.sequence, link.reason) for link in await broken_chains()] == [
        (3, "the entry does not follow the one before it")
    ]


@pytest.mark.parametrize("seed", range(3))
async def test_every_current_row_is_told_by_the_ledger_alone(
    database: TortoiseContext, act: MakeAct, seed: int
) -> None:
    world = await small_world()

    await _random_history(random.Random(seed), world, act)

    for table in SCOPES:
        rows = {row.id: recorded(row) for row in await table.all()}
        assert await rebuild(table) == rows, table.__name__
    assert await broken_chains() == []


async def _random_history(chance: random.Random, world: SmallWorld, act: MakeAct) -> None:
    """Add, change, remove and add again areas, teams and people in any order."""
    removed: list[tuple[type[Record], UUID, str]] = []
    for step in range(25):
        async with changing(act(f"step {step}")) as change:
            choice = chance.choice(["add", "change", "rename", "remove", "again"])
            areas = await Area.filter(code__not="SOUTH")
            if choice == "add" or not areas:
                await change.add(Area(code=f"N{step}", name=f"新{step}", name_en="new"))
            elif choice == "change":
                team = await Team.get(id=chance.choice([*world.teams.values()]).id)
                await change.change(team, importance=chance.randint(1, 10), name=f"队{step}")
            elif choice == "rename":
                person = await Person.all().first()
                assert person is not None
                await change.change(person, name=f"名{step}", phone=chance.choice([None, "000-1"]))
            elif choice == "remove":
                area = chance.choice(areas)
                await change.remove(area)
                removed.append((Area, area.id, area.code))
            elif removed:
                _, old_id, code = removed.pop()
                await change.add(Area(id=old_id, code=code, name="又", name_en="again"))


async def _without_triggers(database: TortoiseContext, statement: str) -> None:
    """Run a statement as somebody with the database in hand could."""
    client = database.connections.get("default")
    if client.capabilities.dialect == "sqlite":
        await client.execute_script(
            "DROP TRIGGER ledger_entry_no_update; DROP TRIGGER ledger_entry_no_delete;"
        )
    else:
        await client.execute_script("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
    await client.execute_script(statement)


async def test_row_others_refer_to_is_not_removed(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    async with unchanged():
        with pytest.raises(InUse, match="team"):
            async with changing(act()) as change:
                await change.remove(world.team)


async def test_ledger_is_read_whole_page_by_page(
    database: TortoiseContext, act: MakeAct, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await small_world()
    await _random_history(random.Random(7), world, act)
    monkeypatch.setattr(ledger, "_PAGE", 3)

    seen = [entry.id async for entry in ledger.entries()]

    assert sorted(seen) == sorted(await LedgerEntry.all().values_list("id", flat=True))
    assert await broken_chains() == []


def test_no_record_is_deleted_past_the_door() -> None:
    schema = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))

    cascading = {table for table, facts in schema.items() if "CASCADE" in str(facts)}

    assert cascading == {"region_closure", "team_readiness", "readiness_rollup"}  # derived, no records


def test_act_needs_a_time_zone() -> None:
    nobody = UUID(int=0)

    with pytest.raises(ValueError, match="time zone"):
        Act(nobody, "why", datetime(2026, 1, 5, 9, 0), nobody)  # noqa: DTZ001 -- the mistake itself


def test_day_of_is_the_day_in_shanghai() -> None:
    assert day_of(datetime(2026, 1, 5, 16, 0, tzinfo=UTC)) == date(2026, 1, 6)


async def test_region_moves_are_told_too(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()

    async with changing(act("merged")) as change:
        await change.change(world.sibling, parent_id=world.foreign_city.id)

    assert (await rebuild(Region))[world.sibling.id]["parent_id"] == str(world.foreign_city.id)


async def test_many_changes_are_told_as_one_by_one(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    first, second, third = await Team.all().order_by("code").limit(3)
    one = act("restaffed")

    async with changing(one) as change:
        changed = await change.change_all(
            Team,
            [
                Revision(first.id, 1, {"importance": 9, "name": "甲"}),
                Revision(second.id, 1, {"importance": second.importance}),
                Revision(third.id, 1, {"authorized_strength": 77}, effective_on=date(2025, 12, 1)),
            ],
        )

    stored = {team.id: team for team in await Team.all()}
    entries = await LedgerEntry.filter(change_id=one.id).order_by("id")
    assert changed == 2
    assert (stored[first.id].importance, stored[first.id].name, stored[first.id].version) == (9, "甲", 2)
    assert stored[second.id].version == 1
    assert [(e.record_id, e.action, e.after, e.effective_on) for e in entries] == [
        (first.id, LedgerAction.CHANGE, recorded(stored[first.id]), None),
        (third.id, LedgerAction.CHANGE, recorded(stored[third.id]), date(2025, 12, 1)),
    ]
    assert await broken_chains() == []
    assert world.team.id in stored


async def test_many_changes_are_refused_together(database: TortoiseContext, act: MakeAct) -> None:
    await small_world()
    first, second = await Team.all().order_by("code").limit(2)
    good = Revision(first.id, 1, {"importance": 9})

    async with unchanged():
        with pytest.raises(StaleVersion):
            async with changing(act()) as change:
                await change.change_all(Team, [good, Revision(second.id, 7, {"importance": 9})])
        with pytest.raises(CodeTaken):
            async with changing(act()) as change:
                await change.change_all(Team, [good, Revision(second.id, 1, {"code": first.code})])
        with pytest.raises(InvalidValue):
            async with changing(act()) as change:
                await change.change_all(Team, [good, Revision(second.id, 1, {"authorized_strength": 0})])
        with pytest.raises(NotFound):
            async with changing(act()) as change:
                await change.change_all(Team, [good, Revision(act().id, 1, {})])


async def test_many_rows_are_removed_together(database: TortoiseContext, act: MakeAct) -> None:
    async with changing(act()) as change:
        areas = [Area(code=f"A{n}", name="甲", name_en="A") for n in range(3)]
        await change.add_all(areas)

    async with changing(act("closed")) as change:
        await change.remove_all(areas[1:])

    assert [area.code for area in await Area.all()] == ["A0"]
    assert await rebuild(Area) == {areas[0].id: recorded(areas[0])}
    assert await broken_chains() == []


async def test_removing_many_that_are_in_use_removes_none(database: TortoiseContext, act: MakeAct) -> None:
    await small_world()

    async with unchanged():
        with pytest.raises(InUse):
            async with changing(act()) as change:
                await change.remove_all(await Team.all())
