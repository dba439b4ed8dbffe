"""
The days on which a rating can change: between them every day is rated as the one before.

A day too many costs a rating; a day too few would be a wrong forecast: a property test compares with
rating every single day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registry.codes import DataAge, ReadinessArea, TaskState
from registry.periods import Period, months_later
from registry.readiness.areas.training import spans
from registry.readiness.facts import TeamFacts
from registry.readiness.forecast.forecasts import Prospect
from registry.readiness.forecast.occurrences import Occurrence, occurrences
from registry.readiness.rules import RatingRules

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChangeDays:
    """The days after the first on which each part of a rating can change, and what happens on them."""

    people: frozenset[date]
    equipment: frozenset[date]
    training: frozenset[date]
    caps: frozenset[date]
    occurrences: tuple[Occurrence, ...]

    @property
    def all(self) -> tuple[date, ...]:
        """Return all of them in order."""
        return tuple(sorted(self.people | self.equipment | self.training | self.caps))


def change_days(
    facts: TeamFacts, prospect: Prospect, rules: RatingRules, first: date, last: date, task: TaskState
) -> ChangeDays:
    """Return the days after `first` until `last`, this day included, on which a rating can change."""
    happens = occurrences(facts, first, last, task)
    serving = {end for member in facts.members for period in member.served for end in _ends(period)}
    people = {each.on for each in happens if ReadinessArea.PEOPLE in each.areas} | serving
    equipment = {each.on for each in happens if ReadinessArea.SERVICEABILITY in each.areas}
    people |= _ages((each.confirmed_on for each in facts.members), prospect, ReadinessArea.PEOPLE, rules)
    equipment |= _ages((each.confirmed_on for each in facts.items), prospect, None, rules)
    training = {*_training(facts, rules), *serving}

    def inside(days: Iterable[date]) -> frozenset[date]:
        return frozenset(day for day in days if first < day <= last)

    caps = inside(_caps(facts, rules, first, last))
    return ChangeDays(inside(people), inside(equipment), inside(training), caps, happens)


def _ends(period: Period) -> Iterator[date]:
    """Yield the first day of a period and the first one after it."""
    yield period.start
    if period.end is not None:
        yield period.end


def _ages(
    confirmed: Iterable[date], prospect: Prospect, area: ReadinessArea | None, rules: RatingRules
) -> set[date]:
    """Return the days on which data confirmed on some days becomes one grade older."""
    planned = {day for one, day in prospect.confirmed if area is None or one is area}
    steps = [timedelta(days=rules.figure(f"age.{grade.value}") + 1) for grade in _AGING]
    known = {*confirmed, *planned} - {date.min}
    return {*planned, *(day + step for day in known for step in steps)}


_AGING = (DataAge.A, DataAge.B, DataAge.C)


def _training(facts: TeamFacts, rules: RatingRules) -> Iterator[date]:
    """Yield the days on which credit can come, halve or go; key posts that change hands count too."""
    for requirement in facts.training:
        full, half = spans(requirement, rules)
        for held in facts.held:
            if held.passed and requirement.kind in held.kinds:
                yield from (held.on + timedelta(days=age) for age in (0, full + 1, half + 1))
    for member in facts.members:
        for _, days in member.posts:
            yield from _ends(days)


def _caps(facts: TeamFacts, rules: RatingRules, first: date, last: date) -> Iterator[date]:
    """Yield the days on which a cap can begin or end."""
    months, link = rules.figure("cap.turn_out.months"), rules.figure("cap.link.days")
    for day in (facts.active_since, *(held.on for held in facts.held)):
        yield from (day, months_later(day, months) + _DAY)
    for finding in facts.findings:
        yield from (day for day in (finding.due_on + _DAY, finding.closed_on) if day is not None)
    for day in (facts.active_since, *(facts.links_proved or ())):
        yield from (day, day + timedelta(days=link + 1))
    if facts.muster is not None:
        yield from facts.muster.held_on
        for year in range(first.year, last.year + 1):
            yield months_later(date(year, facts.muster.last_month, 1), 1)
            yield date(year, 1, 1)
