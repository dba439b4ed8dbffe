"""The registers about sirens: they come out and go in unchanged, and refuse what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.codes import ApplyMode, ExportForm
from registry.history import broken_chains
from registry.intake.exporting import export_register
from registry.intake.files import Language
from registry.intake.registers import register_named
from registry.intake.workspace import Workspace
from registry.tables import PopulationCell, SirenFault, SirenPoint, SoundingTest
from tests.api.siren_rows import siren_rows
from tests.factories import small_world
from tests.registry.intake.test_batches import MakeAct, Office
from tests.snapshots import snapshot

pytestmark = pytest.mark.anyio

NAMES = ("sirens", "sounding_tests", "siren_faults", "population_cells")
SIREN = {
    "code": "S-9",
    "name": "示例警报点",
    "region": "510302",
    "kind": "electric",
    "control": "radio",
    "state": "faulty",
    "audible_radius_m": 500,
    "latitude": 29.3,
    "longitude": 104.7,
    "installed_on": "2020-05-01",
}
SOUNDING = {"siren": "S-510302", "held_on": "2024-09-18", "signal": "attack", "sounded": True}
FAULT = {"siren": "S-510302", "valid_from": "2025-03-01", "description": "x"}


@pytest.mark.parametrize("form", [ExportForm.XLSX, ExportForm.JSONL])
async def test_siren_registers_come_out_and_go_in_unchanged(
    database: TortoiseContext, act: MakeAct, tmp_path: Path, form: ExportForm
) -> None:
    world = await small_world()
    office = Office(world, act, tmp_path)
    await siren_rows(world.district, world.organizations["510302"])

    for name in NAMES:
        space = Workspace(tmp_path / f"{name}-{form.value}")
        space.folder.mkdir()
        log = await export_register(
            SYSTEM,
            act(**office.act_as),
            register_named(name),
            world.city.id,
            space.original,
            form,
            Language.ZH,
        )
        batch, _ = await office.checked(name, f"export.{form.value}", space)
        assert (name, log.rows, batch.unchanged_rows) == (name, 1, 1)


async def test_new_rows_are_stored_with_their_days(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office = Office(world, act, tmp_path)
    for name, row in (
        ("sirens", SIREN),
        ("sounding_tests", SOUNDING | {"siren": "S-9"}),
        ("siren_faults", FAULT | {"siren": "S-9"}),
        (
            "population_cells",
            {
                "code": "C-9",
                "region": "510302",
                "latitude": 29.3,
                "longitude": 104.7,
                "population": 1_200,
                "area_km2": 0.25,
            },
        ),
    ):
        batch, space = await office.upload(name, [row])
        assert batch.new_rows == 1, (name, [p.en for r in space.page([], first=3) for p in r.problems])
        await office.apply(batch, space, ApplyMode.ALL_OR_NOTHING)

    siren, test = await SirenPoint.get(code="S-9"), await SoundingTest.get()
    assert (siren.state.value, siren.audible_radius_m) == ("faulty", 500)
    assert (test.siren_id, test.held_on, test.valid_from) == (siren.id, test.held_on, test.held_on)
    assert (await SirenFault.get()).valid_to is None
    assert (await PopulationCell.get()).population == 1_200
    assert await broken_chains() == []


async def test_rows_that_cannot_be_are_refused_and_nothing_is_written(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office = Office(world, act, tmp_path)
    await siren_rows(world.district, world.organizations["510302"])
    await siren_rows(world.sibling, world.organizations["510303"])
    planned = SIREN | {"state": "planned", "installed_on": None}
    await office.apply(*await office.upload("sirens", [planned]), ApplyMode.ALL_OR_NOTHING)
    asked: list[tuple[str, dict[str, Any], str]] = [
        ("sirens", SIREN | {"code": "S-8", "installed_on": None}, "NOT_INSTALLED"),
        ("sirens", planned | {"state": "removed"}, "OWN_PROCEDURE"),
        ("sounding_tests", SOUNDING | {"sounded": False}, "CAUSE"),
        ("sounding_tests", SOUNDING | {"held_on": "2030-09-18"}, "YET_TO_COME"),
        ("sounding_tests", SOUNDING | {"siren": "S-9"}, "NOT_MOUNTED"),
        ("siren_faults", FAULT | {"siren": "S-9"}, "NOT_FAULTY"),
        ("siren_faults", FAULT | {"valid_from": "2030-01-01"}, "YET_TO_COME"),
        ("siren_faults", FAULT | {"valid_to": "2025-03-09"}, "REPAIR"),
    ]

    before = await snapshot()
    for name, row, code in asked:
        _, space = await office.upload(name, [row])
        told = [problem.code for found in space.page([], first=3) for problem in found.problems]
        assert told == [code], (name, row)
    after = await snapshot()
    tables = ("siren_point", "sounding_test", "siren_fault")
    assert {name: after[name] for name in tables} == {name: before[name] for name in tables}
