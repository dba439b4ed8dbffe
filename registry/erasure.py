"""
Erasure of a person's data at their request (personal information protection law, art. 47).

The ledger holds name and telephone number as digests salted per person. With the values the salt goes
too, so nobody can test a guess against the digests any more; the chain itself stays as it is.
What was said under the pseudonym (memberships, qualifications, birth year) stays: it is the office's
record of its teams, and names nobody.
"""

from __future__ import annotations

from uuid import UUID

from registry.access import Viewer, one, rows
from registry.codes import Capability
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing, day_of
from registry.periods import reaching
from registry.tables import Membership, Person

ERASED_NAME = "已删除"
ERASED_SALT = "0" * 32


async def erase_person(viewer: Viewer, act: Act, person_id: UUID, expected_version: int) -> Person:
    """
    Erase name, telephone number and salt of a person and return what is left.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the person, or does not administer their region.
    StaleVersion
        The person was changed since the viewer read it.
    InvalidValue
        The person still serves in a team, or is to: end the membership first.

    """
    person = await one(viewer, Person, person_id, Capability.ADMINISTER)
    if person.version != expected_version:
        raise StaleVersion(expected_version, person.version)
    serving = reaching(day_of(act.at))
    if await rows(viewer, Membership).filter(serving, person_id=person_id).exists():
        raise InvalidValue("person_id", person.reference, "the person still serves in a team")
    async with changing(act) as change:
        return await change.change(person, name=ERASED_NAME, phone=None, salt=ERASED_SALT)
