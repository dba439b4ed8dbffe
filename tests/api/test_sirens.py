"""Sirens through the API: what is refused, what was true once, and what a report costs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from registry.codes import SirenState
from registry.history import Act
from registry.sirens.life import move_siren
from tests.api.harness import OPERATIONS, Api, gid
from tests.factories import SmallWorld
from tests.registry.sirens.rows import LATITUDE, LONGITUDE, cell, siren, stored
from tests.registry.works.town import login
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
OFFERS = [{"kind": "ELECTRIC"}]
COVERAGE = """query ($id: ID!, $asOf: AsOf) {
  sirenCoverage(regionId: $id, asOf: $asOf) { sirenCount total { coveredPopulation } } }"""
PLAN = (OPERATIONS / "SirensPlan.graphql").read_text()


async def test_refused_changes_leave_no_trace(api: Api, world: SmallWorld, act: MakeAct) -> None:
    point, planned = (
        siren(world.district.id, "S-1"),
        siren(world.district.id, "S-2", state=SirenState.PLANNED),
    )
    await stored(act(), point, planned)
    one, other = gid(point), gid(planned)
    new = {
        "regionId": gid(world.district),
        "code": "S-1",
        "name": "x",
        "kind": "HAND",
        "control": "LOCAL",
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
    }
    sounding = {"sirenId": one, "heldOn": "2025-09-18", "signal": "ATTACK", "sounded": False}
    asked: list[tuple[str, dict[str, Any], str]] = [
        ("registerSiren", new, "CODE_TAKEN"),
        ("registerSiren", new | {"code": "S-3", "latitude": 91}, "INVALID_VALUE"),
        ("registerSiren", new | {"code": "S-3", "audibleRadiusM": 0}, "INVALID_VALUE"),
        ("changeSiren", {"sirenId": one, "name": " ", "expectedVersion": 1}, "INVALID_VALUE"),
        ("changeSiren", {"sirenId": one, "name": "y", "expectedVersion": 9}, "STALE_VERSION"),
        ("moveSirenState", {"sirenId": one, "state": "REMOVED", "expectedVersion": 1}, "TRANSITION_REFUSED"),
        ("moveSirenState", {"sirenId": one, "state": "FAULTY", "expectedVersion": 9}, "STALE_VERSION"),
        ("recordSounding", sounding, "INVALID_VALUE"),
        ("recordSounding", sounding | {"heldOn": "2030-09-18", "cause": "x"}, "INVALID_VALUE"),
        ("recordSounding", sounding | {"sirenId": other, "cause": "x"}, "INVALID_VALUE"),
        ("reportSirenFault", {"sirenId": one, "description": "", "expectedVersion": 1}, "INVALID_VALUE"),
        (
            "reportSirenFault",
            {"sirenId": other, "description": "x", "expectedVersion": 1},
            "TRANSITION_REFUSED",
        ),
        ("repairSirenFault", {"faultId": other, "repair": "x", "expectedVersion": 1}, "NOT_FOUND"),
    ]

    async with unchanged():
        for name, given, code in asked:
            payload = await api.change(name, {"reason": "test", **given}, "registrar")
            assert payload["code"] == code, (name, given, payload)
        for name, given in (("changeSiren", {"sirenId": one, "name": "y", "expectedVersion": 1}),):
            assert (await api.change(name, {"reason": "x", **given}, "viewer"))["code"] == "ACCESS_DENIED"


async def test_coverage_was_what_was_known_then(api: Api, world: SmallWorld, act: MakeAct) -> None:
    point = siren(world.district.id, "S-1")
    june, july = datetime(2025, 6, 1, 2, tzinfo=UTC), datetime(2025, 7, 1, 2, tzinfo=UTC)
    await stored(act(at=june), point, cell(world.district.id, "C-1"))
    registrar = await login(world, "registrar")
    await move_siren(registrar, act(at=july), point.id, SirenState.OUT_OF_SERVICE, 1)

    async def told(**times: str) -> tuple[int, int]:
        given = {"id": gid(world.city), "asOf": times or None}
        found = (await api.data(COVERAGE, given))["sirenCoverage"]
        return found["sirenCount"], found["total"]["coveredPopulation"]

    assert await told() == (0, 0)
    assert await told(knownAt="2025-06-15T00:00:00Z") == (1, 100)


@pytest.mark.parametrize(
    ("name", "given", "statements_taken"),
    [
        ("SirenCoverageShow", {}, 8),
        ("SoundingRatesShow", {"on": "2025-09-18"}, 8),
        ("SirensPlan", {"wish": {"offers": OFFERS, "most": 1}}, 9),
    ],
)
async def test_report_takes_as_many_statements_for_three_sirens_as_for_one(
    api: Api, world: SmallWorld, act: MakeAct, statements: Any, name: str, given: Any, statements_taken: int
) -> None:
    query, counts = (OPERATIONS / f"{name}.graphql").read_text(), []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            away = LATITUDE + number / 20
            await stored(
                act(f"store {number}"),
                siren(world.district.id, f"S-{number}", latitude=away),
                cell(world.district.id, f"C-{number}", latitude=away),
            )
        with statements.counted() as seen:
            await api.data(query, {"regionId": gid(world.city), **given})
        counts.append(len(seen))

    assert counts == [statements_taken] * 2


async def test_wrong_wish_is_refused_as_data_and_out_of_bounds_by_code(api: Api, world: SmallWorld) -> None:
    region = gid(world.city)

    wrong = await api.data(
        PLAN, {"regionId": region, "wish": {"offers": OFFERS, "most": 1}, "effortSeconds": 9}
    )
    coarse = await api.ask(
        "query ($id: ID!) { sirenCoverage(regionId: $id, resolutionM: 10) { sirenCount } }", {"id": region}
    )

    assert wrong["planSirens"]["fieldName"] == "effort_seconds"
    assert coarse["errors"][0]["extensions"]["code"] == "INVALID_VALUE"


async def test_event_loop_goes_on_while_sirens_are_sited(api: Api, world: SmallWorld, act: MakeAct) -> None:
    """Arithmetic and solver run in a thread: another task gets its turns meanwhile."""
    cells = [
        cell(
            world.district.id, f"C-{n}", latitude=LATITUDE + n % 30 / 200, longitude=LONGITUDE + n // 30 / 200
        )
        for n in range(300)
    ]
    await stored(act(), *cells)
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    task = asyncio.create_task(other())
    answer = await api.data(PLAN, {"regionId": gid(world.city), "wish": {"offers": OFFERS, "most": 20}})
    task.cancel()

    assert answer["planSirens"]["proven"] is True
    assert turns > 100
