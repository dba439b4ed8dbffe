"""
What employers are told of trainings, and when.

Employers are told 30 days before a training (Shanghai militia regulations art. 16; assumed elsewhere).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import Capability, NoticeMethod
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.periods import in_force
from registry.tables import EmployerNotice, Membership, Organization, Team

#: Days before a training by which its members' employers are told.
NOTICE_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDraft:
    """
    What a registrar says about a notice to an employer.

    `training_on` is the first day of the training; `persons` those called, counted from the team's
    members of that employer when None; `sender` the office that sent it.
    """

    team_id: UUID
    organization_id: UUID
    training_on: date
    sent_on: date
    method: NoticeMethod
    sender: str
    persons: int | None = None
    event_uid: str | None = None
    note: str = ""


async def record_notice(
    viewer: Viewer, act: Act, draft: NoticeDraft, evidence_ids: Sequence[UUID] = ()
) -> EmployerNotice:
    """
    Store that an employer was told of a training; a late notice is stored too, and shows as late.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see team, employer or file, or may not register in the team's region.
    InvalidValue
        No sender, sent in the future or after the training began, or the employer has no member in the
        team on that day.

    """
    team = await one(viewer, Team, draft.team_id, Capability.WRITE_REGISTRY)
    await one(viewer, Organization, draft.organization_id)
    if draft.sent_on > day_of(act.at):
        raise InvalidValue("sent_on", draft.sent_on.isoformat(), "a notice is sent before it is recorded")
    if not draft.sender.strip():
        raise InvalidValue("sender", draft.sender, "it must not be blank")
    persons = draft.persons
    if persons is None:
        persons = (await _employed(team.id, draft.training_on))[draft.organization_id]
    if persons < 1:
        raise InvalidValue("persons", persons, "the employer has no member in the team on that day")
    notice = EmployerNotice(
        organization_id=draft.organization_id,
        team_id=team.id,
        training_on=draft.training_on,
        sent_on=draft.sent_on,
        method=draft.method,
        sender=draft.sender.strip(),
        persons=persons,
        event_uid=draft.event_uid,
        note=draft.note,
        valid_from=draft.sent_on,
    )
    async with changing(act) as change:
        await change.add(notice)
        await attach(viewer, change, notice, evidence_ids)
    return notice


def is_late(notice: EmployerNotice) -> bool:
    """Tell whether a notice was sent less than `NOTICE_DAYS` days before the training."""
    return notice.sent_on > notice.training_on - timedelta(days=NOTICE_DAYS)


async def _employed(team_id: UUID, on: date) -> Counter[UUID]:
    """Return how many members of a team each employer has on a day."""
    members = rows(SYSTEM, Membership).filter(
        in_force(on), team_id=team_id, person__employer_id__isnull=False
    )
    employers = await members.values_list("person__employer_id", flat=True)
    return Counter(employers)  # type: ignore[arg-type]  # values_list is not typed by column


@dataclass(frozen=True, slots=True)
class Told:
    """An employer of a team's members, how many they are, by which day to tell it, and the notice sent."""

    organization: Organization
    persons: int
    due_on: date
    notice: EmployerNotice | None


async def employers_told(viewer: Viewer, team_id: UUID, training_on: date) -> list[Told]:
    """
    Return the employers of a team's members, by name, and whether each was told of a training.

    Raises `NotFound` when the viewer does not see the team; employers out of reach are left out.
    """
    team = await one(viewer, Team, team_id)
    persons = await _employed(team.id, training_on)
    known = await rows(viewer, Organization).filter(id__in=list(persons)).order_by("name", "id")
    sent = {
        notice.organization_id: notice
        for notice in await rows(viewer, EmployerNotice)
        .filter(team_id=team.id, training_on=training_on)
        .order_by("-sent_on", "id")
    }
    due = training_on - timedelta(days=NOTICE_DAYS)
    return [Told(each, persons[each.id], due, sent.get(each.id)) for each in known]
