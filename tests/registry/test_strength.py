"""Strength figures count each person, post and vehicle once, as a plain count does."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, viewer_of
from registry.codes import TeamCategory
from registry.errors import NotFound
from registry.matching.identities import things_behind
from registry.strength import lines, strength, sums_of_parts
from tests.conftest import NOW
from tests.factories import small_world

pytestmark = pytest.mark.anyio

WHOLE, PARTS = str(UUID(int=1)), [str(UUID(int=2)), str(UUID(int=3))]
THINGS = st.lists(
    st.tuples(
        st.sampled_from(["people", "vehicles", "posts"]),
        st.sampled_from("abcde"),
        st.integers(1, 3),
        st.sampled_from([WHOLE, *PARTS]),
        st.sampled_from([TeamCategory.RRP.value, TeamCategory.MED.value]),
    ),
    max_size=30,
)


@given(THINGS)
def test_strength_equals_a_plain_count(things: list[tuple[str, str, int, str, str]]) -> None:
    frame = pd.DataFrame(things, columns=["figure", "thing", "weight", "part", "category"])
    plain: defaultdict[tuple[str | None, str | None, str], dict[str, int]] = defaultdict(dict)
    for figure, thing, weight, part, category in things:
        for key in ((None, None), (None, category), (part, None), (part, category)):
            held = plain[*key, figure]
            held[thing] = max(weight, held.get(thing, 0))

    for line in lines(frame, PARTS, WHOLE):
        part = None if line.region_id is None else str(line.region_id)
        category = None if line.category is None else line.category.value
        for figure in ("people", "vehicles", "posts"):
            assert getattr(line, figure) == sum(plain[part, category, figure].values())


@given(THINGS)
def test_whole_lies_between_its_largest_part_and_their_sum(
    things: list[tuple[str, str, int, str, str]],
) -> None:
    frame = pd.DataFrame(things, columns=["figure", "thing", "weight", "part", "category"])

    found = lines(frame, PARTS, WHOLE)

    parts = [line for line in found if line.region_id is not None and line.category is None]
    for figure, summed in sums_of_parts(found).items():
        whole = getattr(found[0], figure)
        assert max((getattr(line, figure) for line in parts), default=0) <= whole <= summed


@pytest.mark.parametrize(
    ("same", "apart", "things"),
    [
        ({}, (), 2),
        ({}, ("a",), 3),
        ({"a": "a", "c": "a"}, (), 1),
        ({"a": "a", "c": "a"}, ("a", "c"), 2),
    ],
)
def test_items_are_one_by_serial_or_by_decision(
    same: dict[str, str], apart: tuple[str, ...], things: int
) -> None:
    items = (("a", "车", "川C-12345"), ("b", "车", "川c12345"), ("c", "车", None))

    assert len(set(things_behind(items, same, apart).values())) == things


async def test_strength_of_a_city_is_the_whole_and_its_parts(database: TortoiseContext) -> None:
    world = await small_world()

    found = await strength(SYSTEM, world.city.id, date(2026, 1, 5))

    whole = found[0]
    assert (whole.teams, whole.people, whole.posts, whole.posts_filled) == (5, 15, 20, 15)
    assert (whole.key_posts, whole.key_posts_filled, whole.vehicles) == (5, 5, 0)
    parts = {line.region_id: line.teams for line in found if line.region_id and line.category is None}
    assert parts == {world.district.id: 3, world.sibling.id: 2}


async def test_strength_of_another_city_is_not_seen(database: TortoiseContext) -> None:
    world = await small_world()
    registrar = await viewer_of(world.principals["registrar"].id, on=NOW.date())

    with pytest.raises(NotFound):
        await strength(registrar, world.foreign_city.id, NOW.date())
