"""A register as of two times, as bytes that are the same whenever they are asked for."""

from __future__ import annotations

from typing import Any

from registry.access import Viewer, rows
from registry.ledger import canonical
from registry.past.past import AsOf, Past
from registry.tables import Record


async def report(past: Past, viewer: Viewer, table: type[Record], at: AsOf) -> bytes:
    """
    Return a register as of two times: one canonical JSON document in UTF-8.

    Rows are those in the viewer's scope, by id; personal data, bulky documents and how jobs get on are
    left out. The same question gives the same bytes whenever it is asked; only until a seal covers the
    moment (`past.known_for_ever`), an act that was under way then can still come to be known.
    """
    hidden = table.sealed | table.digested | table.operational
    columns = [column for column in table.stored_columns() if column not in hidden]
    async with past.reading(at):
        found: list[dict[str, Any]] = await rows(viewer, table).order_by("id").values(*columns)
    told = {
        "register": table.table_name(),
        "valid_on": at.valid_on,
        "known_at": at.known_at,
        "count": len(found),
        "rows": found,
    }
    return (canonical(told) + "\n").encode()
