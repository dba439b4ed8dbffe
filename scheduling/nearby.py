"""
The part of a problem and plan that one event can disturb, small enough to judge many times a second.

Two events can break a rule together only if they share a crew, a person, a standby group or a resource
one may use, stand in one series or precedence, or are both cross-region exercises.
"""

from __future__ import annotations

from dataclasses import replace

from scheduling.areas import events_of
from scheduling.plan import Plan
from scheduling.problem import Event, Problem


def nearby(problem: Problem, plan: Plan, event_id: str) -> tuple[Problem, Plan]:
    """
    Return problem and plan cut down to an event and all it can break a rule with.

    A violation that names the event is found in the part word for word as in the whole; of other
    violations the part knows nothing. Raises `KeyError` for an event that neither knows.
    """
    events = events_of(problem, plan)
    kept = _related(problem, events, events[event_id])
    part = replace(
        problem,
        events=tuple(event for event in problem.events if event.id in kept),
        series=tuple(s for s in problem.series if event_id in s.events),
        precedence=tuple(link for link in problem.precedence if event_id in (link.before, link.after)),
        published=(),
    )
    return part, replace(plan, assignments=tuple(a for a in plan.assignments if a.event in kept))


def _related(problem: Problem, events: dict[str, Event], event: Event) -> set[str]:
    crews = _rival_crews(problem, event)
    resources = {option.resource for need in event.needs for option in need.options}
    kept = {event.id}
    for other in events.values():
        if (
            not crews.isdisjoint(other.crews)
            or (event.exercise is not None and other.exercise is not None)
            or any(option.resource in resources for need in other.needs for option in need.options)
        ):
            kept.add(other.id)
    for series in problem.series:
        if event.id in series.events:
            kept.update(series.events)
    for link in problem.precedence:
        if event.id in (link.before, link.after):
            kept.update((link.before, link.after))
    return kept


def _rival_crews(problem: Problem, event: Event) -> set[str]:
    """Return the event's crews, and those of their standby groups or with persons in common."""
    own = [crew for crew in problem.crews if crew.id in event.crews]
    groups = {crew.standby_group for crew in own}
    persons = {person for crew in own for person in crew.person_ids}
    return {
        crew.id
        for crew in problem.crews
        if crew.standby_group in groups or not persons.isdisjoint(crew.person_ids)
    }
