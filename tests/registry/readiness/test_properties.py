"""What holds of every rating: more is never worse, everybody once, no order, time alone never helps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.codes import EquipmentState, TaskState
from registry.periods import Period
from registry.readiness.areas.matching import matched
from registry.readiness.facts import GrantFact, HeldFact, ItemFact, MemberFact, PostFact, TeamFacts
from registry.readiness.rating import rate
from registry.readiness.ratings import Rating
from registry.readiness.rules import RatingRules
from tests.registry.readiness.factories import DAY, chance_facts

RULES = RatingRules.of({})
SEEDS = st.integers(0, 100_000)
NOW = (Period(DAY - timedelta(days=1)),)


def _qualified(facts: TeamFacts, chance: Random) -> TeamFacts:
    qualification = chance.choice(("COMMAND", "DRIVE", "PUMP", "MEDIC"))
    grants = (GrantFact(qualification, NOW[0]),)
    return replace(
        facts, members=(*facts.members, MemberFact("new", "M-new", NOW, grants=grants, confirmed_on=DAY))
    )


def _renewed(facts: TeamFacts, chance: Random) -> TeamFacts:
    if not facts.members:
        return facts
    one = chance.choice(facts.members)
    more = replace(one, grants=(*one.grants, GrantFact("PUMP", NOW[0])))
    return replace(facts, members=tuple(more if each is one else each for each in facts.members))


def _supplied(facts: TeamFacts, chance: Random) -> TeamFacts:
    kind = chance.choice(("发电机", "水泵", "电台", "帐篷"))
    item = ItemFact("new", kind, 1, EquipmentState.SERVICEABLE, None, NOW[0], confirmed_on=DAY)
    return replace(facts, items=(*facts.items, item))


def _trained(facts: TeamFacts, chance: Random) -> TeamFacts:
    kinds = frozenset({chance.choice(("muster", "training", "skills", "turn_out", "assessment"))})
    day = DAY - timedelta(days=chance.randrange(300))
    return replace(facts, held=(*facts.held, HeldFact(kinds, day, True, 10, 10, id="new")))


def _levels(rating: Rating) -> list[int]:
    """Return every level of a rating, 5 where there is none: what did not apply may come to."""
    return [each.level or 5 for each in rating.areas] + [rating.level or 5]


@settings(deadline=None, max_examples=60)
@given(SEEDS)
@pytest.mark.parametrize("more", [_qualified, _renewed, _supplied, _trained], ids=lambda each: each.__name__)
def test_more_of_anything_never_worsens_a_rating(
    more: Callable[[TeamFacts, Random], TeamFacts], seed: int
) -> None:
    facts = chance_facts(seed)

    before, after = (_levels(rate(each, DAY, RULES)) for each in (facts, more(facts, Random(seed))))

    assert [now <= then for now, then in zip(after, before, strict=True)] == [True] * len(before)


@settings(deadline=None, max_examples=100)
@given(SEEDS)
def test_a_rating_counts_everybody_once_and_ignores_the_order_of_its_facts(seed: int) -> None:
    facts, chance = chance_facts(seed), Random(seed)
    shuffled = replace(
        facts,
        **{
            name: tuple(chance.sample(getattr(facts, name), len(getattr(facts, name))))
            for name in ("members", "items", "training", "held", "findings")
        },
        requirements={
            task: replace(
                each,
                posts=tuple(chance.sample(each.posts, len(each.posts))),
                lines=tuple(chance.sample(each.lines, len(each.lines))),
            )
            for task, each in facts.requirements.items()
        },
    )
    twice = replace(facts, members=(*facts.members, *facts.members))

    for task in TaskState:
        rating = rate(facts, DAY, RULES, task)

        assert rating == rate(shuffled, DAY, RULES, task)
        assert rating == rate(twice, DAY, RULES, task)
        assert rating.matched is not None
        assert len(set(rating.matched.values())) == len(rating.matched)
        assert {each.level for each in rating.areas} | {rating.level} <= {None, 1, 2, 3, 4}


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(1, 400))
def test_time_alone_never_raises_the_credit_of_a_requirement(seed: int, days: int) -> None:
    facts = chance_facts(seed)
    past = tuple(each for each in facts.held if each.on <= DAY)
    settled = replace(
        facts, held=past, members=tuple(replace(each, served=NOW, posts=()) for each in facts.members)
    )

    now, later = (rate(settled, DAY + timedelta(days=each), RULES) for each in (0, days))

    assert [b.credit <= a.credit for a, b in zip(now.credits, later.credits, strict=True)] == [True] * len(
        now.credits
    )


def _most(posts: list[PostFact], people: dict[str, frozenset[str]]) -> tuple[int, int]:
    """Return the most posts and the most key posts that can be filled, by trying every order."""
    seats = [*people, *[None] * len(posts)]

    def filled(order: tuple[str | None, ...], of: list[PostFact]) -> int:
        pairs = zip(of, order, strict=False)
        return sum(p is not None and (post.qualification or "") in {"", *people[p]} for post, p in pairs)

    key = [post for post in posts if post.key]
    orders = list(permutations(seats, len(posts)))
    return max(filled(each, posts) for each in orders), max(filled(each, key) for each in orders)


@settings(deadline=None, max_examples=60)
@given(SEEDS)
def test_matching_is_as_large_as_brute_force_finds_for_all_and_for_key_posts(seed: int) -> None:
    chance = Random(seed)
    codes = ("A", "B", "C")
    posts = [
        PostFact(str(number), "", "", chance.random() < 0.5, chance.choice((None, *codes)))
        for number in range(chance.randrange(5))
    ]
    people = {
        str(number): frozenset(chance.sample(codes, chance.randrange(3)))
        for number in range(chance.randrange(5))
    }

    found = matched(posts, people)

    by_id = {each.id: each for each in posts}
    assert all((by_id[post].qualification or "") in {"", *people[who]} for post, who in found.items())
    assert (len(found), sum(by_id[post].key for post in found)) == _most(posts, people)
