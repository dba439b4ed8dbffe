"""The way in: tokens, media types, what is refused before it is GraphQL, and what is hidden."""

from __future__ import annotations

import asyncio
import logging

import pytest

from api import limits, team_lists
from registry.history import changing
from registry.tables import AccessToken, Principal
from tests.api.harness import Api, make_api
from tests.conftest import NOW
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

UNAUTHENTICATED = {
    "errors": [
        {
            "message": "A valid bearer token is needed.",
            "extensions": {"code": "UNAUTHENTICATED", "messageZh": "需要有效的访问令牌。"},
        }
    ]
}
ASK = {"query": "{ me { login } }"}


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer mrt_nobody", "Basic cGxhbm5lcjo=", "中文"],
    ids=["absent", "empty", "no token", "blank token", "unknown", "basic", "nonsense"],
)
@pytest.mark.parametrize("path", ["/graphql", "/graphql/stream"])
async def test_request_without_valid_token_is_refused(api: Api, authorization: str | None, path: str) -> None:
    headers = {"accept": "text/event-stream"}
    if authorization is not None:
        headers["authorization"] = authorization.encode()  # type: ignore[assignment]  # not every header is ASCII

    async with api.http() as client:
        answer = await client.post(path, json=ASK, headers=headers)

    assert (answer.status_code, answer.json()) == (401, UNAUTHENTICATED)
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_expired_token_is_refused(api: Api, world: SmallWorld, act) -> None:
    token = await AccessToken.filter(principal_id=world.principals["planner"].id).get()
    async with changing(act("expire")) as change:
        await change.change(token, expires_at=NOW)

    assert (await api.post(ASK)).status_code == 401


async def test_disabled_principal_is_refused(api: Api, world: SmallWorld, act) -> None:
    async with changing(act("disable")) as change:
        await change.change(await Principal.get(id=world.principals["planner"].id), disabled=True)

    assert (await api.post(ASK)).status_code == 401


@pytest.mark.parametrize(
    ("accept", "status", "media"),
    [
        ("application/graphql-response+json", 400, "application/graphql-response+json; charset=utf-8"),
        ("application/json", 200, "application/json; charset=utf-8"),
    ],
)
async def test_invalid_document_is_answered_without_data(
    api: Api, accept: str, status: int, media: str
) -> None:
    answer = await api.post({"query": "{ nothing }"}, accept=accept)

    assert (answer.status_code, answer.headers["content-type"]) == (status, media)
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", '{"query":"{ me { login } }"}'),
        ("application/x-www-form-urlencoded", "query={me{login}}"),
        ("multipart/form-data; boundary=x", '--x\r\n\r\n{"query":"{ me { login } }"}\r\n--x--'),
    ],
)
async def test_other_media_types_are_refused(api: Api, content_type: str, body: str) -> None:
    async with api.http() as client:
        answer = await client.post(
            "/graphql", content=body, headers={**api.headers("planner"), "content-type": content_type}
        )

    assert 400 <= answer.status_code < 500
    assert "data" not in answer.json()


async def test_mutation_by_get_is_refused(api: Api) -> None:
    query = 'mutation { cancelPlanRun(input: {runId: "x", reason: "x"}) { __typename } }'
    async with api.http() as client:
        answer = await client.get("/graphql", params={"query": query}, headers=api.headers("planner"))

    assert answer.status_code in (400, 405)


async def test_batch_is_refused(api: Api) -> None:
    answer = await api.post([ASK, ASK])

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("chunked", [False, True], ids=["plain", "chunked"])
async def test_body_above_the_limit_is_refused(api: Api, chunked: bool) -> None:
    size = 2_000_000

    async def chunks():
        for _ in range(20):
            yield b" " * (size // 20)

    async with api.http() as client:
        answer = await client.post(
            "/graphql",
            content=chunks() if chunked else b" " * size,
            headers={**api.headers("planner"), "content-type": "application/json"},
        )

    assert answer.status_code == 413


async def test_introspection_and_suggestions_are_closed_in_production(api: Api) -> None:
    schema = await api.ask("{ __schema { queryType { name } } }")
    typo = await api.ask("{ teems(first: 1) { nodes { code } } }")

    assert "introspection" in schema["errors"][0]["message"]
    assert typo["errors"][0]["message"] == "Cannot query field 'teems' on type 'Query'."


async def test_development_opens_introspection_and_the_page(world: SmallWorld) -> None:
    api = await make_api(world.principals, development=True)
    async with api.http() as client:
        page = await client.get("/graphql", headers={"accept": "text/html"})

    schema = await api.ask("{ __schema { queryType { name } } }")

    assert schema["data"] == {"__schema": {"queryType": {"name": "Query"}}}
    assert (page.status_code, "graphiql" in page.text.lower()) == (200, True)


async def test_page_is_closed_in_production(api: Api) -> None:
    async with api.http() as client:
        page = await client.get("/graphql", headers={"accept": "text/html"})

    assert page.status_code == 401


async def test_unforeseen_error_is_masked_and_logged(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("postgres://muster:secret@db/muster")

    monkeypatch.setattr(team_lists, "find", broken)
    with caplog.at_level(logging.ERROR, logger="muster.api"):
        answer = await api.post({"query": '{ team(id: "x") { code } }'})

    body = answer.json()
    request_id = answer.headers["x-request-id"]
    assert body["data"] == {"team": None}
    assert [(e["message"], e["extensions"]) for e in body["errors"]] == [
        ("Unexpected error.", {"code": "INTERNAL", "messageZh": "内部错误。", "requestId": request_id})
    ]
    assert "secret" not in answer.text
    assert any(request_id in record.getMessage() for record in caplog.records)
    assert "secret" in caplog.text


async def test_slow_operation_is_ended(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: object) -> None:
        await asyncio.sleep(5)

    monkeypatch.setattr(team_lists, "find", slow)
    monkeypatch.setattr(limits, "TIMEOUT_SECONDS", 0.05)

    body = await api.ask('{ team(id: "x") { code } }')

    assert body["errors"][0]["extensions"]["code"] == "TIMEOUT"
    monkeypatch.undo()
    assert (await api.ask("{ me { login } }"))["data"] == {"me": {"login": "planner"}}
