"""Which columns of which tables the consistency rules read; nothing else is loaded."""

from __future__ import annotations

from registry import tables
from registry.tables import Record

_HELD = ("valid_from", "valid_to")


def _entry(table: type[Record], *columns: str) -> tuple[type[Record], tuple[str, ...]]:
    """Return a table with the columns read of it; id and interval always."""
    return table, ("id", *columns, *_HELD)


#: Table name → the table and the columns read of it.
COLUMNS: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "region": _entry(tables.Region, "code", "level", "parent_id"),
    "organization": _entry(tables.Organization, "region_id", "credit_code", "name", "parent_id"),
    "mobilization_center": _entry(
        tables.MobilizationCenter,
        "region_id",
        "organization_id",
        "code",
        "state",
        "designation_number",
        "designated_on",
        "reinspection_due_on",
    ),
    "capability_item": _entry(
        tables.CapabilityItem,
        "organization_id",
        "center_id",
        "product",
        "normal_per_day",
        "surge_per_day",
        "verified_on",
    ),
    "qualification_type": _entry(
        tables.QualificationType, "code", "name", "name_en", "validity_months", "supersedes_id"
    ),
    "team_type": _entry(tables.TeamType, "code", "category"),
    "post_requirement": _entry(tables.PostRequirement, "team_type_id", "title", "posts", "task_state"),
    "equipment_requirement": _entry(
        tables.EquipmentRequirement, "team_type_id", "kind", "quantity", "key", "task_state"
    ),
    "team": _entry(
        tables.Team,
        "region_id",
        "code",
        "category",
        "team_type_id",
        "organization_id",
        "state",
        "authorized_strength",
    ),
    "post": _entry(tables.Post, "team_id", "ordinal", "title", "key", "qualification_type_id"),
    "equipment_item": _entry(
        tables.EquipmentItem,
        "team_id",
        "owner_id",
        "kind",
        "key",
        "quantity",
        "serial",
        "state",
        "next_inspection_on",
    ),
    "person": _entry(
        tables.Person, "region_id", "reference", "birth_year", "sex", "employer_id", "exemption"
    ),
    "membership": _entry(
        tables.Membership,
        "team_id",
        "person_id",
        "post_id",
        "role",
        "commitment_letter_on",
        "special_expertise",
    ),
    "qualification_grant": _entry(
        tables.QualificationGrant,
        "person_id",
        "qualification_type_id",
        "certificate_number",
        "revoked_on",
    ),
    "shared_resource": _entry(
        tables.SharedResource, "region_id", "code", "kind", "capacity", "latitude", "longitude"
    ),
    "unavailability": _entry(tables.Unavailability, "region_id", "team_id", "person_id", "resource_id"),
    "principal": _entry(tables.Principal, "login", "disabled"),
    "siren_point": _entry(tables.SirenPoint, "region_id", "code", "state", "installed_on"),
    "sounding_test": _entry(tables.SoundingTest, "siren_id", "held_on", "sounded"),
    "siren_fault": _entry(tables.SirenFault, "siren_id"),
    "access_grant": _entry(tables.Grant, "principal_id", "region_id", "role"),
}
