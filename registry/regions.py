"""The region tree: its closure table, subtrees, and regions by administrative code."""

from __future__ import annotations

from uuid import UUID

from tortoise.transactions import in_transaction

from registry.errors import NotFound
from registry.tables import Region, RegionClosure


async def rebuild_closure() -> int:
    """
    Derive every (ancestor, descendant) pair anew from the parents, and return how many there are.

    Call it after regions were added or moved, inside the same `changing` block: until then nobody
    sees the new regions through `registry.access`. A region whose parents form a ring is an error of
    the data.

    Raises
    ------
    ValueError
        A region is its own ancestor.

    """
    async with in_transaction():
        parents: dict[UUID, UUID | None] = dict(
            await Region.all().order_by("code").values_list("id", "parent_id")
        )
        pairs = [pair for region_id in parents for pair in _ancestors(region_id, parents)]
        await RegionClosure.all().delete()
        await RegionClosure.bulk_create(pairs, batch_size=1_000)
    return len(pairs)


def _ancestors(region_id: UUID, parents: dict[UUID, UUID | None]) -> list[RegionClosure]:
    """Return the pairs of one region with itself and everything above it."""
    pairs: list[RegionClosure] = []
    above: UUID | None = region_id
    while above is not None:
        if len(pairs) > len(parents):
            raise ValueError(f"region {region_id} is its own ancestor")
        pairs.append(RegionClosure(ancestor_id=above, descendant_id=region_id, depth=len(pairs)))
        above = parents[above]
    return pairs


async def subtree(region_id: UUID) -> frozenset[UUID]:
    """Return the ids of a region and everything below it; empty for an unknown region."""
    found = await RegionClosure.filter(ancestor_id=region_id).values_list("descendant_id", flat=True)
    return frozenset(found)  # type: ignore[arg-type]  # values_list is not typed by column


async def by_code(code: str) -> Region:
    """
    Return the region with an administrative code, without asking who wants to know.

    Raises
    ------
    NotFound
        There is none.

    """
    region = await Region.get_or_none(code=code)
    if region is None:
        raise NotFound(Region.table_name(), code)
    return region
