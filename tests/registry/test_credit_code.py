"""Unified social credit codes: published examples, and every single wrong character found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.credit_code import ALPHABET, check_digit, is_valid, make

EXAMPLE = "91350100M000100Y43"  # the standard's own example


def test_credit_code_of_the_standard_is_valid() -> None:
    assert is_valid(EXAMPLE)
    assert check_digit(EXAMPLE[:17]) == "3"


@given(st.integers(0, 10**7 - 1), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_credit_code_with_one_wrong_character_is_invalid(serial: int, place: int, character: str) -> None:
    code = make("510300", serial)
    altered = code[:place] + character + code[place + 1 :]

    assert is_valid(altered) == (altered == code)


@pytest.mark.parametrize("code", ["", EXAMPLE[:17], EXAMPLE + "0", EXAMPLE.lower(), "I" + EXAMPLE[1:]])
def test_credit_code_of_another_form_is_invalid(code: str) -> None:
    assert not is_valid(code)


@pytest.mark.parametrize(
    ("region", "serial"), [("5103", 1), ("51030x", 1), ("510300", 10**7), ("510300", -1)]
)
def test_credit_code_is_not_made_from_nonsense(region: str, serial: int) -> None:
    with pytest.raises(ValueError, match="no credit code"):
        make(region, serial)
