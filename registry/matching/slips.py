"""Codes and names that differ by one slip of the pen, a whole column of pairs at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

#: Pairs compared together: characters take four bytes each, so a part stays at some tens of megabytes.
_TOGETHER = 100_000


def slips(ones: Sequence[str], others: Sequence[str]) -> npt.NDArray[np.bool_]:
    """
    Tell for each pair of texts whether one slip lies between them: one character, or two neighbors exchanged.

    Texts of different lengths are never one slip apart, nor are equal ones.

    Examples
    --------
    >>> slips(["ABCD", "ABCD", "ABCD", "ABCD"], ["ABXD", "ACBD", "DBCA", "ABCD"]).tolist()
    [True, True, False, False]

    """
    parts = [
        _slips(ones[start : start + _TOGETHER], others[start : start + _TOGETHER])
        for start in range(0, len(ones), _TOGETHER)
    ]
    return np.concatenate([np.zeros(0, dtype=bool), *parts])


def _slips(ones: Sequence[str], others: Sequence[str]) -> npt.NDArray[np.bool_]:
    width = max(1, *map(len, ones), *map(len, others))
    lengths = np.fromiter(map(len, ones), int) == np.fromiter(map(len, others), int)
    one, other = _characters(ones, width), _characters(others, width)
    off = one != other
    count, each = off.sum(axis=1), np.arange(len(ones))
    first, last = off.argmax(axis=1), width - 1 - off[:, ::-1].argmax(axis=1)
    exchanged = (one[each, first] == other[each, last]) & (one[each, last] == other[each, first])
    found: npt.NDArray[np.bool_] = lengths & ((count == 1) | ((count == 2) & (last == first + 1) & exchanged))
    return found


def _characters(texts: Sequence[str], width: int) -> npt.NDArray[np.str_]:
    """Return texts as a matrix of characters, filled up with none."""
    return np.array(texts, dtype=f"U{width}").view("U1").reshape(len(texts), width)
