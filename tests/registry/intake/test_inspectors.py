"""The registers of inspectors and of their relations: taken in by sheet, and refused without one identity."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from registry.codes import ApplyMode
from registry.tables import Inspector, InspectorRelation
from tests.factories import small_world
from tests.registry.intake.test_batches import MakeAct, Office
from tests.snapshots import snapshot

pytestmark = pytest.mark.anyio

INSPECTOR = {
    "code": "I-9",
    "region": "510300",
    "name": "某检查员",
    "external": True,
    "specialty": "work",
    "valid_from": "2025-02-01",
}


async def test_inspectors_and_relations_are_stored_or_refused(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office = Office(world, act, tmp_path)
    body, other = (world.organizations[code].credit_code for code in ("510303", "510302"))
    inspector = INSPECTOR | {"organization": body}
    relation = {
        "inspector": "I-9",
        "organization": other,
        "kind": "interest",
        "valid_from": "2025-02-01",
    }
    for name, row in (("inspectors", inspector), ("inspector_relations", relation)):
        await office.apply(*await office.upload(name, [row]), ApplyMode.ALL_OR_NOTHING)

    stored, declared = await Inspector.get(), await InspectorRelation.get()
    assert (stored.name, stored.external, stored.valid_from) == ("某检查员", True, date(2025, 2, 1))
    assert (declared.inspector_id, declared.organization_id) == (stored.id, world.organizations["510302"].id)
    reference = world.people[world.team.id][0].reference
    before = await snapshot()
    for row in (inspector | {"code": "I-10", "name": None}, inspector | {"person": reference}):
        _, space = await office.upload("inspectors", [row])
        assert [p.code for found in space.page([], first=3) for p in found.problems] == ["IDENTITY"]
    assert (await snapshot())["inspector"] == before["inspector"]
