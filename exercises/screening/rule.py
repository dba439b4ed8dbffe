"""What a rule of the inflation screen is: a consistency rule that knows what may harmlessly explain it."""

from __future__ import annotations

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
