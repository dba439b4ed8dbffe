"""
Which other records the rules about one record look at: conditions that find them, by table.

A table without a condition is read whole; those are the short reference tables only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID

from tortoise.expressions import Q

from registry import tables
from registry.consistency.frames import Choice
from registry.consistency.rules.staleness import LAST_CHANGE
from registry.tables import Record

_Neighbors: TypeAlias = Callable[[Any], Awaitable[dict[str, Q]]]


async def choice_around(record: Record) -> Choice:
    """
    Return the conditions that find a record's neighborhood, itself included.

    Raises
    ------
    KeyError
        No rule is about records of its table.

    """
    name = record.table_name()
    found = await NEIGHBORS[name](record)
    touched = Q(record_table=name, record_id=record.id)
    return {name: Q(id=record.id), LAST_CHANGE: touched} | found


async def _team(team: tables.Team) -> dict[str, Q]:
    own = Q(team_id=team.id)
    return {
        "membership": own,
        "post": own,
        "equipment_item": own,
        "team_type": Q(id=team.team_type_id),
        "post_requirement": Q(team_type_id=team.team_type_id),
        "equipment_requirement": Q(team_type_id=team.team_type_id),
        "organization": Q(id=team.organization_id),
        "region": Q(id=team.region_id) | Q(organizations__teams__id=team.id),
    }


async def _membership(membership: tables.Membership) -> dict[str, Q]:
    person = membership.person_id
    same = Q(person_id=person)
    holders = Q(memberships__person_id=person)
    if membership.post_id is not None:
        same |= Q(post_id=membership.post_id)
        holders |= Q(memberships__post_id=membership.post_id)
    return {
        "membership": same,
        "team": holders,
        "person": holders if membership.post_id is None else Q(id=person) | holders,
        "post": Q(id=membership.post_id),
        "qualification_grant": Q(person_id=person),
    }


async def _person(person: tables.Person) -> dict[str, Q]:
    return {
        "membership": Q(person_id=person.id),
        "organization": Q(id=person.employer_id),
        "region": Q(id=person.region_id) | Q(organizations__employees__id=person.id),
    }


async def _grant(grant: tables.QualificationGrant) -> dict[str, Q]:
    same = Q(id=grant.id)
    holders = Q(qualifications__id=grant.id)
    if grant.certificate_number is not None:
        number = {"certificate_number": grant.certificate_number}
        same |= Q(qualification_type_id=grant.qualification_type_id, **number)
        holders |= Q(qualifications__certificate_number=grant.certificate_number)
    return {
        "qualification_grant": same,
        "person": holders,
        "qualification_type": Q(id=grant.qualification_type_id),
    }


async def _equipment(item: tables.EquipmentItem) -> dict[str, Q]:
    same, teams = Q(id=item.id), Q(equipment__id=item.id)
    if item.serial is not None:
        same |= Q(serial=item.serial)
        teams |= Q(equipment__serial=item.serial)
    return {
        "equipment_item": same,
        "team": teams,
        "equipment_requirement": Q(team_type__teams__id=item.team_id),
        "organization": Q(id=item.owner_id),
    }


async def _center(center: tables.MobilizationCenter) -> dict[str, Q]:
    return {
        "capability_item": Q(center_id=center.id),
        "organization": Q(id=center.organization_id),
        "region": Q(id=center.region_id) | Q(organizations__centers__id=center.id),
    }


async def _capability(item: tables.CapabilityItem) -> dict[str, Q]:
    return {"mobilization_center": Q(id=item.center_id), "organization": Q(id=item.organization_id)}


async def _organization(organization: tables.Organization) -> dict[str, Q]:
    above = await _above(organization)
    return {"organization": Q(name=organization.name) | Q(id__in=above)}


async def _above(organization: tables.Organization) -> list[UUID]:
    """Return the organization and all above it, following parents until they end or repeat."""
    seen, parent = [organization.id], organization.parent_id
    while parent is not None and parent not in seen:
        seen.append(parent)
        above = await tables.Organization.get_or_none(id=parent)
        parent = None if above is None else above.parent_id
    return seen


async def _region(region: tables.Region) -> dict[str, Q]:
    return {
        "region": Q(ancestor_pairs__ancestor_id=region.id) | Q(id__in=[region.id, region.parent_id]),
        "team": Q(region__ancestor_pairs__ancestor_id=region.id),
    }


async def _resource(_: tables.SharedResource) -> dict[str, Q]:
    return {}


async def _unavailability(absence: tables.Unavailability) -> dict[str, Q]:
    subject: dict[str, Any] = {
        name: value
        for name, value in (
            ("team_id", absence.team_id),
            ("person_id", absence.person_id),
            ("resource_id", absence.resource_id),
        )
        if value is not None
    }
    return {"unavailability": Q(**subject)}


async def _access_grant(grant: tables.Grant) -> dict[str, Q]:
    return {
        "access_grant": Q(principal_id=grant.principal_id),
        "principal": Q(id=grant.principal_id),
        "region": Q(grants__principal_id=grant.principal_id),
    }


async def _siren(siren: tables.SirenPoint) -> dict[str, Q]:
    own = Q(siren_id=siren.id)
    return {"sounding_test": own, "siren_fault": own}


async def _siren_fault(fault: tables.SirenFault) -> dict[str, Q]:
    return {"siren_point": Q(id=fault.siren_id)}


#: Name of a table the rules are about → what finds the neighborhood of one of its records.
NEIGHBORS: dict[str, _Neighbors] = {
    "team": _team,
    "membership": _membership,
    "person": _person,
    "qualification_grant": _grant,
    "equipment_item": _equipment,
    "mobilization_center": _center,
    "capability_item": _capability,
    "organization": _organization,
    "region": _region,
    "shared_resource": _resource,
    "unavailability": _unavailability,
    "access_grant": _access_grant,
    "siren_point": _siren,
    "siren_fault": _siren_fault,
}
