"""What a rule of the inflation screen is: a consistency rule that also knows what may harmlessly explain it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from registry.codes import SourceMark
from registry.consistency.rule import Rule

ASSUMED = SourceMark.ASSUMED
CITATION = "assumed: a figure of this product, to be set by what an office finds out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen(Rule):
    """
    A rule that asks whether records can be believed.

    Parameters
    ----------
    harmless, harmless_zh
        What may explain a hit without anybody having done wrong.
    behind
        Table of the records `others` of a hit: those that make it up.

    """

    harmless: str
    harmless_zh: str
    behind: str


def exponent(chance_log10: float, tries: int) -> float:
    """
    Return n where a chance of 1 in 10^n remains after looking in so many places (Bonferroni).

    `chance_log10` is the decimal logarithm of the chance of one of them, 0 or less.
    """
    return -chance_log10 - math.log10(max(tries, 1))
