"""
Every enumeration of the registry: stored code, 中文 and English in one place; import them from here.

Stored values never change once released; labels may. Marks and sources: `docs/glossary.toml`.
"""

from registry.codes.access import Capability, PrincipalKind, Role
from registry.codes.code import Code
from registry.codes.ledger import LedgerAction
from registry.codes.organizations import CenterLevel, CenterState, IndustryField, OrganizationKind
from registry.codes.people import Exemption, MemberRole, Sex
from registry.codes.places import RegionLevel
from registry.codes.resources import BlackoutKind, ResourceKind, UnavailabilityReason
from registry.codes.rules import DataClass, SourceMark
from registry.codes.teams import CategoryGroup, EquipmentState, TeamCategory, TeamGrade, TeamState

__all__ = [
    "BlackoutKind",
    "Capability",
    "CategoryGroup",
    "CenterLevel",
    "CenterState",
    "Code",
    "DataClass",
    "EquipmentState",
    "Exemption",
    "IndustryField",
    "LedgerAction",
    "MemberRole",
    "OrganizationKind",
    "PrincipalKind",
    "RegionLevel",
    "ResourceKind",
    "Role",
    "Sex",
    "SourceMark",
    "TeamCategory",
    "TeamGrade",
    "TeamState",
    "UnavailabilityReason",
]
