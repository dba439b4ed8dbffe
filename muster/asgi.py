"""The ASGI application: the GraphQL door, the calendar feed, health, and the front page."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.context import Services
from api.door import graphql_routes
from api.limits import MAX_BODY_BYTES
from muster import clock, database, jobs
from muster.feed import calendar_feed
from muster.headers import Envelope
from muster.pages import front_page
from muster.settings import Settings

_RETRY_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


def create_app(settings: Settings) -> Starlette:
    """
    Return the application for `settings`.

    It opens the database and the durable jobs in its lifespan. On a database that is not migrated
    it starts all the same, answers `/health`, and takes up plan runs once `muster migrate` has run.
    """
    services = Services(
        now=clock.now,
        new_id=clock.new_id,
        runner=jobs.DurableRunner(),
        development=settings.development,
        secret=clock.secret,
    )

    return Starlette(
        routes=[
            Route("/", front_page),
            Route("/health", health),
            Route("/ready", ready),
            Route("/calendar/{token}.ics", calendar_feed),
            *graphql_routes(services),
        ],
        middleware=[
            Middleware(Envelope, development=settings.development),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts), www_redirect=False),
        ],
        lifespan=_lifespan(settings),
        max_body_size=MAX_BODY_BYTES,
    )


def _lifespan(settings: Settings) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return the application's lifespan: the database around the worker around the requests."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.works = False
        async with database.connected(settings):
            closing = asyncio.Event()
            worker = asyncio.create_task(_work(app, settings, closing))
            try:
                yield
            finally:
                closing.set()
                await worker

    return lifespan


async def _work(app: Starlette, settings: Settings, closing: asyncio.Event) -> None:
    """Open the durable jobs once the database is migrated, and keep them open until the end."""
    while await database.pending_migrations(settings):
        _LOG.warning("The database is not migrated; run `muster migrate`.")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(closing.wait(), _RETRY_SECONDS)
        if closing.is_set():
            return
    async with jobs.plan_jobs(settings.jobs_url):
        app.state.works = True
        await closing.wait()
        app.state.works = False


async def health(request: Request) -> Response:
    """Say that the process is alive: 200 whatever the database does."""
    return JSONResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


async def ready(request: Request) -> Response:
    """Say 200 when the database answers and plan runs are taken, 503 with what is missing otherwise."""
    missing = [] if await database.answers() else ["database"]
    if not request.app.state.works or not await jobs.worker_answers():
        missing.append("worker")
    status = {"status": "not ready" if missing else "ready", "missing": missing}
    return JSONResponse(status, status_code=503 if missing else 200, headers={"Cache-Control": "no-store"})
