"""The roll-call 点名 on one screen: everybody who served on the days is present but the exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from exercises.codes import AttendanceStatus
from exercises.conduct.checking import Serving, check_attendance, refused, require_recorder, served_in
from exercises.conduct.drafts import THERE, AttendanceDraft
from exercises.tables import Attendance, Execution, ExecutionTeam
from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import UnavailabilityReason
from registry.errors import StaleVersion
from registry.history import Act, Change, Revision, changing
from registry.periods import in_force
from registry.tables import Membership, Person, Post, Team, Unavailability


@dataclass(frozen=True, slots=True)
class RollCallLine:
    """
    One member on the roll: who, in which post, and what is known beforehand.

    `away` is the reason of a reported unavailability that covers the day, None where there is none.
    """

    person: Person
    post: Post | None
    away: UnavailabilityReason | None


async def roll_of(viewer: Viewer, team_id: UUID, on: date) -> list[RollCallLine]:
    """
    Return everybody who serves in a team on a day, by post; always the same number of statements.

    Raises `NotFound` when the viewer does not see the team.
    """
    team = await one(viewer, Team, team_id)
    serving = await (
        rows(viewer, Membership)
        .filter(in_force(on), team_id=team.id)
        .order_by("post__ordinal", "person__reference")
        .prefetch_related("person", "post")
    )
    ids = [each.person_id for each in serving]
    reported = await rows(viewer, Unavailability).filter(in_force(on), person_id__in=ids).order_by("id")
    away = {each.person_id: each.reason for each in reported}
    return [RollCallLine(_one(each.person), _one(each.post), away.get(each.person_id)) for each in serving]


def _one(related: Any) -> Any:
    """Return a row that was fetched along with another one."""
    return related


async def call_roll(
    viewer: Viewer,
    act: Act,
    part_id: UUID,
    exceptions: Sequence[AttendanceDraft],
    expected_version: int,
) -> ExecutionTeam:
    """
    Store that everybody who served on the days of an execution was present, but the exceptions.

    Names recorded before are replaced, the number present follows; the ledger keeps what was said before.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the team's part, or may neither plan nor register for the team.
    StaleVersion
        The part was changed since the caller read it.
    InvalidValue
        Nobody served on those days, an exception did not, is named twice or lacks its reason.

    """
    part = await one(viewer, ExecutionTeam, part_id)
    team, held = await one(viewer, Team, part.team_id), await one(viewer, Execution, part.execution_id)
    await require_recorder(viewer, {team.region_id})
    if part.version != expected_version:
        raise StaleVersion(expected_version, part.version)
    served = await served_in(viewer, [team.id], held.first_day, held.last_day)
    serving = Serving(team, served.get(team.id, {}))
    if not serving.served:
        raise refused("team_id", team.code, "nobody served on those days", "当日无人在编")
    check_attendance(exceptions, serving, held.first_day, held.last_day)
    missing = sum(each.status not in THERE for each in exceptions)
    async with changing(act) as change:
        values = {
            "present_persons": len(serving.served) - missing,
            "authorized_persons": team.authorized_strength,
        }
        changed = await change.change(part, effective_on=held.first_day, **values)
        await store_attendance(change, changed, held, exceptions, serving, others=True)
    return changed


async def store_attendance(
    change: Change,
    part: ExecutionTeam,
    held: Execution,
    named: Sequence[AttendanceDraft],
    serving: Serving,
    *,
    others: bool,
) -> None:
    """Make the names of a part those told; with `others`, everybody else who served was present."""
    told = {each.person_id: each for each in named}
    for person_id in serving.served if others else ():
        told.setdefault(person_id, AttendanceDraft(person_id, AttendanceStatus.PRESENT))
    stored = {
        each.person_id: each for each in await rows(SYSTEM, Attendance).filter(execution_team_id=part.id)
    }
    gone = [each for person_id, each in sorted(stored.items()) if person_id not in told]
    if gone:
        await change.remove_all(gone)
    revisions = [_revision(stored[key], each, held) for key, each in told.items() if key in stored]
    await change.change_all(Attendance, revisions)
    new = [_attendance(part, each, held) for key, each in told.items() if key not in stored]
    if new:
        await change.add_all(new)


def _values(each: AttendanceDraft) -> dict[str, Any]:
    return {"status": each.status, "note": each.note.strip(), "arrived_at": each.arrived_at}


def _attendance(part: ExecutionTeam, each: AttendanceDraft, held: Execution) -> Attendance:
    return Attendance(
        execution_team_id=part.id,
        person_id=each.person_id,
        valid_from=held.first_day,
        **_values(each),
    )


def _revision(stored: Attendance, each: AttendanceDraft, held: Execution) -> Revision:
    values = {**_values(each), "valid_from": held.first_day}
    return Revision(stored.id, stored.version, values, min(stored.valid_from, held.first_day))
