"""
The rating of one team 队伍战备评定: four areas, the worst of them, then caps.

A pure function of facts and figures: the same facts give the same rating on any machine, on any day asked
for, in any order of input.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from registry.codes import DataAge, TaskState, TeamState
from registry.readiness import words
from registry.readiness.areas.caps import fired_caps, link_due, turn_out_due
from registry.readiness.areas.equipment import EquipmentRating, rate_equipment
from registry.readiness.areas.measures import worst
from registry.readiness.areas.people import PeopleRating, rate_people
from registry.readiness.areas.training import TrainingRating, rate_training
from registry.readiness.facts import TeamFacts
from registry.readiness.ratings import REORGANIZING_LEVEL, AreaRating, CapFired, Rating
from registry.readiness.rules import RatingRules


def rate(facts: TeamFacts, on: date, rules: RatingRules, task: TaskState = TaskState.PEACE) -> Rating:
    """
    Rate one team on a day for a task.

    Each fraction falls into the first band it reaches, an area is as good as the worst of its fractions and
    key lines, the team as its worst area; then caps apply. A fraction without a denominator is *not
    applicable*: it is left out with a warning, for an empty requirement never counts as full.

    Only active teams are rated: one that reorganizes shows level 5, any other none.

    Examples
    --------
    >>> from registry.codes import Measure, TeamCategory
    >>> from registry.periods import Period
    >>> from registry.readiness.facts import MemberFact, PostFact, Requirements
    >>> team = TeamFacts("1", "T-1", "排水队", TeamCategory.RRP, "r", TeamState.ACTIVE, date(2026, 1, 1),
    ...     {TaskState.PEACE: Requirements((PostFact("p", "司机", "driver", False, None),), ())},
    ...     members=(MemberFact("m", "M-1", (Period(date(2026, 1, 1)),), confirmed_on=date(2026, 2, 1)),))
    >>> rating = rate(team, date(2026, 3, 1), RatingRules.of({}))
    >>> rating.level, rating.measure(Measure.MATCHED).shown, rating.measure(Measure.KEY_POSTS).shown
    (1, '100.0%', '—')

    """
    if facts.state is not TeamState.ACTIVE:
        return _unrated(facts, on, rules, task)
    required = facts.required(task)
    people = rate_people(facts, required.posts, on, rules)
    equipment = rate_equipment(facts, required.lines, on, rules)
    training = rate_training(facts, required.posts, on, rules)
    return assembled(facts, on, rules, task, people, equipment, training)


def assembled(
    facts: TeamFacts,
    on: date,
    rules: RatingRules,
    task: TaskState,
    people: PeopleRating,
    equipment: EquipmentRating,
    training: TrainingRating,
) -> Rating:
    """Put the rating of an active team together from its areas, with the caps of the day."""
    areas = (people.area, equipment.on_hand, equipment.serviceable, training.area)
    caps = fired_caps(facts, areas, on, rules)
    computed = worst(each.level for each in areas)
    return Rating(
        team=facts.team,
        code=facts.code,
        on=on,
        task=task,
        level=capped(computed, caps),
        computed=computed,
        unverified=any(each.level is not None and each.data_age is DataAge.D for each in areas),
        areas=areas,
        caps=caps,
        lines=equipment.lines,
        credits=training.credits,
        matched=people.matched,
        unmatched_posts=people.unmatched_posts,
        unmatched_members=people.unmatched_members,
        failing_items=equipment.failing,
        warnings=tuple(_warnings(facts, areas, on, rules)),
        rule_version=rules.version,
    )


def capped(computed: int | None, caps: Iterable[CapFired]) -> int | None:
    """Return the level that caps leave of what was computed; None stays None."""
    return computed if computed is None else worst((computed, *(each.level for each in caps)))


def _unrated(facts: TeamFacts, on: date, rules: RatingRules, task: TaskState) -> Rating:
    reorganizing = facts.state is TeamState.REORGANIZING
    return Rating(
        team=facts.team,
        code=facts.code,
        on=on,
        task=task,
        level=REORGANIZING_LEVEL if reorganizing else None,
        computed=None,
        unverified=False,
        warnings=() if reorganizing else (words.NOT_ACTIVE,),
        rule_version=rules.version,
    )


def _warnings(
    facts: TeamFacts, areas: Sequence[AreaRating], on: date, rules: RatingRules
) -> Iterable[words.Said]:
    """Say what was left out, and what a young team is spared for now."""
    for measure in (each for area in areas for each in area.measures):
        if measure.level is None:
            yield words.not_applicable(measure.measure)
    if all(each.level is None for each in areas):
        yield words.NOTHING_APPLIES
    yield from _spared(facts, on, rules)


def _spared(facts: TeamFacts, on: date, rules: RatingRules) -> Iterable[words.Said]:
    """Say which caps only the team's youth keeps away."""
    bare = replace(facts, active_since=date.min)
    due = turn_out_due(facts, on, rules)
    if turn_out_due(bare, on, rules) <= on < due:
        yield words.first_turn_out(due)
    link = link_due(facts, on, rules)
    before = link_due(bare, on, rules)
    if link is not None and before is not None and before <= on < link:
        yield words.first_link(link)
