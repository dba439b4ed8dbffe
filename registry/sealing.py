"""
The daily seal: a Merkle root over what was recorded since the last one, chained to it.

The ledger's own chains (`registry.ledger`) show that an entry was altered or taken from the middle.
A seal also shows that one was cut off the end, put in later, or rewritten with all that follow it;
a copy of the seal kept elsewhere (paper, mail) holds even against somebody who can rewrite the whole
database. After a seal nothing earlier is recorded, so an answer known then stays as it was.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from registry.access import Viewer
from registry.codes import Capability
from registry.errors import AccessDenied, InvalidValue
from registry.ledger import GENESIS, canonical, digest
from registry.merkle import root_of
from registry.tables import LedgerEntry, LedgerSeal

#: What a seal states; its hash is over all of this.
STATED = ("number", "until", "entries", "root", "previous_hash")


@dataclass(frozen=True, slots=True, order=True)
class Leaf:
    """One sealed entry: which record, its number in that record's chain, and its hash (hex)."""

    record_table: str
    record_id: UUID
    sequence: int
    hash: str


def root_over(leaves: Sequence[Leaf]) -> str:
    """Return the Merkle root over the hashes of leaves, which must be in order."""
    return root_of([bytes.fromhex(leaf.hash) for leaf in leaves])


def seal_hash(seal: LedgerSeal) -> str:
    """Return the hash a seal must have: over the seal before it and everything it states."""
    stated = {"number": seal.number, "until": seal.until, "entries": seal.entries, "root": seal.root}
    return digest(seal.previous_hash, canonical(stated))


def packed(leaves: Iterable[Leaf]) -> bytes:
    """Return leaves as the bytes a seal keeps: compressed JSON rows."""
    lines = [[leaf.record_table, str(leaf.record_id), leaf.sequence, leaf.hash] for leaf in leaves]
    return zlib.compress(json.dumps(lines, separators=(",", ":")).encode())


def leaves_of(seal: LedgerSeal) -> list[Leaf]:
    """
    Return the entries a seal says it covers.

    Raises
    ------
    ValueError
        The packed bytes were damaged.

    """
    try:
        rows = json.loads(zlib.decompress(seal.leaves))
        return [Leaf(table, UUID(record), sequence, hash_) for table, record, sequence, hash_ in rows]
    except (zlib.error, TypeError, UnicodeDecodeError) as damage:
        raise ValueError(f"the leaves of seal {seal.number} cannot be read") from damage


async def recorded_between(after: datetime | None, until: datetime) -> list[Leaf]:
    """Return the entries recorded after one moment (None: ever) up to another, in the order of a seal."""
    condition = Q(recorded_at__lte=until)
    if after is not None:
        condition &= Q(recorded_at__gt=after)
    found: list[Any] = await LedgerEntry.filter(condition).values_list(
        "record_table", "record_id", "sequence", "hash"
    )
    return sorted(Leaf(*row) for row in found)


async def last_seal() -> LedgerSeal | None:
    """Return the newest seal, or None while nothing is sealed."""
    return await LedgerSeal.all().order_by("-number").first()


async def newest_seals(viewer: Viewer, number: int) -> list[dict[str, Any]]:
    """
    Return the newest seals without their leaves, newest first; seals say nothing about any region.

    Raises
    ------
    AccessDenied
        The viewer may neither audit nor administer anywhere.

    """
    if not viewer.can(Capability.AUDIT) and not viewer.can(Capability.ADMINISTER):
        raise AccessDenied(Capability.AUDIT, LedgerSeal.Meta.table)
    newest = LedgerSeal.all().order_by("-number").limit(number)
    return await newest.values(*STATED, "hash")


async def take_seal(until: datetime, *, now: datetime) -> LedgerSeal | None:
    """
    Seal what was recorded up to a moment and return the seal; None when that is sealed already.

    Writers that are under way are waited for, later ones cannot record anything up to `until`.

    Raises
    ------
    InvalidValue
        `until` lies in the future: entries yet to come would be shut out.

    """
    if until > now:
        raise InvalidValue("until", until.isoformat(), "only the past can be sealed")
    async with in_transaction() as connection:
        if connection.capabilities.dialect == "postgres":
            await connection.execute_query("LOCK TABLE ledger_entry IN SHARE MODE")
        last = await last_seal()
        if last is not None and until <= last.until:
            return None
        leaves = await recorded_between(last.until if last else None, until)
        root, kept = await asyncio.to_thread(lambda: (root_over(leaves), packed(leaves)))
        seal = LedgerSeal(
            number=last.number + 1 if last else 1,
            until=until.astimezone(UTC),
            entries=len(leaves),
            root=root,
            leaves=kept,
            previous_hash=last.hash if last else GENESIS,
        )
        seal.hash = seal_hash(seal)
        await seal.save(force_create=True)
    return seal


async def sealed_at(moment: datetime) -> bool:
    """Tell whether what was known at a moment is sealed, so that an answer about it can never change."""
    last = await last_seal()
    return last is not None and moment <= last.until
