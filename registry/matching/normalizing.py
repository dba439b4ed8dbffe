"""Names, numbers and serials brought to one form before they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NOISE = re.compile(r"[\s\-_·•.,，。、()（）\[\]【】《》\"'“”]+")
_DIGITS = re.compile(r"\D+")
_LEGAL_FORMS = (
    "股份有限责任公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "股份公司",
    "总公司",
    "分公司",
    "集团公司",
    "公司",
    "集团",
)
_SUFFIXES = ("自治州", "自治县", "自治区", "地区", "省", "市", "区", "县", "州")
_DIGIT = re.compile(r"\d")
_MOBILE = 11
_SERIAL = 4


def plain_text(text: str) -> str:
    """
    Return a name in one form: half width, lower case, no spaces or punctuation.

    Examples
    --------
    >>> plain_text("自贡（ＡＢＣ） 机械·厂")
    '自贡abc机械厂'

    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def places(names: Iterable[str]) -> tuple[str, ...]:
    """Return what a name may begin with: names of regions with and without their suffix, longest first."""
    known: set[str] = set()
    for name in map(plain_text, names):
        known.add(name)
        short = next((name.removesuffix(end) for end in _SUFFIXES if name.endswith(end)), name)
        if len(short) >= 2:
            known.add(short)
    return tuple(sorted(known, key=lambda name: (-len(name), name)))


def core_name(text: str, prefixes: tuple[str, ...]) -> str:
    """
    Return what is left of an organization's name without place and legal form.

    Examples
    --------
    >>> core_name("四川省自贡市恒远机械有限责任公司", places(["四川省", "自贡市"]))
    '恒远机械'

    """
    name = plain_text(text)
    found = True
    while found:
        fits = (each for each in prefixes if name.startswith(each) and len(name) > len(each) + 1)
        prefix = next(fits, "")
        found = prefix != ""
        name = name.removeprefix(prefix)
    form = next((each for each in _LEGAL_FORMS if name.endswith(each) and len(name) > len(each) + 1), "")
    return name.removesuffix(form)


def phone_number(text: str | None) -> str | None:
    """Return the last eleven digits of a telephone number; None for one too short to tell anybody by."""
    digits = _DIGITS.sub("", unicodedata.normalize("NFKC", text or ""))
    return digits[-_MOBILE:] if len(digits) >= 7 else None


def serial_number(text: str | None) -> str | None:
    """
    Return a serial or number plate in one form; None for one too short to tell anything by.

    What has no digit is a remark ("无"), and what has fewer than four characters a number of the office's
    own ("001"), which says nothing about another office's item (assumed).
    """
    plain = plain_text(text or "").upper()
    return plain if len(plain) >= _SERIAL and _DIGIT.search(plain) else None
