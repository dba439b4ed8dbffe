"""All consistency rules, by code and by the table they are about."""

from __future__ import annotations

from registry.consistency.rule import Rule
from registry.consistency.rules import (
    access,
    centers,
    equipment,
    memberships,
    organizations,
    people,
    places,
    sirens,
    staleness,
    teams,
)

#: Code of the rule → the rule, in the order of the documentation.
RULES: dict[str, Rule] = {
    rule.code: rule
    for module in (
        teams,
        memberships,
        people,
        equipment,
        centers,
        organizations,
        places,
        access,
        sirens,
        staleness,
    )
    for rule in module.RULES
}

#: The tables whose records the rules are about.
SUBJECTS: tuple[str, ...] = tuple(sorted({rule.subject for rule in RULES.values()}))


def rules_about(subject: str) -> tuple[Rule, ...]:
    """Return the rules about records of one table."""
    return tuple(rule for rule in RULES.values() if rule.subject == subject)


def tables_of(rules: tuple[Rule, ...]) -> set[str]:
    """Return every table that some of these rules look at."""
    return {table for rule in rules for table in rule.reads}
