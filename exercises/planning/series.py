"""Spacing and currency: the events of one kind for one team, opened by the record of earlier years."""

from __future__ import annotations

from collections import defaultdict

from exercises.codes import ExerciseKind, Grouping
from exercises.planning.crews import applies
from exercises.planning.draft import Draft, Page
from exercises.planning.facts import TeamFact
from scheduling.problem import Series, TargetLoad

CHOSEN = frozenset({Grouping.ZONE, Grouping.CITY, Grouping.CENTER, Grouping.PAIRED_REGIONS})
"""Rows only some teams are chosen for: they make no standing demand on every team, so nothing lapses."""


def series_of(page: Page) -> tuple[Series, ...]:
    """
    Return one series per team and kind that a standing row asks of it.

    Events of other rows that satisfy the kind belong to it too. Dates given from outside owe no gap.
    """
    by_crew: dict[tuple[str, ExerciseKind], list[Draft]] = defaultdict(list)
    for draft in page.drafts:
        for crew in draft.event.crews:
            for kind in (draft.rule.kind, *draft.rule.satisfies):
                by_crew[crew, kind].append(draft)
    standing = [rule for rule in page.facts.rules if rule.grouping not in CHOSEN]
    found: list[Series] = []
    for team in sorted(page.facts.teams, key=lambda t: t.code):
        for rule in standing:
            drafts = by_crew.get((team.code, rule.kind), [])
            if applies(rule, team.category) and drafts:
                given = any(draft.given for draft in drafts)
                gap = 0 if given else rule.min_gap_days
                found.append(_series(page, team, rule.kind, drafts, gap, rule.periodicity_days, rule.weight))
    return tuple(found)


def _series(
    page: Page, team: TeamFact, kind: ExerciseKind, drafts: list[Draft], gap: int, currency: int, weight: int
) -> Series:
    ordered = sorted(drafts, key=lambda d: (d.ordinal, d.event.id))
    return Series(
        id=f"{team.code}:{kind.value}",
        crew=team.code,
        events=tuple(draft.event.id for draft in ordered),
        min_gap_days=gap,
        currency_days=currency,
        last_held=page.facts.last_held.get((team.code, kind)),
        weight=weight * team.importance,
    )


def targets_of(page: Page) -> tuple[TargetLoad, ...]:
    """Return each district's half-days spread over the months in proportion to their workdays, rounded up."""
    regions = {team.code: team.region for team in page.facts.teams}
    total: dict[str, int] = defaultdict(int)
    for draft in page.drafts:
        numerator, denominator = draft.event.crew_share
        for crew in draft.event.crews:
            if crew in regions:
                total[regions[crew]] += draft.event.load_half_days * numerator * 6 // denominator
    months = page.facts.calendar.workdays_per_month
    year = max(1, sum(months))
    return tuple(
        TargetLoad(region, month, -(-sixths * months[month - 1] // (6 * year)))
        for region, sixths in sorted(total.items())
        for month in range(1, 13)
    )
