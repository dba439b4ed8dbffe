"""
The ledger as files that can be checked elsewhere: seals, entries, and the program that checks them.

Entries hold personal values as salted digests only. The format: docs/reference/ledger-format.md.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib import resources
from typing import Any

from registry.ledger import canonical, entries, plain
from registry.sealing import STATED
from registry.tables import LedgerEntry, LedgerSeal

_ENTRY = tuple(name for name in LedgerEntry._meta.db_fields if name != "id")  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table


async def seals_document() -> str:
    """Return every seal as one JSON document: what an office keeps on paper or sends away each day."""
    stored = await LedgerSeal.all().order_by("number")
    seals = [{name: getattr(seal, name) for name in (*STATED, "hash")} for seal in stored]
    return canonical({"format": "muster-seals/1", "seals": seals}) + "\n"


async def entry_lines() -> AsyncIterator[str]:
    """Yield every entry as one line of canonical JSON, record by record."""
    async for entry in entries():
        facts: dict[str, Any] = {name: plain(getattr(entry, name)) for name in sorted(_ENTRY)}
        yield canonical(facts) + "\n"


def verifier() -> str:
    """Return the text of the stand-alone program that checks seals and entries."""
    return resources.files("registry.standalone").joinpath("verify_ledger.py").read_text(encoding="utf-8")
