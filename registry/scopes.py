"""
How each table hangs on regions: what `registry.access` adds to every query of a table.

A table without an entry cannot be read at all. `exercises` registers its own tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.tables import (
    AccessToken,
    Area,
    AreaMember,
    Blackout,
    CapabilityItem,
    EquipmentItem,
    EquipmentRequirement,
    Grant,
    Membership,
    MobilizationCenter,
    Organization,
    Person,
    Post,
    PostRequirement,
    Principal,
    QualificationGrant,
    QualificationType,
    Record,
    Region,
    RuleSource,
    SharedResource,
    Team,
    TeamType,
    Unavailability,
)


@dataclass(frozen=True, slots=True, init=False)
class Scope:
    """
    The columns by which a table's rows belong to regions; one that lies in the scope is enough.

    Parameters
    ----------
    paths
        Columns holding a region id, through references by `__` (`"team__region_id"`). The first is the
        owner's: only there may anybody do more than read.
    null_is_public
        Rows whose first path is null belong to everyone (an office-wide rule).
    inherited
        Rows owned by a region above the reader's are read too: they hold below (a city's blackout).

    """

    paths: tuple[str, ...]
    null_is_public: bool = False
    inherited: bool = False

    def __init__(self, *paths: str, null_is_public: bool = False, inherited: bool = False) -> None:
        object.__setattr__(self, "paths", paths)
        object.__setattr__(self, "null_is_public", null_is_public)
        object.__setattr__(self, "inherited", inherited)


@dataclass(frozen=True, slots=True)
class Public:
    """A table everyone may read, and why that reveals nothing about a region."""

    reason: str = field()


_REFERENCE = Public("reference data: the same for every office")

SCOPES: dict[type[Record], Scope | Public] = {
    Region: Scope("id"),
    Area: _REFERENCE,
    AreaMember: Scope("region_id"),
    RuleSource: _REFERENCE,
    Organization: Scope("region_id"),
    MobilizationCenter: Scope("region_id"),
    CapabilityItem: Scope("organization__region_id"),
    QualificationType: _REFERENCE,
    TeamType: _REFERENCE,
    PostRequirement: _REFERENCE,
    EquipmentRequirement: _REFERENCE,
    Team: Scope("region_id"),
    Post: Scope("team__region_id"),
    EquipmentItem: Scope("team__region_id"),
    Person: Scope("region_id"),
    Membership: Scope("team__region_id"),
    QualificationGrant: Scope("person__region_id"),
    SharedResource: Scope("region_id"),
    Unavailability: Scope("region_id"),
    Blackout: Scope("region_id", inherited=True),
    Principal: Scope("grants__region_id"),
    AccessToken: Scope("principal__grants__region_id"),
    Grant: Scope("region_id"),
}


def register_scope(table: type[Record], scope: Scope | Public) -> None:
    """
    Say how a table of another package hangs on regions.

    Raises
    ------
    ValueError
        The table has a different scope already.

    """
    if SCOPES.setdefault(table, scope) != scope:
        raise ValueError(f"{table.__name__} has another scope already")
