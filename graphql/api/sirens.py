"""Sirens: their points, the tests in which they sounded, their faults, and the cells people live in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from api.context import Info
from api.enums import Label
from api.nodes import Node, column, find, labelled, shown, table_type, to_many, to_one
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.codes import ControlPath, SirenKind, SirenSignal, SirenState, SoundingOccasion
from registry.sirens.soundings import silent_sirens


@table_type(tables.SirenPoint, "A siren on the roof or ground of its host.")
class SirenPoint(Node):
    """A siren."""

    code: str = column("Code of the siren, unique.")
    name: str = column("Name in Chinese.")
    kind: SirenKind = column("How it makes its sound.")
    kind_label: Label = labelled("kind", "The kind in words.")
    control: ControlPath = column("By which path it is set off.")
    control_label: Label = labelled("control", "The path in words.")
    state: SirenState = column("Where it is in its life; only a siren in service sounds.")
    state_label: Label = labelled("state", "The state in words.")
    power_watts: int | None = column("Rated power in watts; null if unknown.")
    audible_radius_m: int = column("How far it is heard, in meters.")
    latitude: float = column("Latitude in degrees north, WGS 84.")
    longitude: float = column("Longitude in degrees east, WGS 84.")
    installed_on: date | None = column("Day it was installed; null while it is planned.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The region it belongs to.")
    organization: Organization | None = to_one("The host; null if none is kept or it is out of scope.")
    soundings: list[SoundingTest] = to_many("Every test of it, the oldest first.", order=("held_on", "id"))
    faults: list[SirenFault] = to_many("Every fault, the oldest first.", order=("valid_from", "id"))

    @strawberry.field(description="The fault that is not repaired yet; null while it has none.")
    async def open_fault(self: Any, info: Info) -> SirenFault | None:
        """Return the latest fault without a repair."""
        found = await info.context.loaders.children(self, "faults", ("valid_from", "id"), current=False)
        still = [fault for fault in found if fault.valid_to is None]
        return shown(still[-1]) if still else None


@table_type(tables.SoundingTest, "One siren sounded, or not, with one signal on one day.")
class SoundingTest(Node):
    """A sounding."""

    held_on: date = column("Day of the test.")
    occasion: SoundingOccasion = column("Why it was sounded.")
    occasion_label: Label = labelled("occasion", "The occasion in words.")
    signal: SirenSignal = column("Which signal.")
    signal_label: Label = labelled("signal", "The signal in words.")
    sounded: bool = column("Whether it sounded.")
    cause: str = column("Why it did not; empty if it did.")
    measured_db: float | None = column("Sound level measured, in dB(A); null if not measured.")
    tester: str = column("Who tested; may be empty.")
    siren: SirenPoint | None = to_one("The siren.")


@table_type(tables.SirenFault, "Days on which a siren is broken, until it is repaired.")
class SirenFault(Node):
    """A fault."""

    valid_from: date = column("First day it was broken.", name="brokenFrom")
    valid_to: date | None = column("Day after its repair; null while it is broken.", name="brokenUntil")
    description: str = column("What is broken.")
    repair: str = column("What was repaired; empty while it is broken.")
    version: int = column("Version for optimistic locking, from 1.")
    siren: SirenPoint | None = to_one("The siren.")
    repaired_by: Organization | None = to_one("Who repaired it; null if unknown or out of scope.")


@table_type(tables.PopulationCell, "A settlement or a square of a grid, and how many people live there.")
class PopulationCell(Node):
    """A cell."""

    code: str = column("Code of the cell, unique.")
    name: str = column("Name; may be empty.")
    latitude: float = column("Latitude of its middle in degrees north, WGS 84.")
    longitude: float = column("Longitude of its middle in degrees east, WGS 84.")
    population: int = column("Persons who live there.")
    area_km2: float = column("Area in square kilometers.", name="areaKm2")
    region: Region | None = to_one("The region it belongs to.")


@strawberry.input(description="Which sirens to list; every part given must hold.")
class SirenFilter:
    """A choice of sirens."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    kind: SirenKind | None = strawberry.field(default=None, description="Only this kind.")
    state: SirenState | None = strawberry.field(default=None, description="Only this state.")
    control: ControlPath | None = strawberry.field(default=None, description="Only this control path.")
    code_prefix: str | None = strawberry.field(
        default=None, description="Only codes that begin with these characters."
    )
    silent: bool = strawberry.field(
        default=False,
        description="Only sirens with a signal that stayed silent on their last day of sounding, when true.",
    )
    open_fault: bool = strawberry.field(
        default=False, description="Only sirens with a fault that is not repaired yet, when true."
    )


def _chosen(info: Info, choice: SirenFilter | None) -> QuerySet[tables.SirenPoint]:
    """Return the sirens a filter names."""
    viewer = info.context.viewer
    listed = rows(viewer, tables.SirenPoint)
    if choice is None:
        return listed
    wanted = {"kind": choice.kind, "state": choice.state, "control": choice.control}
    exact: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    listed = listed.filter(within(info, choice.within_id), **exact)
    if choice.code_prefix:
        listed = listed.filter(code__startswith=choice.code_prefix)
    if choice.silent:
        listed = listed.filter(id__in=Subquery(silent_sirens(viewer)))
    if choice.open_fault:
        still = rows(viewer, tables.SirenFault).filter(valid_to__isnull=True)
        listed = listed.filter(id__in=Subquery(still.values("siren_id")))
    return listed


@strawberry.input(description="Which population cells to list.")
class PopulationCellFilter:
    """A choice of cells."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )


@strawberry.type
class SirenQuery:
    """Queries about sirens."""

    @strawberry.field(description="One siren; null when unknown or out of scope.")
    async def siren(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> SirenPoint | None:
        """Return a siren."""
        return shown(await find(info, tables.SirenPoint, id))

    @strawberry.field(description="Sirens within the caller's reach, by code.")
    async def sirens(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[SirenFilter | None, strawberry.argument(description="Which sirens.")] = None,
    ) -> Connection[SirenPoint]:
        """Return a page of sirens."""
        return await page(_chosen(info, filter), Sort("code"), first, after)

    @strawberry.field(description="Population cells within the caller's reach, by code.")
    async def population_cells(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            PopulationCellFilter | None, strawberry.argument(description="Which cells.")
        ] = None,
    ) -> Connection[PopulationCell]:
        """Return a page of cells."""
        listed = rows(info.context.viewer, tables.PopulationCell)
        if filter is not None:
            listed = listed.filter(within(info, filter.within_id))
        return await page(listed, Sort("code"), first, after)
