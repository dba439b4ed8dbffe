"""
Duplicates planted in the planned city, so that matching, overlaps and strength have something to find.

Two people under a second record in another district (one serving there too, one in the reserve), an
enterprise with place and legal form written out, and one ambulance on the books of two teams: five rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from registry import credit_code
from registry.codes import MemberRole, TeamCategory
from registry.strength import VEHICLE
from registry.tables import EquipmentItem, Membership, Organization, Person
from seeds.layout import Seat
from seeds.organizations import Unit, organization_drafts
from seeds.people import Member, person_drafts
from seeds.teams import equipment_drafts
from seeds.worlds import Draft, World

SERIAL = 9_990_001


def duplicate_drafts(
    world: World, places: tuple[Seat, ...], everyone: tuple[Member, ...], members: Iterable[Unit]
) -> Iterator[Draft]:
    """Yield the planted records; each stands for one that the other generators have made."""
    rescue = [seat for seat in places if seat.category is TeamCategory.MED]
    home, away = rescue[0], rescue[1]
    serving = [member for member in everyone if member.seat is home and member.last_day_after is None]
    yield _enterprise(world, members)
    for number, member in enumerate(serving[:2], start=1):
        yield _person(world, member, away, number)
    yield Draft(
        Membership,
        {
            "id": world.id("membership", "duplicate/1"),
            "team_id": world.id("team", away.code),
            "person_id": world.id("person", "duplicate/1"),
            "role": MemberRole.MEMBER,
            "valid_from": serving[0].joined,
        },
    )
    yield _vehicle(world, home, away)


def _written_out(name: str) -> str:
    """Return an enterprise's name with place and legal form."""
    return f"四川省{name.replace('示例', '市示例', 1)}有限公司"


def _enterprise(world: World, members: Iterable[Unit]) -> Draft:
    unit = next(each for each in members if each.is_enterprise)
    values = next(organization_drafts(world, (unit,))).values
    own = {
        "id": world.id("organization", "duplicate/1"),
        "credit_code": credit_code.make(unit.place.code, SERIAL),
        "name": _written_out(unit.name),
    }
    return Draft(Organization, {**values, **own})


def _person(world: World, member: Member, away: Seat, number: int) -> Draft:
    """Return a second record of somebody, with the telephone number written another way."""
    values = next(person_drafts(world, (member,))).values
    phone = str(values["phone"])
    written = (f"{phone[:8]} {phone[8:]}", f"{phone[:8]}-{phone[8:]}")[number - 1]
    own = {
        "id": world.id("person", f"duplicate/{number}"),
        "region_id": away.place.id,
        "reference": f"P-{away.place.code}-D{number:03d}",
        "phone": written,
        "salt": world.chance("salt", f"duplicate/{number}").randbytes(16).hex(),
        "employer_id": None,
        "exemption": None,
    }
    return Draft(Person, {**values, **own})


def _vehicle(world: World, home: Seat, away: Seat) -> Draft:
    """Return an ambulance of one team on the books of another, its serial written another way."""
    values = next(
        draft.values
        for draft in equipment_drafts(world, (home,))
        if VEHICLE in str(draft.values["kind"]) and draft.values["serial"] is not None
    )
    own = {
        "id": world.id("equipment", "duplicate/1"),
        "team_id": world.id("team", away.code),
        "serial": str(values["serial"]).replace("-", " ").lower(),
    }
    return Draft(EquipmentItem, {**values, **own})
