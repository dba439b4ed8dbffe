"""What a forecast says: steps of a curve, movements of levels with their causes, months."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from registry.codes import CapKind, CauseKind, Measure, ReadinessArea, TaskState
from registry.readiness.facts import HeldFact
from registry.readiness.ratings import WORST, Rating
from registry.readiness.words import Said


@dataclass(frozen=True, slots=True)
class Expected:
    """
    An exercise that is taken to be held: passed, with everybody who serves present.

    `held.id` is the planned event. It may be the team's muster, prove a link of its region, and confirm the
    records of areas on its day.
    """

    held: HeldFact
    title: str = ""
    title_en: str = ""
    musters: bool = False
    links: bool = False
    confirms: frozenset[ReadinessArea] = frozenset()


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is expected to happen to a team, besides what its records already say."""

    exercises: tuple[Expected, ...] = ()

    @property
    def held(self) -> tuple[HeldFact, ...]:
        """Return the exercises as if they were recorded."""
        return tuple(each.held for each in self.exercises)

    @property
    def mustered_on(self) -> tuple[date, ...]:
        """Return the days on which the team is mustered."""
        return tuple(each.held.on for each in self.exercises if each.musters)

    @property
    def links_proved_on(self) -> tuple[date, ...]:
        """Return the days on which a link is proved."""
        return tuple(each.held.on for each in self.exercises if each.links)

    @property
    def confirmed(self) -> tuple[tuple[ReadinessArea, date], ...]:
        """Return which areas' records are confirmed on which days."""
        return tuple((area, each.held.on) for each in self.exercises for area in sorted(each.confirms))


NOTHING = Prospect()
"""Nothing is executed."""


@dataclass(frozen=True, slots=True)
class SetLevel:
    """A level set by hand over the computed one, on its days only; `end` is the first day without it."""

    level: int
    raises: bool
    first: date
    end: date | None

    def holds(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return self.first <= day and (self.end is None or day < self.end)

    def shown(self, computed: int | None) -> int | None:
        """
        Return what is shown of a computed level.

        It never makes better what it was to lower, nor lifts by more than one level, whatever became of the
        computed level since it was set; teams that are not rated show what they are.
        """
        if computed is None or computed > WORST:
            return computed
        return min(computed, max(self.level, computed - 1)) if self.raises else max(computed, self.level)


@dataclass(frozen=True, slots=True)
class Fraction:
    """One fraction of a step; a denominator of 0 is *not applicable*, its level None."""

    measure: Measure
    numerator: int
    denominator: int
    level: int | None


@dataclass(frozen=True, slots=True)
class State:
    """
    What a rating says of a day, without the days it counts from.

    `level` is what is shown: one set by hand where there is one, else `computed`, which is what the facts
    say after caps.
    """

    level: int | None
    computed: int | None
    unverified: bool
    areas: Mapping[ReadinessArea, int | None]
    fractions: tuple[Fraction, ...]
    caps: tuple[CapKind, ...]

    @classmethod
    def of(cls, rating: Rating, set_level: SetLevel | None = None) -> State:
        """Return the state of a rating, with the level set by hand that day, if any."""
        return cls(
            level=rating.level if set_level is None else set_level.shown(rating.level),
            computed=rating.level,
            unverified=rating.unverified,
            areas={each.area: each.level for each in rating.areas},
            fractions=tuple(
                Fraction(each.measure, each.numerator, each.denominator, each.level)
                for area in rating.areas
                for each in area.measures
            ),
            caps=tuple(sorted({cap.kind for cap in rating.caps})),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """Days, both included, through which nothing a rating says changes."""

    first: date
    last: date
    state: State

    @property
    def days(self) -> int:
        """Return how many days the step lasts."""
        return (self.last - self.first).days + 1


#: So many records are named in a sentence; the others are counted.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Cause:
    """
    Why a level moves: what happened in words (zh, en), and the records it happened to.

    `records` are references of members (`of_people`), else ids of items, executions, planned events or
    findings; `names` are what people call them, for the sentences, which name only the first few.
    """

    kind: CauseKind
    said: Said
    records: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    of_people: bool = False

    @property
    def sentence(self) -> str:
        """Return the cause in English, with names."""
        more = len(self.names) - MOST_NAMED
        names = ", ".join(self.names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        return f"{self.said[1]} ({names})" if names else self.said[1]

    @property
    def sentence_zh(self) -> str:
        """Return the cause in Chinese, with names."""
        names = "、".join(self.names[:MOST_NAMED]) + ("等" if len(self.names) > MOST_NAMED else "")
        return f"{self.said[0]}（{names}）" if names else self.said[0]

    def within(self, people: Container[str]) -> Cause:
        """Return the cause as somebody reads it who may know of some people only, by their references."""
        if not self.of_people:
            return self
        known = tuple(each for each in self.records if each in people)
        return Cause(self.kind, self.said, known, known if self.names else (), of_people=True)


@dataclass(frozen=True, slots=True)
class Movement:
    """A level that moves on a day; `area` None means the level shown of the whole team."""

    on: date
    area: ReadinessArea | None
    before: int | None
    after: int | None
    causes: tuple[Cause, ...]

    @property
    def is_drop(self) -> bool:
        """Tell whether a level becomes worse (larger)."""
        return self.before is not None and self.after is not None and self.after > self.before

    @property
    def is_rise(self) -> bool:
        """Tell whether a level becomes better (smaller)."""
        return self.before is not None and self.after is not None and self.after < self.before


@dataclass(frozen=True, slots=True)
class Month:
    """
    One month of a forecast, as far as it is asked for.

    `below` counts days on which the level is worse than 2, `worst` and `best` are levels of its days; both
    None where the team is not rated.
    """

    year: int
    month: int
    days: int
    below: int
    best: int | None
    worst: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The curve of one team from `first` to `last`, both included, and what moves it."""

    team: str
    code: str
    name: str
    task: TaskState
    first: date
    last: date
    steps: tuple[Step, ...]
    movements: tuple[Movement, ...]
    months: tuple[Month, ...]
    rule_version: str

    @property
    def drops(self) -> tuple[Movement, ...]:
        """Return the movements to a worse level, by day."""
        return tuple(each for each in self.movements if each.is_drop)

    @property
    def rises(self) -> tuple[Movement, ...]:
        """Return the movements to a better level, by day."""
        return tuple(each for each in self.movements if each.is_rise)

    @property
    def worst_month(self) -> Month | None:
        """
        Return the month with most days worse than level 2; None where no day is.

        Of equals the one with the worst level, and of these the earliest.
        """
        below = [each for each in self.months if each.below]
        return max(
            below, key=lambda each: (each.below, each.worst or 0, -each.year, -each.month), default=None
        )

    def on(self, day: date) -> State:
        """
        Return the state of a day.

        Raises
        ------
        ValueError
            The day lies outside the forecast.

        """
        found = next((each for each in self.steps if each.first <= day <= each.last), None)
        if found is None:
            raise ValueError(f"{day} lies outside {self.first} to {self.last}")
        return found.state
