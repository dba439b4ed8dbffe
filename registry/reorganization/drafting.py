"""Drafting a reorganization: moves of members, counts of equipment, the muster. Nothing is applied yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import (
    Capability,
    LeaveReason,
    MemberMove,
    MemberRole,
    Presence,
)
from registry.errors import InvalidValue, NotFound
from registry.history import Act, Change, changing, day_of
from registry.reorganization.opening import opened
from registry.tables import (
    EquipmentItem,
    Membership,
    Person,
    Post,
    Reorganization,
    ReorganizationCount,
    ReorganizationMove,
    ReorganizationPresence,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDraft:
    """
    What is to happen to one member.

    A person joins (`person_id`), a membership ends for a `reason` or changes (`membership_id`).
    `post_id` and `role` are those held afterwards; a change keeps what is None. `effective_on` is the
    day of the act when None.
    """

    kind: MemberMove
    person_id: UUID | None = None
    membership_id: UUID | None = None
    post_id: UUID | None = None
    role: MemberRole | None = None
    reason: LeaveReason | None = None
    effective_on: date | None = None
    special_expertise: str | None = None
    note: str = ""


async def draft_move(
    viewer: Viewer, act: Act, reorganization_id: UUID, draft: MoveDraft
) -> ReorganizationMove:
    """
    Put a move into the draft; a move of the same person or membership that is there is replaced.

    Whether it may be is judged when the reorganization is completed (`judging.objections`).

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see what the draft names, or may not register in the team's region.
    TransitionRefused
        The reorganization is closed.
    InvalidValue
        The draft does not fit its kind, or names a membership or post of another team.

    """
    reorganization = await opened(viewer, reorganization_id)
    _check_shape(draft)
    if draft.membership_id is not None:
        membership = await one(viewer, Membership, draft.membership_id)
        if membership.team_id != reorganization.team_id:
            raise InvalidValue("membership_id", str(membership.id), "it must be one of the team")
    if draft.person_id is not None:
        await one(viewer, Person, draft.person_id)
    if draft.post_id is not None:
        post = await one(viewer, Post, draft.post_id)
        if post.team_id != reorganization.team_id:
            raise InvalidValue(
                "post_id", str(post.id), "it must be a post of the team", rule_zh="必须是本队岗位"
            )
    same = await rows(SYSTEM, ReorganizationMove).filter(
        reorganization_id=reorganization.id, membership_id=draft.membership_id, person_id=draft.person_id
    )
    async with changing(act) as change:
        for old in same:
            await change.remove(old)
        return await change.add(_move(reorganization, draft, day_of(act.at)))


def _check_shape(draft: MoveDraft) -> None:
    """Refuse a draft whose parts do not belong to its kind."""
    joining, leaving = draft.kind is MemberMove.JOIN, draft.kind is MemberMove.LEAVE
    if joining == (draft.person_id is None) or joining != (draft.membership_id is None):
        field = "person_id" if joining else "membership_id"
        raise InvalidValue(field, None, "who joins is a person, who leaves or changes a membership")
    if leaving != (draft.reason is not None):
        raise InvalidValue("reason", draft.reason, "whoever leaves has a reason, nobody else")


def _move(reorganization: Reorganization, draft: MoveDraft, today: date) -> ReorganizationMove:
    """Return the row of a move."""
    return ReorganizationMove(
        reorganization_id=reorganization.id,
        kind=draft.kind,
        membership_id=draft.membership_id,
        person_id=draft.person_id,
        post_id=draft.post_id,
        role=draft.role,
        reason=draft.reason,
        effective_on=draft.effective_on or today,
        special_expertise=(draft.special_expertise or "").strip() or None,
        note=draft.note,
    )


async def drop_move(viewer: Viewer, act: Act, move_id: UUID, expected_version: int) -> Reorganization:
    """
    Take a move out of the draft and return the reorganization.

    Raises `NotFound`, `AccessDenied`, `StaleVersion`, or `TransitionRefused` (it is closed).
    """
    move = await one(viewer, ReorganizationMove, move_id, Capability.WRITE_REGISTRY)
    reorganization = await opened(viewer, move.reorganization_id)
    async with changing(act) as change:
        await change.remove(move, expected_version=expected_version)
    return reorganization


@dataclass(frozen=True, slots=True)
class Counted:
    """How many items of a lot were found, 0 or more."""

    item_id: UUID
    counted: int
    note: str = ""


async def record_counts(
    viewer: Viewer, act: Act, reorganization_id: UUID, counts: Sequence[Counted]
) -> list[ReorganizationCount]:
    """
    Store how many items were counted, beside what the register has; a lot counted again is replaced.

    Raises `NotFound` (also for a lot of another team), `AccessDenied`, `TransitionRefused`, or
    `InvalidValue` (a negative number).
    """
    reorganization = await opened(viewer, reorganization_id)
    wanted = {each.item_id: each for each in counts}
    listed = rows(viewer, EquipmentItem).filter(team_id=reorganization.team_id, id__in=list(wanted))
    items = {item.id: item for item in await listed}
    for item_id, each in wanted.items():
        if item_id not in items:
            raise NotFound(EquipmentItem.table_name(), item_id)
        if each.counted < 0:
            raise InvalidValue("counted", each.counted, "at least 0")
    mine = rows(SYSTEM, ReorganizationCount).filter(reorganization_id=reorganization.id)
    before = await mine.filter(item_id__in=list(wanted))
    new = [
        ReorganizationCount(
            reorganization_id=reorganization.id,
            item_id=item_id,
            counted=each.counted,
            recorded=items[item_id].quantity,
            note=each.note,
        )
        for item_id, each in wanted.items()
    ]
    async with changing(act) as change:
        await _replace(change, before, new)
    return new


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a member was at the muster."""

    membership_id: UUID
    presence: Presence
    note: str = ""


