"""
What a change of a problem is, and the changes of one event: one limit each, as small as can be named.

`size` compares changes of different sorts and is *assumed*: about one for each day of an event's own times,
more where others are touched: closed and blocked days three, days of a cap and half-days four, another
resource five and more with its distance, units, crews on standby and quotas ten, the rest of crews twenty.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from scheduling.problem import Event, Option, PairArea, Problem, Window

DAY = timedelta(days=1)
AMOUNTS = {"days", "units", "crews", "half_days", "first", "last"}


@dataclass(frozen=True, slots=True)
class Change(ABC):
    """One change of a problem."""

    @abstractmethod
    def apply(self, problem: Problem) -> Problem:
        """Return the problem with the change made."""

    @property
    @abstractmethod
    def size(self) -> int:
        """How much is asked, for ranking only; 0 asks nothing."""


@dataclass(frozen=True, slots=True)
class NoChange(Change):
    """No rule or limit changes; other events of the plan move."""

    def apply(self, problem: Problem) -> Problem:
        """Return the problem as it is."""
        return problem

    @property
    def size(self) -> int:
        """Return 0."""
        return 0


@dataclass(frozen=True, slots=True)
class WiderWindow(Change):
    """Windows of an event, or of an area's exercises, that end or begin at `edge` are some days longer."""

    event: str
    edge: date
    days: int
    later: bool

    def apply(self, problem: Problem) -> Problem:
        """Move one edge of the window outwards."""
        shift = self.days * DAY

        def widened(window: Window) -> Window:
            if self.later and window.last == self.edge:
                return replace(window, last=window.last + shift)
            if not self.later and window.first == self.edge:
                return replace(window, first=window.first - shift)
            return window

        return _changed(
            problem,
            self.event,
            lambda e: replace(e, windows=tuple(map(widened, e.windows))),
            lambda a: replace(a, windows=tuple(map(widened, a.windows))),
        )

    @property
    def size(self) -> int:
        """Return the days."""
        return self.days


@dataclass(frozen=True, slots=True)
class ShorterNotice(Change):
    """The notice of one event, or of an area's exercises, is shorter by some calendar days."""

    event: str
    days: int

    def apply(self, problem: Problem) -> Problem:
        """Lower the notice, to 0 at least."""
        return _changed(
            problem,
            self.event,
            lambda e: replace(e, notice_days=max(0, e.notice_days - self.days)),
            lambda a: replace(a, notice_days=max(0, a.notice_days - self.days)),
        )

    @property
    def size(self) -> int:
        """Return the days."""
        return self.days


@dataclass(frozen=True, slots=True)
class PauseAllowed(Change):
    """An event may pause over days off."""

    event: str

    def apply(self, problem: Problem) -> Problem:
        """Let the event span days off."""
        return _changed(problem, self.event, lambda e: replace(e, unbroken=False))

    @property
    def size(self) -> int:
        """Return a week."""
        return 7


@dataclass(frozen=True, slots=True)
class OtherResource(Change):
    """One more way to fill a need of an event; its distance is *assumed* to be that of the farthest known."""

    event: str
    need: int
    option: Option

    def apply(self, problem: Problem) -> Problem:
        """Add the option to the need."""

        def offered(event: Event) -> Event:
            needs = list(event.needs)
            needs[self.need] = replace(needs[self.need], options=(*needs[self.need].options, self.option))
            return replace(event, needs=tuple(needs))

        return _changed(problem, self.event, offered)

    @property
    def size(self) -> int:
        """Return five, and one for every 50 km."""
        return 5 + self.option.distance_km // 50


def matter_of(change: Change) -> tuple[object, ...]:
    """Return what a change is about, whatever it asks for: of two about one matter the better is told."""
    told = (getattr(change, field.name) for field in fields(change) if field.name not in AMOUNTS)
    return (type(change), *told)


def _changed(
    problem: Problem,
    owner: str,
    event: Callable[[Event], Event],
    area: Callable[[PairArea], PairArea] = lambda area: area,
) -> Problem:
    return replace(
        problem,
        events=tuple(event(e) if e.id == owner else e for e in problem.events),
        areas=tuple(area(a) if a.id == owner else a for a in problem.areas),
    )
