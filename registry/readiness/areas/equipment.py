"""Areas S 装备在位 and R 完好: what the team holds of what it must, and what of that works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from registry.codes import EquipmentState, Measure, ReadinessArea
from registry.equipment.conditions import GONE, state_on
from registry.readiness.areas.ages import Age, age_of
from registry.readiness.areas.measures import measured, worst
from registry.readiness.facts import ItemFact, LineFact, TeamFacts
from registry.readiness.ratings import AreaRating, FailingItem, LineRating, MeasureRating, Why
from registry.readiness.rules import RatingRules

#: What works: whatever is stored away or in repair is held, and not serviceable (assumed).
WORKS = (EquipmentState.SERVICEABLE, EquipmentState.MONITOR)


@dataclass(frozen=True, slots=True)
class EquipmentRating:
    """Both areas, each line, and the items that do not count as serviceable."""

    on_hand: AreaRating
    serviceable: AreaRating
    lines: tuple[LineRating, ...]
    failing: tuple[FailingItem, ...]


def works(item: ItemFact, on: date) -> bool:
    """Tell whether an item is serviceable and in its inspection date on a day."""
    return state_on(item.state, item.inspection_due_on, on) in WORKS


def held(facts: TeamFacts, lines: Iterable[LineFact], on: date) -> tuple[ItemFact, ...]:
    """Return what a team holds on a day of the kinds it must have; what is retired or lost is not held."""
    kinds = {each.kind for each in lines}
    found = (each for each in facts.items if each.kind in kinds and each.held.contains(on))
    return tuple(sorted((each for each in found if each.state not in GONE), key=lambda each: each.id))


def rate_equipment(
    facts: TeamFacts, lines: Sequence[LineFact], on: date, rules: RatingRules
) -> EquipmentRating:
    """
    Rate what a team holds, and what of that is serviceable; neither is better than its worst key line.

    More than is required of one kind does not make up for another; a line of which nothing is held has no
    serviceability, its lack shows on hand.
    """
    items = held(facts, lines, on)
    rated = tuple(_line(each, items, on, rules) for each in sorted(lines, key=lambda each: each.kind))
    required, kept, usable = (
        sum(each.required for each in rated),
        sum(each.quantity for each in items),
        sum(each.quantity for each in items if works(each, on)),
    )
    have = measured(rules, Measure.ON_HAND, sum(min(each.held, each.required) for each in rated), required)
    work = measured(rules, Measure.SERVICEABLE, usable, kept)
    age = age_of(((each.confirmed_on, each.proved) for each in items), on, rules)
    key = [each for each in rated if each.key]
    return EquipmentRating(
        _area(ReadinessArea.EQUIPMENT, have, (each.on_hand_level for each in key), age),
        _area(ReadinessArea.SERVICEABILITY, work, (each.serviceable_level for each in key), age),
        rated,
        tuple(_failing(each, on) for each in items if not works(each, on)),
    )


def _area(area: ReadinessArea, measure: MeasureRating, key: Iterable[int | None], age: Age) -> AreaRating:
    return AreaRating(area, worst((measure.level, *key)), (measure,), *age)


def _line(line: LineFact, items: Sequence[ItemFact], on: date, rules: RatingRules) -> LineRating:
    kept = sum(each.quantity for each in items if each.kind == line.kind)
    usable = sum(each.quantity for each in items if each.kind == line.kind and works(each, on))
    return LineRating(
        line.kind,
        line.kind_en,
        line.key,
        line.required,
        kept,
        usable,
        rules.level(Measure.ON_HAND, min(kept, line.required), line.required),
        rules.level(Measure.SERVICEABLE, usable, kept),
    )


def _failing(item: ItemFact, on: date) -> FailingItem:
    state = state_on(item.state, item.inspection_due_on, on)
    overdue = state is EquipmentState.INSPECTION_OVERDUE
    why, since = (Why.OVERDUE, item.inspection_due_on) if overdue else (Why.UNSERVICEABLE, None)
    return FailingItem(item.id, item.kind, item.quantity, why, state.value, since)
