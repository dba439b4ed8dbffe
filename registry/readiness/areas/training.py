"""Area T 训练: credit for each requirement in force, which decays with the age of what gives it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from registry.codes import DataAge, Measure, ReadinessArea
from registry.readiness.areas.measures import measured
from registry.readiness.areas.people import serving
from registry.readiness.facts import HeldFact, PostFact, TeamFacts, TrainingRequirement
from registry.readiness.ratings import AreaRating, CreditRating
from registry.readiness.rules import RatingRules

#: Credit is counted in quarters of weight: 1, 1/2 for age, halved once.
QUARTERS = 4
ATTENDANCE, TURNOVER = "attendance", "turnover"
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class TrainingRating:
    """The area, and the credit of each requirement in the order of the syllabus."""

    area: AreaRating
    credits: tuple[CreditRating, ...]


def rate_training(
    facts: TeamFacts, posts: Sequence[PostFact], on: date, rules: RatingRules
) -> TrainingRating:
    """
    Rate the training of a team on a day, in quarters of weight.

    Each requirement is credited from the passed execution that gives most, so a failed or badly attended
    repeat takes nothing away. Training does not age as data does, it decays; but what nobody from outside
    saw makes the area one grade lower.
    """
    holders = key_holders(facts, posts, on)
    rows = sorted(facts.training, key=lambda each: (each.number, each.kind))
    best = [_best(each, facts.held, holders, on, rules) for each in rows]
    credits_ = tuple(credit for credit, _ in best)
    measure = measured(
        rules,
        Measure.TRAINED,
        sum(int(QUARTERS * each.credit) * each.weight for each in credits_),
        QUARTERS * sum(each.weight for each in credits_),
    )
    giving = [held for credit, held in best if held is not None and credit.credit]
    unproved = [each.on for each in giving if not each.proved]
    area = AreaRating(
        ReadinessArea.TRAINING,
        measure.level,
        (measure,),
        DataAge.B if unproved else DataAge.A,
        min((each.on for each in giving), default=None),
        min(unproved, default=None),
    )
    return TrainingRating(area, credits_)


def key_holders(facts: TeamFacts, posts: Sequence[PostFact], on: date) -> frozenset[str]:
    """Return the persons who serve on a day and are appointed to a key post then."""
    key = {each.id for each in posts if each.key}
    return frozenset(
        each.person
        for each in serving(facts, on)
        if any(post in key and days.contains(on) for post, days in each.posts)
    )


def halved_for(held: HeldFact, holders: Collection[str], rules: RatingRules) -> str | None:
    """
    Return why an execution gives half of its credit, None when it gives all.

    Attendance is that of the part of the team that was called; turnover is told only where those who came
    are known by name and somebody holds a key post.
    """
    numerator, denominator = held.crew
    if 100 * held.present * denominator < rules.figure("credit.attendance") * held.authorized * numerator:
        return ATTENDANCE
    if held.takers is None:
        return None
    came = sum(each in held.takers for each in holders)
    return TURNOVER if 100 * came < rules.figure("credit.turnover") * len(holders) else None


def spans(requirement: TrainingRequirement, rules: RatingRules) -> tuple[int, int]:
    """Return the greatest ages, in days, that give full and half credit; both are included."""
    days = requirement.periodicity_days
    full, half = (days * rules.figure(f"credit.{each}-share") // 100 for each in ("full", "half"))
    return full, half


def _best(
    requirement: TrainingRequirement,
    held: Sequence[HeldFact],
    holders: Collection[str],
    on: date,
    rules: RatingRules,
) -> tuple[CreditRating, HeldFact | None]:
    """Return the credit of a requirement and the execution that gives it."""
    spanned = spans(requirement, rules)
    passed = [each for each in held if each.passed and each.on <= on and requirement.kind in each.kinds]
    credited = [
        (_credit((on - each.on).days, spanned, reason), each, reason)
        for each in passed
        for reason in (halved_for(each, holders, rules),)
    ]
    given = [each for each in credited if each[0]]
    if not given:
        return _credited(requirement, Fraction(0), None, None, on, spanned), None
    # of equal credit: what is proved, then what lasts longest; ids only settle the order
    credit, best, reason = max(given, key=lambda each: (each[0], each[1].proved, each[1].on, each[1].id))
    return _credited(requirement, credit, best, reason, on, spanned), best


def _credit(age_days: int, spanned: tuple[int, int], reason: str | None) -> Fraction:
    full, half = spanned
    credit = Fraction(1) if age_days <= full else _HALF if age_days <= half else Fraction(0)
    return credit * _HALF if reason else credit


def _credited(
    requirement: TrainingRequirement,
    credit: Fraction,
    best: HeldFact | None,
    reason: str | None,
    on: date,
    spanned: tuple[int, int],
) -> CreditRating:
    lapses, gone = (timedelta(days=days + 1) for days in spanned)
    return CreditRating(
        requirement.kind,
        requirement.name,
        requirement.name_en,
        requirement.weight,
        credit,
        best.id if best else None,
        best.on if best else None,
        (on - best.on).days if best else None,
        best.on + lapses if best else None,
        best.on + gone if best else None,
        reason,
    )
