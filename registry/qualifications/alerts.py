"""What qualifications lapse soon, of people who serve, and which posts lose their qualified holder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import QualificationState
from registry.errors import InvalidValue
from registry.periods import in_force
from registry.qualifications.standings import Standing, each_standing, superseded_by
from registry.tables import (
    Membership,
    Person,
    Post,
    QualificationGrant,
    QualificationType,
    Region,
    RegionClosure,
    Team,
)

MOST_DAYS = 1_100
_LOST = frozenset({QualificationState.EXPIRED, QualificationState.REVOKED})
Types = Mapping[UUID, QualificationType]


@dataclass(frozen=True, slots=True)
class PostAtRisk:
    """A post whose holder needs the qualification, and the team it belongs to."""

    post: Post
    team: Team


@dataclass(frozen=True, slots=True)
class QualificationAlert:
    """
    A qualification that ends on `on` (the first day without it), or has ended.

    `days_left` is negative once it has ended. `posts` are those its holder holds that ask for it, and
    that no other qualification of the holder covers beyond that day.
    """

    person: Person
    kind: QualificationType
    grant: QualificationGrant
    state: QualificationState
    on: date
    days_left: int
    posts: tuple[PostAtRisk, ...]

    @property
    def sentence(self) -> str:
        """Return what lapses, in English."""
        ends = "lapsed" if self.days_left <= 0 else "lapses"
        told = ", ".join(
            f"{each.post.title_en or each.post.title} of {each.team.code}" for each in self.posts
        )
        lost = f"; it is needed for: {told}" if told else ""
        return f"{self.kind.name_en} of {self.person.reference} {ends} on {self.on}{lost}."

    @property
    def sentence_zh(self) -> str:
        """Return what lapses, in Chinese."""
        ends = "已于" if self.days_left <= 0 else "将于"
        told = "、".join(f"{each.team.code}“{each.post.title}”" for each in self.posts)
        lost = f",涉及岗位:{told}" if told else ""
        return f"{self.person.reference} 的“{self.kind.name}”{ends} {self.on} 失效{lost}。"


async def qualification_alerts(
    viewer: Viewer, region_id: UUID | None, *, on: date, lead_days: int | None = None
) -> list[QualificationAlert]:
    """
    Return what lapses within the lead time, of people who serve on a day, the earliest first.

    Nothing is told of kinds no longer in force, of what is renewed or superseded already, nor of people
    who no longer serve. What has lapsed before is told only while its holder holds a post asking for it.

    Parameters
    ----------
    viewer
        Sees teams, people and grants of its own regions only.
    region_id
        Teams of this region and those below it; all the viewer sees when None.
    on
        The day the list is made for.
    lead_days
        How far ahead to look, 0 to 1,100; the lead time of each kind when None.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The lead time is out of bounds.

    """
    if lead_days is not None and not 0 <= lead_days <= MOST_DAYS:
        raise InvalidValue("lead_days", lead_days, f"it must lie in 0 to {MOST_DAYS}")
    serving = await _serving(viewer, region_id, on)
    members: Any = serving.values("person_id")
    people = {row.id: row for row in await rows(viewer, Person).filter(id__in=Subquery(members))}
    grants: defaultdict[UUID, list[QualificationGrant]] = defaultdict(list)
    for grant in await rows(viewer, QualificationGrant).filter(person_id__in=Subquery(members)):
        grants[grant.person_id].append(grant)
    types = {kind.id: kind for kind in await rows(SYSTEM, QualificationType)}
    posts = await _posts(viewer, serving)
    found = [
        alert
        for person_id, given in grants.items()
        if person_id in people
        for alert in _of_person(people[person_id], given, posts.get(person_id, ()), types, on, lead_days)
    ]
    return sorted(found, key=lambda alert: (alert.on, alert.person.reference, alert.kind.code))


async def _serving(viewer: Viewer, region_id: UUID | None, on: date) -> QuerySet[Membership]:
    """Return the query of the memberships in force on a day in the teams in question."""
    listed = rows(viewer, Membership).filter(in_force(on))
    if region_id is None:
        return listed
    await one(viewer, Region, region_id)
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    return listed.filter(team__region_id__in=Subquery(below))


async def _posts(viewer: Viewer, serving: QuerySet[Membership]) -> dict[UUID, list[PostAtRisk]]:
    """Return, by person, the posts held that ask for a qualification."""
    held: Any = serving.values("post_id")
    asking = rows(viewer, Post).filter(id__in=Subquery(held), qualification_type_id__isnull=False)
    posts = {post.id: post for post in await asking}
    in_teams: Any = serving.values("team_id")
    teams = {team.id: team for team in await rows(viewer, Team).filter(id__in=Subquery(in_teams))}
    found: defaultdict[UUID, list[PostAtRisk]] = defaultdict(list)
    for membership in await serving.filter(post_id__isnull=False).order_by("valid_from", "id"):
        post = posts.get(membership.post_id) if membership.post_id is not None else None
        if post is not None:
            found[membership.person_id].append(PostAtRisk(post, teams[post.team_id]))
    return found


def _of_person(
    person: Person,
    grants: Sequence[QualificationGrant],
    posts: Sequence[PostAtRisk],
    types: Types,
    on: date,
    lead_days: int | None,
) -> Iterator[QualificationAlert]:
    """Yield the alerts of one person."""
    stand = each_standing(grants, types, on, lead_days=lead_days)
    for type_id, each in stand.items():
        kind, end = types[type_id], _end(each)
        if end is None or (kind.valid_to is not None and kind.valid_to <= on):  # pyright: ignore[reportUnnecessaryComparison]  # nullable column
            continue
        needed = tuple(p for p in posts if _depends(p, type_id, end, stand, types))
        if each.state is QualificationState.EXPIRING or (each.state in _LOST and needed):
            yield QualificationAlert(person, kind, each.grant, each.state, end, (end - on).days, needed)


def _end(each: Standing) -> date | None:
    """Return the first day without the qualification; None when it goes on."""
    if each.holds or each.state not in _LOST:
        return each.until
    return each.grant.revoked_on if each.state is QualificationState.REVOKED else each.grant.valid_to


def _depends(
    held: PostAtRisk, type_id: UUID, end: date, stand: Mapping[UUID, Standing], types: Types
) -> bool:
    """Tell whether a post asks for a kind or what it supersedes, and nothing else covers it longer."""
    needed = held.post.qualification_type_id
    if needed is None or (needed != type_id and needed not in superseded_by(types, type_id)):
        return False
    others = (
        each
        for key, each in stand.items()
        if key != type_id and (key == needed or needed in superseded_by(types, key))
    )
    return not any(each.holds and (each.until is None or each.until > end) for each in others)
