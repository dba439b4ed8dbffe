"""The ledger's commands and the nightly seal, as an operator meets them; tampering in the file is found."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from tortoise.context import TortoiseContext

from muster import nightly
from registry.tables import LedgerSeal
from tests.muster.servers import muster


@pytest.fixture
def office(tmp_path):
    with muster(f"sqlite://{tmp_path}/muster.db", tmp_path) as own:
        own.command("migrate")
        own.command("seed")
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

    await nightly.do_duties(midnight)
    await nightly.do_duties(midnight)

    assert await LedgerSeal.all().values_list("number", "until") == [(1, midnight)]


@pytest.mark.anyio
async def test_failing_duty_does_not_keep_the_others_from_being_done(monkeypatch, caplog) -> None:
    done = []

    async def fails(midnight):
        raise RuntimeError("planted")

    async def works(midnight):
        done.append(midnight)
        return "worked"

    monkeypatch.setattr(nightly, "DUTIES", {"one": fails, "two": works})

    await nightly.do_duties(datetime(2026, 1, 5, 16, 0, tzinfo=UTC))

    assert len(done) == 1
    assert "planted" in caplog.text
