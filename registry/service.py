"""
Serving beside a job: double service by region rule, commitment letters, and what employers are told.

Employers are told 30 days before a training (Shanghai militia regulations art. 16; assumed elsewhere).
Whether members may serve in the militia as well differs by place: Chongqing forbids it (NDM regulation
arts 35 and 43), other places plan their teams within the militia; so it is a rule of the region.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Q

from registry.access import SYSTEM, Viewer, one, require, rows
from registry.codes import Capability, DoubleService, NoticeMethod, OutsideServiceKind, SourceMark
from registry.errors import InvalidValue, NotEligible, StaleVersion
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.nearest import nearest, succeed
from registry.periods import in_force, reaching
from registry.tables import (
    CommitmentLetter,
    EmployerNotice,
    Membership,
    MembershipRule,
    Organization,
    OutsideService,
    Person,
    Team,
)

#: Days before a training by which its members' employers are told.
NOTICE_DAYS = 30


async def double_service(region_id: UUID, on: date) -> DoubleService:
    """Return what else members of a region's teams may serve in on a day; nothing without a rule."""
    rule = await nearest(MembershipRule, region_id, on)
    return DoubleService.FORBIDDEN if rule is None else rule.double_service


async def check_outside_service(person: Person, on: date, rule: DoubleService) -> None:
    """
    Return if a rule lets a person serve from a day on beside the militia or reserve.

    Raises
    ------
    NotEligible
        `reason` is `DOUBLE_SERVICE`.

    """
    if rule is not DoubleService.FORBIDDEN:
        return
    other = await rows(SYSTEM, OutsideService).filter(reaching(on), person_id=person.id).first()
    if other is not None:
        raise NotEligible(
            person.reference,
            "DOUBLE_SERVICE",
            words=f"serves in the {other.kind.en}, and the region forbids double service",
            words_zh=f"已编入{other.kind.zh}，本地区不得重复编组",
        )


async def set_membership_rule(
    viewer: Viewer,
    act: Act,
    region_id: UUID,
    rule: DoubleService,
    *,
    mark: SourceMark,
    citation: str,
    valid_from: date,
) -> MembershipRule:
    """
    Store what else members of a region's teams may serve in from a day on; the rule before ends then.

    Memberships that are there already stay. Raises `AccessDenied` or `NotFound` (the region).
    """
    await require(viewer, Capability.WRITE_REGISTRY, region_id)
    new = MembershipRule(
        region_id=region_id, double_service=rule, mark=mark, citation=citation.strip(), valid_from=valid_from
    )
    async with changing(act) as change:
        return await succeed(change, rows(SYSTEM, MembershipRule).filter(region_id=region_id), new)


async def record_outside_service(
    viewer: Viewer,
    act: Act,
    person_id: UUID,
    kind: OutsideServiceKind,
    *,
    unit: str = "",
    valid_from: date,
    valid_to: date | None = None,
) -> OutsideService:
    """
    Store that a person serves in the militia or the reserve, from a day until the day before another.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the person, or may not register in their region.
    InvalidValue
        The period is empty or overlaps one of the same kind.

    """
    person = await one(viewer, Person, person_id, Capability.WRITE_REGISTRY)
    overlap = reaching(valid_from)
    if valid_to is not None:
        overlap &= Q(valid_from__lt=valid_to)
    if await rows(viewer, OutsideService).filter(overlap, person_id=person.id, kind=kind).exists():
        raise InvalidValue("valid_from", valid_from.isoformat(), "the person serves there at that time")
    async with changing(act) as change:
        return await change.add(
            OutsideService(
                person_id=person.id, kind=kind, unit=unit.strip(), valid_from=valid_from, valid_to=valid_to
            )
        )


async def end_outside_service(
    viewer: Viewer, act: Act, service_id: UUID, on: date, expected_version: int
) -> OutsideService:
    """
    End a service outside: `on` is the first day without it.

    Raises `NotFound`, `AccessDenied`, `StaleVersion`, or `InvalidValue` (not after its first day).
    """
    service = await one(viewer, OutsideService, service_id, Capability.WRITE_REGISTRY)
    if service.version != expected_version:
        raise StaleVersion(expected_version, service.version)
    async with changing(act) as change:
        return await change.change(service, valid_to=on, effective_on=min(on, day_of(act.at)))


async def record_letter(
    viewer: Viewer,
    act: Act,
    membership_id: UUID,
    *,
    signed_on: date,
    valid_to: date | None = None,
    organization_id: UUID | None = None,
    evidence_ids: Sequence[UUID] = (),
) -> CommitmentLetter:
    """
    Store a letter of commitment of a member; earlier letters are kept.

    Parameters
    ----------
    viewer, act
        Who records it, why and when.
    membership_id
        Whose letter it is.
    signed_on
        Day of the signature, not in the future; the letter holds from then on.
    valid_to
        First day on which it no longer holds; for ever when None.
    organization_id
        The employer who signed too, if one did.
    evidence_ids
        The scanned letter.

    Raises
    ------
    NotFound, AccessDenied, InvalidValue
        As named; a file out of reach is not found.

    """
    membership = await one(viewer, Membership, membership_id, Capability.WRITE_REGISTRY)
    if organization_id is not None:
        await one(viewer, Organization, organization_id)
    if signed_on > day_of(act.at):
        raise InvalidValue("signed_on", signed_on.isoformat(), "a letter is signed before it is recorded")
    letter = CommitmentLetter(
        membership_id=membership.id,
        organization_id=organization_id,
        signed_on=signed_on,
        valid_from=signed_on,
        valid_to=valid_to,
    )
    async with changing(act) as change:
        await change.add(letter)
        await attach(viewer, change, letter, evidence_ids)
        latest = membership.commitment_letter_on
        if latest is None or latest < signed_on:
            await change.change(membership, commitment_letter_on=signed_on, effective_on=signed_on)
    return letter


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
