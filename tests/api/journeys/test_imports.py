"""A workbook on its way into the registers and back: compared, applied, taken back, exported."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from api.nodes import parse_id
from registry import credit_code
from registry.access import SYSTEM
from registry.codes.files import TableKind
from registry.history import Act
from registry.intake.batches import upload_batch
from registry.intake.files import Language, write_table
from registry.intake.registers import register_named
from registry.tables import ExportLog, LedgerEntry, Organization, Person
from tests.api.harness import OPERATIONS, Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

RUNS = {
    "ColumnMappingsList",
    "ColumnsRemember",
    "ExportRequest",
    "ExportsList",
    "ImportApply",
    "ImportBatchShow",
    "ImportBatchesList",
    "ImportCancel",
    "ImportCheck",
    "ImportRowsList",
    "ImportUndo",
    "ImportWatch",
    "RegistersShow",
}


async def upload(api: Api, world: SmallWorld, register: str, rows: list[dict[str, Any]]) -> str:
    """Have a workbook come in for the city, as `POST /imports` does, and return the batch's global id."""
    registrar = world.principals["registrar"]
    act: Act = api.desk.act(registrar.id, "upload")
    batch = await upload_batch(
        SYSTEM, act, region_id=world.city.id, register=register, file_name="表.xlsx", sha256="0" * 64, size=1
    )
    space = api.desk.space(batch.id)
    space.folder.mkdir(parents=True)
    write_table(space.original, register_named(register).shape, rows, TableKind.XLSX, Language.ZH)
    return gid(batch)


def an_organization(serial: int, **other: Any) -> dict[str, Any]:
    code = credit_code.make("510302", serial)
    return {
        "credit_code": code,
        "name": f"合成单位{serial}",
        "region": "510302",
        "kind": "enterprise",
    } | other


async def test_workbook_is_compared_applied_and_taken_back(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)
    before = await Organization.all().count()
    bad = an_organization(9_002, credit_code="91")
    batch = await upload(api, world, "organizations", [an_organization(9_001), bad])

    started = await journey.change("ImportCheck", "registrar", batchId=batch)
    shown = await journey.run("ImportBatchShow", "registrar", id=batch)
    rows = await journey.run("ImportRowsList", "registrar", batchId=batch, first=10)
    refused = await journey.change("ImportApply", "registrar", batchId=batch)

    assert started["state"] == "CHECKING"
    assert (shown["state"], shown["newRows"], shown["rejectedRows"]) == ("CHECKED", 1, 1)
    assert {"heading": "单位名称", "column": "name"} in shown["mapping"][0]["headings"]
    assert [row["status"] for row in rows["nodes"]] == ["NEW", "REJECTED"]
    problem = rows["nodes"][1]["problems"][0]
    assert (problem["column"], problem["weight"], problem["value"]) == ("credit_code", "FAULT", "91")
    assert problem["sentence"]["zh"]
    assert problem["sentence"]["en"]
    assert (refused["code"], len(refused["reasonsZh"])) == ("NOT_READY", 1)
    assert await Organization.all().count() == before
    await _apply_and_undo(journey, batch, before)
    await _mappings(journey, world)
    await _export(journey, world)
    await _cancel(journey, world)
    assert journey.ran == RUNS


async def _apply_and_undo(journey: Journey, batch: str, before: int) -> None:
    """Apply the good rows while it is watched, be refused a second time, take it back."""
    journey.api.desk.hold = True
    await journey.change("ImportApply", "registrar", batchId=batch, mode="ACCEPT_GOOD")
    second = await journey.change("ImportApply", "registrar", batchId=batch, mode="ACCEPT_GOOD")
    cancelled = await journey.change("ImportCancel", "registrar", batchId=batch)
    assert (second["code"], cancelled["code"]) == ("TRANSITION_REFUSED", "TRANSITION_REFUSED")
    key = parse_id(batch)
    assert key is not None
    await journey.api.desk.carry_out(key[1])
    journey.api.desk.hold = False
    assert await _watched(journey, batch) == {"state": "APPLIED", "phase": None}
    assert await Organization.all().count() == before + 1
    applied = await journey.run("ImportBatchShow", "registrar", id=batch)
    assert (applied["mode"], applied["applyReason"]) == ("ACCEPT_GOOD", "journey")
    act = await LedgerEntry.filter(change_id=UUID(applied["changeId"]), record_table="organization")
    assert [entry.reason for entry in act] == ["journey"]
    await journey.change("ImportUndo", "registrar", batchId=batch)
    listed = await journey.run("ImportBatchesList", "registrar", first=5, filter={"state": "UNDONE"})
    assert [each["id"] for each in listed["nodes"]] == [batch]
    assert await Organization.all().count() == before


