"""An import outlives its server: killed while rows are stored, it ends applied whole; readers never wait."""

from __future__ import annotations

import csv
import io
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest

from registry import credit_code
from tests.muster.conftest import City
from tests.muster.servers import Muster, gone, wait_until

ROWS = 3_000
BATCH = (
    """query ($id: ID!) { importBatch(id: $id) { state newRows rejectedRows sentences { en } changeId } }"""
)
CHECK = """mutation ($id: ID!) { checkImport(input: {batchId: $id, reason: "test"}) {
  __typename ... on Problem { code message } } }"""
APPLY = """mutation ($id: ID!) { applyImport(input: {batchId: $id, reason: "test"}) {
  __typename ... on ImportBatch { state } ... on Problem { code message } } }"""
UNDO = """mutation ($id: ID!) { undoImport(input: {batchId: $id, reason: "test"}) {
  __typename ... on Problem { code message } } }"""
EXPORT = """mutation ($region: ID!) { requestExport(input: {regionId: $region, register: "organizations",
  form: CSV, reason: "test"}) { ... on ExportRequest { downloadPath } } }"""
REGION = '{ region(code: "510300") { id } }'
REMEMBER = """mutation ($region: ID!) { rememberColumns(input: {regionId: $region, register: "people",
  headings: [], reason: "test"}) { __typename ... on Problem { code message } } }"""


@pytest.fixture
def server(city: City, tmp_path: Path) -> Iterator[Muster]:
    """Yield a server on a seeded city in a SQLite file: one writer at a time."""
    with city(tmp_path) as own:
        own.token = own.command("token", "--login", "registrar")["token"]
        own.start()
        yield own


def a_sheet(rows: int) -> bytes:
    """Return a CSV of organizations that nobody has heard of."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["统一社会信用代码", "单位名称", "行政区划代码", "单位类别"])
    for number in range(rows):
        code = credit_code.make("510302", 9_000_000 + number)
        sheet.writerow([code, f"合成单位{number}", "510302", "企业"])
    return text.getvalue().encode()


def upload(server: Muster, body: bytes) -> str:
    """Send a workbook and return the batch's global id."""
    answer = httpx2.post(
        f"http://127.0.0.1:{server.port}/imports?region=510300&register=organizations",
        content=body,
        headers={
            "Authorization": f"Bearer {server.token}",
            "Content-Disposition": 'attachment; filename="orgs.csv"',
        },
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def state(server: Muster, batch: str) -> dict[str, Any]:
    return dict(server.ask(BATCH, id=batch)["importBatch"])


def ended(server: Muster, batch: str, wanted: str) -> dict[str, Any]:
    """Wait until a batch is in a state, and return it."""
    under_way = ("CHECKING", "APPLYING", "UNDOING")
    now = wait_until(
        lambda: now if (now := state(server, batch))["state"] not in under_way else None, 120, wanted
    )
    assert now["state"] == wanted, now
    return dict(now)


def stored(server: Muster) -> tuple[int, int]:
    """Return how many of the sheet's organizations, and of their ledger entries, are in the file."""
    with closing(sqlite3.connect(server.folder / "muster.db")) as file:
        rows = file.execute("SELECT count(*) FROM organization WHERE name LIKE '合成单位%'").fetchone()[0]
        entries = "SELECT count(*) FROM ledger_entry WHERE record_table = 'organization' AND reason = 'test'"
        return int(rows), int(file.execute(entries).fetchone()[0])


def test_killed_import_ends_whole_and_readers_never_wait(server: Muster) -> None:
    batch = upload(server, a_sheet(ROWS))
    assert server.ask(CHECK, id=batch)["checkImport"]["__typename"] == "ImportBatch"
    assert ended(server, batch, "CHECKED")["newRows"] == ROWS

    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(server.ask, APPLY, id=batch) for _ in range(2)]
        answers = [each.result()["applyImport"] for each in asked]
    assert sorted(answer["__typename"] for answer in answers)[0] == "ImportBatch"
    assert {answer.get("code") for answer in answers} <= {None, "TRANSITION_REFUSED", "STALE_VERSION"}
    assert [answer["__typename"] for answer in answers].count("ImportBatch") == 1

    wait_until(lambda: _storing(server), 60, "rows being stored")
    children = server.children()
    server.kill()
    wait_until(lambda: all(gone(child) for child in children), 20, "the child's end")
    assert stored(server) in ((0, 0), (ROWS, ROWS))
    for file in server.folder.glob("data/imports/*/progress.json"):
        file.unlink()

    server.start()
    slowest = _slowest_read(server, batch)
    assert ended(server, batch, "APPLIED")["changeId"]
    assert stored(server) == (ROWS, ROWS)
    assert slowest < 2.0, slowest

    server.ask(UNDO, id=batch)
    ended(server, batch, "UNDONE")
    assert stored(server)[0] == 0
    _export(server)
    server.stop()


def _storing(server: Muster) -> bool:
    """Tell whether a child says that it stores rows: its transaction is open."""
    return any('"storing"' in file.read_text() for file in server.folder.glob("data/imports/*/progress.json"))


def _slowest_read(server: Muster, batch: str) -> float:
    """Return the longest a read took, in seconds, while the import went on and somebody else wrote."""
    region = server.ask(REGION)["region"]["id"]
    wait_until(
        lambda: _storing(server) or state(server, batch)["state"] != "APPLYING", 60, "rows being stored"
    )
    written: list[Any] = []
    writer = threading.Thread(target=lambda: written.append(server.ask(REMEMBER, region=region)))
    writer.start()
    slowest, under_way = 0.0, True
    while under_way:
        began = time.monotonic()
        under_way = state(server, batch)["state"] == "APPLYING"
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.02)
    writer.join()
    assert written[0]["rememberColumns"]["__typename"] == "ColumnMapping"
    return slowest


def _export(server: Muster) -> None:
    """Have a register written and fetch it."""
    region = server.ask(REGION)["region"]["id"]
    path = server.ask(EXPORT, region=region)["requestExport"]["downloadPath"]
    headers = {"Authorization": f"Bearer {server.token}"}
    ready = wait_until(
        lambda: got if (got := server.get(path, **headers)).status_code != 202 else None, 60, "export"
    )
    assert ready.status_code == 200
    assert "统一社会信用代码" in ready.content.decode("utf-8-sig")
