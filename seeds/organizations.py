"""The organizations of a synthetic city: departments, forming units, enterprises and their capabilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry import credit_code
from registry.codes import IndustryField, OrganizationKind
from registry.tables import CapabilityItem, Organization
from seeds.places import City, Place
from seeds.sheets import Row, sheet
from seeds.worlds import Draft, World

REGISTER_OPENED = date(2022, 1, 10)
FIRST_SERIAL = 9_900_001


@dataclass(frozen=True, slots=True)
class Unit:
    """
    One organization before it is a record.

    `key` is unique in the world: region code and code of `data/organizations.csv`; rotating enterprises,
    of which a city has one each, carry the city's code whatever their district.
    """

    key: str
    place: Place
    row: Row
    name: str
    serial: int

    @property
    def field(self) -> IndustryField:
        """Return the industry field."""
        return IndustryField(self.row["field"])

    @property
    def is_enterprise(self) -> bool:
        """Return whether this is an enterprise, which has production capabilities."""
        return self.row["kind"] == OrganizationKind.ENTERPRISE.value


def units(city: City) -> tuple[Unit, ...]:
    """Return the organizations of a city: departments, then each district's, then rotating enterprises."""
    numbers: Counter[str] = Counter()
    serials: Counter[str] = Counter()
    found: list[Unit] = []
    for key, place, row in _drafts(city):
        enterprise = row["kind"] == OrganizationKind.ENTERPRISE.value
        numbers[row["code"]] += enterprise
        name = f"{city.place.short if enterprise or place is city.place else place.short}示例{row['name']}"
        found.append(
            Unit(
                key=key,
                place=place,
                row=row,
                name=f"{name}{numbers[row['code']]:02d}" if enterprise else name,
                serial=FIRST_SERIAL + serials[place.code],
            )
        )
        serials[place.code] += 1
    return tuple(found)


def _drafts(city: City) -> Iterator[tuple[str, Place, Row]]:
    rows = sheet("organizations")
    yield from ((f"{city.code}/{row['code']}", city.place, row) for row in rows if row["level"] == "city")
    for district in city.districts:
        yield from (
            (f"{district.code}/{row['code']}", district, row) for row in rows if row["level"] == "district"
        )
    for index, row in enumerate(row for row in rows if row["level"] == "rotating"):
        yield f"{city.code}/{row['code']}", city.districts[index % len(city.districts)], row


def organization_drafts(world: World, members: tuple[Unit, ...]) -> Iterator[Draft]:
    """Yield the organizations; credit codes have valid check digits over an evidently synthetic serial."""
    for unit in members:
        yield Draft(
            Organization,
            {
                "id": world.id("organization", unit.key),
                "region_id": unit.place.id,
                "credit_code": credit_code.make(unit.place.code, unit.serial),
                "name": unit.name,
                "kind": OrganizationKind(unit.row["kind"]),
                "field": unit.field,
                "valid_from": REGISTER_OPENED,
            },
        )


def capability_drafts(
    world: World, members: tuple[Unit, ...], centers: Mapping[str, UUID]
) -> Iterator[Draft]:
    """
    Yield what the enterprises can produce: the sheet's outputs ± 40 %, two in three of them verified.

    `centers` gives the mobilization center by the key of the enterprise it is set up on.
    """
    for unit in members:
        if not unit.is_enterprise:
            continue
        chance = world.chance("capabilities", unit.key)
        for row in sheet("capabilities"):
            if row["field"] != unit.field.value:
                continue
            size = chance.uniform(0.6, 1.4)
            verified = date(world.year - 1, 3, 1) + timedelta(days=chance.randrange(240))
            yield Draft(
                CapabilityItem,
                {
                    "id": world.id("capability", f"{unit.key}/{row['product']}"),
                    "organization_id": world.id("organization", unit.key),
                    "center_id": centers.get(unit.key),
                    "product": row["product"],
                    "unit": row["unit"],
                    "normal_per_day": max(1, round(int(row["normal_per_day"]) * size)),
                    "surge_per_day": max(2, round(int(row["surge_per_day"]) * size)),
                    "conversion_hours": int(row["conversion_hours"]),
                    "sustain_days": int(row["sustain_days"]),
                    "reserve_stock": round(int(row["reserve_stock"]) * size),
                    **(
                        {"verified_on": verified, "verifier": "示例核验组"} if chance.random() < 2 / 3 else {}
                    ),
                    "valid_from": date(world.year - 2, 1, 1),
                },
            )
