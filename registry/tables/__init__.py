"""
The registry's rows as Tortoise tables, one module per noun; import them through this package.

Reading order: `record` (what all rows share) → `regions` → `organizations` → `teams` → `people`
→ `resources` → `access` → `ledger`.
"""

from registry.tables.access import AccessToken, Grant, Principal
from registry.tables.ledger import LedgerEntry, LedgerSeal
from registry.tables.organizations import CapabilityItem, MobilizationCenter, Organization, RuleSource
from registry.tables.people import Membership, Person, QualificationGrant
from registry.tables.record import Record
from registry.tables.regions import Area, AreaMember, Region, RegionClosure
from registry.tables.resources import Blackout, SharedResource, Unavailability
from registry.tables.teams import (
    EquipmentItem,
    EquipmentRequirement,
    Post,
    PostRequirement,
    QualificationType,
    Team,
    TeamType,
)

__all__ = [
    "AccessToken",
    "Area",
    "AreaMember",
    "Blackout",
    "CapabilityItem",
    "EquipmentItem",
    "EquipmentRequirement",
    "Grant",
    "LedgerEntry",
    "LedgerSeal",
    "Membership",
    "MobilizationCenter",
    "Organization",
    "Person",
    "Post",
    "PostRequirement",
    "Principal",
    "QualificationGrant",
    "QualificationType",
    "Record",
    "Region",
    "RegionClosure",
    "RuleSource",
    "SharedResource",
    "Team",
    "TeamType",
    "Unavailability",
]
