"""Names, numbers and serials in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.matching.normalizing import core_name, phone_number, places, plain_text, serial_number

PLACES = places(["四川省", "自贡市", "自流井区", "甘孜藏族自治州"])


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("四川省自贡市恒远机械有限责任公司", "恒远机械"),
        ("自贡恒远机械股份有限公司", "恒远机械"),
        ("恒远（机械）公司", "恒远机械"),
        ("自贡市", "自贡市"),
        ("公司", "公司"),
    ],
)
def test_core_name_leaves_out_place_and_legal_form(name: str, core: str) -> None:
    assert core_name(name, PLACES) == core


def test_numbers_are_told_by_their_digits() -> None:
    assert [phone_number(each) for each in ("+86 138-0000-0001", "１３８０００００００１", "110", None)] == [
        "13800000001",
        "13800000001",
        None,
        None,
    ]
    assert [serial_number(each) for each in ("川C-a１２３4", " ", None)] == ["川CA1234", None, None]


@given(st.text(max_size=20))
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain_text(plain_text(plain_text(text))) == plain_text(plain_text(text))
