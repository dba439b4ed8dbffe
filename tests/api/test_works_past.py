"""Works as they were: figures, classes and certificates of a day, as known at another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.codes import WorkClass
from registry.history import Act
from registry.works.classes import classify_work
from registry.works.openings import set_parking_bays
from tests.api.harness import Api, gid
from tests.factories import SmallWorld
from tests.registry.works.test_certificates import issued
from tests.registry.works.town import add_town, login

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
JUNE = datetime(2025, 6, 1, 2, tzinfo=UTC)
FIGURES = """query ($id: ID!, $asOf: AsOf) {
  workFigures(regionId: $id, since: "2025-01-01", asOf: $asOf) {
    works parkingBays certificatesInForce byClass { usageClass works } } }"""
STATES = """query ($asOf: AsOf) {
  useCertificates(first: 5, filter: {state: IN_FORCE}, asOf: $asOf) { nodes { state } } }"""


async def test_late_facts_are_true_from_their_day_but_known_from_theirs(
    api: Api, world: SmallWorld, act: MakeAct
) -> None:
    town = await add_town(world, world.district)
    registrar, approver = await login(world, "registrar"), await login(world, "approver")
    await set_parking_bays(registrar, act(at=JUNE), town.work.id, bays=100, from_day=date(2025, 3, 1))
    await classify_work(
        approver,
        act(at=JUNE),
        town.work.id,
        WorkClass.RENOVATE,
        decided_on=date(2025, 3, 1),
        basis="x",
        decided_by="x",
    )

    async def told(**times: str) -> tuple[Any, ...]:
        given = {"id": gid(world.city), "asOf": times or None}
        figures = (await api.data(FIGURES, given))["workFigures"]
        classes = {each["usageClass"]: each["works"] for each in figures["byClass"]}
        return figures["works"], figures["parkingBays"], classes["RENOVATE"]

    assert await told() == (1, 100, 1)
    assert await told(validOn="2025-04-01") == (1, 100, 1)
    assert await told(validOn="2025-04-01", knownAt="2025-05-01T00:00:00Z") == (1, 0, 0)
    assert await told(validOn="2025-02-01") == (1, 0, 0)


async def test_certificate_was_in_force_on_the_days_it_says(
    api: Api, world: SmallWorld, act: MakeAct
) -> None:
    await issued(world, await add_town(world, world.district), act)

    lengths = {
        day: len((await api.data(STATES, {"asOf": {"validOn": day}}))["useCertificates"]["nodes"])
        for day in ("2025-03-06", "2025-03-13", "2025-03-14", "2026-01-05", "2026-03-02", "2026-03-03")
    }

    assert lengths == {
        "2025-03-06": 0,
        "2025-03-13": 0,
        "2025-03-14": 1,
        "2026-01-05": 1,
        "2026-03-02": 1,
        "2026-03-03": 0,
    }
