"""Correcting the record of an exercise; the ledger keeps what was said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from exercises.conduct.checking import check_new, key, present_of, refused, require_recorder
from exercises.conduct.drafts import ExecutionDraft
from exercises.conduct.making import Checked, add_part, checked, link_row, link_values, lock, part_values
from exercises.conduct.roll_call import store_attendance
from exercises.tables import Attendance, Execution, ExecutionTeam, LinkTest, PlannedEvent
from registry.access import SYSTEM, Viewer, one, rows
from registry.errors import StaleVersion
from registry.evidence import attach
from registry.history import Act, Change, changing
from registry.tables import Record, Team

R = TypeVar("R", bound=Record)


async def correct_execution(
    viewer: Viewer,
    act: Act,
    execution_id: UUID,
    draft: ExecutionDraft,
    expected_version: int,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> Execution:
    """
    Replace what is recorded of an exercise: days, times, title, parts, names and links.

    A part told by a number alone keeps the names it has if they give that number. The event stays, and with
    it the region and the kind.

    Raises
    ------
    NotFound, AccessDenied, InvalidValue
        As `record_execution`; also when the event is another one.
    StaleVersion
        The execution was changed since the caller read it.

    """
    stored = await one(viewer, Execution, execution_id)
    if stored.version != expected_version:
        raise StaleVersion(expected_version, stored.version)
    if draft.event_id not in (None, stored.event_id):
        raise refused("event_id", str(draft.event_id), "the event of a record stays", "所执行的计划项不变")
    event = None if stored.event_id is None else await one(viewer, PlannedEvent, stored.event_id)
    found = await checked(viewer, act, draft, event, stored)
    async with changing(act) as change:
        await lock(found.teams)
        await check_new(viewer, found.row, found.teams)
        held = await _replace(change, stored, found.row)
        await _replace_parts(viewer, change, held, draft, found)
        await _replace_links(viewer, change, held, draft, found)
        await attach(viewer, change, held, evidence_ids)
    return held


async def _replace(change: Change, stored: Execution, row: Execution) -> Execution:
    """Store the columns of a corrected execution; they were true since it was held."""
    names = ("region_id", "kind", "title", "first_day", "last_day", "begun_at", "ended_at", "host_id")
    values = {name: getattr(row, name) for name in names}
    return await _restate(change, stored, row.first_day, values)


async def _restate(change: Change, stored: R, day: date, values: Mapping[str, Any]) -> R:
    """Correct a row of an execution from the day it was held on, wherever that day was thought to be."""
    since = min(stored.valid_from, day)
    return await change.change(stored, valid_from=day, effective_on=since, **values)


async def _replace_parts(
    viewer: Viewer, change: Change, held: Execution, draft: ExecutionDraft, found: Checked
) -> None:
    """Store the parts as corrected; those not told any more go, but of teams out of reach, which stay."""
    parts = await rows(viewer, ExecutionTeam).filter(execution_id=held.id).order_by("id")
    stored = {each.team_id: each for each in parts}
    await _remove_parts(viewer, change, [each for each in parts if each.team_id not in found.teams])
    for part in draft.parts:
        serving = found.teams[part.team_id]
        before = stored.get(part.team_id)
        if before is None:
            await add_part(change, held, part, serving)
            continue
        changed = await _restate(change, before, held.first_day, part_values(part, serving))
        if part.named or present_of(part, serving) != before.present_persons:
            others = part.others_present
            await store_attendance(change, changed, held, part.attendance, serving, others=others)


async def _remove_parts(viewer: Viewer, change: Change, left_out: Sequence[ExecutionTeam]) -> None:
    teams = {each.id: each for each in await _teams(viewer, left_out)}
    gone = [each for each in left_out if each.team_id in teams]
    if not gone:
        return
    await require_recorder(viewer, {each.region_id for each in teams.values()})
    names = rows(SYSTEM, Attendance).filter(execution_team_id__in=[each.id for each in gone])
    if listed := await names.order_by("id"):
        await change.remove_all(listed)
    await change.remove_all(gone)


async def _teams(viewer: Viewer, parts: Sequence[ExecutionTeam]) -> list[Team]:
    return await rows(viewer, Team).filter(id__in=[each.team_id for each in parts])


async def _replace_links(
    viewer: Viewer, change: Change, held: Execution, draft: ExecutionDraft, found: Checked
) -> None:
    """Store the links as corrected; those not told any more go."""
    codes = {id_: code for code, id_ in found.regions.items()}
    wanted = {key(link): link for link in draft.links}
    for stored in await rows(viewer, LinkTest).filter(execution_id=held.id).order_by("id"):
        ends = codes.get(stored.from_region_id, ""), codes.get(stored.to_region_id, "")
        link = wanted.pop((*ends, stored.means.value), None)
        if link is None:
            await change.remove(stored)
        else:
            await _restate(change, stored, held.first_day, link_values(link))
    for link in wanted.values():
        await change.add(link_row(held, link, found.regions))
