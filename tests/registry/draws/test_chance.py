"""draw/v1: the same for everybody, fair, and a public standard read rightly beside it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.draws.chance import commitment_of, pick, seed_of, spelled
from registry.standalone import verify_draw

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
TEN = [f"id-{number}" for number in range(10)]
#: 99 % of fair draws stay below this chi-square at nine degrees of freedom (published tables).
CHI_SQUARE_9 = 21.67


@pytest.mark.parametrize("vector", VECTORS["picks"], ids=lambda vector: vector["label"])
def test_pick_gives_the_published_vectors_in_package_and_verifier(vector) -> None:
    asked = (vector["seed"], vector["label"], vector["ids"], vector["count"])

    assert pick(*asked) == vector["drawn"]
    assert verify_draw.pick(*asked) == vector["drawn"]


def test_seed_and_commitment_are_those_of_the_published_vector() -> None:
    vector = VECTORS["seed"]

    assert commitment_of(vector["secret"]) == vector["commitment"]
    assert (
        seed_of(vector["secret"], vector["public_value"], vector["manifest"])
        == vector["seed"]
        == verify_draw.sha256(vector["secret"], vector["spelled"], vector["manifest"])
    )


@pytest.mark.parametrize("spelling", ["3 187.42", "3,187.42", " 3187.42 ", "３１８７．４２", "3187·42"])
def test_no_spelling_of_a_public_value_gives_another_seed(spelling) -> None:
    assert spelled(spelling) == verify_draw.spelled(spelling) == "318742"
    assert seed_of("s", spelling, "m") == seed_of("s", "318742", "m") != seed_of("s", "318743", "m")


@settings(deadline=None)
@given(ids=st.sets(st.text(min_size=1, max_size=6), max_size=12), seed=st.text(max_size=8), data=st.data())
def test_pick_draws_distinct_ids_whatever_their_order(ids, seed, data) -> None:
    count = data.draw(st.integers(0, len(ids)))
    mixed = data.draw(st.permutations(sorted(ids)))

    drawn = pick(seed, "x", mixed, count)

    assert drawn == pick(seed, "x", sorted(ids), count) == verify_draw.pick(seed, "x", mixed, count)
    assert (len(set(drawn)), set(drawn) <= ids) == (count, True)


@pytest.mark.parametrize(("ids", "count"), [(["a", "a"], 1), (["a"], 2), (["a"], -1)])
def test_pick_refuses_what_cannot_be_drawn(ids, count) -> None:
    with pytest.raises(ValueError, match=r"twice|cannot draw"):
        pick("seed", "label", ids, count)


@pytest.mark.parametrize("place", [0, 1, 4])
def test_every_id_is_as_likely_in_every_place(place) -> None:
    draws = 3_000
    seen = Counter(pick(f"seed-{number}", "fair", TEN, place + 1)[place] for number in range(draws))

    expected = draws / len(TEN)
    assert sum((seen[each] - expected) ** 2 / expected for each in TEN) < CHI_SQUARE_9


def test_another_label_gives_an_unrelated_draw() -> None:
    same_first = sum(pick(f"{n}", "a", TEN, 1) == pick(f"{n}", "b", TEN, 1) for n in range(1_000))

    assert 60 <= same_first <= 140


def test_rfc_3797_gives_its_published_sample() -> None:
    """The public standard for nominating committees: MD5 and 16 bits, kept as a vector only."""
    key = b"9319./2.5.8.10.12./9.18.26.34.41.45./"
    left, drawn = list(range(1, 26)), []
    for step in range(10):
        index = step.to_bytes(2, "big")
        digest = hashlib.md5(index + key + index, usedforsecurity=False).digest()
        drawn.append(left.pop(int.from_bytes(digest, "big") % len(left)))

    assert drawn == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13]
