"""Needs of a syllabus row as choices among the shared resources near the teams."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from exercises.default_syllabus import RuleData
from exercises.planning.distance import distance_km
from exercises.planning.facts import ResourceFact, TeamFact, YearFacts
from registry.codes import ResourceKind
from scheduling.problem import Need, Option, Resource
from scheduling.problem import ResourceKind as PlannedKind

NEAREST = 3
"""An event chooses among the nearest three grounds that are large enough (assumed)."""
PLANNED_KINDS = {
    ResourceKind.INSTRUCTORS: PlannedKind.INSTRUCTORS,
    ResourceKind.EVALUATORS: PlannedKind.EVALUATORS,
    ResourceKind.COMMAND_VEHICLES: PlannedKind.COMMAND_VEHICLES,
    ResourceKind.SATELLITE_SETS: PlannedKind.SATELLITE_SETS,
}
FORMING_UNITS_OWN = frozenset({ResourceKind.SITE})
"""Where none is registered, the forming unit trains on its own premises and nothing is asked."""


class Grounds:
    """The resources of the year; remembers which ones some event may use."""

    def __init__(self, facts: YearFacts) -> None:
        self.facts = facts
        self.by_code = {resource.code: resource for resource in facts.resources}
        self.used: set[str] = set()
        self.missing: set[tuple[str, PlannedKind]] = set()
        self._near: dict[tuple[ResourceKind, str], list[ResourceFact]] = {}
        self._by_kind: dict[ResourceKind, list[ResourceFact]] = {}
        for resource in facts.resources:
            self._by_kind.setdefault(resource.kind, []).append(resource)

    def needs(self, rule: RuleData, teams: Sequence[TeamFact], at: str, persons: int) -> tuple[Need, ...]:
        """Return the needs of an event of `rule` held by `teams` around the seat of region `at`."""
        found: list[Need] = []
        for need in rule.needs:
            wanted = need.get("categories")
            concerned = [t for t in teams if wanted is None or t.category.value in wanted]
            if need["per"] == "guest" or (wanted is not None and not concerned):
                continue
            option = self._need(need, concerned, at, persons)
            if option is not None:
                found.append(option)
        return tuple(found)

    def largest(self, rule: RuleData, at: str) -> int | None:
        """Return how many persons the largest ground holds; None where persons do not count."""
        sizes = [
            self._candidates(ResourceKind(need["kind"]), at) for need in rule.needs if need["per"] == "person"
        ]
        limits = [max((r.capacity for r in found), default=0) for found in sizes]
        return min((limit for limit in limits if limit), default=None)

    def guest_need(self, city: str) -> Need | None:
        """Return the need of a guest city for one of its own command vehicles."""
        own = [
            r for r in self._of_kind(ResourceKind.COMMAND_VEHICLES) if self.facts.city_of(r.region) == city
        ]
        self.used |= {resource.code for resource in own}
        options = tuple(Option(resource.code) for resource in own)
        return Need(PlannedKind.COMMAND_VEHICLES, options) if options else None

    def resources(self) -> tuple[Resource, ...]:
        """Return the resources some event may use; one command vehicle of each city stays home (assumed)."""
        kept = self._stay_home()
        found = [
            Resource(
                id=code,
                kind=planned_kind(resource.kind),
                region=resource.region,
                capacity=max(0, resource.capacity - (1 if code in kept else 0)),
                closed=resource.closed,
                organization=resource.organization,
            )
            for code, resource in sorted(self.by_code.items())
            if code in self.used
        ]
        absent = [Resource(code, kind, self.facts.region, 0) for code, kind in sorted(self.missing)]
        return (*found, *absent)

    def absent(self, what: str, kind: PlannedKind = PlannedKind.VENUE) -> Need:
        """Return a need nothing can fill, so that the plan itself says what is missing."""
        code = f"未登记 / none registered: {what}"
        self.missing.add((code, kind))
        return Need(kind, (Option(code),))

    def _need(self, need: dict[str, Any], teams: list[TeamFact], at: str, persons: int) -> Need | None:
        kind = ResourceKind(need["kind"])
        quantity = _quantity(need, len(teams), persons)
        candidates = self._own_sites(kind, teams) or self._candidates(kind, at)
        if not candidates:
            return None if kind in FORMING_UNITS_OWN else self.absent(kind.value, planned_kind(kind))
        if need["per"] == "seat":
            quantity = min(quantity, max(r.capacity for r in candidates))
        fitting = [r for r in candidates if r.capacity >= quantity] or candidates
        options = tuple(Option(r.code, quantity, self._travel(r, teams)) for r in fitting[:NEAREST])
        self.used |= {option.resource for option in options}
        return Need(planned_kind(kind), options)

    def _own_sites(self, kind: ResourceKind, teams: list[TeamFact]) -> list[ResourceFact]:
        units = {team.organization for team in teams}
        if kind not in FORMING_UNITS_OWN or len(units) != 1:
            return []
        return [r for r in self._of_kind(kind) if r.organization in units]

    def _candidates(self, kind: ResourceKind, at: str) -> list[ResourceFact]:
        """Return the city's resources of a kind, those of the region `at` first, then by distance."""
        if (kind, at) not in self._near:
            city, seat = self.facts.city_of(at), self.facts.places.get(at)
            own = [r for r in self._of_kind(kind) if self.facts.city_of(r.region) == city]
            own.sort(key=lambda r: (r.region != at, distance_km(seat, r), r.code))
            self._near[kind, at] = own
        return self._near[kind, at]

    def _of_kind(self, kind: ResourceKind) -> list[ResourceFact]:
        return self._by_kind.get(kind, [])

    def _travel(self, resource: ResourceFact, teams: Sequence[TeamFact]) -> int:
        if planned_kind(resource.kind) is not PlannedKind.VENUE:
            return 0
        return sum(
            distance_km(self.facts.places.get(team.region), self._position(resource)) for team in teams
        )

    def _position(self, resource: ResourceFact) -> Any:
        return resource if resource.latitude is not None else self.facts.places.get(resource.region)

    def _stay_home(self) -> set[str]:
        largest: dict[str, ResourceFact] = {}
        for resource in sorted(self._of_kind(ResourceKind.COMMAND_VEHICLES), key=lambda r: r.code):
            city = self.facts.city_of(resource.region)
            if city not in largest or resource.capacity > largest[city].capacity:
                largest[city] = resource
        return {resource.code for resource in largest.values()}


def planned_kind(kind: ResourceKind) -> PlannedKind:
    """Return the planner's kind of a registry resource; whatever has a place to travel to is a venue."""
    return PLANNED_KINDS.get(kind, PlannedKind.VENUE)


def _quantity(need: dict[str, Any], teams: int, persons: int) -> int:
    factor = {"person": persons, "seat": persons, "team": teams}.get(need["per"], 1)
    return int(need["quantity"]) * factor


def persons_of(teams: Sequence[TeamFact], share: tuple[int, int]) -> int:
    """Return how many persons attend: each team's authorized strength times the share, rounded up."""
    return sum(ceil(team.strength * share[0] / share[1]) for team in teams)
