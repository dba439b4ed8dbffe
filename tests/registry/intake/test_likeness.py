"""A check of a file warns of likely duplicates in the register and within the file, and refuses none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry import credit_code
from registry.codes import RowStatus
from registry.history import Act
from tests.factories import small_world
from tests.registry.intake.test_batches import Office

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]


async def warnings(office: Office, register: str, rows: list[dict[str, Any]]) -> list[list[str]]:
    """Return the warnings of likeness of each row; every row must be new."""
    batch, space = await office.upload(register, rows)
    assert (batch.new_rows, batch.rejected_rows) == (len(rows), 0)
    told = sorted(space.rows(list(RowStatus)), key=lambda row: row.place)
    return [[each.zh for each in row.problems if each.code == "LIKELY_SAME"] for row in told]


async def test_likely_duplicates_are_warned_of_with_reasons(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    world = await small_world()
    office = Office(world, act, tmp_path)
    known = world.people[world.team.id][0]
    person = {"name": known.name, "region": "510303", "sex": known.sex, "birth_year": known.birth_year}
    item, kept = world.equipment[world.team.id], world.organizations["510302"]

    people = await warnings(
        office,
        "people",
        [
            {**person, "reference": "N-1", "phone": f"+86 {known.phone}"},
            {**person, "reference": "N-2", "name": "别人", "phone": "000-77770000"},
            {**person, "reference": "N-3", "phone": known.phone},
        ],
    )
    organizations = await warnings(
        office,
        "organizations",
        [
            {
                "credit_code": credit_code.make("510302", 9_001),
                "name": f"自贡市{kept.name}有限公司",
                "region": "510302",
                "kind": kept.kind,
                "field": kept.field,
            }
        ],
    )
    items = await warnings(
        office,
        "equipment",
        [
            {
                "team": world.team.code,
                "kind": item.kind,
                "serial": f"{item.serial} ".lower(),
                "owner": kept.credit_code,
                "quantity": 1,
            }
        ],
    )

    same = "联系电话相同、名称相同、出生年份相同、性别相同"
    assert people == [
        [f"与{known.reference}可能为同一人员（95分）：{same}。"],
        [],
        [
            f"与第2行可能为同一人员（100分）：{same}、同一行政区划。",
            f"与{known.reference}可能为同一人员（95分）：{same}。",
        ],
    ]
    assert [len(each) for each in organizations] == [1]
    assert items[0][0].startswith(f"与{item.serial}可能为同一装备（100分）：序列号或车牌相同、种类相同")
    assert not any(known.name in text or str(known.phone) in text for row in people for text in row)
