"""The ledger, the consistency rules and the nightly duties, as an operator meets them."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from tortoise.context import TortoiseContext

from muster import nightly
from registry.tables import LedgerSeal


@pytest.fixture
def office(city, tmp_path):
    with city(tmp_path) as own:
        yield own


def test_tampering_with_the_file_is_named(office, tmp_path):
    sealed = office.command("ledger", "seal")
    clean = office.command("ledger", "verify")
    exported = office.command("ledger", "export", str(tmp_path / "out"))
    with sqlite3.connect(tmp_path / "muster.db") as connection:
        connection.execute("DROP TRIGGER ledger_entry_no_delete")
        record = connection.execute(
            "SELECT record_id FROM ledger_entry WHERE record_table = 'team'"
        ).fetchone()[0]
        connection.execute("DELETE FROM ledger_entry WHERE record_id = ?", (record,))
    connection.close()

    found = office.command("ledger", "verify", code=1)
    office.command("ledger", "export", str(tmp_path / "later"))

    assert clean["faults"] == []
    assert clean["entries"] == clean["sealed"] == sealed["entries"] == exported["entries"]
    assert [(f["kind"], f["record_table"], f["record_id"]) for f in found["faults"]] == [
        ("missing", "team", record)
    ]
    assert _alone(tmp_path / "out" / "seals.json", tmp_path / "out" / "entries.jsonl").returncode == 0
    outsider = _alone(tmp_path / "out" / "seals.json", tmp_path / "later" / "entries.jsonl")
    assert "seal 1" in outsider.stdout
    assert outsider.returncode == 1


def _alone(seals, entries):
    program = seals.with_name("verify_ledger.py")
    return subprocess.run(
        [sys.executable, "-I", "-S", program, seals, entries], capture_output=True, text=True, check=False
    )


def test_midnight_is_that_of_the_offices():
    now = datetime(2026, 5, 1, 17, 30, tzinfo=UTC)

    assert nightly.last_midnight(now).astimezone(UTC) == datetime(2026, 5, 1, 16, 0, tzinfo=UTC)


@pytest.mark.anyio
async def test_nightly_seal_is_taken_once_a_day(database: TortoiseContext) -> None:
    midnight = datetime(2026, 1, 5, 16, 0, tzinfo=UTC)

    await nightly.do_duties(midnight, {}, starting=True)
    await nightly.do_duties(midnight, {}, starting=True)

    assert await LedgerSeal.all().values_list("number", "until") == [(1, midnight)]


@pytest.mark.anyio
async def test_duty_is_done_once_a_midnight_and_a_failing_one_again(monkeypatch, caplog) -> None:
    tried = []

    async def fails(midnight):
        tried.append("fails")
        raise RuntimeError("planted")

    async def works(midnight):
        tried.append("works")
        return "worked"

    duties = (nightly.Duty("one", fails, at_start=True), nightly.Duty("two", works, at_start=False))
    monkeypatch.setattr(nightly, "DUTIES", duties)
    done = {}

    for starting in (True, False, False):
        await nightly.do_duties(datetime(2026, 1, 5, 16, 0, tzinfo=UTC), done, starting=starting)

    assert tried == ["fails", "fails", "works", "fails"]
    assert "planted" in caplog.text


@pytest.mark.anyio
async def test_duties_end_when_the_server_closes(monkeypatch) -> None:
    begun, given_up = asyncio.Event(), []

    async def slow(midnight):
        begun.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            given_up.append("slow")
            raise

    monkeypatch.setattr(nightly, "DUTIES", (nightly.Duty("slow", slow, at_start=True),))
    closing = asyncio.Event()
    keeping = asyncio.create_task(nightly.keep_duties(closing))
    await begun.wait()

    closing.set()
    async with asyncio.timeout(5):
        await keeping

    assert given_up == ["slow"]


def test_rules_run_and_list_what_they_find(office):
    first = office.command("consistency", "run")
    again = office.command("consistency", "run")
    found = office.command("consistency", "list")

    assert (first["opened"], first["closed"]) == (first["findings"], 0)
    assert (again["findings"], again["opened"], again["changed"]) == (first["findings"], 0, 0)
    assert all(each["sentence_zh"] and each["fix_zh"] for each in found)
    assert 0 < len(found) <= first["findings"]
    assert [each["severity"] for each in found] == sorted(
        (each["severity"] for each in found), key=["error", "warning", "hint"].index
    )
    _are_counted_once(office)
    assert office.command("ledger", "verify")["faults"] == []


def _are_counted_once(office):
    """Find the planted duplicates, decide about the people, and see them counted once."""
    proposed = office.command("matching", "propose")
    listed = office.command("matching", "list", "--kind", "person")
    decided = [
        office.command("matching", "decide", pair["id"], "same", "--reason", "asked") for pair in listed
    ]
    whole = office.command("strength", "--on", "2026-01-05")["lines"][0]
    rated = office.command("rate", "510300", "--on", "2026-01-05")

    assert [(each["kind"], each["added"]) for each in proposed] == [
        ("person", 2),
        ("organization", 1),
        ("equipment_item", 1),
        ("shared_resource", 0),
    ]
    assert [each["version"] for each in decided] == [2, 2]
    assert whole["people"] == whole["people_named"] - 1
    assert sum(rated["levels"].values()) + sum(each["level"] is None for each in rated["teams"]) == 63


@pytest.mark.anyio
async def test_child_that_fails_is_told(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("MUSTER_DATABASE_URL", f"sqlite://{tmp_path}/none/none.db")

    with pytest.raises(RuntimeError, match="muster matching propose did not end well"):
        await nightly.look_for_duplicates(datetime(2026, 1, 5, tzinfo=UTC))
