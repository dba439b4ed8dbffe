"""The rules about sirens name the right ones, and only them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM
from registry.consistency.issues import find_all
from tests.registry.consistency.broken_world import broken_world

pytestmark = pytest.mark.anyio


async def test_siren_rules_name_the_sirens(database: TortoiseContext) -> None:
    await broken_world()

    found, _, _ = await find_all(SYSTEM, date(2026, 2, 1))

    told: defaultdict[str, list[str]] = defaultdict(list)
    for each in found:
        if each.rule.startswith("SIREN_"):
            told[each.rule].append(each.facts["code"])
    assert {rule: sorted(codes) for rule, codes in told.items()} == {
        "SIREN_SILENT": ["S-SILENT", "S-UNTESTED"],
        "SIREN_NOT_SOUNDED": ["S-UNTESTED"],
        "SIREN_FAULTY_WITHOUT_FAULT": ["S-FAULTY"],
        "SIREN_FAULT_IN_SERVICE": ["S-BROKEN"],
        "SIREN_PLANNED_LONG": ["S-PLANNED"],
        "SIREN_FAULT_OPEN_LONG": ["S-BROKEN"],
    }
