"""Inspections, schedules and renewals from sheets: what they settle, and what they leave as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from registry.codes import EquipmentState, InspectionResult
from registry.history import Act, broken_chains
from registry.intake.batches import undo_batch
from registry.tables import EquipmentInspection, EquipmentItem, InspectionSchedule, QualificationGrant
from tests.factories import small_world
from tests.registry.intake.test_batches import Office, quiet

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]


async def test_imported_inspections_settle_their_items(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office, item = Office(world, act, tmp_path), world.equipment[world.team.id]
    schedule = {"region": "510302", "kind": item.kind, "interval_days": 100, "lead_days": 10}
    schedule["valid_from"] = date(2025, 1, 1)
    batch, space = await office.upload("inspection_schedules", [schedule])
    await office.apply(batch, space)
    again = schedule | {"valid_from": date(2025, 6, 1), "lead_days": 101}
    batch, space = await office.upload("inspection_schedules", [again])
    assert [{p.code for p in row.problems} for row in space.page([])] == [{"OVERLAP", "LEAD_TIME"}]
    assert (await InspectionSchedule.get()).interval_days == 100

    held = {"item": item.serial, "inspector": "示例检验所"}
    rows = [
        held | {"inspected_on": date(2026, 1, 3), "result": "monitor"},
        held | {"inspected_on": date(2025, 3, 3), "result": "lost"},
    ]
    wrong = [
        {**rows[0], "item": None},
        {**rows[0], "inspected_on": date(2026, 1, 6)},
        {**rows[0], "inspected_on": date(2025, 1, 7), "next_due_on": date(2025, 1, 7)},
    ]
    _, space = await office.upload("equipment_inspections", wrong)
    told = [{p.code for p in row.problems} for row in space.page([])]
    assert told == [{"SERIAL_MISSING"}, {"INSPECTED_LATER"}, {"NEXT_DUE"}]

    batch, space = await office.upload("equipment_inspections", rows)
    await office.apply(batch, space)

    stored = await EquipmentInspection.all().order_by("inspected_on")
    assert [(each.valid_from, each.result, each.next_due_on) for each in stored] == [
        (date(2025, 3, 3), InspectionResult.LOST, None),
        (date(2026, 1, 3), InspectionResult.MONITOR, date(2026, 4, 13)),
    ]
    now = await EquipmentItem.get(id=item.id)
    assert (now.state, now.next_inspection_on) == (EquipmentState.MONITOR, date(2026, 4, 13))

    await undo_batch(office.viewer, act(**office.act_as), batch.id, space, quiet)
    fresh = await EquipmentItem.get(id=item.id)
    assert (fresh.state, fresh.next_inspection_on) == (item.state, item.next_inspection_on)
    assert await EquipmentInspection.all().count() == 0
    assert await broken_chains() == []


async def test_imported_renewal_is_a_new_grant_and_the_old_one_stays(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office, holder = Office(world, act, tmp_path), world.people[world.team.id][0]
    old = await QualificationGrant.get(person_id=holder.id)
    key = {"person": holder.reference, "qualification_type": world.qualification.code}
    known = key | {"valid_from": old.valid_from, "valid_to": old.valid_to}
    known["certificate_number"] = old.certificate_number
    renewal = key | {"valid_from": date(2027, 5, 1), "valid_to": date(2030, 5, 1)}

    batch, space = await office.upload("qualifications", [known, renewal])
    assert (batch.unchanged_rows, batch.new_rows) == (1, 1)
    await office.apply(batch, space)
    twice, _ = await office.upload("qualifications", [known, renewal])

    assert twice.unchanged_rows == 2
    grants = await QualificationGrant.filter(person_id=holder.id).order_by("valid_from")
    assert [(each.valid_from, each.version) for each in grants] == [
        (old.valid_from, 1),
        (date(2027, 5, 1), 1),
    ]
