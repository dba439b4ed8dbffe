"""Evidence over HTTP: who may send and fetch it, and how a refusal reads."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from tortoise.context import TortoiseContext

from muster.evidence import evidence_routes
from muster.evidence_stores import evidence_store
from muster.settings import ConfigurationError, Settings, load_settings
from registry.evidence import FolderStore
from registry.evidence.bucket import BucketStore
from registry.tables import EvidenceFile
from tests.factories import small_world
from tests.muster import doors
from tests.registry.evidence.files import PDF, PNG
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio
LIMIT = 100_000


class Door(doors.Door):
    """A client of the evidence routes, with a token for each principal."""

    async def send(
        self, data: Any, login: str | None = "registrar", name: str = "报告.pdf", region: str = "510302"
    ) -> httpx2.Response:
        return await self.client.post(
            "/evidence",
            params={"region": region},
            content=data,
            headers=self.named(login, name),
        )


@pytest.fixture
async def door(database: TortoiseContext, tmp_path: Path) -> AsyncIterator[Door]:
    """Return the door on the small world."""
    world = await small_world()
    settings = load_settings(
        {"MUSTER_DATA_DIR": str(tmp_path), "MUSTER_EVIDENCE_BYTES": str(LIMIT)}, directory=tmp_path
    )
    async with doors.opened(
        Door, settings, evidence_routes(settings, evidence_store(settings)), world
    ) as door:
        yield door


async def test_file_comes_back_as_it_was_sent(door: Door) -> None:
    sent = await door.send(PDF)

    file = await EvidenceFile.all().get()
    assert sent.status_code == 201
    assert sent.json() == {
        "id": str(file.id),
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "sizeBytes": len(PDF),
        "mediaType": "pdf",
        "path": f"/evidence/{file.id}",
    }
    got = await door.fetch(sent.json()["path"])
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote('报告.pdf')}"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "private, no-store"
    assert (await door.send(PDF)).json()["id"] == str(file.id)


async def test_refusal_says_why_in_two_languages(door: Door) -> None:
    cases = [
        (b"", "a.pdf", 422),
        (b"MZ\0", "a.pdf", 415),
        (PDF, "绝密.pdf", 422),
        (PDF, "", 422),
        (PDF + b"x" * LIMIT, "a.pdf", 413),
    ]

    async with unchanged():
        for data, name, status in cases:
            answer = await door.send(data, name=name)
            (error,) = answer.json()["errors"]
            assert (answer.status_code, error["extensions"]["code"]) == (status, "FILE_REFUSED")
            assert error["extensions"]["messageZh"].startswith("文件被拒绝")


async def test_body_without_a_length_is_counted_as_it_comes(door: Door) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"%PDF-" + b"x" * 10_000

    assert (await door.send(endless())).status_code == 413


@pytest.mark.parametrize(
    ("login", "region", "status", "code"),
    [
        (None, "510302", 401, "UNAUTHENTICATED"),
        ("planner", "510302", 403, "ACCESS_DENIED"),
        ("foreigner", "510302", 404, "NOT_FOUND"),
        ("registrar", "511002", 404, "NOT_FOUND"),
        ("registrar", "", 404, "NOT_FOUND"),
    ],
)
async def test_sender_must_register_in_the_region(
    door: Door, login: str | None, region: str, status: int, code: str
) -> None:
    async with unchanged():
        answer = await door.send(PDF, login, region=region)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)


async def test_file_is_fetched_by_those_who_may_read_personal_data(door: Door) -> None:
    path = (await door.send(PNG, name="a.png")).json()["path"]

    statuses = {
        login: (await door.fetch(path, login)).status_code
        for login in ("planner", "foreigner", "viewer", None)
    }

    assert statuses == {"planner": 403, "foreigner": 404, "viewer": 403, None: 401}
    assert (await door.fetch("/evidence/nonsense")).status_code == 404


def _place(settings: Settings, digest: str) -> Path:
    return next(Path(settings.evidence).rglob(digest))


async def test_lost_file_is_said_to_be_lost(door: Door) -> None:
    sent = (await door.send(PDF)).json()
    _place(door.settings, sent["sha256"]).unlink()

    answer = await door.fetch(sent["path"])

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (404, "EVIDENCE_LOST")


def test_store_is_the_one_the_settings_name(tmp_path: Path) -> None:
    def store(address: str) -> object:
        return evidence_store(load_settings({"MUSTER_EVIDENCE": address}, directory=tmp_path))

    assert isinstance(store(str(tmp_path)), FolderStore)
    assert isinstance(store(f"file://{tmp_path}"), FolderStore)
    assert isinstance(store("s3://bucket/office?endpoint=http://127.0.0.1:9000&region=cn"), BucketStore)
    for wrong in ("s3://", "s3://bucket?color=red"):
        with pytest.raises(ConfigurationError):
            store(wrong)


def test_secret_of_the_bucket_is_not_printed(tmp_path: Path) -> None:
    settings = load_settings({"MUSTER_EVIDENCE_SECRET": "hush"}, directory=tmp_path)

    assert "hush" not in str(settings.shown())
