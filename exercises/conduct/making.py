"""From what somebody says to rows: the draft is checked, and makes an execution, parts and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from exercises.codes import ExerciseKind
from exercises.conduct.checking import (
    Serving,
    check_days,
    check_links,
    check_part,
    present_of,
    refused,
    require_recorder,
    serving_in,
)
from exercises.conduct.drafts import ExecutionDraft, LinkDraft, PartDraft
from exercises.conduct.roll_call import store_attendance
from exercises.tables import Execution, ExecutionTeam, LinkTest, PlannedEvent
from registry.access import SYSTEM, Viewer, one, rows
from registry.dated import filled
from registry.history import Act, Change
from registry.tables import Region, Team

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that passed: the row it makes, its teams, the regions of its links by code."""

    row: Execution
    teams: Mapping[UUID, Serving]
    regions: Mapping[str, UUID]


async def checked(
    viewer: Viewer, act: Act, draft: ExecutionDraft, event: PlannedEvent | None, stored: Execution | None
) -> Checked:
    """Return what a draft makes, or refuse it."""
    check_days(draft, act)
    teams = await serving_in(viewer, draft)
    row = await _row(viewer, draft, event, stored)
    own = set() if stored is None else {stored.region_id}
    await require_recorder(viewer, {row.region_id, *own, *(each.team.region_id for each in teams.values())})
    for part in draft.parts:
        check_part(part, teams[part.team_id], draft)
    return Checked(row, teams, await check_links(viewer, draft.links))


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
    host_id = draft.host_id or (event.host_id if event is not None else None)
    if draft.host_id is not None:
        await one(viewer, Region, draft.host_id)
    values = {"id": stored.id} if stored is not None else {}
    return Execution(
        region_id=(await one(viewer, Region, region_id)).id,
        event_id=None if event is None else event.id,
        kind=ExerciseKind(kind),
        title=_title(draft, stored or event),
        first_day=draft.first_day,
        last_day=draft.last_day,
        begun_at=draft.begun_at,
        ended_at=draft.ended_at,
        host_id=host_id,
        valid_from=draft.first_day,
        **values,
    )


def _title(draft: ExecutionDraft, before: Any) -> str:
    """Return the title told, else that of the event or of the record so far."""
    title = filled("title", draft.title or (before.title if before is not None else ""))
    if len(title) > LONGEST_TITLE:
        raise refused("title", title[:40], "at most 200 characters", "至多 200 字")
    return title


async def lock(teams: Mapping[UUID, Serving]) -> None:
    """Lock the teams, so that nobody else records the same at the same time."""
    await rows(SYSTEM, Team).filter(id__in=list(teams)).order_by("id").select_for_update()


async def add_part(change: Change, held: Execution, part: PartDraft, serving: Serving) -> None:
    """Store a team's part in an execution, with the names told."""
    stored = await change.add(
        ExecutionTeam(
            execution_id=held.id,
            team_id=part.team_id,
            valid_from=held.first_day,
            **part_values(part, serving),
        )
    )
    if part.named:
        await store_attendance(change, stored, held, part.attendance, serving, others=part.others_present)


def part_values(part: PartDraft, serving: Serving) -> dict[str, Any]:
    """Return the columns a part is told in; the strength authorized is that of the day it is recorded."""
    return {
        "present_persons": present_of(part, serving),
        "authorized_persons": serving.team.authorized_strength,
        "grade": part.grade,
        "evaluator": part.evaluator.strip(),
        "evaluator_external": part.evaluator_external,
    }


def link_row(held: Execution, link: LinkDraft, regions: Mapping[str, UUID]) -> LinkTest:
    """Return the row of a tested link."""
    return LinkTest(
        execution_id=held.id,
        from_region_id=regions[link.from_region],
        to_region_id=regions[link.to_region],
        means=link.means,
        valid_from=held.first_day,
        **link_values(link),
    )


def link_values(link: LinkDraft) -> dict[str, Any]:
    """Return the columns that say how a link went."""
    return {"success": link.success, "setup_seconds": link.setup_seconds, "quality": link.quality}
