"""What every response carries, and what a request may leave in the log."""

from __future__ import annotations

import logging

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from muster.headers import Envelope
from muster.logs import REQUEST_ID, set_up_logging
from muster.pages import STYLE_HASH, front_page

pytestmark = pytest.mark.anyio


async def _named(request):
    return PlainTextResponse(
        REQUEST_ID.get(), headers={"X-Request-ID": "its-own"} if "own" in request.query_params else None
    )


def _client(*, development=False):
    routes = [Route("/", front_page), Route("/graphql", _named), Route("/calendar/{token}.ics", _named)]
    app = Starlette(routes=routes, middleware=[Middleware(Envelope, development=development)])
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://muster.example")


async def test_response_carries_the_security_headers():
    async with _client() as client:
        headers = (await client.get("/graphql")).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'; ")


async def test_content_policy_is_wide_for_graphiql_in_development_only():
    async with _client(development=True) as client:
        graphiql = (await client.get("/graphql")).headers["content-security-policy"]
        page = (await client.get("/")).headers["content-security-policy"]

    assert "'unsafe-inline'" in graphiql
    assert "'unsafe-inline'" not in page


async def test_request_has_one_id_in_response_and_log():
    async with _client() as client:
        answers = [await client.get("/graphql") for _ in range(2)]

    assert [answer.text for answer in answers] == [answer.headers["x-request-id"] for answer in answers]
    assert answers[0].text != answers[1].text


async def test_id_that_the_api_gave_is_kept():
    async with _client() as client:
        assert (await client.get("/graphql?own")).headers["x-request-id"] == "its-own"


async def test_log_holds_neither_query_strings_nor_calendar_tokens(caplog):
    with caplog.at_level(logging.INFO, logger="muster.requests"):
        async with _client() as client:
            await client.get("/graphql?query=%7BsecretName%7D")
            await client.get("/calendar/mrt_secret.ics")

    assert [message.split(" ")[:3] for message in caplog.messages] == [
        ["GET", "/graphql", "200"],
        ["GET", "/calendar/….ics", "200"],
    ]
    assert "secret" not in caplog.text


async def test_log_line_cannot_be_forged_by_a_path(caplog):
    with caplog.at_level(logging.INFO, logger="muster.requests"):
        async with _client() as client:
            await client.get("/a%0AGET /forged 200")

    assert len(caplog.messages) == 1
    assert "\n" not in caplog.messages[0]


async def test_front_page_is_bilingual_and_allowed_its_style():
    async with _client() as client:
        answer = await client.get("/")

    assert answer.status_code == 200
    assert "登记与年度训练计划" in answer.text
    assert "A registry of mobilization resources" in answer.text
    assert STYLE_HASH in answer.headers["content-security-policy"]
    assert "<script" not in answer.text


def test_logging_is_set_up_once_and_names_the_request(capsys):
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        set_up_logging("INFO")
        logging.getLogger("muster.test").info("hello")
        logging.getLogger("dbos").info("not shown")
    finally:
        root.handlers, root.level = before, level

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].endswith("INFO muster.test [-] hello")
