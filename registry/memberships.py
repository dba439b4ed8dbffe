"""
Who serves in which team: assigned when eligible, released on a day.

One person serves in one team at a time and holds one post, unless the region's rule lets them serve in
several; a post has one holder at a time. Age and exemptions: National Defence Mobilization Law art. 49
(men 18 to 60, women 18 to 55, by calendar year; special experts may serve outside the age limits).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from tortoise.queryset import QuerySet

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, DoubleService, LeaveReason, MemberRole, Sex, TeamState
from registry.errors import AlreadyAssigned, InvalidValue, NotEligible, StaleVersion
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.periods import reaching
from registry.service import check_outside_service, double_service
from registry.tables import Membership, Person, Post, Team

YOUNGEST = 18
OLDEST = {Sex.MALE: 60, Sex.FEMALE: 55}


def first_day_too_old(birth_year: int, sex: Sex) -> date:
    """
    Return the first day on which a person is past the age limit.

    Examples
    --------
    >>> first_day_too_old(1970, Sex.FEMALE)
    datetime.date(2026, 1, 1)

    """
    return date(birth_year + OLDEST[sex] + 1, 1, 1)


def check_eligible(person: Person, on: date, special_expertise: str | None = None) -> None:
    """
    Return if a person may serve from a day on.

    The age is the difference of the years, both limits included; it does not matter for an expert,
    whose special expertise is then said in words.

    Raises
    ------
    NotEligible
        `reason` is `AGE` or `EXEMPTION`.

    """
    age, oldest = on.year - person.birth_year, OLDEST[person.sex]
    if not YOUNGEST <= age <= oldest and not (special_expertise or "").strip():
        raise NotEligible(
            person.reference,
            "AGE",
            words=f"{age} years old, the law asks for {YOUNGEST} to {oldest}",
            words_zh=f"{age}岁,法定年龄为{YOUNGEST}至{oldest}岁",
        )
    if person.exemption is not None:
        raise NotEligible(
            person.reference,
            "EXEMPTION",
            words=f"exempt ({person.exemption.en})",
            words_zh=f"免予征召({person.exemption.zh})",
        )


async def assign_member(
    viewer: Viewer,
    act: Act,
    team_id: UUID,
    person_id: UUID,
    post_id: UUID | None,
    role: MemberRole,
    valid_from: date,
    *,
    special_expertise: str | None = None,
    evidence_ids: Sequence[UUID] = (),
) -> Membership:
    """
    Store that a person serves in a team from a day on, in a post if one is given.

    `special_expertise` says why an expert outside the age limits may serve; files may prove it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see team or person, or may not register in the team's region.
    NotEligible
        The law does not let the person serve (`AGE`, `EXEMPTION`), or the region's rule does not beside
        the militia or reserve (`DOUBLE_SERVICE`).
    AlreadyAssigned
        The person serves in a team at some time from that day on; where the region lets members serve
        in several, only the same team counts.
    InvalidValue
        The team is disbanded, or the post belongs to another team or is held from that day on.

    """
    team = await one(viewer, Team, team_id)
    await require(viewer, Capability.WRITE_REGISTRY, team.region_id)
    person = await one(viewer, Person, person_id)
    if team.state is TeamState.DISBANDED:
        raise InvalidValue("team_id", team.code, "a disbanded team takes no members", rule_zh="队伍已撤编")
    if valid_from < team.valid_from:
        raise InvalidValue("valid_from", valid_from.isoformat(), "the team does not exist yet on that day")
    check_eligible(person, valid_from, special_expertise)
    rule = await double_service(team.region_id, valid_from)
    async with changing(act) as change:
        await Person.filter(id=person.id).select_for_update().first()
        await check_outside_service(person, valid_from, rule)
        await check_free(viewer, person, valid_from, team if rule is DoubleService.TEAMS else None)
        if post_id is not None:
            await _check_post(team, post_id, valid_from)
        membership = Membership(
            team_id=team.id,
            person_id=person.id,
            post_id=post_id,
            role=role,
            special_expertise=(special_expertise or "").strip() or None,
            valid_from=valid_from,
        )
        await change.add(membership)
        await attach(viewer, change, membership, evidence_ids)
    return membership


def _reaching(day: date) -> QuerySet[Membership]:
    """Return the memberships that reach into a day or later ones."""
    return Membership.filter(reaching(day))


async def check_free(viewer: Viewer, person: Person, day: date, only: Team | None = None) -> None:
    """
    Return if a person has no membership that reaches into a day or later ones, in one team or in any.

    Raises
    ------
    AlreadyAssigned
        It has; a team the viewer may not see is not named.

    """
    reaching = _reaching(day).filter(person_id=person.id)
    other = await (reaching if only is None else reaching.filter(team_id=only.id)).first()
    if other is not None:
        team = await rows(viewer, Team).get_or_none(id=other.team_id)
        raise serves_already(person, team.code if team else None)


def serves_already(person: Person, team_code: str | None) -> AlreadyAssigned:
    """Return the refusal of a person who serves; a team that may not be named has no code."""
    return AlreadyAssigned(person.reference, team_code or "of another region")


async def _check_post(team: Team, post_id: UUID, day: date) -> None:
    """Refuse a post of another team, or one that somebody holds; the post is locked until the end."""
    post = await Post.filter(id=post_id, team_id=team.id).select_for_update().first()
    if post is None:
        raise InvalidValue("post_id", str(post_id), "it must be a post of the team", rule_zh="必须是本队岗位")
    if await _reaching(day).filter(post_id=post.id).exists():
        raise InvalidValue("post_id", post.ordinal, "the post is held at that time", rule_zh="该岗位已有人")


async def release_member(
    viewer: Viewer,
    act: Act,
    membership_id: UUID,
    on: date,
    expected_version: int,
    *,
    reason: LeaveReason | None = None,
    evidence_ids: Sequence[UUID] = (),
) -> Membership:
    """
    End a membership: `on` is the first day on which the person no longer serves.

    A day in the past is recorded late: it changes what was true since then, not what was known.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the membership, or may not register in the team's region.
    StaleVersion
        The membership was changed since the viewer read it.
    InvalidValue
        `on` is not after its first day, or it has ended by then.

    """
    membership = await one(viewer, Membership, membership_id)
    team = await one(viewer, Team, membership.team_id)
    await require(viewer, Capability.WRITE_REGISTRY, team.region_id)
    if membership.version != expected_version:
        raise StaleVersion(expected_version, membership.version)
    if on <= membership.valid_from:
        raise InvalidValue("on", on.isoformat(), f"it must be after {membership.valid_from}")
    if membership.valid_to is not None and membership.valid_to <= on:  # pyright: ignore[reportUnnecessaryComparison]  # nullable column
        raise InvalidValue("on", on.isoformat(), f"the membership ended on {membership.valid_to}")
    async with changing(act) as change:
        late = min(on, day_of(act.at))
        ended = await change.change(membership, valid_to=on, leave_reason=reason, effective_on=late)
        await attach(viewer, change, ended, evidence_ids)
    return ended
