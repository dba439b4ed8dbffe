"""Who decides about records of several regions: whoever may register in the lowest region above them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from registry.access import SYSTEM, rows
from registry.tables import Region, RegionClosure


async def deciders(groups: Sequence[Iterable[UUID]]) -> list[Region | None]:
    """
    Return, for each group of regions, the lowest region above all of them; None when they share none.

    Names of regions are public: the region is told even to somebody whose reach it is above.
    """
    wanted = [frozenset(group) for group in groups]
    ends = sorted({each for group in wanted for each in group})
    above: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for pair in await RegionClosure.filter(descendant_id__in=ends):
        above[pair.descendant_id][pair.ancestor_id] = pair.depth
    lowest = [_lowest([above[each] for each in group]) for group in wanted]
    known = {row.id: row for row in await rows(SYSTEM, Region).filter(id__in=[e for e in lowest if e])}
    return [known.get(each) if each is not None else None for each in lowest]


def _lowest(ways: Sequence[dict[UUID, int]]) -> UUID | None:
    """Return the region that all ways up reach first."""
    if not ways:
        return None
    shared = set(ways[0]).intersection(*ways[1:])
    return min(shared, key=lambda each: (ways[0][each], str(each)), default=None)


async def regions_named(ids: Iterable[UUID]) -> dict[UUID, Region]:
    """Return regions for their code and name alone, which are public: two offices must find each other."""
    return {row.id: row for row in await rows(SYSTEM, Region).filter(id__in=sorted(set(ids)))}
