"""The rules of service for the register of memberships: what `assign_member` asks, for a whole file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from registry.access import SYSTEM, Viewer, rows
from registry.codes import DoubleService, TeamState
from registry.errors import NotEligible
from registry.intake.planned import Planned, Problem, Target
from registry.memberships import check_eligible
from registry.periods import Period
from registry.service import double_service
from registry.tables import Membership, OutsideService, Person, Record, Team

R = TypeVar("R", bound=Record)
#: A record by its id, or one of this batch by the place of its row.
Key = UUID | int
_BATCH = 500
_DECIDING = frozenset({"person", "team", "post", "valid_from", "valid_to", "special_expertise"})


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a person: in which team, in which post, on which days."""

    person: Key
    team: Key
    post: Key | None
    period: Period


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of the people and teams that rows name, in whatever region."""

    people: dict[UUID, Person]
    teams: dict[UUID, Team]
    memberships: list[Membership]
    outside: dict[UUID, list[OutsideService]]
    rules: dict[tuple[UUID, date], DoubleService]


async def judge_service(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """
    Refuse rows by which somebody would serve who may not: age, exemption, double service, a held post.

    Only rows that begin a service, or change its days or post, are judged. A service in another region
    counts too, though it is not named.
    """
    del viewer, today
    services = [(row, service) for row in planned if (service := _service(row)) is not None]
    known = await _known([service for _, service in services])
    in_file = {row.stored.id for row, _ in services if row.stored is not None}
    serving: defaultdict[Key, list[Service]] = defaultdict(list)
    for stored in known.memberships:
        if stored.id not in in_file:
            _note(serving, _stored(stored))
    for row, service in services:
        if row.stored is None or _DECIDING & row.changes.keys():
            _check_person(row, service, known)
            rule = await _check_team(row, service, known)
            _check_free(row, service, serving, rule)
            _check_outside(row, service, known, rule)
        _note(serving, service)
    return ()


def _note(serving: defaultdict[Key, list[Service]], service: Service) -> None:
    """Note a service under its person and under its post."""
    serving[service.person].append(service)
    if service.post is not None:
        serving[service.post].append(service)


def _service(row: Planned) -> Service | None:
    """Return the service a row states; None where a part of it is missing, which is refused elsewhere."""
    person, team = _key(row.targets.get("person")), _key(row.targets.get("team"))
    first: date | None = row.values.get("valid_from")
    stored = row.stored.cells.get("valid_to") if row.stored is not None else None
    last: date | None = row.values.get("valid_to", stored)
    if person is None or team is None or first is None or (last is not None and last <= first):
        return None
    return Service(person, team, _key(row.targets.get("post")), Period(first, last))


def _stored(membership: Membership) -> Service:
    period = Period(membership.valid_from, membership.valid_to)
    return Service(membership.person_id, membership.team_id, membership.post_id, period)


def _key(target: Target | None) -> Key | None:
    """Return what tells the record a cell names."""
    if target is None:
        return None
    return target.id if target.id is not None else target.row.place if target.row is not None else None


async def _known(services: Sequence[Service]) -> Known:
    """Return what is stored of everybody and every team named, and of all who hold the posts named."""
    people = {each.person for each in services if isinstance(each.person, UUID)}
    teams = {each.team for each in services if isinstance(each.team, UUID)}
    posts = {each.post for each in services if isinstance(each.post, UUID)}
    serving = await _of(Membership, "person_id", people)
    holding = await _of(Membership, "post_id", posts)
    outside: defaultdict[UUID, list[OutsideService]] = defaultdict(list)
    for each in await _of(OutsideService, "person_id", people):
        outside[each.person_id].append(each)
    return Known(
        {row.id: row for row in await _of(Person, "id", people)},
        {row.id: row for row in await _of(Team, "id", teams)},
        list({row.id: row for row in [*serving, *holding]}.values()),
        outside,
        {},
    )


async def _of(table: type[R], column: str, keys: Iterable[UUID]) -> list[R]:
    """Return the rows with one of some values, some hundred values a statement."""
    wanted, found = sorted(keys), list[R]()
    for start in range(0, len(wanted), _BATCH):
        chosen: dict[str, Any] = {f"{column}__in": wanted[start : start + _BATCH]}
        found += await rows(SYSTEM, table).filter(**chosen)
    return found


def _check_person(row: Planned, service: Service, known: Known) -> None:
    """Refuse a person whom the law does not let serve."""
    target = row.targets["person"]
    person = known.people.get(service.person) if isinstance(service.person, UUID) else None
    if person is None and target is not None and target.row is not None:
        told = target.row.values
        person = Person(**{name: told.get(name) for name in ("reference", "birth_year", "sex", "exemption")})
    if person is None or person.birth_year is None or person.sex is None:  # pyright: ignore[reportUnnecessaryComparison]  # a row of the batch may lack them
        return
    try:
        check_eligible(person, service.period.start, row.values.get("special_expertise"))
    except NotEligible as refusal:
        row.refuse(f"NOT_ELIGIBLE_{refusal.reason}", refusal.message_zh, str(refusal), "person")


async def _check_team(row: Planned, service: Service, known: Known) -> DoubleService:
    """Refuse a team that takes nobody on that day; return what its region says of double service."""
    team = known.teams.get(service.team) if isinstance(service.team, UUID) else None
    if team is None:
        return DoubleService.FORBIDDEN
    if team.state is TeamState.DISBANDED:
        row.refuse("TEAM_DISBANDED", "队伍已撤编。", "A disbanded team takes no members.", "team")
    if service.period.start < team.valid_from:
        zh, en = "该日队伍尚未成立。", "The team does not exist yet on that day."
        row.refuse("BEFORE_TEAM", zh, en, "valid_from", service.period.start)
    asked = (team.region_id, service.period.start)
    if asked not in known.rules:
        known.rules[asked] = await double_service(*asked)
    return known.rules[asked]


def _check_free(
    row: Planned, service: Service, serving: dict[Key, list[Service]], rule: DoubleService
) -> None:
    """Refuse a second service of a person, and a second holder of a post, on the same days."""
    others = [each for each in serving[service.person] if each.period.overlaps(service.period)]
    if any(rule is not DoubleService.TEAMS or each.team == service.team for each in others):
        zh, en = "该人员在这段时间已编入队伍。", "The person already serves in a team at that time."
        row.refuse("ALREADY_ASSIGNED", zh, en, "person")
    if service.post is None:
        return
    if any(each.period.overlaps(service.period) for each in serving[service.post]):
        row.refuse("POST_HELD", "该岗位在这段时间已有人。", "The post is held at that time.", "post")


def _check_outside(row: Planned, service: Service, known: Known, rule: DoubleService) -> None:
    """Refuse a service beside the militia or reserve where the region forbids it."""
    if rule is not DoubleService.FORBIDDEN or not isinstance(service.person, UUID):
        return
    for each in known.outside.get(service.person, ()):
        if Period(each.valid_from, each.valid_to).overlaps(service.period):
            zh = f"已编入{each.kind.zh}，本地区不得重复编组。"
            en = f"The person serves in the {each.kind.en}, and the region forbids double service."
            row.refuse("NOT_ELIGIBLE_DOUBLE_SERVICE", zh, en, "person")
