"""Facilities, what works from them, their outages and contracts; refusals leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, Viewer, viewer_of
from registry.codes import FacilityKind, OutageKind, OutageState, ResourceKind
from registry.errors import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion, TransitionRefused
from registry.facilities.availability import Availability
from registry.facilities.contracts import ContractDraft, conclude_contract, due_contracts
from registry.facilities.outages import OUTAGE_MOVES, OutageDraft, decide_outage, end_outage, report_outage
from registry.facilities.readiness import facility_availability, facility_readiness
from registry.facilities.register import (
    FacilityDraft,
    change_facility,
    link_facility,
    register_facility,
    unlink_facility,
)
from registry.history import Act, changing
from registry.tables import CommandFacility, FacilityOutage
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


def _draft(world: SmallWorld, code: str = "F-1") -> FacilityDraft:
    return FacilityDraft(world.city.id, code, "示例指挥中心", FacilityKind.COMMAND_CENTER)


async def _standing(world: SmallWorld, act: MakeAct, code: str = "F-1") -> CommandFacility:
    """Store a facility that stands since 2024."""
    async with changing(act()) as change:
        return await change.add(
            CommandFacility(
                region_id=world.city.id,
                code=code,
                name="示例指挥中心",
                kind=FacilityKind.COMMAND_CENTER,
                valid_from=date(2024, 1, 1),
            )
        )


def _outage(facility: CommandFacility, **values: Any) -> OutageDraft:
    draft = OutageDraft(facility.id, OutageKind.UPGRADE, date(2026, 3, 2), date(2026, 3, 6))
    return replace(draft, **values)


async def test_facility_is_registered_changed_and_given_up(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    viewer = await _viewer(world, "registrar")

    made = await register_facility(viewer, act(), _draft(world))
    changed = await change_facility(
        viewer, act(), made.id, 1, name="新名", always_on=False, given_up_on=date(2027, 1, 1)
    )

    assert (made.always_on, made.valid_from) == (True, TODAY)
    assert (changed.name, changed.always_on, changed.valid_to) == ("新名", False, date(2027, 1, 1))
    async with unchanged():
        with pytest.raises(CodeTaken):
            await register_facility(viewer, act(), _draft(world))
        with pytest.raises(InvalidValue):
            await register_facility(viewer, act(), replace(_draft(world), code=" "))
        with pytest.raises(NotFound):
            await register_facility(viewer, act(), replace(_draft(world), organization_id=uuid4()))
        with pytest.raises(AccessDenied):
            await register_facility(await _viewer(world, "planner"), act(), _draft(world, "F-2"))
        with pytest.raises(NotFound):
            await register_facility(await _viewer(world, "foreigner"), act(), _draft(world, "F-2"))
        with pytest.raises(StaleVersion):
            await change_facility(viewer, act(), made.id, 1, name="x")
        with pytest.raises(InvalidValue):
            await change_facility(viewer, act(), made.id, 2, given_up_on=date(2026, 1, 5))


async def test_links_name_one_resource_or_team_and_end(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    viewer = await _viewer(world, "registrar")
    facility = await _standing(world, act)
    hall, team = world.resources["510300", ResourceKind.HALL], world.team

    link = await link_facility(viewer, act(), facility.id, resource_id=hall.id)
    station = await link_facility(viewer, act(), facility.id, team_id=team.id, since=date(2025, 1, 1))
    ended = await unlink_facility(viewer, act(), station.id, 1)

    assert (link.resource_id, link.team_id, link.valid_from) == (hall.id, None, TODAY)
    assert (ended.valid_from, ended.valid_to) == (date(2025, 1, 1), TODAY)
    async with unchanged():
        with pytest.raises(InvalidValue):
            await link_facility(viewer, act(), facility.id)
        with pytest.raises(InvalidValue):
            await link_facility(viewer, act(), facility.id, resource_id=hall.id, team_id=team.id)
        with pytest.raises(InvalidValue):
            await link_facility(viewer, act(), facility.id, resource_id=hall.id)
        with pytest.raises(NotFound):
            await link_facility(viewer, act(), facility.id, team_id=world.foreign_team.id)
        with pytest.raises(InvalidValue):
            await unlink_facility(viewer, act(), station.id, 2)
        with pytest.raises(InvalidValue):
            await unlink_facility(viewer, act(), link.id, 1)


@pytest.mark.parametrize(
    ("login", "values", "error"),
    [
        ("registrar", {"last_day": date(2026, 3, 1)}, InvalidValue),
        ("registrar", {"last_day": None}, InvalidValue),
        ("registrar", {"last_day": date(2026, 3, 2), "first_hour": 9, "until_hour": 9}, InvalidValue),
        ("registrar", {"first_hour": 24}, InvalidValue),
        ("registrar", {"until_hour": 0}, InvalidValue),
        ("registrar", {"kind": OutageKind.FAILURE}, InvalidValue),
        ("registrar", {"facility_id": uuid4()}, NotFound),
        ("planner", {}, AccessDenied),
        ("foreigner", {}, NotFound),
    ],
)
async def test_outage_is_refused_without_a_trace(
    database: TortoiseContext, act: MakeAct, login: str, values: dict[str, Any], error: type[Exception]
) -> None:
    world = await small_world()
    facility = await _standing(world, act)
    viewer = await _viewer(world, login)

    async with unchanged():
        with pytest.raises(error):
            await report_outage(viewer, act(), _outage(facility, **values))


async def test_every_decision_is_taken_or_refused_as_the_table_says(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar, approver = await _viewer(world, "registrar"), await _viewer(world, "approver")
    facility = await _standing(world, act)
    for current in OutageState:
        for to in OutageState:
            row = FacilityOutage(
                facility_id=facility.id,
                kind=OutageKind.UPGRADE,
                state=current,
                valid_from=date(2026, 3, 2),
                valid_to=date(2026, 3, 7),
            )
            async with changing(act()) as change:
                await change.add(row)
            viewer = registrar if to is OutageState.WITHDRAWN else approver
            if to in OUTAGE_MOVES[current]:
                decided = await decide_outage(viewer, act(), row.id, to, 1)
                assert (decided.state, decided.decided_on, decided.decided_by_id) == (
                    to,
                    TODAY,
                    viewer.principal_id,
                )
                continue
            async with unchanged():
                with pytest.raises(TransitionRefused):
                    await decide_outage(viewer, act(), row.id, to, 1)


async def test_registrar_cannot_approve_and_stale_versions_are_told(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar, approver = await _viewer(world, "registrar"), await _viewer(world, "approver")
    outage = await report_outage(registrar, act(), _outage(await _standing(world, act)))

    assert outage.state is OutageState.PROPOSED
    async with unchanged():
        with pytest.raises(AccessDenied):
            await decide_outage(registrar, act(), outage.id, OutageState.APPROVED, 1)
        with pytest.raises(StaleVersion):
            await decide_outage(approver, act(), outage.id, OutageState.APPROVED, 2)
        with pytest.raises(InvalidValue):
            await end_outage(registrar, act(), outage.id, date(2026, 3, 4), 1)


async def test_planned_outage_shrinks_and_a_failure_ends(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    facility = await _standing(world, act)
    planned = await report_outage(SYSTEM, act(), _outage(facility))
    approved = await decide_outage(SYSTEM, act(), planned.id, OutageState.APPROVED, planned.version)
    failure = await report_outage(
        SYSTEM,
        act(),
        _outage(facility, kind=OutageKind.FAILURE, first_day=TODAY, last_day=None, first_hour=6),
    )

    async with unchanged():
        with pytest.raises(InvalidValue):
            await end_outage(SYSTEM, act(), approved.id, date(2026, 3, 7), approved.version)
        with pytest.raises(InvalidValue):
            await end_outage(SYSTEM, act(), approved.id, date(2026, 3, 1), approved.version)
        with pytest.raises(InvalidValue):
            await end_outage(SYSTEM, act(), failure.id, TODAY, 1, until_hour=6)
    shorter = await end_outage(SYSTEM, act(), approved.id, date(2026, 3, 4), approved.version, until_hour=12)
    ended = await end_outage(SYSTEM, act(), failure.id, date(2026, 1, 8), 1)

    assert failure.state is OutageState.APPROVED
    assert (shorter.valid_to, shorter.until_hour) == (date(2026, 3, 5), 12)
    assert ended.valid_to == date(2026, 1, 9)


async def test_availability_and_readiness_count_approved_outages_only(
    database: TortoiseContext, act: MakeAct, statements: Any
) -> None:
    world = await small_world()
    viewer = await _viewer(world, "viewer")
    first, second = await _standing(world, act), await _standing(world, act, "F-2")
    proposed = await report_outage(SYSTEM, act(), _outage(second, first_day=TODAY, last_day=TODAY))
    await report_outage(
        SYSTEM, act(), _outage(first, kind=OutageKind.FAILURE, first_day=TODAY, last_day=TODAY, until_hour=6)
    )
    await conclude_contract(SYSTEM, act(), _contract(world, first))
    await conclude_contract(SYSTEM, act(), replace(_contract(world, second), number="HT-2"))

    with statements.counted() as seen:
        figures = await facility_availability(SYSTEM, world.city.id, date(2026, 1, 1), date(2026, 1, 10))
        states = await facility_readiness(SYSTEM, world.city.id, TODAY)
    tomorrow = await facility_readiness(SYSTEM, world.city.id, date(2026, 1, 6))

    assert len(seen) == 7
    assert [(each.facility.code, each.figures) for each in figures] == [
        ("F-1", Availability(240, 0, 6)),
        ("F-2", Availability(240, 0, 0)),
    ]
    assert [(each.facility.code, each.up, each.contracted, each.ready) for each in states] == [
        ("F-1", False, True, False),
        ("F-2", True, True, True),
    ]
    assert all(each.ready for each in tomorrow)
    assert proposed.state is OutageState.PROPOSED
    with pytest.raises(NotFound):
        await facility_readiness(viewer, world.city.id, TODAY)
    for last in (date(2025, 12, 31), date(2036, 1, 9)):
        with pytest.raises(InvalidValue):
            await facility_availability(SYSTEM, world.city.id, date(2026, 1, 1), last)


def _contract(world: SmallWorld, facility: CommandFacility) -> ContractDraft:
    return ContractDraft(
        facility_id=facility.id,
        contractor_id=world.organizations["510302"].id,
        number="HT-1",
        scope="显控系统全年维保",
        first_day=date(2025, 2, 1),
        last_day=date(2026, 1, 31),
        response_hours=4,
        cost_yuan=180_000,
    )


async def test_renewal_keeps_the_older_contract_and_ends_its_being_due(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    viewer = await _viewer(world, "registrar")
    facility = await _standing(world, act)
    first = await conclude_contract(viewer, act(), _contract(world, facility))

    early = await due_contracts(viewer, world.city.id, today=TODAY, within_days=26)
    due = await due_contracts(viewer, world.city.id, today=TODAY, within_days=27)
    renewal = replace(
        _contract(world, facility), number="HT-2", first_day=date(2026, 2, 1), last_day=date(2027, 1, 31)
    )
    second = await conclude_contract(viewer, act(), renewal, renews_id=first.id)

    assert (early, due) == ([], [first])
    assert second.renews_id == first.id
    assert await due_contracts(viewer, world.city.id, today=TODAY, within_days=27) == []
    async with unchanged():
        for wrong, error in (
            ({"number": "HT-1"}, CodeTaken),
            ({"number": " "}, InvalidValue),
            ({"scope": ""}, InvalidValue),
            ({"last_day": date(2025, 1, 31)}, InvalidValue),
            ({"response_hours": 0}, InvalidValue),
            ({"cost_yuan": -1}, InvalidValue),
            ({"contractor_id": uuid4()}, NotFound),
        ):
            draft = replace(_contract(world, facility), **{"number": "HT-3", **wrong})
            with pytest.raises(error):
                await conclude_contract(viewer, act(), draft)
        with pytest.raises(InvalidValue):
            await conclude_contract(viewer, act(), replace(renewal, number="HT-3"), renews_id=first.id)
        with pytest.raises(InvalidValue):
            await due_contracts(viewer, world.city.id, today=TODAY, within_days=0)
