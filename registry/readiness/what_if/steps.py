"""
What could be done about each area and cap: single steps, the most useful first.

A step is the smallest thing one can do: renew one certificate, inspect one pump, hold one exercise.
`actions` finds how many of them it takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.codes import ActionKind, CapKind, EquipmentState, ReadinessArea
from registry.readiness.areas.caps import ASSESSMENT, MUSTER, TURN_OUT
from registry.readiness.areas.people import held_once, serving
from registry.readiness.facts import TeamFacts
from registry.readiness.ratings import FailingItem, Rating, UnmatchedPost, Why
from registry.readiness.what_if.edits import (
    AreaConfirmed,
    Edit,
    ExerciseHeld,
    FindingClosed,
    GrantsRenewed,
    LinkProved,
    MembersJoin,
)
from registry.readiness.what_if.item_edits import ItemsAcquired, ItemsInspected, ItemsIssued, ItemsRepaired


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: `subject` is a qualification, a kind of item or exercise, a finding or an area."""

    kind: ActionKind
    subject: str = ""
    person: str = ""


def steps_of_area(
    area: ReadinessArea, facts: TeamFacts, rating: Rating, on: date
) -> dict[ActionKind, tuple[Step, ...]]:
    """Return what could be done about an area, by kind of action."""
    if area is ReadinessArea.PEOPLE:
        return _of_people(facts, rating, on)
    if area is ReadinessArea.EQUIPMENT:
        return {ActionKind.ACQUIRE: _of_lines(rating)}
    if area is ReadinessArea.SERVICEABILITY:
        return _of_items(rating)
    lacking = sorted(rating.credits, key=lambda each: -each.weight * (1 - each.credit))
    held = tuple(Step(ActionKind.HOLD, each.kind) for each in lacking if each.credit < 1)
    return {ActionKind.HOLD: held}


def steps_of_cap(cap: CapKind, subject: str, rating: Rating) -> tuple[Step, ...]:
    """Return what must be done about a cap, all of it; `subject` is the area of old data."""
    if cap is CapKind.FINDING:
        fired = (each.subject for each in rating.caps if each.kind is cap)
        return tuple(Step(ActionKind.CLOSE_FINDING, each) for each in fired)
    if cap is CapKind.DATA_AGE:
        # what is on hand and what of it works are told by the same records
        shared = subject == ReadinessArea.SERVICEABILITY.value
        return (Step(ActionKind.CONFIRM, ReadinessArea.EQUIPMENT.value if shared else subject),)
    if cap is CapKind.LINK:
        return (Step(ActionKind.PROVE_LINK),)
    exercise = {CapKind.TURN_OUT: TURN_OUT, CapKind.ASSESSMENT: ASSESSMENT, CapKind.MUSTER: MUSTER}[cap]
    return (Step(ActionKind.HOLD, exercise),)


def edits_of(steps: Iterable[Step], on: date) -> tuple[Edit, ...]:
    """Return the edits some steps come to: steps about the same thing make one."""
    grouped: dict[tuple[ActionKind, str], list[str]] = defaultdict(list)
    for each in steps:
        grouped[each.kind, each.subject].append(each.person)
    return tuple(_edit(kind, subject, who, on) for (kind, subject), who in grouped.items())


def _edit(kind: ActionKind, subject: str, persons: Sequence[str], on: date) -> Edit:
    match kind:
        case ActionKind.RENEW:
            return GrantsRenewed(frozenset(persons), subject)
        case ActionKind.RECRUIT:
            return MembersJoin(len(persons), subject or None)
        case ActionKind.HOLD:
            return ExerciseHeld(subject, on)
        case ActionKind.CLOSE_FINDING:
            return FindingClosed(subject)
        case ActionKind.PROVE_LINK:
            return LinkProved()
        case ActionKind.CONFIRM:
            return AreaConfirmed(ReadinessArea(subject))
        case _:
            return _ITEM_EDITS[kind](subject, len(persons))


_ITEM_EDITS: Mapping[ActionKind, Callable[[str, int], Edit]] = {
    ActionKind.ACQUIRE: ItemsAcquired,
    ActionKind.INSPECT: ItemsInspected,
    ActionKind.ISSUE: ItemsIssued,
    ActionKind.REPAIR: ItemsRepaired,
}


def _of_people(facts: TeamFacts, rating: Rating, on: date) -> dict[ActionKind, tuple[Step, ...]]:
    """Fill empty posts: key posts first, then what most of them ask for."""
    asked = Counter(each.qualification for each in rating.unmatched_posts)
    empty = sorted(
        rating.unmatched_posts,
        key=lambda each: (not each.key, -asked[each.qualification], each.qualification or "", each.post),
    )
    recruits = tuple(Step(ActionKind.RECRUIT, each.qualification or "") for each in empty)
    return {ActionKind.RENEW: _renewals(facts, rating, empty, on), ActionKind.RECRUIT: recruits}


def _renewals(facts: TeamFacts, rating: Rating, empty: Sequence[UnmatchedPost], on: date) -> tuple[Step, ...]:
    """Let each empty post be filled by somebody whose certificate lapsed, whoever fills none first."""
    away = {each.person for each in rating.unmatched_members if each.why is Why.AWAY}
    busy = set((rating.matched or {}).values())
    able = sorted(
        (each for each in serving(facts, on) if each.person not in away),
        key=lambda each: (each.person in busy, each.person),
    )
    used: set[str] = set()
    renewals: list[Step] = []
    for post in empty:
        asked = post.qualification
        found = (each.person for each in able if each.person not in used and held_once(each, asked, on))
        if asked is not None and (person := next(found, None)) is not None:
            used.add(person)
            renewals.append(Step(ActionKind.RENEW, asked, person))
    return tuple(renewals)


def _of_lines(rating: Rating) -> tuple[Step, ...]:
    """Fill the lines up: key lines first, then those that lack most."""
    short = [(each, each.required - each.held) for each in rating.lines if each.held < each.required]
    short.sort(key=lambda pair: (not pair[0].key, -pair[1], pair[0].kind))
    return tuple(Step(ActionKind.ACQUIRE, line.kind) for line, lacking in short for _ in range(lacking))


def _of_items(rating: Rating) -> dict[ActionKind, tuple[Step, ...]]:
    """Make items serviceable: of key lines first, then of those of which most fail."""
    key = {each.kind for each in rating.lines if each.key}
    failing: Counter[tuple[ActionKind, str]] = Counter()
    for item in rating.failing_items:
        failing[_remedy(item), item.kind] += item.quantity
    order = sorted(failing, key=lambda pair: (pair[1] not in key, -failing[pair], pair[1]))
    return {
        remedy: tuple(
            Step(kind, subject)
            for kind, subject in order
            if kind is remedy
            for _ in range(failing[kind, subject])
        )
        for remedy in (ActionKind.INSPECT, ActionKind.ISSUE, ActionKind.REPAIR)
    }


def _remedy(item: FailingItem) -> ActionKind:
    if item.why is Why.OVERDUE:
        return ActionKind.INSPECT
    return ActionKind.ISSUE if item.state == EquipmentState.STORED.value else ActionKind.REPAIR
