"""Changes of what crews, resources and standby groups allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduling.explain.changes import DAY, Change
from scheduling.problem import Crew, Problem, Window


@dataclass(frozen=True, slots=True)
class Unblocked(Change):
    """A crew is available from `first` to `last` after all."""

    crew: str
    first: date
    last: date

    def apply(self, problem: Problem) -> Problem:
        """Cut the days out of the crew's blocked windows."""
        return _crew(
            problem, self.crew, lambda c: replace(c, blocked=_without(c.blocked, self.first, self.last))
        )

    @property
    def size(self) -> int:
        """Return three times the calendar days."""
        return 3 * ((self.last - self.first).days + 1)


@dataclass(frozen=True, slots=True)
class Reopened(Change):
    """A resource is open from `first` to `last` after all."""

    resource: str
    first: date
    last: date

    def apply(self, problem: Problem) -> Problem:
        """Cut the days out of the resource's closed windows."""
        resources = (
            replace(r, closed=_without(r.closed, self.first, self.last)) if r.id == self.resource else r
            for r in problem.resources
        )
        return replace(problem, resources=tuple(resources))

    @property
    def size(self) -> int:
        """Return three times the calendar days."""
        return 3 * ((self.last - self.first).days + 1)


@dataclass(frozen=True, slots=True)
class MoreUnits(Change):
    """A resource has some units more on every workday."""

    resource: str
    units: int = 1

    def apply(self, problem: Problem) -> Problem:
        """Raise the capacity."""
        resources = (
            replace(r, capacity=r.capacity + self.units) if r.id == self.resource else r
            for r in problem.resources
        )
        return replace(problem, resources=tuple(resources))

    @property
    def size(self) -> int:
        """Return ten times the units."""
        return 10 * self.units


@dataclass(frozen=True, slots=True)
class ShorterRest(Change):
    """All crews rest some workdays less between two events."""

    days: int = 1

    def apply(self, problem: Problem) -> Problem:
        """Lower the rest, to 0 at least."""
        return replace(problem, rest_days=max(0, problem.rest_days - self.days))

    @property
    def size(self) -> int:
        """Return twenty times the days."""
        return 20 * self.days


@dataclass(frozen=True, slots=True)
class MoreAway(Change):
    """Of a standby group some crews more may be away on a workday."""

    group: str
    crews: int = 1

    def apply(self, problem: Problem) -> Problem:
        """Raise the group's limit."""
        limits = (
            replace(limit, away_at_most=limit.away_at_most + self.crews)
            if limit.group == self.group
            else limit
            for limit in problem.standby
        )
        return replace(problem, standby=tuple(limits))

    @property
    def size(self) -> int:
        """Return ten times the crews."""
        return 10 * self.crews


@dataclass(frozen=True, slots=True)
class HigherDayCap(Change):
    """A crew's cap from `first` to `last` is higher by some workdays."""

    crew: str
    first: date
    last: date
    days: int = 1

    def apply(self, problem: Problem) -> Problem:
        """Raise that cap."""

        def raised(crew: Crew) -> Crew:
            caps = (
                replace(cap, days=cap.days + self.days)
                if (cap.first, cap.last) == (self.first, self.last)
                else cap
                for cap in crew.day_caps
            )
            return replace(crew, day_caps=tuple(caps))

        return _crew(problem, self.crew, raised)

    @property
    def size(self) -> int:
        """Return four times the days."""
        return 4 * self.days


@dataclass(frozen=True, slots=True)
class HigherYearlyLimit(Change):
    """A crew's yearly limit is higher by some half-days."""

    crew: str
    half_days: int = 1

    def apply(self, problem: Problem) -> Problem:
        """Raise the limit."""
        return _crew(
            problem,
            self.crew,
            lambda c: replace(c, yearly_limit_half_days=c.yearly_limit_half_days + self.half_days),
        )

    @property
    def size(self) -> int:
        """Return four times the half-days."""
        return 4 * self.half_days


@dataclass(frozen=True, slots=True)
class HigherDayCaps(Change):
    """Every cap of every crew is higher by some workdays."""

    days: int = 1

    def apply(self, problem: Problem) -> Problem:
        """Raise all caps."""
        crews = (
            replace(c, day_caps=tuple(replace(cap, days=cap.days + self.days) for cap in c.day_caps))
            for c in problem.crews
        )
        return replace(problem, crews=tuple(crews))

    @property
    def size(self) -> int:
        """Return twenty times the days."""
        return 20 * self.days


@dataclass(frozen=True, slots=True)
class HigherYearlyLimits(Change):
    """The yearly limit of every crew is higher by some half-days."""

    half_days: int = 1

    def apply(self, problem: Problem) -> Problem:
        """Raise all limits."""
        crews = (
            replace(c, yearly_limit_half_days=c.yearly_limit_half_days + self.half_days)
            for c in problem.crews
        )
        return replace(problem, crews=tuple(crews))

    @property
    def size(self) -> int:
        """Return twenty times the half-days."""
        return 20 * self.half_days


@dataclass(frozen=True, slots=True)
class EarlierIssue(Change):
    """The plan is issued some calendar days earlier, so that every notice runs out earlier."""

    days: int = 7

    def apply(self, problem: Problem) -> Problem:
        """Move the issue date."""
        return replace(problem, issue_date=problem.issue_date - timedelta(days=self.days))

    @property
    def size(self) -> int:
        """Return the days."""
        return self.days


def _crew(problem: Problem, crew_id: str, change: Callable[[Crew], Crew]) -> Problem:
    return replace(problem, crews=tuple(change(c) if c.id == crew_id else c for c in problem.crews))


def _without(windows: tuple[Window, ...], first: date, last: date) -> tuple[Window, ...]:
    kept: list[Window] = []
    for window in windows:
        if window.first > last or window.last < first:
            kept.append(window)
            continue
        if window.first < first:
            kept.append(replace(window, last=first - DAY))
        if window.last > last:
            kept.append(replace(window, first=last + DAY))
    return tuple(kept)
