"""Recording an exercise that was held, and correcting the record later; the ledger keeps both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from exercises.codes import EventState, ExerciseKind, PlanState
from exercises.conduct.checking import (
    Roster,
    check_days,
    check_links,
    check_new,
    check_part,
    key,
    present_of,
    refused,
    require_recorder,
    rosters_of,
)
from exercises.conduct.drafts import ExecutionDraft, LinkDraft, PartDraft
from exercises.conduct.roll_call import store_attendance
from exercises.errors import PlanFrozen, TransitionRefused
from exercises.events import MOVABLE
from exercises.tables import Attendance, Execution, ExecutionTeam, LinkTest, PlannedEvent, TrainingPlan
from registry.access import Viewer, one, rows
from registry.dated import filled
from registry.errors import StaleVersion
from registry.evidence import attach
from registry.history import Act, Change, changing
from registry.tables import Record, Region, Team

R = TypeVar("R", bound=Record)
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class _Checked:
    """A draft that passed: the row it makes, its teams, the regions of its links by code."""

    row: Execution
    teams: Mapping[UUID, Roster]
    regions: Mapping[str, UUID]


async def record_execution(
    viewer: Viewer,
    act: Act,
    draft: ExecutionDraft,
    *,
    evidence_ids: Sequence[UUID] = (),
    event_version: int | None = None,
) -> Execution:
    """
    Store that an exercise was held; the planned event it carries out is conducted from then on.

    Parameters
    ----------
    viewer, act
        Who records it, and why.
    draft
        What was held.
    evidence_ids
        Files that prove it; they are attached to the execution.
    event_version
        Version of the event the caller has seen; not compared when None.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the event, a region, a team or a file, or may neither plan nor register in
        the region of the exercise or of a team.
    PlanFrozen
        The event's version of the plan is not issued.
    TransitionRefused
        The event was held already, or cancelled.
    StaleVersion
        The event was changed since the caller read it.
    InvalidValue
        Days to come, people who did not serve then, more people than the team has, an evaluator of the team
        itself who is said to be from outside, or a part that stands already.

    """
    event = None if draft.event_id is None else await _event(viewer, draft.event_id, event_version)
    checked = await _check(viewer, act, draft, event, None)
    async with changing(act) as change:
        await _lock(checked.teams)
        await check_new(viewer, checked.row, checked.teams)
        held = await change.add(checked.row)
        for part in draft.parts:
            await _add_part(change, held, part, checked.teams[part.team_id])
        for link in draft.links:
            await change.add(_link(held, link, checked.regions))
        if event is not None:
            await _conducted(change, event)
        await attach(viewer, change, held, evidence_ids)
    return held


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
    checked = await _check(viewer, act, draft, event, stored)
    async with changing(act) as change:
        await _lock(checked.teams)
        await check_new(viewer, checked.row, checked.teams)
        held = await _replace(change, stored, checked.row)
        await _replace_parts(viewer, change, held, draft, checked)
        await _replace_links(viewer, change, held, draft, checked)
        await attach(viewer, change, held, evidence_ids)
    return held


async def _event(viewer: Viewer, event_id: UUID, version: int | None) -> PlannedEvent:
    """Return an event that can be held now: of an issued version, not yet held, not cancelled."""
    event = await one(viewer, PlannedEvent, event_id)
    plan = await one(viewer, TrainingPlan, event.plan_id)
    if version not in (None, event.version):
        raise StaleVersion(version or 0, event.version)
    if plan.state is not PlanState.ISSUED:
        raise PlanFrozen(plan.year, plan.number, plan.state.value)
    if event.state not in MOVABLE:
        raise TransitionRefused(PlannedEvent.table_name(), event.state, EventState.CONDUCTED, ())
    return event


async def _conducted(change: Change, event: PlannedEvent) -> None:
    await change.change(
        event,
        state=EventState.CONDUCTED,
        sequence=event.sequence + 1,
        changed_at=change.act.at,
        change_reason=change.act.reason[:300],
    )


async def _check(
    viewer: Viewer, act: Act, draft: ExecutionDraft, event: PlannedEvent | None, stored: Execution | None
) -> _Checked:
    """Return what a draft makes, or refuse it."""
    check_days(draft, act)
    teams = await rosters_of(viewer, draft)
    row = await _row(viewer, draft, event, stored)
    own = set() if stored is None else {stored.region_id}
    await require_recorder(viewer, {row.region_id, *own, *(each.team.region_id for each in teams.values())})
    for part in draft.parts:
        check_part(part, teams[part.team_id], draft)
    return _Checked(row, teams, await check_links(viewer, draft.links))


async def _row(
    viewer: Viewer, draft: ExecutionDraft, event: PlannedEvent | None, stored: Execution | None
) -> Execution:
    """Return the execution a draft makes, with the identity of the stored one if there is one."""
    before: Any = event or stored
    region_id, kind = draft.region_id, draft.kind
    if before is not None:
        region_id, kind = region_id or before.region_id, kind or before.kind
    if event is not None and (region_id, kind) != (event.region_id, event.kind):
        raise refused(
            "event_id", event.uid, "region and kind are those of the event", "区域和科目应与计划项一致"
        )
    if region_id is None or kind is None:
        field = "region_id" if region_id is None else "kind"
        raise refused(field, None, "it is needed without an event", "无计划项时必填")
    title = filled("title", draft.title or (before.title if before is not None else ""))
    if len(title) > LONGEST_TITLE:
        raise refused("title", title[:40], "at most 200 characters", "至多 200 字")
    host_id = draft.host_id or (event.host_id if event is not None else None)
    if draft.host_id is not None:
        await one(viewer, Region, draft.host_id)
    values = {"id": stored.id} if stored is not None else {}
    return Execution(
        region_id=(await one(viewer, Region, region_id)).id,
        event_id=None if event is None else event.id,
        kind=ExerciseKind(kind),
        title=title,
        first_day=draft.first_day,
        last_day=draft.last_day,
        begun_at=draft.begun_at,
        ended_at=draft.ended_at,
        host_id=host_id,
        valid_from=draft.first_day,
        **values,
    )


async def _lock(teams: Mapping[UUID, Roster]) -> None:
    """Lock the teams, so that nobody else records the same at the same time."""
    await Team.filter(id__in=list(teams)).order_by("id").select_for_update()


async def _add_part(change: Change, held: Execution, part: PartDraft, roster: Roster) -> None:
    stored = await change.add(
        ExecutionTeam(
            execution_id=held.id,
            team_id=part.team_id,
            valid_from=held.first_day,
            **_part_values(part, roster),
        )
    )
    if part.named:
        await store_attendance(change, stored, held, part.attendance, roster, others=part.others_present)


def _part_values(part: PartDraft, roster: Roster) -> dict[str, Any]:
    return {
        "present_persons": present_of(part, roster),
        "authorized_persons": roster.team.authorized_strength,
        "grade": part.grade,
        "evaluator": part.evaluator.strip(),
        "evaluator_external": part.evaluator_external,
    }


def _link(held: Execution, link: LinkDraft, regions: Mapping[str, UUID]) -> LinkTest:
    return LinkTest(
        execution_id=held.id,
        from_region_id=regions[link.from_region],
        to_region_id=regions[link.to_region],
        means=link.means,
        valid_from=held.first_day,
        **_link_values(link),
    )


def _link_values(link: LinkDraft) -> dict[str, Any]:
    return {"success": link.success, "setup_seconds": link.setup_seconds, "quality": link.quality}


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
    viewer: Viewer, change: Change, held: Execution, draft: ExecutionDraft, checked: _Checked
) -> None:
    """Store the parts as corrected; those not told any more go, with the names in them."""
    stored = {each.team_id: each for each in await rows(viewer, ExecutionTeam).filter(execution_id=held.id)}
    gone = [each for team_id, each in stored.items() if team_id not in checked.teams]
    await _remove_parts(viewer, change, gone)
    for part in draft.parts:
        roster = checked.teams[part.team_id]
        before = stored.get(part.team_id)
        if before is None:
            await _add_part(change, held, part, roster)
            continue
        changed = await _restate(change, before, held.first_day, _part_values(part, roster))
        kept = not part.named and present_of(part, roster) == before.present_persons
        if not kept:
            await store_attendance(change, changed, held, part.attendance, roster, others=part.others_present)


async def _remove_parts(viewer: Viewer, change: Change, gone: Sequence[ExecutionTeam]) -> None:
    if gone:
        await require_recorder(viewer, {each.region_id for each in await _teams(viewer, gone)})
        names = await Attendance.filter(execution_team_id__in=[each.id for each in gone]).order_by("id")
        if names:
            await change.remove_all(names)
        await change.remove_all(gone)


async def _teams(viewer: Viewer, parts: Sequence[ExecutionTeam]) -> list[Team]:
    return await rows(viewer, Team).filter(id__in=[each.team_id for each in parts])


async def _replace_links(
    viewer: Viewer, change: Change, held: Execution, draft: ExecutionDraft, checked: _Checked
) -> None:
    """Store the links as corrected; those not told any more go."""
    codes = {id_: code for code, id_ in checked.regions.items()}
    wanted = {key(link): link for link in draft.links}
    for stored in await rows(viewer, LinkTest).filter(execution_id=held.id).order_by("id"):
        ends = codes.get(stored.from_region_id, ""), codes.get(stored.to_region_id, "")
        link = wanted.pop((*ends, stored.means.value), None)
        if link is None:
            await change.remove(stored)
        else:
            await _restate(change, stored, held.first_day, _link_values(link))
    for link in wanted.values():
        await change.add(_link(held, link, checked.regions))
