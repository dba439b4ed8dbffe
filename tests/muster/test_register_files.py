"""Registers as files over HTTP: who may send and fetch what, and how a refusal reads."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from openpyxl import Workbook, load_workbook
from tortoise.context import TortoiseContext

from api.nodes import parse_id
from muster import clock
from muster.folders import batch_space, export_folder
from muster.leftovers import delete_leftovers
from muster.register_files import register_routes
from muster.settings import load_settings
from registry.access import Viewer, viewer_of
from registry.codes import BatchState, ExportForm
from registry.intake import progress
from registry.intake.batches import cancel_batch
from registry.intake.export_orders import order_export, write_export
from registry.intake.files import Language
from registry.intake.orders import Means, carry_out, order_check
from registry.tables import ImportBatch
from tests.factories import small_world
from tests.muster import doors
from tests.registry.intake.files.packages import rewritten
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio
LIMIT = 100_000
HEADINGS = ["统一社会信用代码", "单位名称", "行政区划代码", "单位类别"]


def a_workbook(*rows: list[object]) -> bytes:
    """Return a workbook of organizations with a second sheet of the user's own."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    book.create_sheet("备忘")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


class Door(doors.Door):
    """A client of the routes, with a token for each principal."""

    async def send(
        self, data: Any, login: str | None = "registrar", name: str = "单位.xlsx", region: str = "510302"
    ) -> httpx2.Response:
        return await self.client.post(
            "/imports",
            params={"region": region, "register": "organizations"},
            content=data,
            headers=self.named(login, name),
        )

    async def checked(self, data: bytes, name: str = "单位.xlsx") -> ImportBatch:
        """Send a file and have it compared, in this process."""
        sent = (await self.send(data, name=name)).json()
        named = parse_id(sent["id"])
        assert named is not None
        viewer = await self.viewer("registrar")
        space = batch_space(self.settings, named[1])
        await order_check(viewer, clock.act(viewer.principal_id, "check"), named[1], {})
        means = Means(clock.act, clock.today(), clock.secret, partial(progress.tell, space.folder))
        return await carry_out(named[1], space, means)

    async def viewer(self, login: str) -> Viewer:
        return await viewer_of(self.world.principals[login].id, on=clock.today())


@pytest.fixture
async def door(
    database: TortoiseContext, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Door]:
    """Return the door on the small world; children read the same settings."""
    world = await small_world()
    environment = {
        "MUSTER_DATA_DIR": str(tmp_path),
        "MUSTER_DATABASE_URL": database_url,
        "MUSTER_IMPORT_BYTES": str(LIMIT),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(environment, directory=tmp_path)
    async with doors.opened(Door, settings, register_routes(settings), world) as door:
        yield door


async def test_workbook_comes_in_is_marked_and_comes_back(door: Door) -> None:
    data = a_workbook(["91", "合成单位", "510302", "企业"])

    sent = await door.send(data)
    batch = await door.checked(data)
    marked = await door.fetch(f"/imports/{batch.id}/marked?language=en")
    original = await door.fetch(f"/imports/{batch.id}/original")

    assert sent.status_code == 201
    assert sent.json() == {
        "id": sent.json()["id"],
        "register": "organizations",
        "state": "UPLOADED",
        "sha256": hashlib.sha256(data).hexdigest(),
        "sizeBytes": len(data),
        "path": sent.json()["path"],
    }
    assert (batch.state, batch.rejected_rows) == (BatchState.CHECKED, 1)
    assert (original.content, original.headers["cache-control"]) == (data, "private, no-store")
    assert original.headers["x-content-type-options"] == "nosniff"
    assert marked.status_code == 200, marked.text
    book = load_workbook(io.BytesIO(marked.content))
    assert book.sheetnames == ["Sheet", "备忘"]
    cell = book["Sheet"]["A2"]
    assert cell.fill.fgColor.rgb != "00000000"
    assert cell.comment is not None
    assert str(book["Sheet"]["E2"].value).startswith("统一社会信用代码: ")
    assert [p.name for p in door.settings.data_dir.glob("imports/incoming-*")] == []


async def test_refusal_says_why_in_two_languages(door: Door) -> None:
    good = a_workbook()
    cases = [
        (b"", "a.xlsx", 422),
        (good, "a.docx", 415),
        (good, "a.xlsm", 415),
        (good, "", 422),
        (good + b"x" * LIMIT, "a.xlsx", 413),
    ]

    async with unchanged():
        for data, name, status in cases:
            answer = await door.send(data, name=name)
            (error,) = answer.json()["errors"]
            assert (answer.status_code, error["extensions"]["code"]) == (status, "FILE_REFUSED"), name
            assert error["message"]
            assert error["extensions"]["messageZh"]
    assert list(door.settings.data_dir.glob("imports/*")) == []


async def test_body_without_a_length_is_counted_as_it_comes(door: Door) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 10_000

    assert (await door.send(endless())).status_code == 413


@pytest.mark.parametrize(
    ("login", "region", "status", "code"),
    [
        (None, "510302", 401, "UNAUTHENTICATED"),
        ("planner", "510302", 403, "ACCESS_DENIED"),
        ("foreigner", "510302", 404, "NOT_FOUND"),
        ("registrar", "511002", 404, "NOT_FOUND"),
    ],
)
async def test_sender_must_register_in_the_region(
    door: Door, login: str | None, region: str, status: int, code: str
) -> None:
    async with unchanged():
        answer = await door.send(a_workbook(), login, region=region)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)


