"""A row of every register, on top of the small world: what the round trips take out and in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid5

from tortoise.fields.relational import ForeignKeyFieldInstance

from registry.access import SYSTEM, rows
from registry.codes import ResourceKind
from registry.history import Act, Change, changing
from registry.intake.register import Register
from registry.intake.registers import REGISTERS
from registry.tables import (
    Blackout,
    CapabilityItem,
    CapabilityVerification,
    CenterCheck,
    CenterReview,
    Record,
    Unavailability,
)
from tests.api.check_rows import check_rows
from tests.api.draw_rows import draw_rows
from tests.api.equipment_rows import equipment_rows
from tests.api.facilities_rows import facilities_rows
from tests.api.service_rows import service_rows
from tests.api.siren_rows import siren_rows
from tests.api.works_rows import works_rows
from tests.conftest import NOW, SPACE
from tests.factories import SmallWorld

DAYS = {"valid_from": date(2025, 5, 6), "valid_to": date(2025, 5, 9)}
SAMPLES: dict[type, Any] = {str: "x", int: 1, float: 1.0, bool: True, date: date(2025, 5, 6)}


async def a_row_everywhere(world: SmallWorld) -> None:
    """Store rows of the city until every register has one."""
    organization = world.organizations["510302"]
    base = world.resources["510300", ResourceKind.BASE]
    await works_rows(world.district, organization)
    await facilities_rows(world.district, organization, base)
    await siren_rows(world.district, organization)
    await draw_rows(world.district, organization, world.team)
    await equipment_rows(world.team, world.equipment[world.team.id])
    await check_rows(world.team, organization)
    await service_rows(world.team, world.memberships[world.team.id][0], world.equipment[world.team.id])
    made: list[Record] = [
        Blackout(region_id=world.city.id, kind="other", **DAYS),
        Unavailability(team_id=world.team.id, region_id=world.team.region_id, reason="duty", **DAYS),
        CenterReview(center_id=world.center.id, step="application", body="x"),
        CenterCheck(center_id=world.center.id, item="reserves", result="met"),
    ]
    figures = {"normal_per_day": 1, "surge_per_day": 2, "conversion_hours": 1, "sustain_days": 1}
    async with changing(Act(SYSTEM.principal_id, "everything", NOW, uuid5(SPACE, "everything"))) as change:
        for row in made:
            await change.add(row)
        item = CapabilityItem(organization_id=organization.id, product="x", unit="x", **figures)
        await change.add(item)
        await change.add(CapabilityVerification(capability_id=item.id, method="drill", verifier="x"))
        for register in REGISTERS.values():
            await _any_row(change, register)


async def _any_row(change: Change, register: Register) -> None:
    """Store a row of a register that has none, with a sample in each column that needs one."""
    table = register.table
    if await rows(SYSTEM, table).exists():
        return
    values: dict[str, Any] = {"valid_from": date(2025, 5, 6)}
    for name, field in table._meta.fields_map.items():
        if isinstance(field, ForeignKeyFieldInstance) and not field.null:
            related: type[Record] = field.related_model
            named = await rows(SYSTEM, related).first()
            assert named is not None, f"{table.__name__} needs a row of {related.__name__}: add both here"
            values[f"{name}_id"] = named.id
        elif name in table._meta.fields_db_projection and not (field.null or field.default is not None):
            enum: Any = getattr(field, "enum_type", None)
            values.setdefault(name, next(iter(enum)) if enum else SAMPLES.get(field.field_type))
    values = {name: value for name, value in values.items() if value is not None}
    await change.add(table(**values))
