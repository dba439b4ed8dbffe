"""Invented streets, communities and estates under the real districts, and who answers for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from registry import credit_code
from registry.codes import NetworkLevel, OrganizationKind, RegionLevel
from registry.network import LEVELS
from registry.tables import Organization, Region, ResponsibleBody
from seeds.organizations import REGISTER_OPENED
from seeds.places import CITY, City, Place
from seeds.worlds import Draft, World, reference_id

SINCE = date(2020, 1, 1)
FIRST_SERIAL = 9_950_001
KINDS = {
    RegionLevel.TOWN: (OrganizationKind.GOVERNMENT, "办事处"),
    RegionLevel.COMMUNITY: (OrganizationKind.SOCIAL, "居民委员会"),
    RegionLevel.ESTATE: (OrganizationKind.ENTERPRISE, "物业服务公司"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One invented region of the network before it is a record; codes from 9xx are in no use."""

    code: str
    name: str
    level: RegionLevel
    parent: str
    district: Place

    @property
    def id(self) -> UUID:
        """Return the identifier of the region record."""
        return reference_id("region", self.code)


@cache
def grounds(city: City) -> tuple[Ground, ...]:
    """Return the grounds of a city, parents first: two of each kind below the planned city's, else one."""
    share = 2 if city.code == CITY else 1
    found: list[Ground] = []
    for district in city.districts:
        for town in range(1, share + 1):
            street = Ground(
                f"{district.code}90{town}",
                f"{district.short}示例{town}街道",
                RegionLevel.TOWN,
                district.code,
                district,
            )
            found.append(street)
            for number in range(1, share + 1):
                found += _community(street, town, number)
    return tuple(sorted(found, key=lambda ground: (len(ground.code), ground.code)))


def _community(street: Ground, town: int, number: int) -> tuple[Ground, Ground]:
    """Return a community with its only estate."""
    code = f"{street.code}90{number}"
    label = f"{street.district.short}示例{town}街道{number}"
    return (
        Ground(code, f"{label}社区", RegionLevel.COMMUNITY, street.code, street.district),
        Ground(f"{code}-01", f"{label}小区", RegionLevel.ESTATE, code, street.district),
    )


def network_region_drafts(cities: tuple[City, ...]) -> Iterator[Draft]:
    """Yield the invented regions of some cities, those above before those below."""
    for city in cities:
        for ground in grounds(city):
            yield Draft(
                Region,
                {
                    "id": ground.id,
                    "code": ground.code,
                    "name": ground.name,
                    "level": ground.level,
                    "parent_id": reference_id("region", ground.parent),
                    "valid_from": SINCE,
                },
            )


def body_id(world: World, ground: Ground) -> UUID:
    """Return the identifier of the organization that answers for a ground."""
    return world.id("organization", ground.code)


def network_organization_drafts(world: World, city: City) -> Iterator[Draft]:
    """Yield the street offices, neighborhood committees and property managers of a city."""
    serials: Counter[str] = Counter()
    for ground in grounds(city):
        kind, suffix = KINDS[ground.level]
        yield Draft(
            Organization,
            {
                "id": body_id(world, ground),
                "region_id": ground.id,
                "credit_code": credit_code.make(
                    ground.district.code, FIRST_SERIAL + serials[ground.district.code]
                ),
                "name": f"{ground.name}{suffix}",
                "kind": kind,
                "valid_from": REGISTER_OPENED,
            },
        )
        serials[ground.district.code] += 1


def responsible_body_drafts(world: World, city: City) -> Iterator[Draft]:
    """Yield who answers for the city, its districts and its grounds; the last estate is a gap."""
    for place, level in (
        (city.place, NetworkLevel.CITY),
        *((d, NetworkLevel.DISTRICT) for d in city.districts),
    ):
        office = world.id("organization", f"{place.code}/OFFICE")
        yield _body(world, place.code, place.id, level, office)
    for ground in grounds(city)[:-1]:
        yield _body(world, ground.code, ground.id, LEVELS[ground.level], body_id(world, ground))


def _body(world: World, code: str, region_id: UUID, level: NetworkLevel, organization_id: UUID) -> Draft:
    chance = world.chance("responsible body", code)
    return Draft(
        ResponsibleBody,
        {
            "id": world.id("responsible body", code),
            "region_id": region_id,
            "organization_id": organization_id,
            "level": level,
            "duty_phone": f"000{chance.randrange(10**8):08d}",
            "salt": chance.randbytes(16).hex(),
            "valid_from": REGISTER_OPENED,
        },
    )
