"""What a procedure decides cannot be forged by a sheet; whole histories are taken over by approvers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import viewer_of
from registry.codes import EquipmentState, RowStatus
from registry.errors import NotReady
from registry.history import Act, changing
from registry.tables import CapabilityItem, EquipmentItem, FacilityOutage, Record, WorkClassification
from tests.api.facilities_rows import facilities_rows
from tests.api.works_rows import works_rows
from tests.conftest import NOW
from tests.factories import SmallWorld, small_world
from tests.registry.intake.test_batches import Office
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
Sheet = list[dict[str, Any]]


class Desk:
    """An office that tells what is said against each row of a sheet."""

    def __init__(self, world: SmallWorld, act: MakeAct, folder: Path, rows: dict[str, Record]) -> None:
        self.world, self.rows = world, rows
        self.office = Office(world, act, folder)
        self.credit = world.organizations["510302"].credit_code

    async def as_registrar(self) -> None:
        """Sit down as somebody who may register and not approve."""
        registrar = self.world.principals["registrar"]
        self.office.viewer = await viewer_of(registrar.id, on=NOW.date())
        self.office.act_as = {"author": registrar.id}

    async def codes(self, register: str, *sheet: dict[str, Any]) -> list[list[str]]:
        """Return the codes of the problems of each row, in its order."""
        _, space = await self.office.upload(register, list(sheet))
        told = sorted(space.rows(list(RowStatus)), key=lambda row: row.place)
        return [sorted({problem.code for problem in row.problems}) for row in told]

    async def take(self, register: str, *sheet: dict[str, Any]) -> None:
        """Apply a sheet."""
        batch, space = await self.office.upload(register, list(sheet))
        await self.office.apply(batch, space)


@pytest.fixture
async def desk(database: TortoiseContext, act: MakeAct, tmp_path: Path) -> Desk:
    world = await small_world()
    organization = world.organizations["510302"]
    base = next(iter(world.resources.values()))
    rows = await works_rows(world.district, organization)
    return Desk(world, act, tmp_path, rows | await facilities_rows(world.district, organization, base))


def a_work(code: str) -> dict[str, Any]:
    return {"code": code, "name": f"示例工程{code}", "region": "510302", "kind": "early", "area_m2": 900}


def a_decision(work: str, day: date, usage_class: str, **other: Any) -> dict[str, Any]:
    facts = {
        "work": work,
        "valid_from": day,
        "usage_class": usage_class,
        "basis": "示例",
        "decided_by": "示例",
    }
    return {**facts, **other}


async def test_registrar_forges_no_decision(desk: Desk) -> None:
    await desk.take("works", a_work("N-1"))
    await desk.as_registrar()
    project = {"name": "示例项目甲", "region": "510302", "area_m2": 1, "valid_from": date(2025, 1, 2)}
    days = {"valid_from": date(2026, 3, 2), "valid_to": date(2026, 3, 6)}
    application = {
        "work": "N-1",
        "organization": desk.credit,
        "use": "parking",
        "area_m2": 5,
        "contract_on": date(2025, 1, 2),
        "contract_until": date(2026, 1, 2),
        "valid_from": date(2025, 1, 3),
    }
    issued = {"number": "N", "issued_on": date(2025, 2, 1), "expires_on": date(2026, 1, 2)}
    sheets: dict[str, Sheet] = {
        "work_classifications": [a_decision("N-1", date(2025, 3, 3), "keep")],
        "work_projects": [{"code": "NP-1", **project}, {"code": "NP-2", **project, "stage": "started"}],
        "work_acceptances": [
            {"project": "P-510302", "valid_from": date(2025, 4, 1), "area_m2": 1, "document": "x"}
        ],
        "use_certificates": [
            {"code": "NA-1", **application},
            {"code": "NA-2", **application, "decided_on": date(2025, 2, 1), "decision": "x", **issued},
            {"code": "NA-3", **application, **issued},
            {"code": "NA-4", **application, "area_m2": 901},
        ],
        "certificate_changes": [
            {
                "certificate": "A-510302",
                "valid_from": date(2025, 4, 1),
                "wanted_on": date(2025, 5, 1),
                "area_m2": 1,
                "accepted": True,
                "decided_on": date(2025, 4, 2),
            }
        ],
        "facility_outages": [
            {"facility": "F-510302", "kind": "upgrade", **days},
            {"facility": "F-510302", "kind": "maintenance", "state": "approved", **days},
            {"facility": "F-510302", "kind": "failure", "state": "approved", "valid_from": date(2026, 1, 2)},
            {"facility": "F-510302", "kind": "failure", "state": "approved", "valid_from": date(2026, 2, 2)},
        ],
        "centers": [
            {
                "code": desk.world.center.code,
                "name": desk.world.center.name,
                "region": "510302",
                "organization": desk.credit,
                "field": desk.world.center.field.value,
                "level": desk.world.center.level.value,
                "designated_on": date(2024, 1, 1),
            }
        ],
    }

    told = {register: await desk.codes(register, *sheet) for register, sheet in sheets.items()}

    needs, own = ["STATE_NEEDS_APPROVAL"], ["OWN_PROCEDURE"]
    assert told == {
        "work_classifications": [needs],
        "work_projects": [[], needs],
        "work_acceptances": [["OWN_PROCEDURE", "STATE_NEEDS_APPROVAL"]],
        "use_certificates": [[], needs, ["CERTIFICATE"], ["BEYOND_WORK"]],
        "certificate_changes": [needs],
        "facility_outages": [[], needs, [], ["NOT_COME_YET"]],
        "centers": [own],
    }


async def test_history_of_classes_is_taken_over_whole_and_once(desk: Desk) -> None:
    await desk.take("works", *[a_work(f"N-{number}") for number in (1, 2, 3)])
    first, second = date(2024, 3, 4), date(2025, 3, 4)
    whole = [a_decision("N-1", first, "keep", valid_to=second), a_decision("N-1", second, "renovate")]
    gap = [a_decision("N-2", first, "keep"), a_decision("N-2", second, "keep", valid_to=date(2025, 9, 1))]
    back = [
        a_decision("N-3", first, "decommission", valid_to=second, disposal_plan="封堵"),
        a_decision("N-3", second, "keep"),
    ]
    ahead = a_decision("N-3", date(2026, 2, 1), "keep")

    told = await desk.codes("work_classifications", *whole, *gap)
    assert told == [[], [], ["NOT_IN_TURN"], ["NOT_IN_TURN"]]
    assert await desk.codes("work_classifications", *back) == [[], ["NOT_IN_TURN"]]
    assert await desk.codes("work_classifications", ahead) == [["NOT_COME_YET"]]
    batch, space = await desk.office.upload("work_classifications", [*whole, *gap])
    async with unchanged():
        with pytest.raises(NotReady):
            await desk.office.apply(batch, space)
    await desk.take("work_classifications", *whole)
    assert await WorkClassification.filter(work__code="N-1").count() == 2

    third = a_decision("N-1", date(2025, 6, 1), "keep")
    other = a_decision("N-1", second, "keep")
    assert await desk.codes("work_classifications", third) == [["OWN_PROCEDURE"]]
    assert await desk.codes("work_classifications", other) == [["OWN_PROCEDURE"]]


async def test_projects_are_taken_over_with_their_stages_and_acceptance(desk: Desk) -> None:
    days = [date(2024, month, 1) for month in (1, 3, 5, 7, 9)]
    stages = ["design", "started", "building", "completed", "accepted"]
    projects = [
        {
            "code": code,
            "name": f"项目{code}",
            "region": "510302",
            "area_m2": 1,
            "valid_from": days[0],
            "stage": stage,
        }
        for code, stage in (("NP-1", "accepted"), ("NP-2", "building"))
    ]
    steps = [
        {"project": "NP-1", "stage": stage, "valid_from": day, "valid_to": until}
        for stage, day, until in zip(stages, days, [*days[1:], None], strict=True)
    ]
    acceptance = {"valid_from": days[-1], "area_m2": 1, "document": "x"}
    await desk.take("work_projects", *projects)

    short = [{**step, "project": "NP-2"} for step in steps[:2]]
    short[-1] = {**short[-1], "valid_to": None}
    assert await desk.codes("project_steps", *short) == [[], ["STAGE"]]
    assert await desk.codes("project_steps", *steps) == [[]] * 5
    await desk.take("project_steps", *steps)
    told = await desk.codes(
        "work_acceptances", {"project": "NP-1", **acceptance}, {"project": "NP-2", **acceptance}
    )
    assert told == [[], ["STAGE"]]
    more = {"project": "NP-1", "stage": "building", "valid_from": date(2025, 1, 1)}
    assert await desk.codes("project_steps", more) == [["OWN_PROCEDURE", "STAGE"]]


async def test_decided_rows_stay_and_facts_lie_apart(desk: Desk) -> None:
    outage = desk.rows["FacilityOutage"]
    grown = {
        "facility": "F-510302",
        "kind": "maintenance",
        "state": "approved",
        "valid_from": outage.valid_from,
        "valid_to": date(2025, 4, 1),
    }
    contract = {
        "facility": "F-510302",
        "contractor": desk.credit,
        "scope": "x",
        "response_hours": 4,
        "renews": "M-510302",
    }
    year, years = {"valid_from": date(2026, 3, 3)}, {"valid_to": date(2027, 3, 3)}
    body = {"organization": desk.credit, "region": "510302"}
    sheets: dict[str, Sheet] = {
        "facility_outages": [grown],
        "facility_links": [
            {"facility": "F-510302", "team": desk.world.team.code, **year},
            {"facility": "F-510302", "team": desk.world.team.code, "valid_from": date(2026, 4, 1)},
        ],
        "maintenance_contracts": [
            {"number": "N-1", **contract, **year, **years},
            {"number": "N-2", **contract, **year, **years},
            {"number": "N-3", **contract, "valid_from": date(2025, 3, 3), **years},
        ],
        "responsible_bodies": [
            {**body, "level": "district", "valid_from": date(2025, 6, 1)},
            {**body, "region": "510303", "level": "city", "valid_from": date(2025, 6, 1)},
        ],
    }

    told = {register: await desk.codes(register, *sheet) for register, sheet in sheets.items()}

    assert told == {
        "facility_outages": [["OWN_PROCEDURE"]],
        "facility_links": [[], ["OVERLAP"]],
        "maintenance_contracts": [[], ["RENEWAL"], ["RENEWAL"]],
        "responsible_bodies": [["OVERLAP"], ["LEVEL"]],
    }
    stored = await FacilityOutage.get(id=outage.id)
    assert stored.valid_to == date(2025, 3, 5)


async def test_facts_of_centers_are_judged(desk: Desk, act: MakeAct) -> None:
    center = desk.world.center
    async with changing(act()) as change:
        item = CapabilityItem(
            organization_id=desk.world.organizations["510302"].id,
            product="示例产品",
            unit="台",
            normal_per_day=1,
            surge_per_day=2,
            conversion_hours=1,
            sustain_days=1,
            verified_on=date(2025, 6, 1),
        )
        await change.add(item)
    review = {"center": center.code, "valid_from": date(2024, 5, 1)}
    look = {"center": center.code, "item": "plan", "result": "met"}
    seen = {"organization": desk.credit, "capability": "示例产品", "method": "drill", "verifier": "x"}
    since = center.valid_from
    sheets: dict[str, Sheet] = {
        "center_reviews": [
            {**review, "step": "application"},
            {**review, "step": "application", "outcome": "failed", "valid_from": date(2024, 5, 2)},
            {**review, "step": "public_notice"},
        ],
        "center_checks": [
            {**look, "valid_from": since},
            {**look, "valid_from": date(since.year, 12, 31)},
            {**look, "item": "products", "valid_from": date(since.year - 1, 1, 1)},
        ],
        "capability_verifications": [
            {**seen, "valid_from": date(2025, 6, 1)},
            {**seen, "valid_from": date(2025, 7, 1)},
            {**seen, "capability": "没有", "valid_from": date(2025, 6, 1)},
        ],
    }

    told = {register: await desk.codes(register, *sheet) for register, sheet in sheets.items()}

    assert told == {
        "center_reviews": [[], ["OUTCOME"], ["NOTICE"]],
        "center_checks": [[], ["OVERLAP"], ["BEFORE_CENTER"]],
        "capability_verifications": [[], ["OWN_PROCEDURE"], ["UNKNOWN_REFERENCE"]],
    }
    await desk.take("capability_verifications", sheets["capability_verifications"][0])
    assert await desk.codes("capability_verifications", sheets["capability_verifications"][0]) == [[]]


async def test_sheet_moves_equipment_as_its_table_of_states_lets_it(desk: Desk) -> None:
    team = desk.world.team
    item = desk.world.equipment[team.id]
    row = {"team": team.code, "kind": item.kind, "serial": item.serial, "owner": desk.credit, "quantity": 2}
    broken = {**row, "state": EquipmentState.REPAIR_NEEDED.value}

    overdue = await desk.codes("equipment", {**row, "state": EquipmentState.INSPECTION_OVERDUE.value})
    await desk.take("equipment", broken)
    back = await desk.codes("equipment", {**row, "state": EquipmentState.SERVICEABLE.value})

    assert (overdue, back) == ([["TOLD_BY_DATES"]], [["NOT_IN_TURN"]])
    assert (await EquipmentItem.get(id=item.id)).state is EquipmentState.REPAIR_NEEDED
