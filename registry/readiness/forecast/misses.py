"""Why a forecast missed: what differs between the facts it expected of a day and those recorded later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.codes import CapKind, MissKind, ReadinessArea, TaskState
from registry.readiness.areas.caps import overdue
from registry.readiness.areas.equipment import held as held_items
from registry.readiness.areas.equipment import works
from registry.readiness.areas.people import covers, qualifications, serving
from registry.readiness.facts import HeldFact, MemberFact, TeamFacts
from registry.readiness.forecast.forecasts import State

_K, _A = MissKind, ReadinessArea


@dataclass(frozen=True, slots=True, order=True)
class Miss:
    """
    One thing that came otherwise than expected.

    `area` is the one it moves, None for caps and what concerns all; `record` is a reference of a member, an
    id, or empty. Whether it was true already when the forecast was made, and entered late, is told by
    comparing the facts of that day (`differences` of both for the same day).
    """

    kind: MissKind
    area: ReadinessArea | None
    record: str


def differences(
    expected: TeamFacts, actual: TeamFacts, on: date, task: TaskState, since: date
) -> frozenset[Miss]:
    """
    Return what differs on a day between what was expected on the day `since` and what came.

    Exercises that were planned are those of `expected` that `actual` does not have; they are paired with
    recorded ones of the same kinds held from that day on, the earliest first.
    """
    return frozenset(
        (
            *_people(expected, actual, on, task),
            *_items(expected, actual, on, task),
            *_exercises(expected, actual, on, since),
            *_others(expected, actual, on, task),
        )
    )


def _people(expected: TeamFacts, actual: TeamFacts, on: date, task: TaskState) -> Iterator[Miss]:
    asked = {post.qualification for post in actual.required(task).posts}
    then, now = _served(expected, on), _served(actual, on)
    yield from (Miss(_K.MEMBER_LEFT, _A.PEOPLE, then[who].reference) for who in then.keys() - now.keys())
    yield from (Miss(_K.MEMBER_JOINED, _A.PEOPLE, now[who].reference) for who in now.keys() - then.keys())
    for who in then.keys() & now.keys():
        old, new = then[who], now[who]
        if covers(old.away, on) != covers(new.away, on):
            yield Miss(_K.AVAILABILITY, _A.PEOPLE, new.reference)
        before, after = qualifications(old, on) & asked, qualifications(new, on) & asked
        if before - after:
            yield Miss(_K.QUALIFICATION_LOST, _A.PEOPLE, new.reference)
        if after - before:
            yield Miss(_K.QUALIFICATION_GAINED, _A.PEOPLE, new.reference)


def _served(facts: TeamFacts, on: date) -> dict[str, MemberFact]:
    return {each.person: each for each in serving(facts, on)}


def _items(expected: TeamFacts, actual: TeamFacts, on: date, task: TaskState) -> Iterator[Miss]:
    lines = actual.required(task).lines
    then, now = ({each.id: each for each in held_items(facts, lines, on)} for facts in (expected, actual))
    for one in then.keys() | now.keys():
        old, new = then.get(one), now.get(one)
        before, after = (each.quantity if each is not None else 0 for each in (old, new))
        if before != after:
            kind = _K.ITEM_GONE if before > after else _K.ITEM_ADDED
            yield Miss(kind, _A.EQUIPMENT, one)
        if old is not None and new is not None and works(old, on) != works(new, on):
            yield Miss(_K.ITEM_BROKEN if works(old, on) else _K.ITEM_RESTORED, _A.SERVICEABILITY, one)


def _exercises(expected: TeamFacts, actual: TeamFacts, on: date, since: date) -> Iterator[Miss]:
    then = {each.id: each for each in expected.held if each.on <= on}
    now = {each.id: each for each in actual.held if each.on <= on}
    new = sorted((now[one] for one in now.keys() - then.keys()), key=lambda each: (each.on, each.id))
    for planned in sorted(
        (then[one] for one in then.keys() - now.keys()), key=lambda each: (each.on, each.id)
    ):
        paired = (each for each in new if each.kinds == planned.kinds and each.on >= since)
        came = next(paired, None)
        if came is not None:
            new.remove(came)
        yield from _came(planned, came)
    yield from (Miss(_K.EXERCISE_UNPLANNED, _A.TRAINING, each.id) for each in new)


def _came(planned: HeldFact, came: HeldFact | None) -> Iterator[Miss]:
    """Say what became of a planned exercise."""
    if came is None:
        yield Miss(_K.EXERCISE_NOT_HELD, _A.TRAINING, planned.id)
    elif not came.passed:
        yield Miss(_K.EXERCISE_FAILED, _A.TRAINING, came.id)
    elif came.on != planned.on:
        yield Miss(_K.EXERCISE_MOVED, _A.TRAINING, came.id)


def _others(expected: TeamFacts, actual: TeamFacts, on: date, task: TaskState) -> Iterator[Miss]:
    then, now = ({each.id for each in facts.findings if overdue(each, on)} for facts in (expected, actual))
    yield from (Miss(_K.FINDING, None, each) for each in then ^ now)
    linked = [_linked(facts, on) for facts in (expected, actual)]
    if linked[0] != linked[1]:
        yield Miss(_K.LINK, None, "")
    if expected.state is not actual.state:
        yield Miss(_K.TEAM_STATE, None, "")
    if _asked(expected, task) != _asked(actual, task):
        yield Miss(_K.REQUIREMENTS, None, "")


def _asked(facts: TeamFacts, task: TaskState) -> frozenset[object]:
    """Return what a team must have and train, in no order."""
    required = facts.required(task)
    return frozenset((*required.posts, *required.lines, *facts.training))


def _linked(facts: TeamFacts, on: date) -> date | None:
    """Return when a link was last proved by a day, None where none was or none is asked."""
    return max((day for day in facts.links_proved or () if day <= on), default=None)


def of_states(predicted: State, actual: State) -> Iterator[Miss]:
    """Yield what only the ratings tell: data confirmed otherwise than expected, a level set by hand."""
    aged = [(CapKind.DATA_AGE in state.caps, state.unverified) for state in (predicted, actual)]
    if aged[0] != aged[1]:
        yield Miss(_K.CONFIRMATION, None, "")
    by_hand = [state.level != state.computed for state in (predicted, actual)]
    if by_hand[0] != by_hand[1]:
        yield Miss(_K.OVERRIDE, None, "")
