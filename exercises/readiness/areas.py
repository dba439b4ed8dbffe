"""Which teams belong to a joint-training area 片区: those of its regions and below them."""

from __future__ import annotations

from datetime import date

from tortoise.expressions import Q, Subquery

from registry.access import SYSTEM, rows
from registry.periods import in_force
from registry.tables import AreaMember, RegionClosure


def in_area(code: str, on: date) -> Q:
    """Return the condition that a team's region lies in a joint-training area on a day, by its code."""
    members = rows(SYSTEM, AreaMember).filter(in_force(on), area__code=code).values("region_id")
    below = RegionClosure.filter(ancestor_id__in=Subquery(members)).values("descendant_id")
    return Q(region_id__in=Subquery(below))
