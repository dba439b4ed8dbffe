"""
The way in: GraphQL over HTTP and graphql-transport-ws on `/graphql`, server-sent events on a path of
their own.

Nobody passes without a bearer token. On HTTP it stands in the `Authorization` header; on a WebSocket
there or in the payload of `connection_init`, for browsers cannot set headers on one.
"""

from __future__ import annotations

import logging
from typing import Any, TypeAlias

from cross_web import HTTPException
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.unset import UNSET, UnsetType

from api.context import Context, Services
from api.limits import MAX_BODY_BYTES, MAX_SUBSCRIPTIONS
from api.schema import schema
from registry.access import Viewer, authenticate

RESPONSE_TYPE = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"

logger = logging.getLogger("muster.api")

_Base: TypeAlias = GraphQL[Context, None]


def refusal(status: int, code: str, message: str, message_zh: str, **headers: str) -> Response:
    """Return an answer that refuses a request before it is GraphQL."""
    body = {"errors": [{"message": message, "extensions": {"code": code, "messageZh": message_zh}}]}
    return JSONResponse(body, status_code=status, headers=headers)


def bearer(text: object) -> str:
    """Return the token of an `Authorization` value; empty when it is not a bearer's."""
    scheme, _, token = text.partition(" ") if isinstance(text, str) else ("", "", "")
    return token.strip() if scheme.lower() == "bearer" else ""


class Door(_Base):
    """
    Strawberry's view, made to the letter of GraphQL over HTTP and closed to strangers.

    An operation that never started (it does not parse, validate, or fit its limits) is answered without
    `data`: with 400 in the media type of GraphQL, with 200 in plain JSON, as the specification has it.
    """

    def __init__(self, services: Services, *protocols: str) -> None:
        super().__init__(
            schema,
            graphql_ide="graphiql" if services.development else None,
            subscription_protocols=protocols,
            max_subscriptions_per_connection=MAX_SUBSCRIPTIONS,
        )
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hold one WebSocket."""
        if scope["type"] == "websocket":
            await self.run(WebSocket(scope, receive=receive, send=send))
            return
        request = Request(scope, receive=receive)
        response = await self.respond(request)
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """Return the answer to one request; who it is from is settled before anything else."""
        if self.services.development and request.method == "GET" and _wants_page(request):
            return await self.render_graphql_ide(request)
        token = bearer(request.headers.get("authorization"))
        viewer = await self.identify(token)
        if viewer is None:
            header = {"www-authenticate": "Bearer"}
            return refusal(
                401, "UNAUTHENTICATED", "A valid bearer token is needed.", "需要有效的访问令牌。", **header
            )
        context = self.context(token, viewer)
        try:
            response = await self.run(request, context=context)
        except HTTPException as error:
            response = refusal(error.status_code, "BAD_REQUEST", error.reason, "请求格式不正确。")
        response.headers["x-request-id"] = context.request_id
        return response

    async def identify(self, token: str) -> Viewer | None:
        """Return whom a token stands for now, if anybody."""
        return await authenticate(token, at=self.services.now()) if token else None

    def context(self, token: str, viewer: Viewer | None) -> Context:
        """Return the context of a request or connection."""
        return Context(self.services, str(self.services.new_id()), token, viewer)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        """Return the context of a WebSocket; requests bring theirs along."""
        del response
        token = bearer(request.headers.get("authorization"))
        return self.context(token, await self.identify(token))

    async def on_ws_connect(self, context: Context) -> UnsetType | dict[str, object] | None:
        """Admit a WebSocket whose header or first message has a valid token; else it closes with 4403."""
        if context.signed_in is None:
            context.token = bearer((context.connection_params or {}).get("authorization"))
            context.signed_in = await self.identify(context.token)
        if context.signed_in is None:
            raise ConnectionRejectionError
        return UNSET

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        """Return the answer's draft, in the media type the client prefers."""
        draft = await super().get_sub_response(request)
        accepted = request.headers.get("accept", "")
        draft.media_type = RESPONSE_TYPE if RESPONSE_TYPE in accepted else "application/json"
        return draft

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """Return the answer's body; without `data`, every error coded, when the operation never started."""
        body = await super().process_result(request, result)
        if result.data is None and result.errors and not any(_has_path(error) for error in result.errors):
            del body["data"]
            body["errors"] = [_coded(error) for error in result.errors]
        return body

    def create_response(
        self, response_data: GraphQLHTTPResponse | list[GraphQLHTTPResponse], sub_response: Response
    ) -> Response:
        """Return the answer; 400 when the operation never started and the client knows the media type."""
        response = super().create_response(response_data, sub_response)
        response.headers["content-type"] = f"{sub_response.media_type}; charset=utf-8"
        never_started = isinstance(response_data, dict) and "data" not in response_data
        if never_started and sub_response.media_type == RESPONSE_TYPE:
            response.status_code = 400
        return response


class Stream(Door):
    """Server-sent events: ordinary clients, who list them among what they accept, never land here."""

    async def respond(self, request: Request) -> Response:
        """Return the stream of one operation."""
        if EVENT_STREAM not in request.headers.get("accept", ""):
            return refusal(
                406, "NOT_ACCEPTABLE", f"This path answers with {EVENT_STREAM} only.", "此路径仅提供事件流。"
            )
        return await super().respond(request)


def _coded(error: GraphQLError) -> dict[str, Any]:
    """Return an error of a document that never ran, under the code of such errors unless it has one."""
    told: dict[str, Any] = {**error.formatted}
    unknown = {"code": "INVALID_DOCUMENT", "messageZh": "GraphQL 文档有误或超出限制。"}
    return {**told, "extensions": {**unknown, **told.get("extensions", {})}}


def _has_path(error: GraphQLError) -> bool:
    return error.path is not None


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and "query" not in request.query_params


def graphql_routes(services: Services) -> list[BaseRoute]:
    """Return the routes of the API: `/graphql` for requests and WebSockets, `/graphql/stream` for events."""
    door: Any = Door(services, GRAPHQL_TRANSPORT_WS_PROTOCOL)
    stream: Any = Stream(services, GRAPHQL_SSE_PROTOCOL)
    return [
        Route("/graphql", door, max_body_size=MAX_BODY_BYTES),
        WebSocketRoute("/graphql", door),
        Route("/graphql/stream", stream, max_body_size=MAX_BODY_BYTES),
    ]