async def test_hostile_and_classified_files_are_refused_in_a_sentence(door: Door, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(a_workbook())
    bomb = await door.checked(rewritten(book, add={"xl/media/image1.png": bytes(5_000_000)}).read_bytes())
    secret = await door.checked(a_workbook(["机密★10年", "x", "510302", "企业"]))

    codes = [[each["code"] for each in batch.outcome["sentences"]] for batch in (bomb, secret)]
    assert ([bomb.state, secret.state], codes) == ([BatchState.REFUSED] * 2, [["ZIP_BOMB"], ["CLASSIFIED"]])
    assert (await door.fetch(f"/imports/{secret.id}/original")).status_code == 404
    marked = await door.fetch(f"/imports/{bomb.id}/marked")
    assert (marked.status_code, marked.json()["errors"][0]["extensions"]["code"]) == (422, "NOT_READY")


async def test_files_are_fetched_by_those_who_may_have_them(door: Door) -> None:
    path = (await door.send(a_workbook())).json()["path"]

    statuses = {
        login: (await door.fetch(f"{path}/original", login)).status_code
        for login in ("registrar", "planner", "foreigner", None)
    }
    template = await door.fetch("/registers/people/template?language=en", "viewer")
    wrong = await door.fetch("/registers/people/template?language=fr")
    unknown = await door.fetch("/registers/dragons/template")

    assert statuses == {"registrar": 200, "planner": 403, "foreigner": 404, None: 401}
    assert (template.status_code, template.content[:2]) == (200, b"PK")
    assert (wrong.status_code, unknown.status_code) == (422, 404)
    assert (await door.fetch("/imports/nonsense/original")).status_code == 404


async def test_export_is_fetched_by_who_asked_for_it(door: Door) -> None:
    viewer = await door.viewer("registrar")
    act = clock.act(viewer.principal_id, "count them")
    order = await order_export(viewer, act, door.world.city.id, "people", ExportForm.CSV, Language.ZH)
    space = export_folder(door.settings, UUID(order.id))
    space.keep(order)

    waiting = await door.fetch(f"/exports/{order.id}")
    await write_export(space, clock.today())
    await write_export(space, clock.today())
    ready = await door.fetch(f"/exports/{order.id}")

    assert (waiting.status_code, waiting.json()) == (202, {"state": "WRITING"})
    assert (ready.status_code, ready.headers["cache-control"]) == (200, "private, no-store")
    assert next(iter(door.world.people.values()))[0].name in ready.text
    assert {
        (await door.fetch(f"/exports/{order.id}", login)).status_code for login in ("planner", "admin")
    } == {404}


async def test_leftovers_are_deleted_and_what_undoing_needs_is_kept(door: Door) -> None:
    kept, given_up = await door.checked(a_workbook()), await door.checked(a_workbook())
    folder = batch_space(door.settings, given_up.id).folder
    viewer = await door.viewer("registrar")
    act = clock.act(viewer.principal_id, "cancel")
    await cancel_batch(viewer, act, given_up.id, batch_space(door.settings, given_up.id))
    await asyncio.to_thread(folder.mkdir)
    order = await order_export(viewer, act, door.world.city.id, "people", ExportForm.CSV, Language.ZH)
    export_folder(door.settings, UUID(order.id)).keep(order)
    (door.settings.data_dir / "imports" / "notes.txt").write_text("not ours")

    early = await delete_leftovers(door.settings, clock.now())
    late = await delete_leftovers(door.settings.model_copy(update={"leftover_days": -1}), clock.now())

    assert (early, late) == (None, "deleted 2 folders of exports and imports")
    left = {each.name for each in (door.settings.data_dir / "imports").iterdir()}
    assert left == {str(kept.id), "notes.txt"}
