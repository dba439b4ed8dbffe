"""Area P 人员: who is available, and who of them fills which post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from registry.codes import Measure, ReadinessArea
from registry.periods import Period
from registry.readiness.areas.ages import age_of
from registry.readiness.areas.matching import matched
from registry.readiness.areas.measures import measured, worst
from registry.readiness.facts import MemberFact, PostFact, TeamFacts
from registry.readiness.ratings import AreaRating, UnmatchedMember, UnmatchedPost, Why
from registry.readiness.rules import RatingRules


@dataclass(frozen=True, slots=True)
class PeopleRating:
    """The area, who fills which post (post id to person), and whoever and whatever is left over."""

    area: AreaRating
    matched: dict[str, str]
    unmatched_posts: tuple[UnmatchedPost, ...]
    unmatched_members: tuple[UnmatchedMember, ...]


def covers(periods: Iterable[Period], on: date) -> bool:
    """Tell whether a day lies in any of some periods."""
    return any(each.contains(on) for each in periods)


def serving(facts: TeamFacts, on: date) -> tuple[MemberFact, ...]:
    """Return the members who serve on a day, away or not, in order of their identities."""
    return tuple(
        sorted((each for each in facts.members if covers(each.served, on)), key=lambda each: each.person)
    )


def qualifications(member: MemberFact, on: date) -> frozenset[str]:
    """Return what a member is qualified for on a day."""
    return frozenset(each.qualification for each in member.grants if each.period.contains(on))


def rate_people(facts: TeamFacts, posts: Sequence[PostFact], on: date, rules: RatingRules) -> PeopleRating:
    """
    Rate the people of a team on a day: the worst of available, matched and key posts matched.

    Whoever serves and is not away is available, and counts once however many records say so.
    """
    present = serving(facts, on)
    away = {each.person for each in present if covers(each.away, on)}
    held: dict[str, frozenset[str]] = defaultdict(frozenset)
    for each in present:
        if each.person not in away:
            held[each.person] |= qualifications(each, on)
    filled = matched(posts, held)
    key = [each for each in posts if each.key]
    measures = (
        measured(rules, Measure.AVAILABLE, min(len(held), len(posts)), len(posts)),
        measured(rules, Measure.MATCHED, len(filled), len(posts)),
        measured(rules, Measure.KEY_POSTS, sum(each.id in filled for each in key), len(key)),
    )
    age = age_of(((each.confirmed_on, each.proved) for each in present), on, rules)
    area = AreaRating(ReadinessArea.PEOPLE, worst(each.level for each in measures), measures, *age)
    empty = _empty(_open(posts, filled), [each for each in present if each.person not in away], on)
    return PeopleRating(area, filled, empty, _left(present, away, filled, bool(empty)))


def _open(posts: Sequence[PostFact], filled: dict[str, str]) -> list[PostFact]:
    """Return the posts nobody fills, key posts first."""
    return sorted((each for each in posts if each.id not in filled), key=lambda each: (not each.key, each.id))


def _empty(posts: Sequence[PostFact], able: Sequence[MemberFact], on: date) -> tuple[UnmatchedPost, ...]:
    """Say what is missing at each empty post, and whose certificate for it has lapsed."""
    lapsed = {
        asked: tuple(sorted({each.reference for each in able if held_once(each, asked, on)}))
        for asked in {each.qualification for each in posts}
    }
    return tuple(
        UnmatchedPost(
            each.id, each.title, each.title_en, each.key, each.qualification, lapsed[each.qualification]
        )
        for each in posts
    )


def held_once(member: MemberFact, qualification: str | None, on: date) -> bool:
    """Tell whether a member's qualification has lapsed by a day: held before, and not on it."""
    days = [each.period for each in member.grants if each.qualification == qualification]
    return any(each.start <= on for each in days) and not covers(days, on)


def _left(
    present: Sequence[MemberFact], away: set[str], filled: dict[str, str], short: bool
) -> tuple[UnmatchedMember, ...]:
    """Say who fills no post: while posts stay empty, whoever is left could fill none of them."""
    busy = set(filled.values())
    spare = Why.UNQUALIFIED if short else Why.SURPLUS
    idle = {each.person: each.reference for each in reversed(present) if each.person not in busy}
    return tuple(
        UnmatchedMember(person, idle[person], Why.AWAY if person in away else spare)
        for person in sorted(idle)
    )
