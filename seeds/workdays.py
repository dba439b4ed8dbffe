"""Runs of workdays in the calendar of the training year, drawn or searched."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

from exercises.codes import DayKind
from exercises.workdays import days_of

WORKED = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP})


@cache
def runs(year: int, length: int) -> tuple[tuple[date, date], ...]:
    """Return every run of `length` workdays of a year without a day off between, as (first, last day)."""
    workdays = [fact.day for fact in days_of(year) if fact.kind in WORKED]
    pairs = zip(workdays, workdays[length - 1 :], strict=False)
    return tuple((first, last) for first, last in pairs if (last - first).days == length - 1)


def run_of_workdays(chance: Random, first: date, before: date, length: int) -> tuple[date, date]:
    """
    Draw a run of workdays that starts on or after `first` and ends before `before`.

    Raises
    ------
    ValueError
        No run fits between the two days.

    """
    fitting = [run for run in runs(first.year, length) if first <= run[0] and run[1] < before]
    if not fitting:
        message = f"no {length} workdays in a row from {first} until {before}"
        raise ValueError(message)
    return chance.choice(fitting)


def first_run(from_day: date, length: int) -> tuple[date, date]:
    """Return the first run of workdays on or after a day of its year."""
    return next(run for run in runs(from_day.year, length) if run[0] >= from_day)
