"""The ASGI application: the GraphQL door, the calendar feed, health, and the front page."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable
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
from muster import clock, database
from muster.audit_packs import audit_pack_routes
from muster.desk import OfficeDesk
from muster.evidence import evidence_routes
from muster.evidence_stores import evidence_store
from muster.feed import calendar_feed
from muster.headers import Envelope
from muster.on_write import Judge
from muster.pages import front_page
from muster.past import keep_up, past_of
from muster.register_files import register_routes
from muster.reports import report_routes
from muster.settings import Settings
from muster.worker import Worker
from registry.past import Past

_LOG = logging.getLogger(__name__)


def create_app(settings: Settings) -> Starlette:
    """
    Return the application for `settings`.

    It opens the database and the durable jobs in its lifespan. On a database that is not migrated
    it starts all the same, answers `/health`, and takes up plan runs once `muster migrate` has run.
    """
    worker = Worker(settings)
    past, judge = past_of(settings), Judge()
    return Starlette(
        routes=[
            Route("/", front_page),
            Route("/health", health),
            Route("/ready", ready),
            Route("/calendar/{token}.ics", calendar_feed),
            *evidence_routes(settings, evidence_store(settings)),
            *register_routes(settings),
            *report_routes(past),
            *audit_pack_routes(past),
            *graphql_routes(_services(settings, worker, past, judge)),
        ],
        middleware=[
            Middleware(Envelope, development=settings.development),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts), www_redirect=False),
        ],
        lifespan=_lifespan(settings, worker, past, judge),
        max_body_size=MAX_BODY_BYTES,
    )


def _services(settings: Settings, worker: Worker, past: Past, judge: Judge) -> Services:
    """Return what this process lends to the API."""
    return Services(
        now=clock.now,
        new_id=clock.new_id,
        runner=worker,
        development=settings.development,
        secret=clock.secret,
        past=past,
        written=judge.written,
        desk=OfficeDesk(settings, worker),
    )


def _lifespan(
    settings: Settings, worker: Worker, past: Past, judge: Judge
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return the application's lifespan: the database around the worker around the requests."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None, None]:
        app.state.worker = worker
        async with database.connected(settings):
            closing = asyncio.Event()
            working = [
                asyncio.create_task(worker.work(closing)),
                asyncio.create_task(keep_up(past, closing)),
                asyncio.create_task(judge.work(closing)),
            ]
            try:
                yield
            finally:
                closing.set()
                await asyncio.gather(*working)
                await past.close()
        _LOG.info("Stopped in good order; an unfinished plan run goes on at the next start.")

    return lifespan


async def health(request: Request) -> Response:
    """Say that the process is alive: 200 whatever the database does."""
    return JSONResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


async def ready(request: Request) -> Response:
    """Say 200 when the database answers and plan runs are taken, 503 with what is missing otherwise."""
    missing = [] if await database.answers() else ["database"]
    if not await request.app.state.worker.answers():
        missing.append("worker")
    status = {"status": "not ready" if missing else "ready", "missing": missing}
    return JSONResponse(status, status_code=503 if missing else 200, headers={"Cache-Control": "no-store"})
