"""The seal: nothing sealed changes unseen, every tampered entry is named, and outsiders can check it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.context import TortoiseContext
from tortoise.exceptions import IntegrityError, OperationalError

from registry.errors import InvalidValue
from registry.history import SHANGHAI, Act, changing
from registry.ledger_export import entry_lines, seals_document, verifier
from registry.merkle import leaf_hash, root_of
from registry.sealing import last_seal, sealed_at, take_seal
from registry.standalone import verify_ledger as standalone
from registry.tables import Area, LedgerEntry, LedgerSeal
from registry.verifying import verify_ledger
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
DAY = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_root_is_that_of_the_recursive_standard(data: list[bytes]) -> None:
    assert root_of(data) == standalone.root_of([item.hex() for item in data]).hex()


def test_root_of_three_leaves_by_hand() -> None:
    a, b, c = (leaf_hash(x) for x in (b"a", b"b", b"c"))
    pair = hashlib.sha256(b"\1" + a + b).digest()

    assert root_of([b"a", b"b", b"c"]) == hashlib.sha256(b"\1" + pair + c).hexdigest()


async def _history(act: MakeAct) -> list[Area]:
    """Store three areas on the first day, change two on the second, remove one on the third."""
    async with changing(act("founded", at=DAY)) as change:
        areas = [await change.add(Area(code=code, name=code, name_en=code)) for code in "ABC"]
    async with changing(act("renamed", at=DAY + timedelta(days=1))) as change:
        areas[:2] = [await change.change(area, name=area.name + "2") for area in areas[:2]]
    async with changing(act("dissolved", at=DAY + timedelta(days=2))) as change:
        await change.remove(areas[2])
    return areas


async def test_seal_of_the_offices_midnight_ends_there_whatever_its_zone(
    database: TortoiseContext, act: MakeAct
) -> None:
    midnight = datetime(2026, 3, 2, 0, 0, tzinfo=SHANGHAI)
    for hours, code in ((-1, "A"), (8, "B")):
        async with changing(act(at=(midnight + timedelta(hours=hours)).astimezone(UTC))) as change:
            await change.add(Area(code=code, name=code, name_en=code))

    seal = await take_seal(midnight, now=midnight + timedelta(days=1))

    assert seal is not None
    assert (seal.entries, (await verify_ledger()).faults) == (1, ())


async def _seal_days(days: int) -> None:
    for day in range(days):
        await take_seal(DAY + timedelta(days=day, hours=1), now=DAY + timedelta(days=30))


async def _tamper(database: TortoiseContext, *statements: str) -> None:
    """Change the database as somebody would who has the file: without triggers."""
    client = database.connections.get("default")
    if client.capabilities.dialect == "sqlite":
        triggers = await client.execute_query_dict("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for trigger in triggers:
            await client.execute_script(f"DROP TRIGGER {trigger['name']}")
    else:
        for table in ("ledger_entry", "ledger_seal"):
            await client.execute_script(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for statement in statements:
        await client.execute_script(statement)


async def _faults() -> list[tuple[str, str, int]]:
    return [(fault.kind, fault.record_table, fault.sequence) for fault in (await verify_ledger()).faults]


async def test_sealed_ledger_verifies(database: TortoiseContext, act: MakeAct) -> None:
    await _history(act)
    await _seal_days(2)

    result = await verify_ledger()

    assert (result.entries, result.sealed, result.seals, result.rows) == (6, 5, 2, 2)
    assert (result.until, result.faults) == (DAY + timedelta(days=1, hours=1), ())
    first, second = await LedgerSeal.all().order_by("number")
    assert (first.entries, second.entries, second.previous_hash) == (3, 2, first.hash)


async def test_seal_is_taken_once(database: TortoiseContext, act: MakeAct) -> None:
    await _history(act)
    await _seal_days(1)

    again = await take_seal(DAY + timedelta(hours=1), now=DAY + timedelta(days=30))

    assert again is None
    assert await LedgerSeal.all().count() == 1
    assert (await sealed_at(DAY), await sealed_at(DAY + timedelta(days=1))) == (True, False)


async def test_seal_of_the_future_is_refused(database: TortoiseContext) -> None:
    async with unchanged():
        with pytest.raises(InvalidValue, match="until"):
            await take_seal(DAY + timedelta(seconds=1), now=DAY)


async def test_nothing_is_recorded_before_the_last_seal(database: TortoiseContext, act: MakeAct) -> None:
    await _history(act)
    await _seal_days(1)

    async with unchanged():
        with pytest.raises(InvalidValue, match="sealed beyond"):
            async with changing(act("back-dated", at=DAY)) as change:
                await change.add(Area(code="D", name="D", name_en="D"))


@pytest.mark.parametrize("statement", ["UPDATE ledger_seal SET entries = 9", "DELETE FROM ledger_seal"])
async def test_seals_are_append_only(database: TortoiseContext, act: MakeAct, statement: str) -> None:
    await _history(act)
    await _seal_days(1)

    async with unchanged():
        with pytest.raises((IntegrityError, OperationalError), match="append-only"):
            await database.connections.get("default").execute_query(statement)


async def test_altered_entry_is_named(database: TortoiseContext, act: MakeAct) -> None:
    areas = await _history(act)
    await _seal_days(3)
    await _tamper(
        database, f"UPDATE ledger_entry SET reason = 'x' WHERE record_id = '{areas[1].id}' AND sequence = 1"
    )

    (fault,) = (await verify_ledger()).faults

    assert (fault.kind, fault.record_id, fault.sequence) == ("altered", areas[1].id, 1)


async def test_altered_entry_hashed_anew_is_named(database: TortoiseContext, act: MakeAct) -> None:
    areas = await _history(act)
    await _seal_days(3)
    entry = await LedgerEntry.get(record_id=areas[2].id, sequence=2)
    entry.reason = "x"
    forged = standalone.entry_hash(json.loads([line async for line in entry_lines()][-1]) | {"reason": "x"})
    await _tamper(database, f"UPDATE ledger_entry SET reason = 'x', hash = '{forged}' WHERE id = {entry.id}")

    assert await _faults() == [("altered", "area", 2)]


async def test_entry_cut_off_with_its_row_is_named(database: TortoiseContext, act: MakeAct) -> None:
    areas = await _history(act)
    await _seal_days(3)
    await _tamper(
        database,
        f"DELETE FROM ledger_entry WHERE record_id = '{areas[0].id}' AND sequence = 2",
        f"UPDATE area SET name = 'A', version = 1 WHERE id = '{areas[0].id}'",
    )

    assert await _faults() == [("missing", "area", 2)]


async def test_entry_put_in_later_is_named(database: TortoiseContext, act: MakeAct) -> None:
    areas = await _history(act)
    await _seal_days(3)
    columns = (
        "record_table, action, before, after, valid_from, recorded_at, author_id, reason, change_id, hash"
    )
    await _tamper(
        database,
        f"INSERT INTO ledger_entry ({columns}, record_id, sequence, previous_hash) SELECT {columns},"
        f" '{areas[0].id}', 3, hash FROM ledger_entry WHERE record_id = '{areas[0].id}' AND sequence = 2",
    )

    assert ("inserted", "area", 3) in await _faults()


async def test_row_changed_behind_the_ledger_is_named(database: TortoiseContext, act: MakeAct) -> None:
    areas = await _history(act)
    await _tamper(
        database,
        f"UPDATE area SET name = 'Z' WHERE id = '{areas[0].id}'",
        f"DELETE FROM area WHERE id = '{areas[1].id}'",
    )

    faults = (await verify_ledger()).faults

    assert {(fault.kind, fault.record_id) for fault in faults} == {("row", areas[0].id), ("row", areas[1].id)}


async def test_altered_and_missing_seals_are_named(database: TortoiseContext, act: MakeAct) -> None:
    await _history(act)
    await _seal_days(3)
    await _tamper(
        database,
        "UPDATE ledger_seal SET entries = 2 WHERE number = 1",
        "DELETE FROM ledger_seal WHERE number = 2",
    )

    faults = await _faults()

    assert ("seal", "ledger_seal", 1) in faults
    assert ("seal", "ledger_seal", 3) in faults


async def _exported(folder: Path) -> tuple[Path, Path, Path]:
    seals, entries, program = folder / "seals.json", folder / "entries.jsonl", folder / "verify.py"
    seals.write_text(await seals_document(), encoding="utf-8")
    entries.write_text("".join([line async for line in entry_lines()]), encoding="utf-8")
    program.write_text(verifier(), encoding="utf-8")
    return seals, entries, program


def _run(program: Path, seals: Path, entries: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(program), str(seals), str(entries)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


async def test_stand_alone_program_agrees(database: TortoiseContext, act: MakeAct, tmp_path: Path) -> None:
    await _history(act)
    await _seal_days(2)

    seals, entries, program = await _exported(tmp_path)
    done = _run(program, seals, entries)

    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "6 entries, 5 of them sealed by 2 seals: 0 faults\n",
        "",
    )


async def test_stand_alone_program_finds_what_was_done(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    await _history(act)
    await _seal_days(3)
    seals, entries, program = await _exported(tmp_path)
    lines = entries.read_text(encoding="utf-8").splitlines(keepends=True)
    tampered = {
        "altered": [line.replace("founded", "whatever") for line in lines],
        "shortened": [line for line in lines if "dissolved" not in line],
        "doubled": [*lines, lines[0]],
    }

    for text in tampered.values():
        entries.write_text("".join(text), encoding="utf-8")
        done = _run(program, seals, entries)
        assert done.returncode == 1
        assert "faults" in done.stdout.splitlines()[-1]


async def test_last_seal_is_the_newest(database: TortoiseContext, act: MakeAct) -> None:
    assert await last_seal() is None
    await _history(act)
    await _seal_days(2)

    seal = await last_seal()

    assert seal is not None
    assert seal.number == 2
