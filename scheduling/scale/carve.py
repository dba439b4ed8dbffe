"""
A part of a problem as a problem of its own, with everything outside held where it stands.

Whatever outside could matter comes along as a *guest*: an event locked to its place, reduced to what it takes
from the part (crews, or units of a resource). A plan of the part that breaks no rule breaks none when put
back, as long as nothing outside has moved; what one task may use of shared resources is withheld from others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduling.axis import open_days
from scheduling.booked import is_history
from scheduling.compiled import Compiled, Place, Places
from scheduling.problem import Crew, Event, Lock, Need, Option, PairArea, Problem, Resource

Use = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """A problem of its own, the events in it that are held, and where everything in it stands."""

    problem: Problem
    held: tuple[str, ...]
    places: tuple[tuple[str, Place], ...]

    def view(self) -> Compiled:
        """Return the part indexed, its guests never free."""
        return Compiled(self.problem, frozen=self.held)

    def inside(self, places: Places) -> dict[str, Place]:
        """Return what of `places` belongs to the whole, guests left out."""
        held = set(self.held)
        return {event_id: place for event_id, place in places.items() if event_id not in held}


def carve(
    view: Compiled,
    places: Places,
    events: Iterable[str],
    *,
    hold: Iterable[str] = (),
    withheld: Mapping[str, Use] | None = None,
) -> Part:
    """
    Return the part made of `events`.

    `hold` names those of them that may not move now. `withheld` are units of resources by workday that
    belong to others although nobody uses them yet. Events that need one outside that is not placed cannot
    take place and are left out.
    """
    chosen = _possible(view, places, set(events))
    free = chosen - set(hold)
    crews = _circle(view, chosen)
    guests = _guests(view, places, chosen, crews)
    areas = _areas(view, chosen, guests)
    guest_events = [_guest(view, e, places[e], crews, areas) for e in guests]
    held_places = {e: Place(places[e].start, (), places[e].channel) for e in guests}
    units = list(_held_units(view, chosen, places, withheld or {}))
    staying = [e for e in view.events if e in chosen - free and e in places]
    own = [
        _stayed(view, view.events[e], places[e]) if e in staying else view.events[e]
        for e in view.events
        if e in chosen and (e in free or e in places)
    ]
    events_of_part = (*own, *guest_events, *(event for event, _ in units))
    problem = _problem(view, events_of_part, frozenset(event.id for event in own), crews, areas)
    known = {e: places[e] for e in view.events if e in chosen and e in places}
    stands = {**known, **held_places, **{event.id: place for event, place in units}}
    return Part(problem, (*staying, *guests, *(event.id for event, _ in units)), tuple(stands.items()))


def use_of(view: Compiled, places: Places, resources: Iterable[str]) -> dict[str, Use]:
    """Return the units of some resources in use on each workday."""
    used = {resource: np.zeros(len(view.problem.days), np.int64) for resource in resources}
    for event_id, place in places.items():
        event = view.events[event_id]
        for need, choice in zip(event.needs, place.choices, strict=False):
            if choice in used:
                quantity = next((o.quantity for o in need.options if o.resource == choice), 0)
                used[choice][place.start : place.start + event.duration_days] += quantity
    return used


def _possible(view: Compiled, places: Places, chosen: set[str]) -> set[str]:
    """Drop events whose predecessor stays absent, and what depends on them."""
    while True:
        without = {
            e
            for e in chosen
            for link in view.before[e]
            if link.event not in chosen and link.event not in places
        }
        if not without:
            return chosen
        chosen = chosen - without


def _circle(view: Compiled, chosen: set[str]) -> dict[str, Crew]:
    """Return the crews of the events and all that share a load target, a standby group or a person."""
    own = [view.crews[crew] for e in chosen for crew in view.events[e].crews]
    regions = {crew.region for crew in own if view.targets_of.get(crew.region)}
    groups = {crew.standby_group for crew in own if crew.standby_group in view.standby}
    persons = frozenset(person for crew in own for person in crew.person_ids)
    ids = {crew.id for crew in own}
    return {
        crew.id: crew
        for crew in view.problem.crews
        if crew.id in ids
        or crew.region in regions
        or crew.standby_group in groups
        or not persons.isdisjoint(crew.person_ids)
    }


def _guests(view: Compiled, places: Places, chosen: set[str], crews: Mapping[str, Crew]) -> list[str]:
    """Return the placed events outside that share a crew, an order, an area or a channel."""
    found = {e for crew in crews for e in view.events_of_crew.get(crew, ())}
    for event_id in chosen:
        found.update(link.event for link in (*view.before[event_id], *view.after[event_id]))
        if event_id in view.area_of:
            found.update(view.near[event_id])
            found.update(view.exercises_of_area[view.area_of[event_id].id])
    return [e for e in view.events if e in found and e not in chosen and e in places]


def _areas(view: Compiled, chosen: set[str], guests: list[str]) -> dict[str, PairArea]:
    """Return the areas that matter; those of guests alone ask for nothing."""
    own = {view.area_of[e].id for e in chosen if e in view.area_of}
    near = {view.area_of[g].id for e in chosen if e in view.area_of for g in view.near[e] if g in guests}
    areas: dict[str, PairArea] = {}
    for area in view.problem.areas:
        if area.id in own:
            areas[area.id] = replace(area, crews=(), needs=(), guest_needs=())
        elif area.id in near:
            areas[area.id] = replace(area, crews=(), needs=(), guest_needs=(), priority=0, last_hosts=())
    return areas


def _guest(
    view: Compiled, event_id: str, place: Place, crews: Mapping[str, Crew], areas: Mapping[str, PairArea]
) -> Event:
    event = view.events[event_id]
    known = event.exercise is not None and event.exercise.area in areas
    return replace(
        event,
        crews=tuple(crew for crew in event.crews if crew in crews),
        windows=(),
        starts=frozenset(),
        needs=(),
        priority=0,
        unbroken=False,
        preferred=None,
        exercise=event.exercise if known else None,
        lock=Lock(view.problem.days[place.start], (), place.channel),
    )


def _stayed(view: Compiled, event: Event, place: Place) -> Event:
    if is_history(event, view.problem.issue_date):
        return event
    return replace(event, lock=Lock(view.problem.days[place.start], place.choices, place.channel))


def _held_units(
    view: Compiled, chosen: set[str], places: Places, withheld: Mapping[str, Use]
) -> Iterator[tuple[Event, Place]]:
    """Yield one event per stretch of days on which others use, or may use, the same units of a resource."""
    wanted = {o.resource for e in chosen for need in view.events[e].needs for o in need.options}
    outside = {e: place for e, place in places.items() if e not in chosen}
    for resource_id, used in use_of(view, outside, sorted(wanted)).items():
        resource = view.resources[resource_id]
        units = used + withheld[resource_id] if resource_id in withheld else used
        changes = [0, *(np.flatnonzero(np.diff(units)) + 1).tolist(), len(units)]
        for first, after in pairwise(changes):
            if units[first]:
                yield _unit(view, resource, first, after - first, int(units[first]))


def _unit(view: Compiled, resource: Resource, start: int, days: int, quantity: int) -> tuple[Event, Place]:
    event = Event(
        f"held {resource.id} {start}",
        "held",
        (),
        days,
        (),
        (Need(resource.kind, (Option(resource.id, quantity),)),),
        priority=0,
        load_half_days=0,
        away=False,
        unbroken=False,
        lock=Lock(view.problem.days[start], (resource.id,)),
    )
    return event, Place(start, (resource.id,))


def _problem(
    view: Compiled,
    events: tuple[Event, ...],
    own: frozenset[str],
    crews: Mapping[str, Crew],
    areas: Mapping[str, PairArea],
) -> Problem:
    whole, known = view.problem, {event.id for event in events}
    resources = {o.resource for event in events for need in event.needs for o in need.options}
    groups = {crew.standby_group for crew in crews.values()}
    regions = {crew.region for crew in crews.values()}
    series = tuple(
        replace(s, events=tuple(e for e in s.events if e in known))
        for s in whole.series
        if s.crew in crews and not own.isdisjoint(s.events)
    )
    return replace(
        whole,
        crews=tuple(crews.values()),
        resources=tuple(r for r in whole.resources if r.id in resources),
        events=events,
        series=series,
        precedence=tuple(k for k in whole.precedence if k.before in known and k.after in known),
        standby=tuple(limit for limit in whole.standby if limit.group in groups),
        targets=tuple(target for target in whole.targets if target.region in regions),
        areas=tuple(areas.values()),
        published=tuple(place for place in whole.published if place.event in known),
    )


def shared_left(view: Compiled, places: Places, shared: Iterable[str]) -> dict[str, Use]:
    """Return the units of shared resources that nobody uses, by workday; none while they are closed."""
    left: dict[str, Use] = {}
    for resource, used in use_of(view, places, shared).items():
        lacking = np.array(view.lacking.get(resource, 0), np.int64)
        left[resource] = np.maximum(0, view.resources[resource].capacity - lacking - used)
        left[resource][open_days(view.closed[resource])] = 0
    return left


def merged(places: Places, part: Iterable[str], found: Places) -> dict[str, Place]:
    """Return `places` with the events of a part where they were found to stand."""
    own = set(part)
    return {e: place for e, place in places.items() if e not in own} | dict(found)
