"""How many made-up duplicates are found, and how many of the proposed pairs are none."""

from __future__ import annotations

import pytest

from registry.codes import MatchKind
from registry.matching.normalizing import places
from registry.matching.scoring import candidates
from tests.registry.matching.made_up import MADE_UP, PLACES

#: Kind → records, duplicates among them, least share found, least share of the proposed that is right.
BOUNDS = {
    MatchKind.PERSON: (6_000, 300, 0.95, 0.97),
    MatchKind.ORGANIZATION: (800, 90, 0.95, 0.9),
    MatchKind.EQUIPMENT: (2_000, 100, 1.0, 0.9),
}


@pytest.mark.parametrize("kind", BOUNDS)
def test_made_up_duplicates_are_found_and_little_else(kind: MatchKind) -> None:
    count, doubles, recall, precision = BOUNDS[kind]
    records, planted = MADE_UP[kind](count, doubles, 11)

    found = {frozenset((e.first_id, e.second_id)) for e in candidates(kind, records, places(PLACES))}

    hits = len(found & planted)
    assert hits / doubles >= recall
    assert hits / len(found) >= precision


def test_pairs_without_a_fresh_record_are_left_out() -> None:
    records, _ = MADE_UP[MatchKind.PERSON](500, 20, 3)
    fresh = {"q0000003", "q0000007"}

    some = candidates(MatchKind.PERSON, records, fresh=fresh)
    every = candidates(MatchKind.PERSON, records)

    assert some == [each for each in every if {each.first_id, each.second_id} & fresh]
    assert len(some) == 2
