"""Looking records up by global id, whatever their type."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import strawberry

from api.context import Info
from api.limits import MAX_LIST_ITEMS
from api.masking import coded
from api.nodes import TABLES, Node, parse_id, shown


async def _named(info: Info, text: str) -> Any:
    """Return the row a global id of any kind names, if there is one in scope."""
    parsed = parse_id(text)
    return None if parsed is None else await info.context.loaders.by_id(TABLES[parsed[0]]).load(parsed[1])


@strawberry.type
class NodeQuery:
    """Relay's entry points."""

    @strawberry.field(
        description="The record with a global id; null when malformed, unknown or out of scope."
    )
    async def node(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Node | None:
        """Return a record."""
        return shown(await _named(info, id))

    @strawberry.field(
        description="The records with some global ids, in their order; null for each that is not found."
    )
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Global ids, at most 100.")],
    ) -> list[Node | None]:
        """Return records."""
        if len(ids) > MAX_LIST_ITEMS:
            raise coded("TOO_MANY", "At most 100 ids may be given.", "最多给出 100 个标识。")
        return shown(await asyncio.gather(*[_named(info, text) for text in ids]))