async def _watched(journey: Journey, batch: str) -> dict[str, Any]:
    """Return the last report of a batch, over server-sent events."""
    body = {"query": (OPERATIONS / "ImportWatch.graphql").read_text(), "variables": {"batchId": batch}}
    headers = {**journey.api.headers("registrar"), "accept": "text/event-stream"}
    async with journey.api.http() as client:
        answer = await client.post("/graphql/stream", json=body, headers=headers)
    journey.ran.add("ImportWatch")
    events = [part.split("\r\ndata: ") for part in answer.text.split("\r\n\r\n") if "data: " in part]
    told = json.loads(events[-2][1])["data"]["importProgress"]
    return {"state": told["state"], "phase": told["phase"]}


async def _mappings(journey: Journey, world: SmallWorld) -> None:
    """Remember an office's headings, but only for columns that exist."""
    wish = {"regionId": gid(world.city), "register": "organizations"}
    registers = await journey.run("RegistersShow")
    unknown = await journey.change(
        "ColumnsRemember", "registrar", **wish, headings=[{"heading": "全称", "column": "title"}]
    )
    made = await journey.change(
        "ColumnsRemember", "registrar", **wish, headings=[{"heading": "全称", "column": "name"}]
    )
    again = await journey.change("ColumnsRemember", "registrar", **wish, headings=[])
    listed = await journey.run("ColumnMappingsList", "registrar", first=5)

    assert "organizations" in {each["code"] for each in registers}
    assert (unknown["code"], again["code"]) == ("INVALID_VALUE", "STALE_VERSION")
    assert made["headings"] == [{"heading": "全称", "column": "name"}]
    assert [each["register"] for each in listed["nodes"]] == ["organizations"]


async def _export(journey: Journey, world: SmallWorld) -> None:
    """Export people as somebody who may not see their names."""
    wish = {"regionId": gid(world.city), "register": "people", "form": "JSONL", "language": "en"}
    made = await journey.change("ExportRequest", "planner", **wish)
    logged = (await journey.run("ExportsList", "planner", first=5))["nodes"]

    assert [each["id"] for each in logged] == [made["exportId"]]
    assert (logged[0]["isMasked"], logged[0]["rows"]) == (
        True,
        await ExportLog.get().values_list("rows", flat=True),
    )
    body = journey.api.desk.export_space(UUID(made["downloadPath"].rpartition("/")[2])).file.read_text()
    assert "●●●" in body
    assert {name for (name,) in await Person.all().values_list("name") if name in body} == set()
    refused = await journey.change("ExportRequest", "planner", **{**wish, "register": "dragons"})
    assert (refused["code"], refused["path"]) == ("NOT_FOUND", ["input", "register"])


async def _cancel(journey: Journey, world: SmallWorld) -> None:
    """Give a batch up: its folder goes."""
    batch = await upload(journey.api, world, "organizations", [an_organization(9_003)])
    key = parse_id(batch)
    assert key is not None
    await journey.change("ImportCancel", "registrar", batchId=batch)
    assert not journey.api.desk.space(key[1]).folder.exists()
    rows = await journey.run("ImportRowsList", "registrar", batchId=batch, first=10)
    assert rows == {"totalCount": 0, "pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": []}


async def test_personal_data_of_rows_is_masked(api: Api, world: SmallWorld) -> None:
    person = world.people[world.team.id][0]
    row = {
        "reference": person.reference,
        "name": "新名字",
        "region": "510302",
        "sex": "male",
        "birth_year": 1990,
    }
    batch = await upload(api, world, "people", [row, {**row, "reference": "NEW-1", "phone": "1" * 40}])
    await api.change("checkImport", {"batchId": batch, "reason": "x"}, "registrar")
    query = """query ($id: ID!) { importRows(batchId: $id, first: 5) { nodes {
      changes { column before after isMasked } problems { column value sentence { zh } } } } }"""

    seen = {
        who: json.dumps(await api.data(query, {"id": batch}, who), ensure_ascii=False)
        for who in ("registrar", "planner")
    }

    for secret in ("1" * 40, "新名字", person.name):
        assert secret in seen["registrar"]
        assert secret not in seen["planner"]
    assert '"isMasked": true' in seen["planner"]


async def test_order_of_a_stranger_or_reader_changes_nothing(api: Api, world: SmallWorld) -> None:
    batch = await upload(api, world, "organizations", [an_organization(9_001)])

    async with unchanged():
        codes = {
            (name, who): (await api.change(name, {"batchId": batch, "reason": "x"}, who))["code"]
            for name in ("checkImport", "applyImport", "undoImport", "cancelImport")
            for who in ("planner", "foreigner")
        }

    assert set(codes.values()) == {"ACCESS_DENIED", "NOT_FOUND"}
    assert {who for (_, who), code in codes.items() if code == "NOT_FOUND"} == {"foreigner"}
