"""One slip of the pen, told for whole columns as for one pair."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from registry.matching import slips as module
from registry.matching.slips import slips

TEXTS = st.text("AB1２", max_size=5)


def one_slip(one: str, other: str) -> bool:
    """Return the same by trying every slip there is."""
    changed = [one[:place] + letter + one[place + 1 :] for place in range(len(one)) for letter in other]
    exchanged = [
        one[:place] + one[place + 1] + one[place] + one[place + 2 :] for place in range(len(one) - 1)
    ]
    return one != other and other in changed + exchanged


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=12))
def test_columns_are_told_as_pair_by_pair(pairs: list[tuple[str, str]]) -> None:
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]

    assert slips(ones, others).tolist() == [one_slip(one, other) for one, other in pairs]


def test_parts_are_put_together_again(monkeypatch) -> None:
    monkeypatch.setattr(module, "_TOGETHER", 2)

    assert slips(["AB", "AB", "AB"], ["AC", "BA", "AB"]).tolist() == [True, True, False]
