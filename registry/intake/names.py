"""Names that are nearly the same: one body under two spellings is the commonest mistake of retyping."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

#: How many neighbors in the sorted list a name is compared with (assumed).
WINDOW = 4
#: From which share of equal characters two names count as nearly the same (assumed).
NEAR = 0.88
_NOISE = re.compile(r"[\s\W_]+")
_COMPANY = re.compile(r"(股份有限公司|有限责任公司|有限公司|公司|集团|coltd|ltd|inc|company)$")
_NUMERALS = re.compile(r"[0-9一二三四五六七八九十百甲乙丙丁东西南北]")


def plain_name(name: str) -> str:
    """
    Return a name without what is written in many ways: width, case, blanks, marks, the form of a company.

    Examples
    --------
    >>> plain_name("自贡市 恒通（运输）有限公司") == plain_name("自贡市恒通(运输)有限责任公司")
    True

    """
    folded = _NOISE.sub("", unicodedata.normalize("NFKC", name).casefold())
    return _COMPANY.sub("", folded) or folded


def are_near(one: str, other: str) -> bool:
    """
    Tell whether two plain names are nearly the same; names that differ in a numeral are not.

    Examples
    --------
    >>> are_near("自贡市恒通运输", "自贡市恒通运输队"), are_near("第一抢险队", "第二抢险队")
    (True, False)

    """
    if _NUMERALS.findall(one) != _NUMERALS.findall(other):
        return False
    if min(len(one), len(other)) / max(len(one), len(other), 1) < NEAR - 0.06:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def near_pairs(names: Sequence[str], fresh: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """
    Yield pairs of places whose names are nearly the same, at least one of them fresh.

    Names are sorted forwards and backwards and compared with their next `WINDOW` neighbors, so a
    difference near one end is found, one at both ends is not: a warning, not a search for duplicates.
    """
    plain = [plain_name(name) for name in names]
    seen: set[tuple[int, int]] = set()
    for turned in (plain, [name[::-1] for name in plain]):
        order = sorted(range(len(plain)), key=turned.__getitem__)
        for at, one in enumerate(order):
            for other in order[at + 1 : at + 1 + WINDOW]:
                pair = (min(one, other), max(one, other))
                if (fresh[one] or fresh[other]) and pair not in seen and _close(plain[one], plain[other]):
                    seen.add(pair)
                    yield pair


def _close(one: str, other: str) -> bool:
    return one == other or ((one[:2] == other[:2] or one[-2:] == other[-2:]) and are_near(one, other))
