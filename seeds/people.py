"""People under pseudonyms, their memberships and qualifications; every name says that it is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from registry.codes import Exemption, MemberRole, Sex, TeamState
from registry.tables import Membership, Person, QualificationGrant
from seeds.layout import Seat
from seeds.sheets import Row, sheet
from seeds.teams import formed_on, posts_of
from seeds.worlds import Draft, World, reference_id

NUMBERS_PER_TEAM = 50
FORMER_OFFSET = 25
RESERVE_OFFSET = 45
VACANCY_SHARE = 0.04
FORMING_VACANCY_SHARE = 0.5
PREDECESSOR_SHARE = 0.08
LEAVING_SHARE = 0.03
ROLES = {"队长": MemberRole.LEADER, "副队长": MemberRole.DEPUTY}


@dataclass(frozen=True, slots=True)
class Member:
    """
    One person's place in a team before it is a record; a person serves in one team only.

    `post` is the ordinal of the post (0: in the reserve, without a membership); `last_day_after` is
    the first day on which the membership no longer holds.
    """

    seat: Seat
    number: int
    post: int
    joined: date
    last_day_after: date | None

    @property
    def reference(self) -> str:
        """Return the pseudonym: region code and number."""
        return f"P-{self.seat.place.code}-{self.number:04d}"

    @property
    def requirement(self) -> Row | None:
        """Return the post's reference row, none in the reserve."""
        return posts_of(self.seat)[self.post - 1] if self.post else None


def members(world: World, seats: tuple[Seat, ...]) -> tuple[Member, ...]:
    """Return who serves where: some posts vacant, some held by a second person, one reserve a team."""
    return tuple(member for seat in seats for member in _members(world, seat))


def _members(world: World, seat: Seat) -> Iterator[Member]:
    chance = world.chance("members", seat.code)
    opened = formed_on(world, seat)
    vacancy = FORMING_VACANCY_SHARE if seat.state is TeamState.FORMING else VACANCY_SHARE
    first = (seat.ordinal - 1) * NUMBERS_PER_TEAM
    for post in range(1, len(posts_of(seat)) + 1):
        vacant, preceded, leaves = chance.random(), chance.random(), chance.random()
        joined = opened + timedelta(days=chance.randrange(60, 900))
        if preceded < PREDECESSOR_SHARE:
            yield Member(seat, first + FORMER_OFFSET + post, post, opened, joined)
        if vacant >= vacancy:
            ends = date(world.year, 1, 1) + timedelta(days=chance.randrange(30, 330))
            yield Member(seat, first + post, post, joined, ends if leaves < LEAVING_SHARE else None)
    yield Member(seat, first + RESERVE_OFFSET, 0, opened, None)


def person_drafts(world: World, everyone: tuple[Member, ...]) -> Iterator[Draft]:
    """Yield the persons: 示例人员 and a number, an impossible telephone number, ages within art. 49."""
    for member in everyone:
        yield Draft(Person, _person(world, member))


def _person(world: World, member: Member) -> dict[str, object]:
    chance = world.chance("person", member.reference)
    sex = Sex.FEMALE if chance.random() < 0.3 else Sex.MALE
    oldest = 48 if sex is Sex.FEMALE else 53
    exempt = member.post == 0 and chance.random() < 0.4
    return {
        "id": world.id("person", member.reference),
        "region_id": member.seat.place.id,
        "reference": member.reference,
        "name": f"示例人员{member.number:04d}",
        "phone": f"000-{world.chance('phone', member.reference).randrange(10**8):08d}",
        "salt": chance.randbytes(16).hex(),
        "birth_year": member.joined.year - chance.randint(21, oldest),
        "sex": sex,
        "employer_id": _employer(world, member, chance),
        "exemption": chance.choice(list(Exemption)) if exempt else None,
        "valid_from": member.joined,
    }


def employer_of(world: World, member: Member) -> object:
    """Return the id of a member's employer, None for nobody's."""
    return _person(world, member)["employer_id"]


