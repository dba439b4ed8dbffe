"""Where an activity may lie: from opening days, a duration and notice to slots."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from scheduling.train_up.problem import Slot


def worked(
    days: Sequence[int], duration: int, earliest: int = 0, free: Container[int] | None = None
) -> tuple[Slot, ...]:
    """
    Return the slots of `duration` consecutive opening days; `days` are those, in order.

    Of `free` days each must be one: a day off in between breaks a slot, a weekend does not.

    Examples
    --------
    >>> [slot.busy for slot in worked((0, 1, 4, 5), 2)]
    [(0, 1), (1, 4), (4, 5)]

    """
    open_days = [day for day in days if day >= earliest]
    runs = (tuple(open_days[i : i + duration]) for i in range(len(open_days) - duration + 1))
    return tuple(
        Slot(run[0], run[-1], run) for run in runs if free is None or all(day in free for day in run)
    )


def ending(
    days: Sequence[int],
    duration: int,
    ends: Iterable[int],
    earliest: int = 0,
    free: Container[int] | None = None,
) -> tuple[Slot, ...]:
    """Return the slots of `duration` consecutive opening days that end on given days, as on examinations."""
    wanted = frozenset(ends)
    return tuple(slot for slot in worked(days, duration, earliest, free) if slot.last in wanted)


def waiting(duration: int, horizon: int, earliest: int = 0) -> tuple[Slot, ...]:
    """Return the one slot of something that merely takes `duration` days: begun as soon as can be."""
    last = earliest + duration
    return (Slot(earliest, last),) if last <= horizon else ()
