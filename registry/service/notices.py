"""
What employers are told of trainings, and when.

Employers are told 30 days before a training (Shanghai militia regulations art. 16; assumed elsewhere).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import Capability, NoticeMethod
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.periods import Period, in_force, reaching
from registry.tables import EmployerNotice, Membership, Organization, Person, Team

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


async def employed_each(days: Collection[tuple[UUID, date]]) -> dict[tuple[UUID, date], Counter[UUID]]:
    """
    Return how many members of each employer a team has on a day, for some teams and days.

    One statement, whatever their number; members in any region count.
    """
    if not days:
        return {}
    team_ids, since = {team_id for team_id, _ in days}, min(day for _, day in days)
    members: Any = (
        rows(SYSTEM, Membership)
        .filter(reaching(since), team_id__in=list(team_ids), person__employer_id__isnull=False)
        .values_list("team_id", "valid_from", "valid_to", "person__employer_id")
    )
    found: dict[tuple[UUID, date], Counter[UUID]] = {each: Counter() for each in days}
    serving: defaultdict[UUID, list[tuple[Period, UUID]]] = defaultdict(list)
    for team_id, first, end, employer_id in await members:
        serving[team_id].append((Period(first, end), employer_id))
    for (team_id, day), employers in found.items():
        employers.update(each for period, each in serving[team_id] if period.contains(day))
    return found


async def _employed(team_id: UUID, on: date) -> Counter[UUID]:
    """Return how many members of a team each employer has on a day."""
    return (await employed_each([(team_id, on)]))[team_id, on]


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


async def members_called(viewer: Viewer, team_id: UUID, on: date) -> dict[UUID, list[Person]]:
    """Return a team's members on a day, as far as the viewer sees them, by employer; by pseudonym."""
    serving = rows(viewer, Membership).filter(in_force(on), team_id=team_id).values("person_id")
    people = rows(viewer, Person).filter(id__in=Subquery(serving), employer_id__isnull=False)
    called: defaultdict[UUID, list[Person]] = defaultdict(list)
    for person in await people.order_by("reference"):
        if person.employer_id is not None:
            called[person.employer_id].append(person)
    return called
