"""Sheets of services outside, letters and notices: checked, applied, and out and in again unchanged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.codes import BatchState, ExportForm, RowStatus
from registry.history import Act
from registry.intake.exporting import export_register
from registry.intake.files import Language
from registry.intake.registers import REGISTERS
from registry.intake.workspace import Workspace
from registry.tables import CommitmentLetter, EmployerNotice, Membership, OutsideService
from tests.factories import SmallWorld, small_world
from tests.registry.intake.test_batches import Office

pytestmark = pytest.mark.anyio

DAY = date(2025, 12, 1)


def sheets_of(world: SmallWorld) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Return a sound row and a faulty one of each register."""
    person, membership = world.people[world.team.id][0], world.memberships[world.team.id][0]
    service = {"person": person.reference, "kind": "militia", "unit": "示例民兵连", "valid_from": DAY}
    letter = {"membership": str(membership.id), "signed_on": DAY, "valid_to": date(2028, 12, 1)}
    notice = {
        "team": world.team.code,
        "organization": world.organizations["510302"].credit_code,
        "training_on": date(2026, 3, 4),
        "sent_on": DAY,
        "method": "letter",
        "sender": "示例国动办",
        "persons": 3,
    }
    return {
        "outside_services": (service, {**service, "valid_from": date(2026, 1, 2)}),
        "commitment_letters": (letter, {**letter, "signed_on": date(2029, 1, 1)}),
        "employer_notices": (notice, {**notice, "sent_on": date(2026, 2, 1), "training_on": DAY}),
    }


async def test_registers_of_service_are_checked_applied_and_come_out_unchanged(
    database: TortoiseContext, act: Callable[..., Act], tmp_path: Path
) -> None:
    office = Office(await small_world(), act, tmp_path)
    faults = {
        "outside_services": ["OVERLAP"],
        "commitment_letters": ["LATER_THAN_TODAY", "EMPTY_PERIOD"],
        "employer_notices": ["LATER_THAN_TODAY", "AFTER_TRAINING"],
    }
    for code, (sound, faulty) in sheets_of(office.world).items():
        batch, space = await office.upload(code, [sound, faulty])
        told = sorted(space.rows(list(RowStatus)), key=lambda row: row.place)
        assert [[each.code for each in row.problems] for row in told] == [[], faults[code]], code

        batch, space = await office.upload(code, [sound])
        applied = await office.apply(batch, space)
        assert (applied.state, applied.new_rows) == (BatchState.APPLIED, 1)
        assert (await REGISTERS[code].table.get()).valid_from == DAY
        if code == "commitment_letters":
            membership = await Membership.get(id=sound["membership"])
            assert membership.commitment_letter_on == DAY

        (tmp_path / code).mkdir()
        out = Workspace(tmp_path / code)
        one = office.act(**office.act_as)
        city = office.world.city.id
        log = await export_register(
            SYSTEM, one, REGISTERS[code], city, out.original, ExportForm.XLSX, Language.ZH
        )
        again, _ = await office.checked(code, "export.xlsx", out)
        assert (log.rows, again.unchanged_rows, again.new_rows) == (1, 1, 0), code
    assert [await each.all().count() for each in (OutsideService, CommitmentLetter, EmployerNotice)] == [
        1
    ] * 3
