"""A client of the API inside the test's own event loop: HTTP, WebSocket and event streams."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import httpx2
from starlette.applications import Starlette

from api.context import Services
from api.door import RESPONSE_TYPE, graphql_routes
from api.nodes import NAMES, global_id
from exercises import runs
from exercises.frozen import problem_of_row
from registry.access import SYSTEM, issue_token
from registry.history import Act, changing
from registry.tables import Principal, Record
from tests.conftest import NOW, SPACE
from tests.desks import InlineDesk
from tests.exercises.years import mended, solved
from tests.pasts import a_past

OPERATIONS = Path(__file__).parents[2] / "graphql" / "operations"


def gid(row: Record) -> str:
    """Return the global id of a row."""
    return global_id(NAMES[type(row)], row.id)


@dataclass
class Clock:
    """The tests' present; it stands still until pushed."""

    at: datetime = NOW

    def now(self) -> datetime:
        """Return the present."""
        return self.at

    def push(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


class InlineRunner:
    """Takes a run through the real solver at once, in the test's own process."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.started: list[UUID] = []
        self.cancelled: list[UUID] = []
        self.hold = False

    async def start(self, run_id: UUID) -> None:
        """Solve a run to its end, unless held back."""
        self.started.append(run_id)
        if not self.hold:
            await self.solve(run_id)

    async def cancel(self, run_id: UUID) -> None:
        """Remember who was to be stopped."""
        self.cancelled.append(run_id)

    async def solve(self, run_id: UUID) -> None:
        """Solve a run with little effort, the same every time."""
        run = await runs.begin_run(run_id)
        outcome = solved(problem_of_row(run)) if runs.repair_wish(run) is None else mended(run)
        act = Act(SYSTEM.principal_id, "solved", self.clock.now(), uuid5(run_id, "solved"))
        await runs.finish_run(run_id, act, outcome)


@dataclass
class Api:
    """The API with one token per principal."""

    app: Starlette
    clock: Clock
    runner: InlineRunner
    desk: InlineDesk
    tokens: dict[str, str] = field(default_factory=dict)
    written: list[UUID] = field(default_factory=list)

    def headers(self, login: str) -> dict[str, str]:
        """Return the headers of a principal."""
        return {"authorization": f"Bearer {self.tokens[login]}"}

    @asynccontextmanager
    async def http(self) -> AsyncIterator[httpx2.AsyncClient]:
        """Yield a client that calls the application directly."""
        transport = httpx2.ASGITransport(app=self.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://muster.test") as client:
            yield client

    async def post(self, body: Any, login: str = "planner", **headers: str) -> httpx2.Response:
        """Post a JSON body as a principal."""
        async with self.http() as client:
            given = {"accept": RESPONSE_TYPE, **self.headers(login), **headers}
            return await client.post("/graphql", json=body, headers=given)

    async def ask(
        self, query: str, variables: Mapping[str, Any] | None = None, login: str = "planner"
    ) -> dict[str, Any]:
        """Return the body of an answer."""
        answer = await self.post({"query": query, "variables": variables or {}}, login)
        body: dict[str, Any] = answer.json()
        return body

    async def data(
        self, query: str, variables: Mapping[str, Any] | None = None, login: str = "planner"
    ) -> dict[str, Any]:
        """Return the data of an answer that must have no errors."""
        body = await self.ask(query, variables, login)
        assert "errors" not in body, body["errors"]
        data: dict[str, Any] = body["data"]
        return data

    async def change(
        self, name: str, given: Mapping[str, Any], login: str = "planner", fields: str = ""
    ) -> dict[str, Any]:
        """Run one mutation and return its payload: `__typename`, problem fields, and what was asked for."""
        kind = name[0].upper() + name[1:] + "Input"
        query = f"""mutation ($input: {kind}!) {{ {name}(input: $input) {{
            __typename ... on Problem {{ code message messageZh path }} {fields} }} }}"""
        payload: dict[str, Any] = (await self.data(query, {"input": given}, login))[name]
        return payload

    @asynccontextmanager
    async def socket(
        self, login: str | None = None, protocol: str = "graphql-transport-ws", **headers: str
    ) -> AsyncIterator[Socket]:
        """Yield an open WebSocket to the application."""
        given = {**(self.headers(login) if login else {}), **headers}
        socket = Socket(self.app, protocol, given)
        try:
            await socket.open()
            yield socket
        finally:
            await socket.leave()


class Socket:
    """The client's end of a WebSocket, over ASGI."""

    def __init__(self, app: Starlette, protocol: str, headers: Mapping[str, str]) -> None:
        self._app = app
        self._to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        raw = [(b"host", b"muster.test"), *((k.encode(), v.encode()) for k, v in headers.items())]
        self._scope = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "path": "/graphql",
            "raw_path": b"/graphql",
            "query_string": b"",
            "root_path": "",
            "scheme": "ws",
            "headers": raw,
            "subprotocols": [protocol],
            "server": ("muster.test", 80),
            "client": ("127.0.0.1", 1),
        }
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Shake hands."""
        await self._to_app.put({"type": "websocket.connect"})
        self._task = asyncio.create_task(self._app(self._scope, self._to_app.get, self._from_app.put))
        self.greeting = await self.raw()

    async def raw(self) -> dict[str, Any]:
        """Return the next event of the application."""
        async with asyncio.timeout(20):
            return await self._from_app.get()

    async def send(self, message: Mapping[str, Any]) -> None:
        """Send one message."""
        await self._to_app.put({"type": "websocket.receive", "text": json.dumps(message)})

    async def receive(self) -> dict[str, Any]:
        """Return the next message; a closing is `{"close": code}`."""
        event = await self.raw()
        if event["type"] == "websocket.close":
            return {"close": event["code"]}
        message: dict[str, Any] = json.loads(event["text"])
        return message

    async def begin(self, payload: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Initialize the connection and return the answer."""
        await self.send({"type": "connection_init", **({"payload": payload} if payload else {})})
        return await self.receive()

    async def subscribe(self, name: str, query: str, **variables: Any) -> None:
        """Start an operation."""
        payload = {"query": query, "variables": variables}
        await self.send({"type": "subscribe", "id": name, "payload": payload})

    async def leave(self) -> None:
        """Hang up and wait until the application has noticed."""
        if self._task is not None and not self._task.done():
            await self._to_app.put({"type": "websocket.disconnect", "code": 1000})
            await self._task


async def make_api(principals: Mapping[str, Principal], *, development: bool = False) -> Api:
    """Return the API on the current database, with a token for every principal."""
    clock = Clock()
    runner = InlineRunner(clock)
    desk = InlineDesk(clock.now)
    numbers = count(1)
    services = Services(
        now=clock.now,
        new_id=lambda: uuid5(SPACE, f"api {next(numbers)}"),
        runner=runner,
        development=development,
        secret=lambda length: bytes([next(numbers) % 256]) * length,
        past=a_past(),
        written=(written := list[UUID]()).append,
        desk=desk,
    )
    api = Api(Starlette(routes=graphql_routes(services)), clock, runner, desk, written=written)
    async with changing(Act(SYSTEM.principal_id, "tokens", NOW, uuid5(SPACE, "tokens"))) as change:
        for number, (login, principal) in enumerate(sorted(principals.items())):
            api.tokens[login] = await issue_token(change, principal, secret=bytes([200 + number]) * 32)
    return api
