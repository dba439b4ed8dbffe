"""Audit packs at the command line and over HTTP: the same bytes, for who may audit, and logged."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from exercises.audit_pack.files import archive, unarchived
from muster import audit_packs, clock
from muster.audit_packs import audit_pack_routes, pack_of
from muster.beside import Ended
from muster.settings import Settings
from registry.errors import AccessDenied
from registry.past import AsOf
from registry.tables import ExportLog
from tests.conftest import NOW
from tests.exercises.years import store_year
from tests.muster import doors
from tests.muster.conftest import City
from tests.pasts import a_past

ASKED = "validOn=2026-01-05&knownAt=2026-01-05T09:00:00%2B08:00"


@pytest.mark.anyio
async def test_pack_is_handed_out_alike_to_who_may_audit_and_is_logged(
    database: TortoiseContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    world, settings = await store_year(), Settings(data_dir=tmp_path)

    told = await pack_of(settings, "510302", AsOf(date(2026, 1, 5), NOW), "auditor")
    with pytest.raises(AccessDenied):
        await pack_of(settings, "510302", AsOf(date(2026, 1, 5), NOW), "viewer")
    async with doors.opened(doors.Door, settings, audit_pack_routes(a_past()), world) as door:
        path = f"/audit-packs/510302?{ASKED}"
        given = await door.fetch(path, "auditor")
        refused = [
            (await door.fetch(path, None)).status_code,
            (await door.fetch(path, "viewer")).status_code,
            (await door.fetch(f"/audit-packs/511002?{ASKED}", "auditor")).status_code,
            (await door.fetch("/audit-packs/510302?validOn=May", "auditor")).status_code,
        ]
        lost = await _when_the_child_dies(monkeypatch, door, path)

    assert given.status_code == 200, given.text
    assert unarchived(given.content) == told.made
    assert given.headers["etag"] == f'"{hashlib.sha256(archive(told.made)).hexdigest()}"'
    assert (given.headers["muster-sealed"], told.sealed) == ("false", False)
    assert given.headers["content-disposition"].endswith("audit-pack-510302-2026-01-05.zip")
    assert (refused, lost) == ([401, 403, 404, 422], 500)
    workbook = told.made["audit-pack-510302-2026-01-05.xlsx"]
    lines = await ExportLog.all().values("register", "region_id", "principal_id", "bytes", "sha256")
    assert (
        lines
        == [
            {
                "register": "audit-pack",
                "region_id": world.district.id,
                "principal_id": world.principals["auditor"].id,
                "bytes": len(workbook),
                "sha256": hashlib.sha256(workbook).hexdigest(),
            }
        ]
        * 2
    )


async def _when_the_child_dies(monkeypatch: pytest.MonkeyPatch, door: doors.Door, path: str) -> int:
    async def dies(*_: str, order: bytes) -> Ended:
        assert order.endswith(b"\n")
        return Ended(-9, b"", b"killed")

    with monkeypatch.context() as killed:
        killed.setattr(audit_packs, "run_beside", dies)
        return (await door.fetch(path, "auditor")).status_code


def test_command_writes_the_same_two_files_again(city: City, tmp_path: Path) -> None:
    asked = ("audit", "pack", "510302", "--on", "2025-06-01", "--known-at", "2025-07-01")

    with city(tmp_path) as command:
        first, again = (command.command(*asked, "-o", str(tmp_path / name)) for name in ("one", "two"))

    names = ["audit-pack-510302-2025-06-01.xlsx", "audit-pack-510302-2025-06-01.pdf"]
    assert [Path(each["file"]).name for each in first["files"]] == names
    assert [each["sha256"] for each in first["files"]] == [each["sha256"] for each in again["files"]]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert (first["valid_on"], first["known_at"]) == ("2025-06-01", "2025-07-02 00:00:00+08:00")
