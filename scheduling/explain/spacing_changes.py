"""Changes of what links events to each other, and of what an area asks: gaps, lags, quotas, channels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduling.explain.changes import Change
from scheduling.problem import Problem


@dataclass(frozen=True, slots=True)
class ShorterGap(Change):
    """The legal gap of a series is shorter by some calendar days."""

    series: str
    days: int

    def apply(self, problem: Problem) -> Problem:
        """Lower the gap, to 0 at least."""
        series = (
            replace(s, min_gap_days=max(0, s.min_gap_days - self.days)) if s.id == self.series else s
            for s in problem.series
        )
        return replace(problem, series=tuple(series))

    @property
    def size(self) -> int:
        """Return the days."""
        return self.days


@dataclass(frozen=True, slots=True)
class WiderLag(Change):
    """An event may follow the one it builds on sooner, and later, by some calendar days."""

    before: str
    after: str
    days: int

    def apply(self, problem: Problem) -> Problem:
        """Widen both ends of the lag; it stays at least 0."""
        links = (
            replace(
                link,
                min_lag_days=max(0, link.min_lag_days - self.days),
                max_lag_days=None if link.max_lag_days is None else link.max_lag_days + self.days,
            )
            if (link.before, link.after) == (self.before, self.after)
            else link
            for link in problem.precedence
        )
        return replace(problem, precedence=tuple(links))

    @property
    def size(self) -> int:
        """Return the days."""
        return self.days


@dataclass(frozen=True, slots=True)
class MoreExercises(Change):
    """Every region of an area may host, or attend, one exercise more in a quarter."""

    area: str
    hosting: bool

    def apply(self, problem: Problem) -> Problem:
        """Raise the quota."""
        areas = (
            replace(
                area,
                host_per_quarter=area.host_per_quarter + self.hosting,
                attend_per_quarter=area.attend_per_quarter + (not self.hosting),
            )
            if area.id == self.area
            else area
            for area in problem.areas
        )
        return replace(problem, areas=tuple(areas))

    @property
    def size(self) -> int:
        """Return ten."""
        return 10


@dataclass(frozen=True, slots=True)
class MoreChannels(Change):
    """An area has one channel group more."""

    area: str

    def apply(self, problem: Problem) -> Problem:
        """Add the channel group."""
        areas = (
            replace(area, channel_groups=area.channel_groups + 1) if area.id == self.area else area
            for area in problem.areas
        )
        return replace(problem, areas=tuple(areas))

    @property
    def size(self) -> int:
        """Return ten."""
        return 10
