"""Sheets of findings and hazards: out and in again unchanged, new rows with their steps, refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.codes import ApplyMode, ExportForm
from registry.intake.exporting import export_register
from registry.intake.files import Language
from registry.intake.registers import register_named
from registry.intake.workspace import Workspace
from registry.tables import Finding, Hazard, HazardStepTaken
from tests.api.check_rows import check_rows
from tests.factories import small_world
from tests.registry.intake.test_batches import MakeAct, Office

pytestmark = pytest.mark.anyio


async def test_findings_and_hazards_come_in_and_go_out_as_sheets(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office = Office(world, act, tmp_path)
    await check_rows(world.team, world.organizations["510302"])
    code = world.organizations["510302"].credit_code
    finding = {
        "region": "510302",
        "title": "台账不全",
        "valid_from": "2025-12-01",
        "due_on": "2026-02-01",
        "severity": "minor",
        "team": world.team.code,
        "owner": code,
    }
    hazard = {
        "code": "YH-1",
        "region": "510302",
        "title": "口部渗水",
        "valid_from": "2025-12-01",
        "due_on": "2026-01-20",
        "severity": "major",
        "reporter": code,
    }
    asked: list[tuple[str, dict[str, Any], str]] = [
        ("findings", finding | {"due_on": "2025-11-30"}, "DUE"),
        ("findings", finding | {"valid_from": "2026-01-06"}, "NOT_COME_YET"),
        ("findings", finding | {"verified_on": "2025-12-05"}, "DAYS"),
        ("findings", finding | {"state": "closed"}, "DAYS"),
        ("hazards", hazard | {"arose_on": "2025-12-02"}, "AROSE"),
        ("hazards", hazard | {"disposed_on": "2025-12-05"}, "DAYS"),
        ("hazards", hazard | {"code": world.team.code, "region": "510300000"}, "UNKNOWN_REFERENCE"),
    ]
    for name, row, fault in asked:
        _, space = await office.upload(name, [row])
        told = [problem.code for found in space.page([], first=3) for problem in found.problems]
        assert fault in told, (name, row, told)
    assert (await Finding.all().count(), await Hazard.all().count()) == (1, 1)

    for name, row in (("findings", finding), ("hazards", hazard)):
        batch, space = await office.upload(name, [row])
        assert batch.new_rows == 1, (name, [p.en for r in space.page([], first=3) for p in r.problems])
        await office.apply(batch, space, ApplyMode.ALL_OR_NOTHING)
        folder = Workspace(tmp_path / name)
        folder.folder.mkdir()
        log = await export_register(
            SYSTEM,
            act(**office.act_as),
            register_named(name),
            world.city.id,
            folder.original,
            ExportForm.XLSX,
            Language.ZH,
        )
        again, _ = await office.checked(name, "export.xlsx", folder)
        assert (name, log.rows, again.unchanged_rows, again.new_rows) == (name, 2, 2, 0)

    stored = await Hazard.get(code="YH-1")
    assert (stored.handler_id, stored.level.value, stored.state.value) == (
        world.district.id,
        "district",
        "reported",
    )
    assert [step.step.value for step in await HazardStepTaken.filter(hazard_id=stored.id)] == ["report"]
