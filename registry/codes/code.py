"""What every enumeration of the registry is: a stored code with a label in Chinese and in English."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """
    An enumeration whose members carry a label in Chinese and in English.

    Examples
    --------
    >>> TeamCategory.MED.zh, TeamCategory.MED.en, str(TeamCategory.MED)
    ('医疗救护', 'medical rescue', 'MED')

    """

    zh: str
    en: str

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        """Make a member from its stored value and its labels; a call with the value alone looks it up."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        member.en = en
        return member
