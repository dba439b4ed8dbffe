"""Organizations are entered under a credit code that checks."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry import credit_code
from registry.access import viewer_of
from registry.codes import IndustryField, OrganizationKind
from registry.errors import AccessDenied, CodeTaken, InvalidValue, NotFound
from registry.history import Act
from registry.organizations import register_organization
from registry.tables import Organization
from tests.factories import small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio
TODAY = date(2026, 1, 5)


async def test_organization_is_registered(database: TortoiseContext, act: Callable[..., Act]) -> None:
    world = await small_world()
    registrar = await viewer_of(world.principals["registrar"].id, on=TODAY)

    row = await register_organization(
        registrar,
        act(),
        region_id=world.district.id,
        credit_code=credit_code.make("510302", 999),
        name=" 测试公司 ",
        kind=OrganizationKind.ENTERPRISE,
        field=IndustryField.FOOD,
        parent_id=world.organizations["510300"].id,
    )

    assert await Organization.get(id=row.id) == row
    assert (row.name, row.valid_from, row.version) == ("测试公司", TODAY, 1)


async def test_wrong_organization_is_refused(database: TortoiseContext, act: Callable[..., Act]) -> None:
    world = await small_world()
    registrar = await viewer_of(world.principals["registrar"].id, on=TODAY)
    planner = await viewer_of(world.principals["planner"].id, on=TODAY)
    code = credit_code.make("510302", 999)
    good: dict[str, Any] = {
        "region_id": world.district.id,
        "credit_code": code,
        "name": "测试公司",
        "kind": OrganizationKind.ENTERPRISE,
    }
    cases: list[tuple[Any, type[Exception], dict[str, Any]]] = [
        (registrar, InvalidValue, {"credit_code": code[:-1] + ("0" if code[-1] != "0" else "1")}),
        (registrar, InvalidValue, {"credit_code": "510302"}),
        (registrar, InvalidValue, {"name": "  "}),
        (registrar, CodeTaken, {"credit_code": world.organizations["510302"].credit_code}),
        (registrar, NotFound, {"region_id": world.foreign_district.id}),
        (registrar, NotFound, {"parent_id": world.organizations["511002"].id}),
        (planner, AccessDenied, {}),
    ]

    async with unchanged():
        for viewer, error, wrong in cases:
            with pytest.raises(error):
                await register_organization(viewer, act(), **{**good, **wrong})
