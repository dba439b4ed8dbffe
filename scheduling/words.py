"""
Text in two languages: what comes in as one string, "中文 / English", goes out one half at a time.

Titles and reasons reach the planner as such strings. Only this module knows the separator.
"""

from __future__ import annotations

from typing import NamedTuple

SEPARATOR = " / "


class Words(NamedTuple):
    """The same thing said in Chinese and in English; equal halves where only one was given."""

    zh: str
    en: str


def halves(text: str) -> Words:
    """Return both halves of a text at its first separator; the whole twice if a half is missing."""
    zh, _, en = text.partition(SEPARATOR)
    return Words(zh.strip(), en.strip()) if zh.strip() and en.strip() else Words(text, text)


def counted(amount: int, unit: str) -> str:
    """Return an amount with its English unit, given in the singular; "km of travel" knows no plural."""
    plural = amount != 1 and not unit.startswith("km")
    return f"{amount} {unit}{'s' if plural else ''}"
