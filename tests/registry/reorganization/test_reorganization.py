"""The yearly reorganization of a team: drafted step by step, applied at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import (
    DoubleService,
    EquipmentState,
    LeaveReason,
    MemberMove,
    MemberRole,
    OutsideServiceKind,
    Presence,
    ReorganizationState,
    Sex,
    SourceMark,
    TeamState,
)
from registry.errors import AccessDenied, InvalidValue, NotFound, NotReady, StaleVersion, TransitionRefused
from registry.history import Act, broken_chains, changing
from registry.reorganization import (
    Counted,
    MoveDraft,
    Seen,
    Summary,
    cancel_reorganization,
    complete_reorganization,
    draft_move,
    drop_move,
    hold_muster,
    objections,
    open_reorganization,
    record_counts,
    summarize,
)
from registry.service import record_outside_service, set_membership_rule
from registry.tables import (
    EquipmentItem,
    LedgerEntry,
    Membership,
    Person,
    Reorganization,
    ReorganizationMove,
    Team,
)
from tests.factories import SmallWorld, small_world
from tests.snapshots import snapshot, unchanged

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
LATE = date(2025, 12, 20)


async def _viewer(world: SmallWorld, login: str) -> Viewer:
    return await viewer_of(world.principals[login].id, on=TODAY)


async def _newcomer(world: SmallWorld, act: MakeAct, **values: Any) -> Person:
    facts: dict[str, Any] = {
        "region_id": world.district.id,
        "reference": "P-NEW",
        "name": "新人",
        "salt": "0" * 32,
        "birth_year": 1990,
        "sex": Sex.FEMALE,
    }
    async with changing(act("newcomer")) as change:
        return await change.add(Person(**{**facts, **values}))


class Guided:
    """One open reorganization of the first team, with short names for its steps."""

    def __init__(self, world: SmallWorld, viewer: Viewer, act: MakeAct, row: Reorganization) -> None:
        self.world, self.viewer, self.act, self.row = world, viewer, act, row
        self.members = world.memberships[world.team.id]
        self.posts = world.posts[world.team.id]
        self.item = world.equipment[world.team.id]

    async def move(self, **draft: Any) -> None:
        await draft_move(self.viewer, self.act(), self.row.id, MoveDraft(**draft))

    async def count(self, number: int) -> None:
        await record_counts(self.viewer, self.act(), self.row.id, [Counted(self.item.id, number)])

    async def muster(self, *presences: Presence) -> None:
        seen = [Seen(member.id, mark) for member, mark in zip(self.members, presences, strict=False)]
        self.row = await hold_muster(
            self.viewer, self.act(), self.row.id, self.row.version, on=TODAY, place="人武部操场", members=seen
        )

    async def complete(self) -> Reorganization:
        return await complete_reorganization(self.viewer, self.act("complete"), self.row.id, self.row.version)


async def _guided(world: SmallWorld, act: MakeAct) -> Guided:
    registrar = await _viewer(world, "registrar")
    row = await open_reorganization(
        registrar, act("open"), world.team.id, 2026, 1, opened_on=date(2025, 12, 15)
    )
    return Guided(world, registrar, act, row)


async def test_reorganization_applies_everything_in_one_change(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    guided, newcomer = await _guided(world, act), await _newcomer(world, act)
    leader, deputy, member = guided.members
    assert (await Team.get(id=world.team.id)).state is TeamState.REORGANIZING

    await guided.move(
        kind=MemberMove.LEAVE, membership_id=leader.id, reason=LeaveReason.MOVED, effective_on=LATE
    )
    await guided.move(
        kind=MemberMove.CHANGE, membership_id=deputy.id, post_id=guided.posts[0].id, role=MemberRole.LEADER
    )
    await guided.move(kind=MemberMove.JOIN, person_id=newcomer.id, post_id=guided.posts[1].id)
    await guided.count(3)
    await guided.muster(Presence.EXCUSED, Presence.PRESENT, Presence.ABSENT)  # the draft is not applied yet
    closed = await guided.complete()

    assert summarize(closed) == Summary(3, 3, 1, 1, 1 / 3, 3, 1, 1 / 3, 0, 1)
    assert (closed.state, closed.closed_on) == (ReorganizationState.COMPLETED, TODAY)
    left = await Membership.get(id=leader.id)
    assert (left.valid_to, left.leave_reason) == (LATE, LeaveReason.MOVED)
    led = await Membership.get(id=deputy.id)
    assert (led.post_id, led.role) == (guided.posts[0].id, MemberRole.LEADER)
    joined = await Membership.get(person_id=newcomer.id)
    assert (joined.post_id, joined.valid_from) == (guided.posts[1].id, TODAY)
    assert await Membership.get(id=member.id) == member
    assert (await EquipmentItem.get(id=guided.item.id)).quantity == 3
    assert (await Team.get(id=world.team.id)).state is TeamState.ACTIVE
    acts = await LedgerEntry.filter(reason="complete").values_list(
        "change_id", "effective_on", "record_table"
    )
    assert len({change_id for change_id, _, _ in acts}) == 1
    assert {(table, day) for _, day, table in acts if day} == {("membership", LATE)}
    assert await broken_chains() == []


async def test_completion_is_refused_with_every_reason_at_once(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    guided = await _guided(world, act)
    old = await _newcomer(world, act, birth_year=1950)
    militia = await _newcomer(world, act, reference="P-MIL")
    await record_outside_service(
        guided.viewer, act(), militia.id, OutsideServiceKind.MILITIA, valid_from=date(2025, 1, 1)
    )
    await guided.move(kind=MemberMove.JOIN, person_id=old.id, post_id=guided.posts[0].id)
    await guided.move(kind=MemberMove.JOIN, person_id=militia.id, effective_on=date(2026, 3, 1))
    await guided.move(
        kind=MemberMove.LEAVE,
        membership_id=guided.members[2].id,
        reason=LeaveReason.OTHER,
        effective_on=date(2023, 1, 1),
    )

    async with unchanged():
        with pytest.raises(NotReady) as refused:
            await guided.complete()

    said = " / ".join(refused.value.reasons)
    assert len(refused.value.reasons) == len(refused.value.reasons_zh) == 7
    for word in ("muster", "1 lots", "still to come", "is no member", "76 years", "militia", "2 holders"):
        assert word in said, word
    found = await objections(guided.viewer, guided.row, TODAY)
    assert tuple(each.en for each in found) == refused.value.reasons


async def test_post_is_not_taken_before_its_holder_has_left_it(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    guided, newcomer = await _guided(world, act), await _newcomer(world, act)
    leader = guided.members[0]
    await guided.count(2)
    await guided.muster(*[Presence.PRESENT] * 3)
    await guided.move(
        kind=MemberMove.LEAVE, membership_id=leader.id, reason=LeaveReason.MOVED, effective_on=LATE
    )

    told = {}
    for day in (LATE - timedelta(days=1), LATE):
        await guided.move(
            kind=MemberMove.JOIN, person_id=newcomer.id, post_id=guided.posts[0].id, effective_on=day
        )
        told[day] = [each.en for each in await objections(guided.viewer, guided.row, TODAY)]

    assert told == {
        LATE - timedelta(days=1): [f"P-NEW takes post 1 on 2025-12-19, which is held until {LATE}"],
        LATE: [],
    }


async def test_region_may_let_militia_serve_in_its_teams(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    guided, militia = await _guided(world, act), await _newcomer(world, act)
    registrar = guided.viewer
    await record_outside_service(
        registrar, act(), militia.id, OutsideServiceKind.MILITIA, valid_from=date(2025, 1, 1)
    )
    await set_membership_rule(
        registrar,
        act(),
        world.city.id,
        DoubleService.MILITIA,
        mark=SourceMark.SOURCED,
        citation="延安 2017",
        valid_from=date(2025, 1, 1),
    )
    await guided.move(kind=MemberMove.JOIN, person_id=militia.id)
    await guided.count(2)
    await guided.muster(*[Presence.PRESENT] * 3)

    closed = await guided.complete()

    assert (closed.joined, closed.strength_after) == (1, 4)


async def test_cancelling_leaves_the_team_as_it_was(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    before = await snapshot()
    guided = await _guided(world, act)
    await guided.move(kind=MemberMove.LEAVE, membership_id=guided.members[0].id, reason=LeaveReason.HEALTH)
    await guided.count(0)

    gone = await cancel_reorganization(guided.viewer, act(), guided.row.id, guided.row.version)

    after = await snapshot()
    assert gone.state is ReorganizationState.CANCELLED
    assert (await Team.get(id=world.team.id)).state is TeamState.ACTIVE
    for table in ("membership", "equipment_item", "person"):
        assert after[table] == before[table]
    again = await open_reorganization(guided.viewer, act(), world.team.id, 2026, 3)
    assert again.id != gone.id


async def test_lot_that_was_not_found_is_lost(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    guided = await _guided(world, act)
    await guided.count(1)
    await guided.count(0)
    await guided.muster(*[Presence.PRESENT] * 3)

    closed = await guided.complete()

    assert (closed.missing, closed.surplus) == (2, 0)
    assert (await EquipmentItem.get(id=guided.item.id)).state is EquipmentState.LOST


async def test_steps_are_refused_when_they_make_no_sense(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    guided = await _guided(world, act)
    registrar, row = guided.viewer, guided.row
    planner, foreigner = await _viewer(world, "planner"), await _viewer(world, "foreigner")
    leaving = MoveDraft(kind=MemberMove.LEAVE, membership_id=guided.members[0].id, reason=LeaveReason.AGE)
    other = world.teams["510303", next(key for region, key in world.teams if region == "510303")]
    foreign_post = MoveDraft(
        kind=MemberMove.CHANGE, membership_id=guided.members[0].id, post_id=world.posts[other.id][0].id
    )
    shapes = [
        MoveDraft(kind=MemberMove.JOIN),
        MoveDraft(kind=MemberMove.LEAVE, membership_id=guided.members[0].id),
        MoveDraft(
            kind=MemberMove.LEAVE, membership_id=world.memberships[other.id][0].id, reason=LeaveReason.AGE
        ),
        foreign_post,
    ]
    second = await _newcomer(world, act)

    async with unchanged():
        with pytest.raises(TransitionRefused):
            await open_reorganization(registrar, act(), world.team.id, 2027, 2)
        with pytest.raises(StaleVersion):
            await open_reorganization(registrar, act(), world.team.id, 2026, 1)
        for viewer, error in ((planner, AccessDenied), (foreigner, NotFound)):
            with pytest.raises(error):
                await draft_move(viewer, act(), row.id, leaving)
            with pytest.raises(error):
                await complete_reorganization(viewer, act(), row.id, row.version)
        for draft in shapes:
            with pytest.raises(InvalidValue):
                await draft_move(registrar, act(), row.id, draft)
        with pytest.raises(InvalidValue):
            await record_counts(registrar, act(), row.id, [Counted(guided.item.id, -1)])
        with pytest.raises(NotFound):
            await record_counts(registrar, act(), row.id, [Counted(world.equipment[other.id].id, 1)])
        with pytest.raises(InvalidValue):
            await hold_muster(
                registrar, act(), row.id, row.version, on=date(2026, 2, 1), place="操场", members=[]
            )
        with pytest.raises(StaleVersion):
            await cancel_reorganization(registrar, act(), row.id, 9)

    await guided.move(kind=MemberMove.JOIN, person_id=second.id)
    move = await ReorganizationMove.get(reorganization_id=row.id)
    await drop_move(registrar, act(), move.id, 1)
    assert await ReorganizationMove.all().count() == 0
    await cancel_reorganization(registrar, act(), row.id, row.version)
    async with unchanged():
        with pytest.raises(TransitionRefused):
            await draft_move(registrar, act(), row.id, leaving)
