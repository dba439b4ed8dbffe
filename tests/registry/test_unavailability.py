"""Absences: one subject, whole days, reported by those who may, taken back without a trace but one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import LedgerAction, ResourceKind, UnavailabilityReason
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.history import Act
from registry.tables import LedgerEntry, Unavailability
from registry.unavailability import report_unavailability, withdraw_unavailability
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
DAYS: dict[str, Any] = {
    "first_day": date(2026, 3, 2),
    "last_day": date(2026, 3, 6),
    "reason": UnavailabilityReason.DEPLOYED,
}


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


def _subjects(world: SmallWorld) -> dict[str, Any]:
    return {
        "team_id": world.team.id,
        "person_id": world.people[world.team.id][0].id,
        "resource_id": world.resources["510300", ResourceKind.HALL].id,
    }


@pytest.mark.parametrize("subject", ["team_id", "person_id", "resource_id"])
async def test_absence_covers_whole_days_in_the_subjects_region(
    database: TortoiseContext, act: MakeAct, subject: str
) -> None:
    world = await small_world()
    subject_id = _subjects(world)[subject]

    row = await report_unavailability(
        await _viewer(world, "registrar"), act(), **{subject: subject_id}, **DAYS, note="出动"
    )

    home = world.city if subject == "resource_id" else world.district
    assert await Unavailability.get(id=row.id) == row
    assert (row.valid_from, row.valid_to, row.region_id) == (date(2026, 3, 2), date(2026, 3, 7), home.id)
    assert getattr(row, subject) == subject_id


async def test_planner_reports_resources_only(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    planner, subjects = await _viewer(world, "planner"), _subjects(world)

    row = await report_unavailability(planner, act(), resource_id=subjects["resource_id"], **DAYS)
    async with unchanged():
        for subject in ("team_id", "person_id"):
            with pytest.raises(AccessDenied):
                await report_unavailability(planner, act(), **{subject: subjects[subject]}, **DAYS)

    assert row.reason is UnavailabilityReason.DEPLOYED


async def test_wrong_report_is_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, subjects = await _viewer(world, "registrar"), _subjects(world)
    backwards = {**DAYS, "last_day": date(2026, 3, 1)}

    async with unchanged():
        for named in ({}, subjects, {"team_id": world.team.id, "person_id": subjects["person_id"]}):
            with pytest.raises(InvalidValue) as caught:
                await report_unavailability(registrar, act(), **named, **DAYS)
            assert (caught.value.field, caught.value.value) == ("subject", len(named))
        with pytest.raises(InvalidValue):
            await report_unavailability(registrar, act(), team_id=world.team.id, **backwards)
        with pytest.raises(NotFound):
            await report_unavailability(registrar, act(), team_id=world.foreign_team.id, **DAYS)
        with pytest.raises(AccessDenied):
            await report_unavailability(await _viewer(world, "viewer"), act(), team_id=world.team.id, **DAYS)


async def test_withdrawn_absence_is_gone_but_told(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    row = world.unavailability

    gone = await withdraw_unavailability(await _viewer(world, "planner"), act("repaired early"), row.id, 1)

    last = await LedgerEntry.filter(record_id=row.id).order_by("-sequence").first()
    assert gone == row
    assert await Unavailability.filter(id=row.id).count() == 0
    assert last is not None
    assert (last.action, last.after, last.reason) == (LedgerAction.REMOVE, None, "repaired early")


async def test_absence_is_not_withdrawn_wrongly(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    row = world.unavailability

    async with unchanged():
        with pytest.raises(StaleVersion):
            await withdraw_unavailability(await _viewer(world, "registrar"), act(), row.id, 2)
        with pytest.raises(NotFound):
            await withdraw_unavailability(await _viewer(world, "foreigner"), act(), row.id, 1)
        with pytest.raises(AccessDenied):
            await withdraw_unavailability(await _viewer(world, "auditor"), act(), row.id, 1)
