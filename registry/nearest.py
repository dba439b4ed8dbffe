"""Rules that a region may set for itself and everything below it: the nearest one upwards holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from registry.access import SYSTEM, rows
from registry.history import Change
from registry.periods import in_force, reaching
from registry.tables import Record, RegionClosure

R = TypeVar("R", bound=Record)
_EVERYBODY = 1_000


async def distances(region_id: UUID) -> dict[UUID | None, int]:
    """Return how many levels above a region each of its ancestors stands; everybody's rule is farthest."""
    found = await RegionClosure.filter(descendant_id=region_id).values_list("ancestor_id", "depth")
    return {None: _EVERYBODY, **dict(found)}


async def nearest(table: type[R], region_id: UUID, on: date, **wanted: Any) -> R | None:
    """
    Return the rule of a table that holds in a region on a day: its own, or of the nearest region above.

    A rule without a region is everybody's. `wanted` narrows by columns. None when there is no rule.
    """
    above = await distances(region_id)
    mine = Q(region_id__in=[key for key in above if key is not None]) | Q(region_id__isnull=True)
    found = await rows(SYSTEM, table).filter(in_force(on), mine, **wanted)
    return closest(found, above)


async def nearest_each(
    table: type[R], region_ids: Collection[UUID], on: date, **wanted: Any
) -> dict[UUID, R | None]:
    """Return the rule that holds in each of some regions on a day, in two statements; see `nearest`."""
    found: Any = RegionClosure.filter(descendant_id__in=list(region_ids)).values_list(
        "descendant_id", "ancestor_id", "depth"
    )
    above: dict[UUID, dict[UUID | None, int]] = {each: {None: _EVERYBODY} for each in region_ids}
    for descendant_id, ancestor_id, depth in await found:
        above[descendant_id][ancestor_id] = depth
    named = {key for ways in above.values() for key in ways if key is not None}
    mine = Q(region_id__in=list(named)) | Q(region_id__isnull=True)
    rules = await rows(SYSTEM, table).filter(in_force(on), mine, **wanted)
    return {each: closest(rules, ways) for each, ways in above.items()}


def closest(rules: Iterable[R], above: Mapping[UUID | None, int]) -> R | None:
    """Return the rule whose region stands nearest; None when none of them is above."""
    reached = [rule for rule in rules if _region(rule) in above]
    return min(reached, key=lambda rule: (above[_region(rule)], str(rule.id)), default=None)


def _region(rule: Record) -> UUID | None:
    region_id: UUID | None = getattr(rule, "region_id", None)
    return region_id


async def succeed(change: Change, current: QuerySet[R], new: R) -> R:
    """Store a rule in place of those of the same matter that reach into its days; they end before it."""
    for old in await current.filter(reaching(new.valid_from)):
        if old.valid_from < new.valid_from:
            await change.change(old, valid_to=new.valid_from)
        else:
            await change.remove(old)
    return await change.add(new)
