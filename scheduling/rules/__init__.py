"""
The hard rules, one module each, in the order people are told about them.

Every rule is one object with a stable `code`, a sentence in two languages, its rows in the solver's
model, and a check of finished plans that knows nothing of the model.
"""

from scheduling.rules import (
    availability,
    capacity,
    channels,
    day_caps,
    duration,
    employer_days,
    exercise_shape,
    host_rotation,
    lead_time,
    locked,
    one_place,
    order,
    placement,
    precedence,
    quotas,
    recusal,
    spacing,
    standby,
    windows,
)
from scheduling.rules.rule import Rule, Violation

RULES: tuple[Rule, ...] = (
    placement.RULE,
    locked.RULE,
    windows.RULE,
    lead_time.RULE,
    duration.RULE,
    availability.RULE,
    one_place.RULE,
    capacity.RULE,
    recusal.RULE,
    spacing.RULE,
    order.RULE,
    precedence.RULE,
    employer_days.RULE,
    day_caps.RULE,
    standby.RULE,
    exercise_shape.RULE,
    quotas.RULE,
    host_rotation.RULE,
    channels.RULE,
)

__all__ = ["RULES", "Rule", "Violation"]
