"""One fraction with its level and the way to the next: shared by the four areas."""

from __future__ import annotations

from collections.abc import Iterable

from registry.codes import Measure
from registry.readiness.ratings import WORST, MeasureRating
from registry.readiness.rules import RatingRules


def measured(rules: RatingRules, measure: Measure, numerator: int, denominator: int) -> MeasureRating:
    """
    Rate one fraction; `missing` counts units of the numerator (of training: quarters of weight).

    Examples
    --------
    >>> measured(RatingRules.of({}), Measure.AVAILABLE, 34, 40).missing
    2

    """
    level = rules.level(measure, numerator, denominator)
    if level is None or level == 1:
        return MeasureRating(measure, numerator, denominator, level, None, None)
    percent = rules.bands(measure)[min(level, WORST) - 2]
    missing = -(-percent * denominator // 100) - numerator
    return MeasureRating(measure, numerator, denominator, level, percent, missing)


def worst(levels: Iterable[int | None]) -> int | None:
    """Return the worst of some levels; None, *not applicable*, where none of them is one."""
    return max((level for level in levels if level is not None), default=None)
