"""Invented inspectors of the planned city, some of a third-party body, and relations they have declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from registry.codes import RelationKind
from registry.tables import Inspector, InspectorRelation
from seeds.organizations import REGISTER_OPENED
from seeds.places import City
from seeds.worlds import Draft, World

BODIES = (("OFFICE", 8), ("EMERGENCY", 3), ("HOUSING", 3), ("EVALUATION", 4))
"""Organizations of the city with the number of their inspectors; the last is the third-party body."""
THIRD_PARTY = "EVALUATION"


def inspector_drafts(world: World, city: City) -> Iterator[Draft]:
    """Yield 24 inspectors: those of the city's bodies, and one of each district's office."""
    for number, (unit, place_code, place_id) in enumerate(_bodies(city), start=1):
        code = f"{place_code}-INS-{number:02d}"
        yield Draft(
            Inspector,
            {
                "id": world.id("inspector", code),
                "region_id": place_id,
                "organization_id": world.id("organization", unit),
                "code": code,
                "name": f"示例检查员{number:02d}",
                "salt": world.chance("salt", f"inspector/{code}").randbytes(16).hex(),
                "external": unit.endswith(THIRD_PARTY),
                "valid_from": REGISTER_OPENED,
            },
        )


def _bodies(city: City) -> list[tuple[str, str, UUID]]:
    """Return for each inspector the key of the organization, and code and id of the place served."""
    found = [
        (f"{city.code}/{body}", city.code, city.place.id) for body, number in BODIES for _ in range(number)
    ]
    return [*found, *((f"{each.code}/OFFICE", each.code, each.id) for each in city.districts)]


def relation_drafts(world: World, city: City, inspectors: Sequence[Draft]) -> Iterator[Draft]:
    """Yield declared relations of three inspectors, each to a hospital of a district."""
    for inspector, district in zip(inspectors[::7], city.districts, strict=False):
        code = inspector.values["code"]
        yield Draft(
            InspectorRelation,
            {
                "id": world.id("inspector relation", code),
                "inspector_id": inspector.id,
                "organization_id": world.id("organization", f"{district.code}/HOSPITAL"),
                "kind": RelationKind.KINSHIP,
                "note": "示例申报",
                "valid_from": REGISTER_OPENED,
            },
        )
