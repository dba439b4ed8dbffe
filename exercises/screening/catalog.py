"""All rules of the inflation screen by code, in the order of the documentation."""

from __future__ import annotations

from exercises.screening.rule import Screen
from exercises.screening.rules import entering, judging, presence, times

RULES: dict[str, Screen] = {
    rule.code: rule for module in (presence, times, judging, entering) for rule in module.RULES
}
