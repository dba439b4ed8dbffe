"""The ledger through the API: seals for auditors, a person erased."""

from __future__ import annotations

from datetime import timedelta

import pytest

from registry.erasure import ERASED_NAME
from registry.sealing import take_seal
from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.conftest import NOW
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {"LedgerSealsShow", "PersonErase", "MemberRelease"}


async def test_ledger_is_sealed_and_a_person_erased(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)
    membership = world.memberships[world.team.id][-1]
    person = await membership.person
    seal = await take_seal(NOW - timedelta(hours=1), now=NOW)
    assert seal is not None

    (shown,) = await journey.run("LedgerSealsShow", "auditor")
    refused = await journey.change("PersonErase", "admin", personId=gid(person), expectedVersion=1)
    denied = await journey.change("PersonErase", "registrar", personId=gid(person), expectedVersion=1)
    await journey.change(
        "MemberRelease", "registrar", membershipId=gid(membership), on="2026-01-04", expectedVersion=1
    )
    left = await journey.change("PersonErase", "admin", personId=gid(person), expectedVersion=1)

    assert (shown["number"], shown["entries"], shown["hash"]) == (1, seal.entries, seal.hash)
    assert (refused["code"], denied["code"]) == ("INVALID_VALUE", "ACCESS_DENIED")
    assert (left["reference"], left["version"]) == (person.reference, 2)
    assert left["name"] in (None, ERASED_NAME)
    assert journey.ran == RUNS
