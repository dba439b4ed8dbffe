"""Words of answers: numbers as people say them, and lists."""

from __future__ import annotations

from collections.abc import Sequence

#: From so many on a number is also said in round words: (least, English, 中文). Assumed.
ROUND = (
    (200, "hundreds", "数百"),
    (100, "over a hundred", "上百"),
    (24, "dozens", "数十"),
    (11, "over ten", "十余"),
)
MOST_NAMED = 12


def vague(number: int) -> str:
    """
    Return a number in round words with a colon behind them; nothing where it is small.

    Examples
    --------
    >>> vague(48), vague(3)
    ('dozens: ', '')

    """
    said = next((words for least, words, _ in ROUND if number >= least), "")
    return said and f"{said}: "


def vague_zh(number: int) -> str:
    """Return a number in round Chinese words in brackets; nothing where it is small."""
    said = next((words for least, _, words in ROUND if number >= least), "")
    return said and f"（{said}次）"


def counted(number: int, noun: str) -> str:
    """
    Return how many there are of a thing.

    Examples
    --------
    >>> counted(1, "turn-out"), counted(2, "turn-out")
    ('1 turn-out', '2 turn-outs')

    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Sequence[str]) -> str:
    """Return at most twelve names in a row, and how many more there are."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def listed_zh(names: Sequence[str]) -> str:
    """Return at most twelve names in a row in Chinese, and how many more there are."""
    more = f"等{len(names)}个" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more


def districts_zh(without: int, number: int) -> str:
    """Return how many of some districts lack something, up to the verb."""
    return f"{number}个区县中有{without}个没有" if without else f"{number}个区县都有"
