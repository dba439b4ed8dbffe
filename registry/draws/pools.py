"""
Who and what stands in the pools of a plan on the day they are frozen, as the manifest has it.

The pools rest on the registers alone, read as the system: they do not depend on who freezes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from registry.access import SYSTEM, rows
from registry.codes import CenterState, InspectionObject, SirenState, Strata, TeamState
from registry.draws.last_times import last_times
from registry.periods import in_force
from registry.tables import (
    CommandFacility,
    InspectionPlan,
    Inspector,
    InspectorRelation,
    MobilizationCenter,
    Organization,
    Record,
    Region,
    RegionClosure,
    SirenPoint,
    Team,
    Work,
)

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """
    Where objects of a kind come from.

    `key` is the column of their published id, `kind` that of their kind or category; `organizations` are
    the columns of the bodies an inspector may not belong to; `states` those in which they can be
    inspected, all when empty (assumed).
    """

    table: type[Record]
    key: str
    kind: str
    organizations: tuple[str, ...]
    states: tuple[Any, ...] = ()


SOURCES: Mapping[InspectionObject, Source] = {
    InspectionObject.TEAM: Source(Team, "code", "category", ("organization_id",), (TeamState.ACTIVE,)),
    InspectionObject.ORGANIZATION: Source(Organization, "credit_code", "kind", ("id",)),
    InspectionObject.CENTER: Source(
        MobilizationCenter,
        "code",
        "field",
        ("organization_id",),
        (CenterState.DESIGNATED, CenterState.REINSPECTION, CenterState.RECTIFYING),
    ),
    InspectionObject.WORK: Source(Work, "code", "kind", ("owner_id", "maintainer_id")),
    InspectionObject.SIREN: Source(
        SirenPoint,
        "code",
        "kind",
        ("organization_id",),
        (SirenState.INSTALLED, SirenState.IN_SERVICE, SirenState.FAULTY),
    ),
    InspectionObject.FACILITY: Source(CommandFacility, "code", "kind", ("organization_id",)),
}


@dataclass(frozen=True, slots=True)
class Lines:
    """For each region at or below that of a plan, the codes from its own up to just below the plan's."""

    codes: Mapping[UUID, tuple[str, ...]]

    def of(self, region_id: UUID) -> tuple[str, ...]:
        """Return the line of a region, its own code first; empty at the plan's region and outside it."""
        return self.codes.get(region_id, ())


async def object_pool(plan: InspectionPlan, on: date) -> list[Entry]:
    """Return the objects of a plan as entries of its manifest, by id in code-point order."""
    source, lines = SOURCES[plan.object_kind], await _lines(plan.region_id)
    below = RegionClosure.filter(ancestor_id=plan.region_id).values("descendant_id")
    listed = rows(SYSTEM, source.table).filter(in_force(on), region_id__in=Subquery(below))
    found: list[Any] = await (listed.filter(state__in=list(source.states)) if source.states else listed)
    last = await last_times(plan)
    codes = await _credit_codes({getattr(row, name) for row in found for name in source.organizations})
    entries = [_object(row, source, plan, lines.of(row.region_id)) | last.get(row.id, {}) for row in found]
    for entry, row in zip(entries, found, strict=True):
        bodies = {getattr(row, name) for name in source.organizations} - {None}
        entry["organizations"] = sorted(codes[each] for each in bodies)
    return sorted(entries, key=lambda entry: str(entry["id"]))


def _object(row: Any, source: Source, plan: InspectionPlan, line: Sequence[str]) -> Entry:
    """Return an object's entry, as never inspected before."""
    stratum = {
        Strata.NONE: "",
        Strata.REGION: line[-1] if line else "",
        Strata.KIND: getattr(row, source.kind).value,
    }[plan.strata]
    return {
        "id": getattr(row, source.key),
        "record": str(row.id),
        "name": row.name,
        "stratum": stratum,
        "regions": list(line),
        "last_inspected_on": None,
        "last_inspectors": [],
    }


async def inspector_pool(plan: InspectionPlan, on: date) -> list[Entry]:
    """Return the inspectors of a plan as entries of its manifest, by code in code-point order."""
    lines = await _lines(plan.region_id)
    near: list[UUID] = list(lines.codes)
    above: list[Any] = await RegionClosure.filter(descendant_id=plan.region_id).values_list(
        "ancestor_id", flat=True
    )
    able = Q(specialty__isnull=True) | Q(specialty=plan.object_kind)
    listed = rows(SYSTEM, Inspector).filter(able, in_force(on), region_id__in=[*near, *above])
    found = await listed
    related: defaultdict[UUID, set[UUID]] = defaultdict(set)
    declared = rows(SYSTEM, InspectorRelation).filter(in_force(on))
    for each in await declared.filter(inspector_id__in=[row.id for row in found]):
        related[each.inspector_id].add(each.organization_id)
    codes = await _credit_codes({row.organization_id for row in found}.union(*related.values()))
    entries = [
        {
            "id": row.code,
            "record": str(row.id),
            "organization": codes[row.organization_id],
            "external": row.external,
            "regions": list(lines.of(row.region_id)),
            "related": sorted(codes[each] for each in related[row.id]),
        }
        for row in found
    ]
    return sorted(entries, key=lambda entry: str(entry["id"]))


async def _lines(region_id: UUID) -> Lines:
    """Return the lines of the regions at and below one."""
    below = await RegionClosure.filter(ancestor_id=region_id).values_list("descendant_id", flat=True)
    regions = {row.id: row for row in await rows(SYSTEM, Region).filter(id__in=list(below))}
    codes: dict[UUID, tuple[str, ...]] = {}
    for id_ in regions:
        line: list[str] = []
        step: UUID | None = id_
        while step is not None and step != region_id:
            line.append(regions[step].code)
            step = regions[step].parent_id
        codes[id_] = tuple(line)
    return Lines(codes)


async def _credit_codes(ids: set[Any]) -> dict[UUID, str]:
    """Return the credit codes of organizations by id."""
    found = rows(SYSTEM, Organization).filter(id__in=[each for each in ids if each is not None])
    return {row.id: row.credit_code for row in await found}
