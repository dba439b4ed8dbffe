"""What a client may see of an error: coded refusals as they are, anything unforeseen masked and logged."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError
from strawberry.extensions import MaskErrors

from exercises.errors import ExercisesError
from registry.errors import RegistryError

if TYPE_CHECKING:
    from api.context import Context

logger = logging.getLogger("muster.api")


def coded(code: str, message: str, message_zh: str, **facts: Any) -> GraphQLError:
    """Return a top-level error with a stable code, in English and in Chinese."""
    return GraphQLError(message, extensions={"code": code, "messageZh": message_zh, **facts})


class Masking(MaskErrors):
    """
    Let refusals through with their code, mask the rest.

    Syntax and validation errors and our own coded errors have no foreign origin and pass as they
    are. Domain errors raised by a query become coded errors. Anything else is logged with its
    traceback and the request id, and the client is told only that id.
    """

    def __init__(self) -> None:
        super().__init__(should_mask_error=_is_foreign)

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        """Return what the client is shown instead of an error with a foreign origin."""
        origin = error.original_error
        if isinstance(origin, RegistryError | ExercisesError):
            extensions = {"code": origin.code, "messageZh": origin.message_zh}
            return _at(error, str(origin), extensions)
        context: Context = self.execution_context.context
        logger.error("request %s failed at %s", context.request_id, error.path, exc_info=origin)
        extensions = {"code": "INTERNAL", "messageZh": "内部错误。", "requestId": context.request_id}
        return _at(error, "Unexpected error.", extensions)


def _is_foreign(error: GraphQLError) -> bool:
    return error.original_error is not None and not isinstance(error.original_error, GraphQLError)


def _at(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