def _employer(world: World, member: Member, chance: Random) -> object:
    """Most work for the forming unit, one in seven for an enterprise of the district, a few for nobody."""
    drawn = chance.random()
    if drawn < 0.82 or member.seat.place.code == member.seat.lead.split("/")[0]:
        return world.id("organization", member.seat.former)
    if drawn < 0.97:
        enterprise = chance.choice(("construction", "transport", "communications"))
        return world.id("organization", f"{member.seat.place.code}/{enterprise}")
    return None


def membership_drafts(world: World, everyone: tuple[Member, ...]) -> Iterator[Draft]:
    """Yield the memberships; five employers in six signed a commitment letter."""
    for member in everyone:
        requirement = member.requirement
        if requirement is None:
            continue
        yield Draft(
            Membership,
            {
                "id": world.id("membership", member.reference),
                "team_id": world.id("team", member.seat.code),
                "person_id": world.id("person", member.reference),
                "post_id": world.id("post", f"{member.seat.code}/{member.post}"),
                "role": ROLES.get(requirement["title"], MemberRole.MEMBER),
                "commitment_letter_on": letter_signed_on(world, member),
                "valid_from": member.joined,
                "valid_to": member.last_day_after,
            },
        )


def letter_signed_on(world: World, member: Member) -> date | None:
    """Return the day on which a letter of commitment was signed; None for one member in six."""
    chance = world.chance("membership", member.reference)
    signed = member.joined + timedelta(days=chance.randrange(45))
    return signed if chance.random() < 5 / 6 else None


@cache
def validity_months(qualification: str) -> int:
    """Return for how many months a grant of this qualification holds."""
    return next(
        int(row["validity_months"]) for row in sheet("qualifications") if row["code"] == qualification
    )


def grant_drafts(world: World, everyone: tuple[Member, ...]) -> Iterator[Draft]:
    """
    Yield the qualification grants.

    Of a hundred members whose post needs one: 3 never had it, 5 let it lapse, 1 had it revoked; the
    others' ages are spread over the validity, so that some expire within the year. Three in five
    renewed once, a month before its end: the older grant stays, and the renewal names it.
    """
    for member in everyone:
        chance = world.chance("grants", member.reference)
        requirement = member.requirement
        if requirement is not None and requirement["qualification"] and chance.random() >= 0.03:
            yield from _grants(world, member, requirement["qualification"], chance)
        if chance.random() < 0.1 and not (requirement and requirement["qualification"] == "Q-AID"):
            yield from _grants(world, member, "Q-AID", chance)


def _grants(world: World, member: Member, qualification: str, chance: Random) -> Iterator[Draft]:
    months = validity_months(qualification)
    lapsed = chance.random() < 0.05
    age = months + chance.randint(1, 6) if lapsed else chance.randrange(months)
    issued = _months_after(date(world.year, 1, chance.randint(1, 28)), -age)
    revoked = issued + timedelta(days=90) if chance.random() < 0.01 else None
    renewed = chance.random() < 0.6
    if renewed:
        earlier = _months_after(issued, 1 - months)
        yield _grant(world, member, qualification, 1, earlier, None)
    yield _grant(world, member, qualification, 2, issued, revoked, renews=renewed)


def _grant(
    world: World,
    member: Member,
    qualification: str,
    number: int,
    issued: date,
    revoked: date | None,
    *,
    renews: bool = False,
) -> Draft:
    key = f"{member.reference}/{qualification}"
    return Draft(
        QualificationGrant,
        {
            "id": world.id("grant", f"{key}/{number}"),
            "person_id": world.id("person", member.reference),
            "qualification_type_id": reference_id("qualification", qualification),
            "certificate_number": f"SYN-{qualification}-{member.seat.place.code}{member.number:04d}-{number}",
            "revoked_on": revoked,
            "revocation_reason": "示例撤销" if revoked else None,
            "renewal_of_id": world.id("grant", f"{key}/{number - 1}") if renews else None,
            "valid_from": issued,
            "valid_to": _months_after(issued, validity_months(qualification)),
        },
    )


def _months_after(day: date, months: int) -> date:
    """Return the same day (1 to 28) some months later or earlier."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, day.day)
