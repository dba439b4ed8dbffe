"""Data age 数据时效: how long ago the oldest input of an area was known to be right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from registry.codes import DataAge
from registry.readiness.rules import RatingRules

GRADES = tuple(DataAge)
#: When an input was last known to be right, and whether on more than the team's own word.
Confirmed = tuple[date, bool]
#: A grade, the oldest day of confirmation, and the first day of the grade.
Age = tuple[DataAge, date | None, date | None]


def age_of(inputs: Iterable[Confirmed], on: date, rules: RatingRules) -> Age:
    """
    Return the grade of the worst input, the oldest day of confirmation, and the first day of that grade.

    What rests on the team's own word counts one grade lower. `date.min` means never confirmed: its days are
    None. Without inputs the grade is A: there is nothing to doubt.
    """
    known = set(inputs)
    graded = [(_grade(on, each, rules), each) for each in known]
    worst = max((grade for grade, _ in graded), default=DataAge.A, key=GRADES.index)
    since = min((_since(each, grade, rules) for grade, each in graded if grade is worst), default=date.min)
    oldest = min((day for day, _ in known), default=date.min)
    return worst, _known(oldest), _known(since)


def _grade(on: date, confirmed: Confirmed, rules: RatingRules) -> DataAge:
    day, proved = confirmed
    index = GRADES.index(rules.age((on - day).days))
    return GRADES[index if proved else min(index + 1, len(GRADES) - 1)]


def _since(confirmed: Confirmed, grade: DataAge, rules: RatingRules) -> date:
    """Return the first day on which an input had the grade it has."""
    day, proved = confirmed
    earlier = GRADES.index(grade) - (1 if proved else 2)
    if day == date.min or earlier < 0:
        return day
    return day + timedelta(days=rules.figure(f"age.{GRADES[earlier].value}") + 1)


def _known(day: date) -> date | None:
    return None if day == date.min else day
