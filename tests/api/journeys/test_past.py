"""The past through the API: an auditor's questions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from registry.sealing import take_seal
from tests.api.harness import OPERATIONS, Api, gid
from tests.api.journeys.journey import Journey
from tests.conftest import NOW
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {"MomentShow", "CentersCompare", "HistoryShow"}


async def test_auditor_asks_about_a_moment_and_compares(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)
    sealed_at = NOW - timedelta(days=2)
    await take_seal(sealed_at, now=NOW)

    before = await journey.run("MomentShow", "auditor", asOf={"knownAt": sealed_at.isoformat()})
    now = await journey.run("MomentShow", "auditor", asOf={"validOn": "2025-03-01"})
    history = await journey.run("HistoryShow", "auditor", id=gid(world.team), first=5)
    compared = await api.data(
        (OPERATIONS / "CentersCompare.graphql").read_text(),
        {"first": 5, "then": {"validOn": "2025-03-01"}},
        "auditor",
    )

    assert before == {"validOn": "2026-01-03", "knownAt": sealed_at.isoformat(), "sealed": True}
    assert (now["validOn"], now["sealed"]) == ("2025-03-01", False)
    assert [(entry["number"], entry["seal"]) for entry in history["nodes"]] == [(1, 1)]
    assert compared["then"] == compared["now"]
    assert {*journey.ran, "CentersCompare"} == RUNS
