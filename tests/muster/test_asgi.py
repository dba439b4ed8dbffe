"""The application as a whole: what it says of itself, and whom it lets in."""

from __future__ import annotations

import anyio
import httpx2
import pytest

from muster import database
from muster.asgi import create_app
from muster.settings import load_settings

pytestmark = pytest.mark.anyio
READY_WITHIN_SECONDS = 60


@pytest.fixture
def settings(tmp_path):
    return load_settings(
        {"MUSTER_DATA_DIR": str(tmp_path), "MUSTER_ALLOWED_HOSTS": "muster.example"}, directory=tmp_path
    )


@pytest.fixture
async def client(settings):
    app = create_app(settings)
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://muster.example") as client,
    ):
        yield client


async def test_application_is_alive_but_not_ready_until_migrated(client, settings):
    before = await client.get("/ready")

    assert (before.status_code, before.json()) == (503, {"status": "not ready", "missing": ["worker"]})
    assert (await client.get("/health")).json() == {"status": "alive"}

    await database.migrate(settings)

    with anyio.fail_after(READY_WITHIN_SECONDS):
        while (after := await client.get("/ready")).status_code != 200:  # noqa: ASYNC110 -- asks as another process would
            await anyio.sleep(0.1)
    assert after.json() == {"status": "ready", "missing": []}


async def test_unknown_host_is_turned_away(client):
    assert (await client.get("/health", headers={"Host": "evil.example"})).status_code == 400
    assert (await client.get("/health", headers={"Host": "a b"})).status_code == 400


async def test_large_body_is_turned_away(client):
    answer = await client.post("/graphql", content=b" " * 2_000_000)

    assert answer.status_code == 413


async def test_graphiql_is_not_served_outside_development(client):
    answer = await client.get("/graphql", headers={"Accept": "text/html"})

    assert answer.status_code == 401
    assert "<html" not in answer.text


async def test_unknown_calendar_is_not_found_and_not_kept(client, settings):
    await database.migrate(settings)

    answer = await client.get("/calendar/mrt_nobody.ics")

    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
