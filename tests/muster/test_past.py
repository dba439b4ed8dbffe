"""Reports of the past as an auditor asks for them at the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from tortoise.context import TortoiseContext

from muster import clock
from muster.past import as_of, report_of
from muster.reports import report_routes
from muster.settings import Settings
from registry.access import issue_token
from registry.errors import InvalidValue, NotFound
from registry.history import Act, changing
from registry.past import AsOf
from tests.conftest import NOW
from tests.factories import small_world
from tests.pasts import a_past


@pytest.mark.parametrize(
    ("known_at", "valid_on", "expected"),
    [
        ("2025-06-01", None, AsOf(date(2025, 6, 1), datetime(2025, 6, 1, 16, tzinfo=UTC))),
        ("2025-06-01", "2025-05-01", AsOf(date(2025, 5, 1), datetime(2025, 6, 1, 16, tzinfo=UTC))),
        (
            "2025-06-01T12:00:00+08:00",
            None,
            AsOf(date(2025, 6, 1), datetime(2025, 6, 1, 4, tzinfo=UTC)),
        ),
    ],
    ids=["a day ends at midnight in the offices", "both times", "a moment"],
)
def test_times_are_taken_as_people_write_them(known_at: str, valid_on: str | None, expected: AsOf) -> None:
    assert as_of(known_at, valid_on) == expected


@pytest.mark.parametrize(
    "text", ["last May", "2025-06-01T12:00:00", "2999-01-01"], ids=["no moment", "no time zone", "the future"]
)
def test_moment_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        as_of(text, None)

    assert refused.value.field == "known_at"


@pytest.mark.anyio
async def test_report_is_the_same_from_another_file_and_bound_to_the_reach(
    database: TortoiseContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    await small_world()
    at = AsOf(date(2025, 6, 1), NOW)
    one, two = (Settings(data_dir=tmp_path / name) for name in ("one", "two"))

    first = await report_of(one, "队伍", at, "auditor")
    again = await report_of(two, "teams", at, "auditor")
    nearby = await report_of(one, "teams", at, "viewer")

    assert (first, first.sha256, first.sealed) == (again, again.sha256, False)
    assert (first.body.count(b'"code"'), nearby.body.count(b'"code"')) == (5, 3)
    with pytest.raises(NotFound):
        await report_of(one, "no such register", at, "auditor")


@pytest.mark.anyio
async def test_server_gives_the_same_report_to_who_may_ask(
    database: TortoiseContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[..., Act]
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    world = await small_world()
    async with changing(act()) as change:
        token = await issue_token(change, world.principals["auditor"], secret=b"a" * 32)
    at = AsOf(date(2025, 5, 1), datetime(2025, 6, 1, 16, tzinfo=UTC))
    told = await report_of(Settings(data_dir=tmp_path), "teams", at, "auditor")
    app = Starlette(routes=report_routes(a_past()))
    asked = {"validOn": "2025-05-01", "knownAt": "2025-06-01"}

    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://m") as client:
        given = {"authorization": f"Bearer {token}"}
        answer = await client.get("/reports/teams", params=asked, headers=given)
        stranger = await client.get("/reports/teams", params=asked)
        wrong = [
            await client.get(path, params=query, headers=given)
            for path, query in (("/reports/nothing", asked), ("/reports/teams", {"validOn": "May"}))
        ]

    assert (answer.content, answer.headers["etag"]) == (told.body, f'"{told.sha256}"')
    assert answer.headers["muster-sealed"] == "false"
    assert "no-store" in answer.headers["cache-control"]
    assert [each.status_code for each in (answer, stranger, *wrong)] == [200, 401, 404, 422]
