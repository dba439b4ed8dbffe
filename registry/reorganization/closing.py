"""Ending a reorganization: everything at once, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import EquipmentState, MemberMove, MemberRole, Presence, ReorganizationState, TeamState
from registry.errors import NotReady, StaleVersion
from registry.evidence import attach
from registry.history import Act, Change, changing, day_of
from registry.reorganization.judging import in_force, judged, posts_after, words
from registry.reorganization.opening import opened
from registry.reorganization.reading import Draft, read_draft
from registry.tables import Membership, Person, Post, Reorganization, ReorganizationMove, Team


async def complete_reorganization(
    viewer: Viewer,
    act: Act,
    reorganization_id: UUID,
    expected_version: int,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> Reorganization:
    """
    Apply a draft as one change and make the team active again.

    Moves are true from their own days, counts from the day of the muster. A lot of which nothing was
    found is lost; any other takes the number counted.

    Raises
    ------
    NotFound, AccessDenied, TransitionRefused, StaleVersion
        As the steps of the draft.
    NotReady
        Something speaks against it; `reasons` names all of it.

    """
    reorganization = await opened(viewer, reorganization_id)
    if reorganization.version != expected_version:
        raise StaleVersion(expected_version, reorganization.version)
    today = day_of(act.at)
    async with changing(act) as change:
        await _lock(reorganization)
        draft = await read_draft(viewer, reorganization, today)
        against = judged(draft, today)
        if against:
            raise NotReady(f"{draft.team.code} {reorganization.year}", *words(against))
        figures = _figures(draft, today)
        for move in sorted(draft.moves, key=lambda each: list(_ORDER).index(each.kind)):
            await _ORDER[move.kind](change, draft, move)
        await _apply_counts(change, draft, today)
        await change.change(draft.team, state=TeamState.ACTIVE)
        closed = await _close(change, reorganization, ReorganizationState.COMPLETED, **figures)
        await attach(viewer, change, closed, evidence_ids)
    return closed


async def cancel_reorganization(
    viewer: Viewer, act: Act, reorganization_id: UUID, expected_version: int
) -> Reorganization:
    """
    Give a reorganization up: the team is active again, nothing of the draft is applied.

    Raises `NotFound`, `AccessDenied`, `TransitionRefused` (it is closed) or `StaleVersion`.
    """
    reorganization = await opened(viewer, reorganization_id)
    if reorganization.version != expected_version:
        raise StaleVersion(expected_version, reorganization.version)
    async with changing(act) as change:
        team = await one(viewer, Team, reorganization.team_id)
        await change.change(team, state=TeamState.ACTIVE)
        return await _close(change, reorganization, ReorganizationState.CANCELLED)


async def _close(
    change: Change, reorganization: Reorganization, state: ReorganizationState, **figures: Any
) -> Reorganization:
    """Store how a reorganization ended."""
    today = day_of(change.act.at)
    end = max(today, reorganization.valid_from + timedelta(days=1))
    return await change.change(
        reorganization,
        expected_version=reorganization.version,
        state=state,
        closed_on=today,
        valid_to=end,
        **figures,
    )


async def _lock(reorganization: Reorganization) -> None:
    """Keep others from assigning those who join, and the team's posts, until the change is stored."""
    moves = rows(SYSTEM, ReorganizationMove).filter(reorganization_id=reorganization.id)
    joining: Any = await moves.filter(person_id__isnull=False).values_list("person_id", flat=True)
    await rows(SYSTEM, Person).filter(id__in=joining).order_by("id").select_for_update()
    await rows(SYSTEM, Post).filter(team_id=reorganization.team_id).order_by("id").select_for_update()


def _figures(draft: Draft, today: date) -> dict[str, int]:
    """Return the figures of a draft that is about to be applied."""
    muster = draft.reorganization.muster_on or today
    differences = [count.counted - count.recorded for count in draft.counts]
    kinds = [move.kind for move in draft.moves]
    present = [each.presence for each in draft.presences.values()]
    opened_on = draft.reorganization.valid_from
    return {
        "strength_before": sum(in_force(each, opened_on) for each in draft.members.values()),
        "strength_after": len(posts_after(draft, today)),
        "joined": kinds.count(MemberMove.JOIN),
        "departed": kinds.count(MemberMove.LEAVE),
        "mustered": sum(in_force(each, muster) for each in draft.members.values()),
        "present": present.count(Presence.PRESENT),
        "missing": -sum(min(each, 0) for each in differences),
        "surplus": sum(max(each, 0) for each in differences),
    }


async def _leave(change: Change, draft: Draft, move: ReorganizationMove) -> None:
    """End a membership."""
    await change.change(
        _membership(draft, move),
        valid_to=move.effective_on,
        leave_reason=move.reason,
        effective_on=move.effective_on,
    )


async def _change(change: Change, draft: Draft, move: ReorganizationMove) -> None:
    """Give a member another post or role."""
    membership = _membership(draft, move)
    wanted: dict[str, Any] = {
        "post_id": membership.post_id if move.post_id is None else move.post_id,
        "role": membership.role if move.role is None else move.role,
    }
    await change.change(membership, effective_on=move.effective_on, **wanted)


async def _join(change: Change, draft: Draft, move: ReorganizationMove) -> None:
    """Make a person a member."""
    role: MemberRole | None = move.role
    await change.add(
        Membership(
            team_id=draft.team.id,
            person_id=move.person_id,
            post_id=move.post_id,
            role=role or MemberRole.MEMBER,
            special_expertise=move.special_expertise,
            valid_from=move.effective_on,
        )
    )


#: Posts are left before others take them.
_ORDER = {MemberMove.LEAVE: _leave, MemberMove.CHANGE: _change, MemberMove.JOIN: _join}


async def _apply_counts(change: Change, draft: Draft, today: date) -> None:
    """Let the register have what was counted."""
    day = draft.reorganization.muster_on or today
    for count in draft.counts:
        if count.counted == count.recorded:
            continue
        found: dict[str, Any] = (
            {"quantity": count.counted} if count.counted else {"state": EquipmentState.LOST}
        )
        await change.change(draft.items[count.item_id], effective_on=day, **found)


def _membership(draft: Draft, move: ReorganizationMove) -> Membership:
    """Return the membership a move is about."""
    if move.membership_id is None:
        raise TypeError("only a joining move has no membership")
    return draft.members[move.membership_id]
