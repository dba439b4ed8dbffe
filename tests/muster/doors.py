"""A client of routes over plain HTTP, in the test's own process, with a token for each principal."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote

import httpx2
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from muster import clock
from muster.settings import Settings
from registry.access import SYSTEM, issue_token
from registry.history import changing
from tests.factories import SmallWorld

D = TypeVar("D", bound="Door")


@dataclass
class Door:
    """What every such client can do."""

    settings: Settings
    client: httpx2.AsyncClient
    world: SmallWorld
    tokens: dict[str, str] = field(default_factory=dict)

    def headers(self, login: str | None) -> dict[str, str]:
        """Return the headers of a principal; none for a stranger."""
        return {"authorization": f"Bearer {self.tokens[login]}"} if login else {}

    async def fetch(self, path: str, login: str | None = "registrar") -> httpx2.Response:
        """Return the answer to a principal who asks for a path."""
        return await self.client.get(path, headers=self.headers(login))

    def named(self, login: str | None, name: str) -> dict[str, str]:
        """Return the headers of a principal who sends a file of a name."""
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        return {**self.headers(login), "content-disposition": disposition}


@asynccontextmanager
async def opened(
    kind: type[D], settings: Settings, routes: Sequence[BaseRoute], world: SmallWorld
) -> AsyncIterator[D]:
    """Yield a door of some kind to some routes."""
    transport = httpx2.ASGITransport(Starlette(routes=routes, max_body_size=1_000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://muster.example") as client:
        door = kind(settings, client, world)
        async with changing(clock.act(SYSTEM.principal_id, "tokens")) as change:
            for login, principal in world.principals.items():
                secret = hashlib.sha256(login.encode()).digest()
                door.tokens[login] = await issue_token(change, principal, secret=secret)
        yield door
