"""Equipment through its life: inspected by the nearest schedule, moved by the table, handed over whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.context import TortoiseContext

from registry.access import Viewer, rows, viewer_of
from registry.codes import EquipmentState, InspectionResult, TeamCategory
from registry.equipment import (
    EQUIPMENT_MOVES,
    EquipmentDraft,
    InspectionDraft,
    Replaced,
    ScheduleDraft,
    TransferDraft,
    condition_on,
    inspections_due,
    move_equipment_state,
    next_due,
    record_inspection,
    register_equipment,
    schedule_for,
    set_inspection_schedule,
    transfer_equipment,
)
from registry.equipment.conditions import in_condition
from registry.errors import (
    AccessDenied,
    CodeTaken,
    InvalidValue,
    NotFound,
    StaleVersion,
    TransitionRefused,
)
from registry.history import Act, changing
from registry.tables import EquipmentItem, InspectionSchedule, LedgerEntry, Team
from tests.factories import SmallWorld, small_world
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
KIND = "发电机"
E = EquipmentState
R = InspectionResult


async def login(world: SmallWorld, name: str) -> Viewer:
    """Return a principal of the small world on the tests' day."""
    return await viewer_of(world.principals[name].id, on=TODAY)


async def stored(item: EquipmentItem) -> EquipmentItem:
    """Return an item as it is now."""
    return await EquipmentItem.get(id=item.id)


