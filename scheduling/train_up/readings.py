"""The old reading of training by days still needed."""

from __future__ import annotations

#: Most days of training still needed for level 1, 2 and 3 (joint figures of SORTS, recalled).
BY_DAYS = (14, 28, 42)


def level_by_days(days: int | None) -> int:
    """
    Return the training level by the calendar days still needed to be fully trained; None: never.

    Examples
    --------
    >>> [level_by_days(days) for days in (0, 14, 15, 28, 29, 42, 43, None)]
    [1, 1, 2, 2, 3, 3, 4, 4]

    """
    if days is None:
        return 4
    return next((level for level, most in enumerate(BY_DAYS, start=1) if days <= most), 4)
