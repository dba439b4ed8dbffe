"""
Caps 限级: what keeps a rating from being better, whatever its fractions say.

Duties that fell due before the team was active do not count: it has as long for its first turn-out and its
first link as between two (assumed). A finding or a failed assessment counts whenever it came: neither is
undone by a new start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from registry.codes import CapKind, DataAge, FindingSeverity
from registry.periods import months_later
from registry.readiness import words
from registry.readiness.facts import FindingFact, TeamFacts
from registry.readiness.ratings import AreaRating, CapFired
from registry.readiness.rules import RatingRules

#: Codes of the exercise kinds that caps look at.
TURN_OUT, ASSESSMENT, MUSTER = "turn_out", "assessment", "muster"
_DAY = timedelta(days=1)


def fired_caps(
    facts: TeamFacts, areas: Iterable[AreaRating], on: date, rules: RatingRules
) -> tuple[CapFired, ...]:
    """Return the caps that hold on a day, whether or not anything else is worse."""
    return (
        *_turn_out(facts, on, rules),
        *_assessment(facts, on, rules),
        *_findings(facts, on, rules),
        *_link(facts, on, rules),
        *_muster(facts, on, rules),
        *_ages(areas, rules),
    )


def turn_out_due(facts: TeamFacts, on: date, rules: RatingRules) -> date:
    """
    Return the first day without a turn-out in time, as known on a day.

    A passed one counts for so many months from its day, that day of the month included.
    """
    passed = (each.on for each in facts.held if each.passed and TURN_OUT in each.kinds and each.on <= on)
    months = rules.figure("cap.turn_out.months")
    return months_later(max((*passed, facts.active_since)), months) + _DAY


def link_due(facts: TeamFacts, on: date, rules: RatingRules) -> date | None:
    """Return the first day without a proved link, as known on a day; None where none is asked."""
    if facts.links_proved is None:
        return None
    proved = (day for day in facts.links_proved if day <= on)
    return max((*proved, facts.active_since)) + timedelta(days=rules.figure("cap.link.days") + 1)


def muster_due(facts: TeamFacts, on: date) -> date | None:
    """
    Return the first day after the latest window in which a muster was missed and has not been made up.

    A muster on or after 1 January of the window's year counts, late or not. None where none was missed.
    """
    if facts.muster is None:
        return None
    first, window = muster_window(facts.muster.last_month, on)
    held = any(first <= day <= on for day in facts.muster.held_on)
    return None if held or window <= facts.active_since else window


def muster_window(last_month: int, on: date) -> tuple[date, date]:
    """
    Return, of the latest window over by a day, the first day of a muster that counts and the day after it.

    Examples
    --------
    >>> muster_window(6, date(2026, 6, 30))
    (datetime.date(2025, 1, 1), datetime.date(2025, 7, 1))

    """
    window = _window(last_month, on.year)
    if window > on:
        window = _window(last_month, on.year - 1)
    return date((window - _DAY).year, 1, 1), window


def _window(last_month: int, year: int) -> date:
    """Return the latest first day after a window that ends in a month, not after `year`."""
    return date(year, 1, 1) if last_month == 12 else date(year, last_month + 1, 1)


def _turn_out(facts: TeamFacts, on: date, rules: RatingRules) -> Iterator[CapFired]:
    due = turn_out_due(facts, on, rules)
    if due <= on:
        months = rules.figure("cap.turn_out.months")
        yield _cap(CapKind.TURN_OUT, rules, "", months, due, since=due)


def _assessment(facts: TeamFacts, on: date, rules: RatingRules) -> Iterator[CapFired]:
    held = [each for each in facts.held if ASSESSMENT in each.kinds and each.on <= on]
    last = max((each.on for each in held), default=None)
    failed = min((each.id for each in held if each.on == last and not each.passed), default=None)
    if last is not None and failed is not None:
        yield _cap(CapKind.ASSESSMENT, rules, failed, last, since=last)


def overdue(finding: FindingFact, on: date) -> bool:
    """Tell whether a finding is major, past its day and not closed by a day."""
    closed = finding.closed_on is not None and finding.closed_on <= on
    return finding.severity is FindingSeverity.MAJOR and finding.due_on < on and not closed


def _findings(facts: TeamFacts, on: date, rules: RatingRules) -> Iterator[CapFired]:
    for each in sorted(facts.findings, key=lambda each: (each.due_on, each.id)):
        if overdue(each, on):
            yield _cap(CapKind.FINDING, rules, each.id, each.title, each.due_on, since=each.due_on + _DAY)


def _link(facts: TeamFacts, on: date, rules: RatingRules) -> Iterator[CapFired]:
    due = link_due(facts, on, rules)
    if due is not None and due <= on:
        days = rules.figure("cap.link.days")
        yield _cap(CapKind.LINK, rules, "", days, due, since=due)


def _muster(facts: TeamFacts, on: date, rules: RatingRules) -> Iterator[CapFired]:
    due = muster_due(facts, on)
    if due is not None:
        last = due - _DAY
        yield _cap(CapKind.MUSTER, rules, str(last.year), last, since=due)


def _ages(areas: Iterable[AreaRating], rules: RatingRules) -> Iterator[CapFired]:
    for each in areas:
        if each.level is not None and each.data_age is not DataAge.A:
            level = rules.figure(f"age.{each.data_age.value}.level")
            zh, en = words.aged(each.area, each.data_age, level)
            yield CapFired(CapKind.DATA_AGE, level, en, zh, each.area.value, each.data_age_since)


def _cap(kind: CapKind, rules: RatingRules, subject: str, *said: object, since: date) -> CapFired:
    level = rules.cap_level(kind)
    zh, en = words.CAPS[kind](*said, level)
    return CapFired(kind, level, en, zh, subject, since)