async def test_nearest_schedule_decides_the_next_inspection(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, item = await login(world, "registrar"), world.equipment[world.team.id]
    async with changing(act()) as change:
        await change.add(
            InspectionSchedule(
                kind=KIND, interval_days=730, lead_days=10, mark="A", valid_from=date(2020, 1, 1)
            )
        )
    draft = ScheduleDraft(world.city.id, KIND, 365, 20, date(2025, 1, 1))
    city = await set_inspection_schedule(registrar, act(), draft)
    own = await set_inspection_schedule(
        registrar, act(), ScheduleDraft(world.district.id, KIND, 100, 15, date(2025, 6, 1))
    )
    again = await set_inspection_schedule(
        registrar, act(), ScheduleDraft(world.district.id, KIND, 90, 90, date(2025, 9, 1))
    )

    found = {
        (region.code, day): await schedule_for(KIND, region.id, day)
        for region in (world.district, world.sibling, world.foreign_district)
        for day in (date(2025, 5, 31), date(2025, 8, 31), date(2025, 9, 1))
    }
    assert [each and each.interval_days for each in found.values()] == [
        365,
        100,
        90,
        365,
        365,
        365,
        730,
        730,
        730,
    ]
    assert (await InspectionSchedule.get(id=own.id)).valid_to == again.valid_from
    assert (await InspectionSchedule.get(id=city.id)).valid_to is None
    assert await next_due(KIND, world.sibling.id, date(2028, 2, 29)) == date(2029, 2, 28)
    assert await next_due("x", world.district.id, TODAY) is None

    inspection = await record_inspection(
        registrar, act(), InspectionDraft(item.id, TODAY, R.OPERATIONAL, "示例检验所"), 1
    )
    assert inspection.next_due_on == (await stored(item)).next_inspection_on == TODAY + timedelta(days=90)
    async with unchanged():
        for interval, lead in ((0, 0), (3_661, 1), (10, 11), (10, -1)):
            bad = ScheduleDraft(world.city.id, KIND, interval, lead)
            with pytest.raises(InvalidValue):
                await set_inspection_schedule(registrar, act(), bad)
        with pytest.raises(AccessDenied):
            await set_inspection_schedule(await login(world, "planner"), act(), draft)
        bad = ScheduleDraft(world.foreign_city.id, KIND, 10, 1)
        with pytest.raises(NotFound):
            await set_inspection_schedule(registrar, act(), bad)


@pytest.mark.parametrize(
    ("before", "result", "after", "keeps_day"),
    [
        (E.SERVICEABLE, R.OPERATIONAL, E.SERVICEABLE, False),
        (E.INSPECTION_OVERDUE, R.OPERATIONAL, E.SERVICEABLE, False),
        (E.IN_REPAIR, R.OPERATIONAL, E.SERVICEABLE, False),
        (E.STORED, R.OPERATIONAL, E.STORED, False),
        (E.SERVICEABLE, R.MONITOR, E.MONITOR, False),
        (E.MONITOR, R.REPAIR_REQUIRED, E.REPAIR_NEEDED, False),
        (E.SERVICEABLE, R.UNSERVICEABLE, E.REPAIR_NEEDED, False),
        (E.SERVICEABLE, R.RETIRED, E.RETIRED, False),
        (E.SERVICEABLE, R.LOST, E.LOST, False),
        (E.MONITOR, R.INCOMPLETE, E.MONITOR, True),
    ],
)
async def test_inspection_settles_the_state(
    database: TortoiseContext,
    act: MakeAct,
    before: E,
    result: R,
    after: E,
    keeps_day: bool,
) -> None:
    world = await small_world()
    registrar, item = await login(world, "registrar"), world.equipment[world.team.id]
    await EquipmentItem.filter(id=item.id).update(state=before)
    day, due = date(2026, 1, 2), date(2026, 12, 1)
    gone = after in {E.RETIRED, E.LOST}

    inspection = await record_inspection(
        registrar, act(), InspectionDraft(item.id, day, result, "示例检验所", due), 1
    )

    now = await stored(item)
    assert inspection.next_due_on == (None if gone or keeps_day else due)
    assert (now.state, now.next_inspection_on) == (
        after,
        item.next_inspection_on if keeps_day else None if gone else due,
    )


async def test_late_and_impossible_inspections_leave_the_item(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar, item = await login(world, "registrar"), world.equipment[world.team.id]
    day, due = date(2026, 1, 2), date(2026, 6, 1)
    async with changing(act()) as change:
        item = await change.change(item, valid_from=date(2025, 1, 1))
    await record_inspection(registrar, act(), InspectionDraft(item.id, day, R.MONITOR, "x", due), 2)
    now = await stored(item)

    earlier = InspectionDraft(item.id, date(2025, 7, 1), R.LOST, "x")
    await record_inspection(registrar, act(), earlier, now.version)

    assert (await stored(item)).version == now.version
    last = await LedgerEntry.filter(record_id=item.id).order_by("-sequence").first()
    assert last is not None
    assert last.effective_on == day
    async with unchanged():
        for draft in (
            InspectionDraft(item.id, TODAY + timedelta(days=1), R.MONITOR, "x"),
            InspectionDraft(item.id, date(2024, 12, 31), R.MONITOR, "x"),
            InspectionDraft(item.id, TODAY, R.MONITOR, " "),
            InspectionDraft(item.id, TODAY, R.MONITOR, "x", TODAY),
        ):
            with pytest.raises(InvalidValue):
                await record_inspection(registrar, act(), draft, now.version)
        with pytest.raises(StaleVersion):
            await record_inspection(registrar, act(), earlier, 1)
        with pytest.raises(AccessDenied):
            await record_inspection(await login(world, "planner"), act(), earlier, now.version)
        with pytest.raises(NotFound):
            await record_inspection(await login(world, "foreigner"), act(), earlier, now.version)
    await EquipmentItem.filter(id=item.id).update(state=E.RETIRED)
    with pytest.raises(TransitionRefused):
        await record_inspection(registrar, act(), earlier, now.version)


async def test_states_move_by_the_table_alone(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, item = await login(world, "registrar"), world.equipment[world.team.id]
    assert [(a, b) for a, way in EQUIPMENT_MOVES.items() for b in way if b is E.INSPECTION_OVERDUE] == []

    for before, to in product(EquipmentState, EquipmentState):
        await EquipmentItem.filter(id=item.id).update(state=before)
        now = await stored(item)
        if to in EQUIPMENT_MOVES[before]:
            moved = await move_equipment_state(registrar, act(), item.id, to, now.version, on=TODAY)
            assert moved.state is to
            assert (moved.next_inspection_on is None) is (
                to in {E.RETIRED, E.LOST} or now.next_inspection_on is None
            )
        else:
            with pytest.raises(TransitionRefused) as caught:
                await move_equipment_state(registrar, act(), item.id, to, now.version)
            assert caught.value.allowed == EQUIPMENT_MOVES[before]
    with pytest.raises(StaleVersion):
        await move_equipment_state(registrar, act(), item.id, E.STORED, 1)


async def test_overdue_is_told_by_dates_alike_in_python_and_sql(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    registrar, team = await login(world, "registrar"), world.team
    async with changing(act()) as change:
        for state, due in product(
            EquipmentState, (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
        ):
            await change.add(
                EquipmentItem(
                    team_id=team.id,
                    owner_id=team.organization_id,
                    kind=KIND,
                    kind_en="x",
                    quantity=1,
                    state=state,
                    next_inspection_on=due,
                )
            )
    listed = rows(registrar, EquipmentItem)
    items = await listed

    for state in EquipmentState:
        by_sql = {item.id for item in await listed.filter(in_condition(state, TODAY))}
        assert by_sql == {item.id for item in items if condition_on(item, TODAY) is state}, state
    due = await inspections_due(registrar, world.city.id, on=TODAY, days=0)
    assert {each.item.id for each in due} == {
        item.id for item in items if condition_on(item, TODAY) is E.INSPECTION_OVERDUE
    }


async def test_inspections_are_due_by_the_lead_time_of_the_nearest_schedule(
    database: TortoiseContext, act: MakeAct, statements
) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")
    await set_inspection_schedule(
        registrar, act(), ScheduleDraft(world.district.id, KIND, 365, 45, date(2025, 1, 1))
    )
    day = date(2026, 4, 25)

    with statements.counted() as seen:
        due = await inspections_due(registrar, world.city.id, on=day)

    assert len(seen) == 5
    teams = {
        world.teams["510302", each].id for each in (TeamCategory.RRP, TeamCategory.COM, TeamCategory.MCP)
    }
    assert {each.team.id for each in due} == teams
    assert {(each.on, each.days_left) for each in due} == {(date(2026, 6, 1), 37)}
    assert await inspections_due(registrar, world.sibling.id, on=day) == []
    assert len(await inspections_due(registrar, world.sibling.id, on=day, days=37)) == 2
    with pytest.raises(NotFound):
        await inspections_due(registrar, world.foreign_city.id, on=day)
    with pytest.raises(InvalidValue):
        await inspections_due(registrar, None, on=day, days=-1)


async def test_new_item_retires_what_it_replaces(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, old, team = await login(world, "registrar"), world.equipment[world.team.id], world.team
    draft = EquipmentDraft(team.id, team.organization_id, KIND, "generator", serial=" N-1 ", from_day=TODAY)

    new = await register_equipment(registrar, act(), draft, replaces=Replaced(old.id, 1))

    now = await stored(old)
    assert (new.replaces_id, new.serial, new.valid_from) == (old.id, "N-1", TODAY)
    assert (now.state, now.next_inspection_on, now.version) == (E.RETIRED, None, 2)
    other = EquipmentDraft(team.id, team.organization_id, KIND)
    async with unchanged():
        with pytest.raises(CodeTaken):
            await register_equipment(registrar, act(), draft)
        with pytest.raises(StaleVersion):
            await register_equipment(registrar, act(), other, replaces=Replaced(old.id, 1))
        with pytest.raises(TransitionRefused):
            await register_equipment(registrar, act(), other, replaces=Replaced(old.id, 2))
        for wrong in (
            EquipmentDraft(team.id, team.organization_id, " "),
            EquipmentDraft(team.id, team.organization_id, KIND, quantity=0),
            EquipmentDraft(team.id, team.organization_id, KIND, quantity=2, serial="x"),
            EquipmentDraft(team.id, team.organization_id, KIND, state=E.INSPECTION_OVERDUE),
            EquipmentDraft(team.id, team.organization_id, KIND, from_day=TODAY + timedelta(days=1)),
        ):
            with pytest.raises(InvalidValue):
                await register_equipment(registrar, act(), wrong)
        foreign = EquipmentDraft(world.foreign_team.id, team.organization_id, KIND)
        with pytest.raises(NotFound):
            await register_equipment(registrar, act(), foreign)


async def test_impossible_hand_overs_are_refused(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, item = await login(world, "registrar"), world.equipment[world.team.id]
    other = world.teams["510303", TeamCategory.MED]
    async with unchanged():
        for draft in (
            TransferDraft(item.id, other.id, quantity=0),
            TransferDraft(item.id, other.id, quantity=3),
            TransferDraft(item.id, world.team.id),
            TransferDraft(item.id, other.id, moved_on=TODAY + timedelta(days=1)),
            TransferDraft(item.id, other.id, moved_on=date(2020, 1, 1)),
        ):
            with pytest.raises(InvalidValue):
                await transfer_equipment(registrar, act(), draft, 1)
        good = TransferDraft(item.id, other.id)
        with pytest.raises(StaleVersion):
            await transfer_equipment(registrar, act(), good, 2)
        with pytest.raises(AccessDenied):
            await transfer_equipment(await login(world, "planner"), act(), good, 1)
        away = TransferDraft(item.id, world.foreign_team.id)
        with pytest.raises(NotFound):
            await transfer_equipment(registrar, act(), away, 1)
    await EquipmentItem.filter(id=item.id).update(state=E.LOST)
    with pytest.raises(InvalidValue):
        await transfer_equipment(registrar, act(), good, 1)


@pytest.fixture
async def stock(database: TortoiseContext, act: MakeAct) -> tuple[Viewer, list[Team]]:
    """Return who registers, and the teams of the city, one of which has a lot of sixty."""
    world = await small_world()
    async with changing(act()) as change:
        await change.change(world.equipment[world.team.id], quantity=60, serial=None)
    teams = [team for (code, _), team in world.teams.items() if not code.startswith("5110")]
    return await login(world, "registrar"), teams


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 4), st.integers(1, 60)), min_size=3))
async def test_hand_overs_conserve_quantities(
    stock: tuple[Viewer, list[Team]], act: MakeAct, moves: list[tuple[int, int, int]]
) -> None:
    registrar, teams = stock
    held = EquipmentItem.filter(team_id__in=[team.id for team in teams])
    for index, place, wanted in moves:
        before = await held.order_by("id")
        lot, team = before[index % len(before)], teams[place]
        if team.id == lot.team_id:
            continue
        quantity = min(wanted, lot.quantity)
        draft = TransferDraft(lot.id, team.id, quantity=quantity)

        transfer = await transfer_equipment(registrar, act(), draft, lot.version)

        after = {item.id: item for item in await held}
        received = after[transfer.received_id]
        assert sum(item.quantity for item in after.values()) == sum(item.quantity for item in before)
        assert (received.team_id, received.quantity) == (team.id, quantity)
        assert (received.id == lot.id) is (quantity == lot.quantity)
        assert {after[item.id].quantity for item in before if item.id != lot.id} <= {
            item.quantity for item in before
        }
