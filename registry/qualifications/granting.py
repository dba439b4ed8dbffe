"""
Grants of qualifications as stored: every renewal is a grant of its own, the one before stays as it was.

What a grant is worth on a day is never stored; `registry.qualifications.standings` tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import Capability
from registry.dated import past_day
from registry.errors import InvalidValue, StaleVersion
from registry.evidence import attach
from registry.history import Act, Change, changing, day_of
from registry.periods import months_later
from registry.qualifications.standings import end_of, gap_between
from registry.tables import Person, QualificationGrant, QualificationType


@dataclass(frozen=True, slots=True)
class GrantDraft:
    """
    What a certificate says.

    Parameters
    ----------
    issued_on
        First day on which it holds; may lie ahead.
    expires_on
        First day on which it no longer holds; None for the validity of its kind, reckoned in calendar
        months (a grant of 29 February expires on the last day of a shorter February).
    certificate_number
        At most 60 characters.

    """

    issued_on: date
    expires_on: date | None = None
    certificate_number: str | None = None


async def grant_qualification(
    viewer: Viewer,
    act: Act,
    person_id: UUID,
    type_id: UUID,
    draft: GrantDraft,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> QualificationGrant:
    """
    Store that a person was granted a qualification.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the person or a file, or may not register there; the kind is unknown.
    InvalidValue
        The kind is not in force on the day of issue, the grant would expire before it holds, or the person
        has a grant of this kind from that day already.

    """
    person = await one(viewer, Person, person_id, Capability.WRITE_REGISTRY)
    kind = await one(viewer, QualificationType, type_id)
    async with changing(act) as change:
        grant = await _add(viewer, change, person, kind, draft, None)
        await attach(viewer, change, grant, evidence_ids)
    return grant


async def renew_qualification(
    viewer: Viewer,
    act: Act,
    grant_id: UUID,
    draft: GrantDraft,
    *,
    accept_gap: bool = False,
    evidence_ids: Sequence[UUID] = (),
) -> QualificationGrant:
    """
    Store a new grant in continuation of another one, which stays as it was.

    Renewed early, the days both hold are covered twice and nothing is lost. Renewed late, there are days
    without cover (`gap_between`): the caller says so by `accept_gap`.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the grant or a file, or may not register there.
    InvalidValue
        As `grant_qualification`; also when the grant was revoked, holds for ever or is renewed already,
        when the renewal would not reach beyond it, or when it leaves a gap nobody accepted.

    """
    old = await one(viewer, QualificationGrant, grant_id, Capability.WRITE_REGISTRY)
    person = await one(viewer, Person, old.person_id, Capability.WRITE_REGISTRY)
    kind = await one(viewer, QualificationType, old.qualification_type_id)
    async with changing(act) as change:
        await _check_renewable(old)
        grant = await _add(viewer, change, person, kind, draft, old)
        _check_cover(old, grant, accept_gap=accept_gap)
        await attach(viewer, change, grant, evidence_ids)
    return grant


async def _add(
    viewer: Viewer,
    change: Change,
    person: Person,
    kind: QualificationType,
    draft: GrantDraft,
    renewed: QualificationGrant | None,
) -> QualificationGrant:
    """Store a grant; the person is locked until the end, so that two grants of one day do not meet."""
    day = draft.issued_on
    if day < kind.valid_from or (kind.valid_to is not None and day >= kind.valid_to):  # pyright: ignore[reportUnnecessaryComparison]  # nullable column
        rule, rule_zh = "the qualification is not in force on that day", "该资格在该日未施行或已停用"
        raise InvalidValue("issued_on", day.isoformat(), rule, rule_zh=rule_zh)
    await rows(SYSTEM, Person).filter(id=person.id).select_for_update().first()
    same = rows(viewer, QualificationGrant).filter(person_id=person.id, qualification_type_id=kind.id)
    if await same.filter(valid_from=day).exists():
        rule, rule_zh = "the person has a grant of this kind from that day", "该日已有同类资格记录"
        raise InvalidValue("issued_on", day.isoformat(), rule, rule_zh=rule_zh)
    number = (draft.certificate_number or "").strip()
    return await change.add(
        QualificationGrant(
            person_id=person.id,
            qualification_type_id=kind.id,
            certificate_number=number or None,
            renewal_of_id=None if renewed is None else renewed.id,
            valid_from=day,
            valid_to=draft.expires_on or months_later(day, kind.validity_months),
        )
    )


async def _check_renewable(old: QualificationGrant) -> None:
    """Refuse to renew what was revoked, holds for ever, or is renewed already."""
    if old.revoked_on is not None:  # pyright: ignore[reportUnnecessaryComparison]  # nullable column
        rule, rule_zh = "it was revoked; grant it anew", "该资格已撤销,应重新授予"
    elif old.valid_to is None:
        rule, rule_zh = "it holds for ever", "该资格长期有效"
    elif await rows(SYSTEM, QualificationGrant).filter(renewal_of_id=old.id).exists():
        rule, rule_zh = "it is renewed already; renew the later grant", "该资格已换证,应续最新一次"
    else:
        return
    raise InvalidValue("grant_id", str(old.id), rule, rule_zh=rule_zh)


def _check_cover(old: QualificationGrant, new: QualificationGrant, *, accept_gap: bool) -> None:
    """Refuse a renewal that reaches no further, or leaves days without cover that nobody accepted."""
    end = end_of(old)
    if end is not None and new.valid_to is not None and new.valid_to <= end:  # pyright: ignore[reportUnnecessaryComparison]  # nullable column
        rule, rule_zh = f"it must reach beyond {end}", f"有效期应超过 {end}"
        raise InvalidValue("expires_on", new.valid_to.isoformat(), rule, rule_zh=rule_zh)
    if new.valid_from <= old.valid_from:
        rule, rule_zh = f"it must be after {old.valid_from}", f"应晚于 {old.valid_from}"
        raise InvalidValue("issued_on", new.valid_from.isoformat(), rule, rule_zh=rule_zh)
    gap = gap_between(old, new)
    if gap is not None and not accept_gap:
        rule = (
            f"it leaves the days from {gap.start} to {gap.last_day} without cover; accept the gap or backdate"
        )
        rule_zh = f"{gap.start} 至 {gap.last_day} 无有效资格,须确认接受空档"
        raise InvalidValue("issued_on", new.valid_from.isoformat(), rule, rule_zh=rule_zh)


async def revoke_qualification(
    viewer: Viewer,
    act: Act,
    grant_id: UUID,
    on: date,
    expected_version: int,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> QualificationGrant:
    """
    Take a qualification from a person: from `on` no grant of this kind holds that began before it ended.

    Other grants of the kind that reach beyond the day are revoked with it, so that a renewal does not
    outlive what it renewed. The reason of the act is kept as the reason of the revocation.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the grant or a file, or may not register there.
    StaleVersion
        The grant was changed since the viewer read it.
    InvalidValue
        The day has not come, lies before the issue, or the grant no longer held on it.

    """
    grant = await one(viewer, QualificationGrant, grant_id, Capability.WRITE_REGISTRY)
    if grant.version != expected_version:
        raise StaleVersion(expected_version, grant.version)
    past_day("on", on, day_of(act.at))
    end = end_of(grant)
    if on < grant.valid_from or (end is not None and on >= end):
        rule = f"it held from {grant.valid_from} until before {end or 'ever'}"
        rule_zh = f"该资格自 {grant.valid_from} 起{f'至 {end} 前' if end else '长期'}有效"
        raise InvalidValue("on", on.isoformat(), rule, rule_zh=rule_zh)
    async with changing(act) as change:
        same = rows(viewer, QualificationGrant).filter(
            person_id=grant.person_id, qualification_type_id=grant.qualification_type_id
        )
        for each in await same.order_by("valid_from", "id"):
            last = end_of(each)
            if each.id == grant.id or last is None or last > on:
                revoked = max(on, each.valid_from)
                await change.change(
                    each, revoked_on=revoked, revocation_reason=act.reason, effective_on=min(on, revoked)
                )
        await attach(viewer, change, grant, evidence_ids)
    return await one(viewer, QualificationGrant, grant_id)
