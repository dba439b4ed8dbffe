"""The planner's facts in plain values: what the registry, the syllabus and the calendar say of one year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from exercises.codes import ExerciseKind
from exercises.default_syllabus import RuleData
from exercises.workdays import YearCalendar
from registry.codes import RegionLevel, ResourceKind, TeamCategory
from scheduling.axis import Axis
from scheduling.problem import Window

WITHIN_CITIES = frozenset({RegionLevel.COUNTY, RegionLevel.TOWN, RegionLevel.COMMUNITY, RegionLevel.ESTATE})
"""Levels below a city."""


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A region with its seat in degrees; regions without a position count as distance 0."""

    code: str
    name: str
    level: RegionLevel
    parent: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class TeamFact:
    """An active team; `organization` is its forming unit's credit code, `persons` whom it shares."""

    code: str
    name: str
    category: TeamCategory
    region: str
    organization: str
    strength: int
    importance: int = 1
    persons: frozenset[str] = frozenset()
    blocked: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceFact:
    """A shared resource and the days on which it is closed."""

    code: str
    name: str
    kind: ResourceKind
    region: str
    organization: str
    capacity: int
    latitude: float | None = None
    longitude: float | None = None
    closed: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaFact:
    """Regions that train together: cities of a joint-training area, or districts of a zone."""

    code: str
    name: str
    name_en: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CenterFact:
    """A designated mobilization center."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class GivenFact:
    """An event dated outside the office, for the teams of `region` (and guests of its area)."""

    code: str
    kind: ExerciseKind
    title: str
    title_en: str
    first_day: date
    last_day: date
    host: str
    given_by: str
    region: str = ""


class HostRecord(NamedTuple):
    """Which regions hosted a cross-region exercise in the year before, and how often each did in all."""

    last: tuple[str, ...] = ()
    hosted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class YearFacts:
    """
    Everything one office's training year is made from.

    `teams` are the scope's own active teams, `guests` the mobile command posts of the other regions of
    its joint-training areas. `last_held` names the last passed execution by (team code, kind),
    `city_last_held` the last of a kind by (city code, kind), whoever took part.
    """

    region: str
    year: int
    issue_date: date
    calendar: YearCalendar
    places: dict[str, PlaceFact]
    rules: tuple[RuleData, ...]
    teams: tuple[TeamFact, ...]
    guests: tuple[TeamFact, ...] = ()
    resources: tuple[ResourceFact, ...] = ()
    areas: tuple[AreaFact, ...] = ()
    centers: tuple[CenterFact, ...] = ()
    given: tuple[GivenFact, ...] = ()
    last_held: dict[tuple[str, ExerciseKind], date] = field(default_factory=dict)
    city_last_held: dict[tuple[str, ExerciseKind], date] = field(default_factory=dict)
    hosts: HostRecord = field(default_factory=HostRecord)

    @cached_property
    def given_days_off(self) -> tuple[date, ...]:
        """Days on which nobody works but an event is dated from outside (a siren trial on a Saturday)."""
        days = {day for given in self.given for day in (given.first_day, given.last_day)}
        days |= {
            date(self.year, rule.fixed_month, rule.fixed_day)
            for rule in self.rules
            if rule.fixed_month and rule.fixed_day
        }
        return tuple(sorted(d for d in days if d.year == self.year and not self.calendar.is_workday(d)))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of the planning axis: all workdays, and the days off with an event dated from outside."""
        return tuple(sorted({*self.calendar.workdays, *self.given_days_off}))

    @cached_property
    def axis(self) -> Axis:
        """The planning axis with its bit sets."""
        return Axis(self.days)

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """Cities of the scope's own teams, in the order of their codes."""
        return tuple(sorted({self.city_of(team.region) for team in self.teams}))

    @cached_property
    def free_days(self) -> dict[str, int]:
        """Days of the axis on which each team is not blocked, as a bit set by team code."""
        return {
            team.code: self.axis.everything & ~self.axis.within(team.blocked)
            for team in (*self.teams, *self.guests)
        }

    def city_of(self, region: str) -> str:
        """Return the city a region belongs to; provinces and unknown parents stand for themselves."""
        place = self.places.get(region)
        if place is None or place.level not in WITHIN_CITIES or place.parent not in self.places:
            return region
        return self.city_of(place.parent)

    def lies_in(self, region: str, above: str) -> bool:
        """Return whether a region is `above` or lies anywhere under it; everything lies in no region."""
        current: str | None = region
        while current is not None and current != above:
            place = self.places.get(current)
            current = place.parent if place else None
        return not above or current == above

    def districts_of(self, city: str) -> dict[str, list[TeamFact]]:
        """Return the own teams of a city by region, city-level teams under the city itself."""
        found: dict[str, list[TeamFact]] = {}
        for team in sorted(self.teams, key=lambda t: (t.region, t.code)):
            if self.city_of(team.region) == city:
                found.setdefault(team.region, []).append(team)
        return found

    def name(self, region: str) -> str:
        """Return the name people know a region by, or its code."""
        place = self.places.get(region)
        return place.name if place else region
