"""Evidence named by a change: the files are sent to `POST /evidence` before, and attached by their ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import strawberry

from api.nodes import NAMES, nowhere, parse_id
from registry.evidence.records import MOST_FILES
from registry.tables import EvidenceFile


def evidence_field() -> Any:
    """Return the input field that names files of evidence."""
    return strawberry.field(
        default=None,
        description=f"Files, by the ids POST /evidence gave or by global ids; at most {MOST_FILES}.",
    )


def evidence_rows(ids: Sequence[strawberry.ID] | None) -> tuple[UUID, ...]:
    """Return the row ids of files of evidence; a malformed id becomes one that no file has."""
    return tuple(_row(text) for text in ids or ())


def _row(text: str) -> UUID:
    parsed = parse_id(text)
    if parsed is not None and parsed[0] == NAMES[EvidenceFile]:
        return parsed[1]
    try:
        return UUID(text)
    except ValueError:
        return nowhere(text)
