"""
Invented command facilities of a city: what works from them, when they are out, who maintains them.

Past outages, one that is asked for, and one that is approved: the garage of the city's command vehicles is
rebuilt in the planned year, so the plan has to do without its vehicles and its post on those days. One
contract runs out soon after the takeover, one is renewed, and one facility has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.codes import FacilityKind, OutageKind, OutageState
from registry.tables import CommandFacility, FacilityOutage, FacilityResource, MaintenanceContract
from seeds.layout import matching
from seeds.organizations import REGISTER_OPENED
from seeds.places import City, Place
from seeds.sheets import Row, sheet
from seeds.work_projects import dated
from seeds.worlds import Draft, World

LINKED_SINCE = date(2023, 1, 1)
"""Every team is formed by then."""


@dataclass(frozen=True, slots=True)
class Facility:
    """One facility before it is a record."""

    row: Row
    place: Place

    @property
    def code(self) -> str:
        """Return the facility's code."""
        return f"{self.place.code}-{self.row['code']}"

    def id(self, world: World) -> UUID:
        """Return the identifier of the facility record."""
        return world.id(CommandFacility.Meta.table, self.code)


def facilities(city: City) -> tuple[Facility, ...]:
    """Return the command facilities of a city by the rows of `data/facilities.csv`."""
    return tuple(Facility(row, place) for row in sheet("facilities") for place in matching(row["at"], city))


def facility_drafts(world: World, city: City) -> Iterator[Draft]:
    """Yield everything about the facilities of a city, rows a draft refers to before it."""
    standing = facilities(city)
    for facility in standing:
        yield dated(
            world,
            CommandFacility,
            facility.code,
            REGISTER_OPENED,
            region_id=facility.place.id,
            organization_id=world.id("organization", f"{facility.place.code}/OFFICE"),
            code=facility.code,
            name=f"{facility.place.short}示例{facility.row['name']}",
            kind=FacilityKind(facility.row["kind"]),
            always_on=True,
        )
    for facility in standing:
        yield from _provisions(world, facility)
    yield from _outages(world, city)
    for facility in standing:
        yield from _contracts(world, city, facility)


def _provisions(world: World, facility: Facility) -> Iterator[Draft]:
    """Yield what works from a facility."""
    for named in facility.row["works_from"].split():
        kind, _, code = named.partition("/")
        subject = world.id(kind, f"{facility.place.code}-{code}")
        key = f"{facility.code}/{named}"
        yield dated(
            world,
            FacilityResource,
            key,
            LINKED_SINCE,
            facility_id=facility.id(world),
            **{f"{kind}_id": subject},
        )


def _outages(world: World, city: City) -> Iterator[Draft]:
    """Yield the outages of the city's own facilities in the year before and in the planned year."""
    before, decided = world.year - 1, date(world.year - 1, 8, 20)
    planned = (
        ("CENTER", OutageKind.MAINTENANCE, OutageState.APPROVED, date(before, 3, 10), 5, date(before, 2, 24)),
        ("DISPLAY", OutageKind.UPGRADE, OutageState.REJECTED, date(before, 9, 8), 12, date(before, 7, 7)),
        ("BAY", OutageKind.UPGRADE, OutageState.APPROVED, date(world.year, 6, 8), 5, decided),
        ("ROOM", OutageKind.MAINTENANCE, OutageState.PROPOSED, date(world.year, 10, 12), 3, None),
    )
    for code, kind, state, first, days, decided_on in planned:
        facts = {"kind": kind, "state": state, "decided_on": decided_on, "description": f"示例{kind.zh}"}
        yield _outage(world, f"{city.code}-{code}", first, days, facts)
    failed = {"kind": OutageKind.FAILURE, "state": OutageState.APPROVED, "description": "示例故障"}
    hours = {"first_hour": 13, "until_hour": 9}
    yield _outage(world, f"{city.code}-POWER", date(before, 7, 18), 2, {**failed, **hours})


def _outage(world: World, code: str, first: date, days: int, facts: Mapping[str, object]) -> Draft:
    return dated(
        world,
        FacilityOutage,
        f"{code}/{first}",
        first,
        facility_id=world.id(CommandFacility.Meta.table, code),
        valid_to=first + timedelta(days=days),
        **facts,
    )


def _contracts(world: World, city: City, facility: Facility) -> Iterator[Draft]:
    """Yield the maintenance contracts of a facility; that of the command center is renewed."""
    if not facility.row["contractor"]:
        return
    year = world.year
    terms = [(date(year - 1, 1, 1), date(year + 1, 1, 1))]
    if facility.row["code"] == "POWER":
        terms = [(date(year - 2, 12, 20), date(year - 1, 12, 20))]
    if facility.row["code"] == "CENTER":
        terms = [(date(year - 1, 1, 1), date(year, 1, 1)), (date(year, 1, 1), date(year + 1, 1, 1))]
    district = city.districts[0] if facility.place is city.place else facility.place
    older: UUID | None = None
    for first, until in terms:
        number = f"示例维保〔{first.year}〕{facility.code}"
        draft = dated(
            world,
            MaintenanceContract,
            number,
            first,
            facility_id=facility.id(world),
            contractor_id=world.id("organization", f"{district.code}/{facility.row['contractor']}"),
            number=number,
            scope=f"示例{facility.row['name']}维护保养",
            response_hours=4,
            cost_yuan=60_000,
            renews_id=older,
            valid_to=until,
        )
        older = draft.id
        yield draft
