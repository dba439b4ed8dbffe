"""What must hold of a `Problem` before anything else looks at it; raises `InvalidProblem`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduling.errors import InvalidProblem

if TYPE_CHECKING:
    from scheduling.problem import Event, Need, PairArea, Problem, Window


def validate(problem: Problem) -> None:
    """Check the whole problem and raise `InvalidProblem` for the first fault, with its path."""
    _days(problem)
    crews = _unique("crews", (crew.id for crew in problem.crews))
    resources = _unique("resources", (resource.id for resource in problem.resources))
    events = _unique("events", (event.id for event in problem.events))
    _crews_and_resources(problem)
    for i, event in enumerate(problem.events):
        _event(f"events[{i}]", event, crews, resources)
    _series(problem, crews, events)
    _precedence(problem, events)
    _unique("areas", (area.id for area in problem.areas))
    for i, area in enumerate(problem.areas):
        _area(f"areas[{i}]", area, crews, resources)
    _limits(problem)


def _demand(holds: bool, path: str, rule: str) -> None:
    if not holds:
        raise InvalidProblem(path, rule)


def _unique(path: str, ids: Iterable[str], key: str = ".id") -> frozenset[str]:
    seen: set[str] = set()
    for i, value in enumerate(ids):
        _demand(bool(value), f"{path}[{i}]{key}", "must not be empty")
        _demand(value not in seen, f"{path}[{i}]{key}", f"must be unique, {value!r} is used twice")
        seen.add(value)
    return frozenset(seen)


def _days(problem: Problem) -> None:
    _demand(bool(problem.days), "days", "must contain at least one workday")
    for i, day in enumerate(problem.days):
        _demand(day.year == problem.year, f"days[{i}]", f"must lie in the year {problem.year}")
    for i, (day, following) in enumerate(pairwise(problem.days)):
        _demand(day < following, f"days[{i + 1}]", "must be later than the day before it")
    _demand(problem.rest_days >= 0, "rest_days", "must be >= 0")


def _windows(path: str, windows: tuple[Window, ...]) -> None:
    for i, window in enumerate(windows):
        _demand(window.first <= window.last, f"{path}[{i}]", "must not end before it begins")


def _crews_and_resources(problem: Problem) -> None:
    for i, crew in enumerate(problem.crews):
        _demand(crew.yearly_limit_half_days >= 0, f"crews[{i}].yearly_limit_half_days", "must be >= 0")
        _demand(crew.carried_half_days >= 0, f"crews[{i}].carried_half_days", "must be >= 0")
        _windows(f"crews[{i}].blocked", crew.blocked)
        for j, cap in enumerate(crew.day_caps):
            _demand(cap.first <= cap.last, f"crews[{i}].day_caps[{j}]", "must not end before it begins")
            _demand(cap.days >= 0, f"crews[{i}].day_caps[{j}].days", "must be >= 0")
    for i, resource in enumerate(problem.resources):
        _demand(resource.capacity >= 0, f"resources[{i}].capacity", "must be >= 0")
        _windows(f"resources[{i}].closed", resource.closed)


def _needs(path: str, needs: tuple[Need, ...], resources: frozenset[str]) -> None:
    for i, need in enumerate(needs):
        where = f"{path}[{i}].options"
        _demand(bool(need.options), where, "must offer at least one option")
        _unique(where, (option.resource for option in need.options))
        for j, option in enumerate(need.options):
            _demand(option.resource in resources, f"{where}[{j}].resource", f"{option.resource!r} must exist")
            _demand(option.quantity >= 0, f"{where}[{j}].quantity", "must be >= 0")
            _demand(option.distance_km >= 0, f"{where}[{j}].distance_km", "must be >= 0")


def _event(path: str, event: Event, crews: frozenset[str], resources: frozenset[str]) -> None:
    _demand(event.duration_days >= 1, f"{path}.duration_days", "must be >= 1")
    _demand(event.priority >= 0, f"{path}.priority", "must be >= 0")
    _demand(event.load_half_days >= 0, f"{path}.load_half_days", "must be >= 0")
    numerator, denominator = event.crew_share
    _demand(0 <= numerator <= denominator and denominator >= 1, f"{path}.crew_share", "must lie in 0 to 1")
    _demand(event.notice_days >= 0, f"{path}.notice_days", "must be >= 0")
    _demand(len(set(event.crews)) == len(event.crews), f"{path}.crews", "must not name a crew twice")
    for crew in event.crews:
        _demand(crew in crews, f"{path}.crews", f"crew {crew!r} must exist")
    _windows(f"{path}.windows", event.windows)
    _needs(f"{path}.needs", event.needs, resources)
    if event.lock and event.lock.choices:
        _demand(
            len(event.lock.choices) == len(event.needs),
            f"{path}.lock.choices",
            "must be one per need, or none",
        )


def _series(problem: Problem, crews: frozenset[str], events: frozenset[str]) -> None:
    _unique("series", (series.id for series in problem.series))
    for i, series in enumerate(problem.series):
        _demand(series.crew in crews, f"series[{i}].crew", f"crew {series.crew!r} must exist")
        for event_id in series.events:
            _demand(event_id in events, f"series[{i}].events", f"event {event_id!r} must exist")
        _demand(len(set(series.events)) == len(series.events), f"series[{i}].events", "must be distinct")
        _demand(series.min_gap_days >= 0, f"series[{i}].min_gap_days", "must be >= 0")
        _demand(series.currency_days >= 0, f"series[{i}].currency_days", "must be >= 0")
        _demand(series.weight >= 0, f"series[{i}].weight", "must be >= 0")
        _demand(series.preferred_gap_days >= 0, f"series[{i}].preferred_gap_days", "must be >= 0")


def _precedence(problem: Problem, events: frozenset[str]) -> None:
    for i, link in enumerate(problem.precedence):
        path = f"precedence[{i}]"
        for name, event_id in (("before", link.before), ("after", link.after)):
            _demand(event_id in events, f"{path}.{name}", f"event {event_id!r} must exist")
        _demand(link.before != link.after, path, "an event cannot come before itself")
        _demand(link.min_lag_days >= 0, f"{path}.min_lag_days", "must be >= 0")
        if link.max_lag_days is not None:
            _demand(link.max_lag_days >= link.min_lag_days, f"{path}.max_lag_days", "must be >= min_lag_days")


def _area(path: str, area: PairArea, crews: frozenset[str], resources: frozenset[str]) -> None:
    regions = _unique(f"{path}.regions", area.regions)
    _demand(len(regions) >= 2, f"{path}.regions", "must name at least two regions")
    _demand(area.group_size >= 2, f"{path}.group_size", "must be >= 2")
    _demand(area.duration_days >= 1, f"{path}.duration_days", "must be >= 1")
    _demand(area.times >= 1, f"{path}.times", "must be >= 1")
    _demand(area.channel_groups >= 1, f"{path}.channel_groups", "must be >= 1")
    for i, (region, count) in enumerate(area.hosted):
        _demand(region in regions, f"{path}.hosted[{i}]", f"region {region!r} must belong to the area")
        _demand(count >= 0, f"{path}.hosted[{i}]", "must be >= 0")
    placed = {region for region, _, _ in area.positions}
    for region in area.regions:
        _demand(region in placed, f"{path}.positions", f"region {region!r} must have a position")
    for region, crew in area.crews:
        _demand(region in regions, f"{path}.crews", f"region {region!r} must belong to the area")
        _demand(crew in crews, f"{path}.crews", f"crew {crew!r} must exist")
    _needs(f"{path}.needs", area.needs, resources)
    _needs(f"{path}.guest_needs", tuple(need for _, need in area.guest_needs), resources)
    _windows(f"{path}.windows", area.windows)


def _limits(problem: Problem) -> None:
    for i, limit in enumerate(problem.standby):
        _demand(limit.away_at_most >= 0, f"standby[{i}].away_at_most", "must be >= 0")
    for i, target in enumerate(problem.targets):
        _demand(1 <= target.month <= 12, f"targets[{i}].month", "must lie in 1 to 12")
        _demand(target.half_days >= 0, f"targets[{i}].half_days", "must be >= 0")
    names = [component.name for component in fields(problem.weights)]
    for name in names:
        _demand(getattr(problem.weights, name) >= 0, f"weights.{name}", "must be >= 0")
    _unique("order", problem.order, "")
    for i, name in enumerate(problem.order):
        _demand(name in names, f"order[{i}]", f"must be one of {', '.join(names)}")