async def hold_muster(
    viewer: Viewer,
    act: Act,
    reorganization_id: UUID,
    expected_version: int,
    *,
    on: date,
    place: str,
    members: Sequence[Seen],
) -> Reorganization:
    """
    Store day and place of the muster 点验 and who was there; members marked again are replaced.

    Raises
    ------
    NotFound, AccessDenied, TransitionRefused, StaleVersion
        As the other steps; a member of another team is not found.
    InvalidValue
        No place, or the day lies in the future.

    """
    reorganization = await opened(viewer, reorganization_id)
    if on > day_of(act.at):
        raise InvalidValue("on", on.isoformat(), "a muster is recorded after it was held")
    if not place.strip():
        raise InvalidValue("place", place, "it must not be blank")
    wanted = {each.membership_id: each for each in members}
    own = rows(viewer, Membership).filter(team_id=reorganization.team_id, id__in=list(wanted))
    known = set(await own.values_list("id", flat=True))
    for membership_id in wanted:
        if membership_id not in known:
            raise NotFound(Membership.table_name(), membership_id)
    mine = rows(SYSTEM, ReorganizationPresence).filter(reorganization_id=reorganization.id)
    before = await mine.filter(membership_id__in=list(wanted))
    new = [
        ReorganizationPresence(
            reorganization_id=reorganization.id,
            membership_id=each.membership_id,
            presence=each.presence,
            note=each.note,
        )
        for each in wanted.values()
    ]
    async with changing(act) as change:
        await _replace(change, before, new)
        return await change.change(
            reorganization, expected_version=expected_version, muster_on=on, muster_place=place.strip()
        )


async def _replace(
    change: Change,
    old: Sequence[ReorganizationCount | ReorganizationPresence],
    new: Sequence[ReorganizationCount | ReorganizationPresence],
) -> None:
    """Store new rows in place of old ones."""
    for row in old:
        await change.remove(row)
    if new:
        await change.add_all(new)
