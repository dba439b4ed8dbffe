"""A person can be erased and the ledger stays whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.erasure import ERASED_NAME, erase_person
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing
from registry.ledger import canonical, digest
from registry.sealing import take_seal
from registry.tables import LedgerEntry, Membership, Person
from registry.verifying import verify_ledger
from tests.conftest import NOW
from tests.factories import small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]


async def _released(act: MakeAct) -> Person:
    """Return a person of the small world whose memberships have ended."""
    await small_world()
    person = (await Person.all().order_by("reference"))[0]
    async with changing(act("released", at=NOW)) as change:
        for membership in await Membership.filter(person_id=person.id):
            await change.change(membership, valid_to=NOW.date())
    return person


async def test_erased_person_leaves_a_whole_ledger(database: TortoiseContext, act: MakeAct) -> None:
    person = await _released(act)
    await take_seal(NOW + timedelta(hours=1), now=NOW + timedelta(days=1))

    erased = await erase_person(
        SYSTEM, act("asked to be forgotten", at=NOW + timedelta(days=1)), person.id, 1
    )

    assert (erased.name, erased.phone, erased.reference) == (ERASED_NAME, None, person.reference)
    assert (await verify_ledger()).faults == ()


async def test_nobody_can_test_a_guess_after_erasure(database: TortoiseContext, act: MakeAct) -> None:
    person = await _released(act)
    added = await LedgerEntry.get(record_id=person.id, sequence=1)
    guess = "sha256:" + digest(person.salt, "name", canonical(person.name))
    assert added.after["name"] == guess

    erased = await erase_person(SYSTEM, act(), person.id, 1)

    assert person.salt not in canonical([e.after for e in await LedgerEntry.filter(record_id=person.id)])
    assert added.after["name"] != "sha256:" + digest(erased.salt, "name", canonical(person.name))


async def test_serving_person_is_not_erased(database: TortoiseContext, act: MakeAct) -> None:
    await small_world()
    membership = (await Membership.filter(valid_to__isnull=True).order_by("id"))[0]

    async with unchanged():
        with pytest.raises(InvalidValue, match="serves"):
            await erase_person(SYSTEM, act(), membership.person_id, 1)
        with pytest.raises(StaleVersion):
            await erase_person(SYSTEM, act(), membership.person_id, 7)
