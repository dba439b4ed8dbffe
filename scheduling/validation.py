"""What must hold of a `Problem` before anything else looks at it: `InvalidProblem` tells every fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from scheduling.errors import Fault, InvalidProblem
from scheduling.form.bounds import bounded

if TYPE_CHECKING:
    from scheduling.problem import Event, Need, PairArea, Problem

Faults = Iterator[Fault]
Ids = frozenset[str]
MOST_COST = 10**15


class _Span(Protocol):
    @property
    def first(self) -> Any: ...
    @property
    def last(self) -> Any: ...


def validate(problem: Problem) -> None:
    """Check the whole problem and raise `InvalidProblem` with all its faults, each with its path."""
    faults = tuple(_faults(problem))
    if faults:
        raise InvalidProblem.of(faults)


def _faults(problem: Problem) -> Faults:
    crews = frozenset(crew.id for crew in problem.crews)
    resources = frozenset(resource.id for resource in problem.resources)
    events = frozenset(event.id for event in problem.events)
    yield from bounded("", problem)
    yield from _days(problem)
    for name in ("crews", "resources", "events", "series", "areas"):
        yield from _unique(name, (entry.id for entry in getattr(problem, name)), ".id")
    yield from _crews_and_resources(problem)
    for i, event in enumerate(problem.events):
        yield from _event(f"events[{i}]", event, crews, resources)
    yield from _series(problem, crews, events)
    yield from _precedence(problem, events)
    for i, area in enumerate(problem.areas):
        yield from _area(f"areas[{i}]", area, crews, resources)
    yield from _limits(problem)


def _each_bounded(path: str, values: Iterable[object]) -> Faults:
    for i, value in enumerate(values):
        yield from bounded(f"{path}[{i}]", value)


def _unique(path: str, ids: Iterable[str], key: str = "") -> Faults:
    seen: set[str] = set()
    for i, value in enumerate(ids):
        if value in seen:
            yield Fault(f"{path}[{i}]{key}", f"must be unique, {value!r} is used twice")
        seen.add(value)


def _known(path: str, ids: Iterable[str], known: Ids, kind: str) -> Faults:
    for value in ids:
        if value not in known:
            yield Fault(path, f"{kind} {value!r} must exist")


def _spans(path: str, spans: Iterable[_Span]) -> Faults:
    for i, span in enumerate(spans):
        if span.first > span.last:
            yield Fault(f"{path}[{i}]", "must not end before it begins")


def _days(problem: Problem) -> Faults:
    for i, day in enumerate(problem.days):
        if day.year != problem.year:
            yield Fault(f"days[{i}]", f"must lie in the year {problem.year}")
    for i, (day, following) in enumerate(pairwise(problem.days)):
        if day >= following:
            yield Fault(f"days[{i + 1}]", "must be later than the day before it")


def _crews_and_resources(problem: Problem) -> Faults:
    for i, crew in enumerate(problem.crews):
        yield from bounded(f"crews[{i}]", crew)
        yield from _spans(f"crews[{i}].blocked", crew.blocked)
        yield from _spans(f"crews[{i}].day_caps", crew.day_caps)
        yield from _each_bounded(f"crews[{i}].day_caps", crew.day_caps)
    for i, resource in enumerate(problem.resources):
        yield from bounded(f"resources[{i}]", resource)
        yield from _spans(f"resources[{i}].closed", resource.closed)
        yield from _spans(f"resources[{i}].reduced", resource.reduced)
        yield from _each_bounded(f"resources[{i}].reduced", resource.reduced)


def _needs(path: str, needs: Iterable[Need], resources: Ids) -> Faults:
    for i, need in enumerate(needs):
        where = f"{path}[{i}].options"
        yield from bounded(f"{path}[{i}]", need)
        yield from _unique(where, (option.resource for option in need.options), ".resource")
        for j, option in enumerate(need.options):
            yield from bounded(f"{where}[{j}]", option)
            if option.resource not in resources:
                yield Fault(f"{where}[{j}].resource", f"resource {option.resource!r} must exist")


def _event(path: str, event: Event, crews: Ids, resources: Ids) -> Faults:
    yield from bounded(path, event)
    numerator, denominator = event.crew_share
    if not (0 <= numerator <= denominator and denominator >= 1):
        yield Fault(f"{path}.crew_share", "must lie in 0 to 1")
    if len(set(event.crews)) != len(event.crews):
        yield Fault(f"{path}.crews", "must not name a crew twice")
    yield from _known(f"{path}.crews", event.crews, crews, "crew")
    yield from _spans(f"{path}.windows", event.windows)
    yield from _needs(f"{path}.needs", event.needs, resources)
    if event.lock is not None:
        yield from bounded(f"{path}.lock", event.lock)
        if event.lock.choices and len(event.lock.choices) != len(event.needs):
            yield Fault(f"{path}.lock.choices", "must be one per need, or none")


def _series(problem: Problem, crews: Ids, events: Ids) -> Faults:
    for i, series in enumerate(problem.series):
        path = f"series[{i}]"
        yield from bounded(path, series)
        yield from _known(f"{path}.crew", (series.crew,), crews, "crew")
        yield from _known(f"{path}.events", series.events, events, "event")
        if len(set(series.events)) != len(series.events):
            yield Fault(f"{path}.events", "must not name an event twice")


def _precedence(problem: Problem, events: Ids) -> Faults:
    for i, link in enumerate(problem.precedence):
        path = f"precedence[{i}]"
        yield from bounded(path, link)
        yield from _known(f"{path}.before", (link.before,), events, "event")
        yield from _known(f"{path}.after", (link.after,), events, "event")
        if link.before == link.after:
            yield Fault(path, "an event cannot come before itself")
        if link.max_lag_days is not None and link.max_lag_days < link.min_lag_days:
            yield Fault(f"{path}.max_lag_days", "must be >= min_lag_days")


def _area(path: str, area: PairArea, crews: Ids, resources: Ids) -> Faults:
    regions = frozenset(area.regions)
    yield from bounded(path, area)
    yield from _unique(f"{path}.regions", area.regions)
    yield from _record(path, area, regions)
    placed = {region for region, _, _ in area.positions}
    for region in area.regions:
        if region not in placed:
            yield Fault(f"{path}.positions", f"region {region!r} must have a position")
    for i, (_, latitude, longitude) in enumerate(area.positions):
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            yield Fault(f"{path}.positions[{i}]", "must be a latitude and a longitude in degrees")
    for region, crew in area.crews:
        if region not in regions:
            yield Fault(f"{path}.crews", f"region {region!r} must belong to the area")
        yield from _known(f"{path}.crews", (crew,), crews, "crew")
    yield from _needs(f"{path}.needs", area.needs, resources)
    for i, (_, need) in enumerate(area.guest_needs):
        for fault in _needs(f"{path}.guest_needs", (need,), resources):
            yield Fault(fault.path.replace("guest_needs[0]", f"guest_needs[{i}][1]", 1), fault.rule)
    yield from _spans(f"{path}.windows", area.windows)


def _record(path: str, area: PairArea, regions: Ids) -> Faults:
    for i, (region, count) in enumerate(area.hosted):
        yield from _known(f"{path}.hosted[{i}]", (region,), regions, "region")
        if count < 0:
            yield Fault(f"{path}.hosted[{i}]", "must be >= 0")


def _limits(problem: Problem) -> Faults:
    yield from _each_bounded("standby", problem.standby)
    yield from _each_bounded("targets", problem.targets)
    yield from bounded("weights", problem.weights)
    points = sum(e.priority for e in problem.events) + sum(
        a.priority * a.times * len(a.regions) ** 2 for a in problem.areas
    )
    if points * problem.weights.unscheduled_points > MOST_COST:
        # The solver counts in 64 bits, with room for sums of all components.
        yield Fault("weights.unscheduled_points", f"times all priorities must be <= {MOST_COST}")
    yield from _unique("order", problem.order)
    names = [component.name for component in fields(problem.weights)]
    for i, name in enumerate(problem.order):
        if name not in names:
            yield Fault(f"order[{i}]", f"must be one of {', '.join(names)}")
