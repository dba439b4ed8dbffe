"""Watching a run over WebSocket and server-sent events; who may listen, and for how long."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from api.limits import MAX_SUBSCRIPTIONS
from exercises.codes import RunState
from exercises.tables import PlanRun
from registry.access import SYSTEM
from registry.history import Act, changing
from registry.tables import AccessToken
from tests.api.harness import Api, Socket, gid
from tests.api.import_rows import import_rows
from tests.api.year import small_year
from tests.conftest import NOW
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

WATCH = """subscription ($id: ID!) { planRunProgress(runId: $id) {
  runId state progress { stage incumbent bound gap components { component value bound gap } } planId } }"""


@pytest.fixture
async def run(api: Api, world: SmallWorld, act) -> PlanRun:
    """Return a run that is under way."""
    year = await small_year(world, world.city, world.team)
    async with changing(act("under way")) as change:
        return await change.change(year.run, state=RunState.RUNNING, plan_id=None)


async def finish(run: PlanRun, act) -> None:
    """End a run without a plan."""
    async with changing(act("ended")) as change:
        await change.change(await PlanRun.get(id=run.id), state=RunState.CANCELLED)


async def until(socket: Socket, kind: str) -> dict[str, Any]:
    """Return the next message of a type."""
    while True:
        message = await socket.receive()
        if message.get("type") == kind or "close" in message:
            return message


async def test_run_is_watched_to_its_end(api: Api, run: PlanRun, act) -> None:
    async with api.socket() as socket:
        ack = await socket.begin({"authorization": f"Bearer {api.tokens['planner']}"})
        await socket.subscribe("1", WATCH, id=gid(run))
        first = await socket.receive()
        await finish(run, act)
        last = await socket.receive()
        end = await socket.receive()

    assert ack == {"type": "connection_ack"}
    assert first["payload"]["data"]["planRunProgress"] == {
        "runId": gid(run),
        "state": "RUNNING",
        "progress": {
            "stage": "search",
            "incumbent": 1000,
            "bound": 900,
            "gap": 0.1,
            "components": [{"component": "UNSCHEDULED_POINTS", "value": 10, "bound": 5, "gap": 0.5}],
        },
        "planId": None,
    }
    assert last["payload"]["data"]["planRunProgress"]["state"] == "CANCELLED"
    assert end == {"id": "1", "type": "complete"}


@pytest.mark.parametrize(
    "payload", [None, {}, {"authorization": "Bearer mrt_x"}, {"authorization": 7}], ids=str
)
async def test_stranger_is_turned_away(api: Api, payload: dict[str, Any] | None) -> None:
    async with api.socket() as socket:
        assert await socket.begin(payload) == {"close": 4403}


async def test_operation_before_the_greeting_closes(api: Api, run: PlanRun) -> None:
    async with api.socket("planner") as socket:
        await socket.subscribe("1", WATCH, id=gid(run))

        assert await socket.receive() == {"close": 4401}


async def test_legacy_protocol_closes(api: Api) -> None:
    async with api.socket("planner", protocol="graphql-ws") as socket:
        assert await socket.receive() == {"close": 4406}


async def test_foreign_origin_is_refused(api: Api) -> None:
    async with api.socket("planner", origin="http://evil.test") as socket:
        assert socket.greeting["type"] == "websocket.close"


async def test_foreign_run_is_not_found(api: Api, world: SmallWorld, run: PlanRun) -> None:
    answers = []
    async with api.socket("foreigner") as socket:
        await socket.begin()
        for number, text in enumerate((gid(run), "nonsense")):
            await socket.subscribe(str(number), WATCH, id=text)
            answers.append((await until(socket, "next"))["payload"]["errors"][0]["extensions"]["code"])

    assert answers == ["NOT_FOUND", "NOT_FOUND"]


async def test_foreign_import_is_not_found(api: Api, world: SmallWorld) -> None:
    batch = (await import_rows(world.district))["ImportBatch"]
    watch = "subscription ($id: ID!) { importProgress(batchId: $id) { state phase rowsDone } }"
    told = {}
    for login in ("foreigner", "planner"):
        async with api.socket(login) as socket:
            await socket.begin()
            await socket.subscribe("1", watch, id=gid(batch))
            payload = (await until(socket, "next"))["payload"]
            told[login] = payload.get("errors", [{}])[0].get("extensions", {}).get("code") or payload["data"]

    report = {"importProgress": {"state": "CHECKED", "phase": None, "rowsDone": 0}}
    assert told == {"foreigner": "NOT_FOUND", "planner": report}


async def test_one_subscription_too_many_is_refused(api: Api, run: PlanRun) -> None:
    async with api.socket("planner") as socket:
        await socket.begin()
        for number in range(MAX_SUBSCRIPTIONS + 1):
            await socket.subscribe(str(number), WATCH, id=gid(run))

        refused = await until(socket, "error")

    assert refused == {
        "id": str(MAX_SUBSCRIPTIONS),
        "type": "error",
        "payload": [{"message": "Subscription limit reached"}],
    }


async def test_stream_ends_when_its_token_does(api: Api, world: SmallWorld, run: PlanRun) -> None:
    async with api.socket("planner") as socket:
        await socket.begin()
        await socket.subscribe("1", WATCH, id=gid(run))
        await socket.receive()
        token = await AccessToken.get(principal_id=world.principals["planner"].id)
        revoke = Act(SYSTEM.principal_id, "revoke", NOW, world.city.id)
        async with changing(revoke) as change:
            await change.change(token, expires_at=NOW)
        api.clock.push(31)
        await PlanRun.filter(id=run.id).update(progress={"stage": "later", "seconds": 2})

        last = await socket.receive()

    codes = [error["extensions"]["code"] for error in last["payload"]["errors"]]
    assert codes == ["UNAUTHENTICATED"]


async def test_each_operation_of_a_connection_sees_fresh_rows(api: Api, world: SmallWorld, act) -> None:
    query = "query ($id: ID!) { node(id: $id) { ... on Team { name } } }"
    names = []
    async with api.socket("planner") as socket:
        await socket.begin()
        for name in ("甲队", "乙队"):
            async with changing(act("rename")) as change:
                await change.change(await type(world.team).get(id=world.team.id), name=name)
            await socket.subscribe(name, query, id=gid(world.team))
            names.append((await until(socket, "next"))["payload"]["data"]["node"]["name"])

    assert names == ["甲队", "乙队"]


async def test_events_are_streamed_on_their_own_path_only(api: Api, run: PlanRun, act) -> None:
    body = {"query": WATCH, "variables": {"id": gid(run)}}
    stream = {**api.headers("planner"), "accept": "text/event-stream"}

    async def end() -> None:
        await asyncio.sleep(0.2)
        await finish(run, act)

    async with api.http() as client:
        ending = asyncio.create_task(end())
        told = await client.post("/graphql/stream", json=body, headers=stream)
        await ending
        plain = await client.post("/graphql/stream", json=body, headers=api.headers("planner"))
        ordinary = await client.post(
            "/graphql",
            json={"query": "{ me { login } }"},
            headers={**api.headers("planner"), "accept": "application/json, text/event-stream"},
        )

    assert told.headers["content-type"].startswith("text/event-stream")
    assert [line for line in told.text.splitlines() if line.startswith("event:")] == [
        "event: next",
        "event: next",
        "event: complete",
    ]
    assert plain.status_code == 406
    assert ordinary.json()["data"] == {"me": {"login": "planner"}}
