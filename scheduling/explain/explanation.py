"""What there is to say about one event and the year: counts and names, and the same in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.explain.barrier import Kind


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A rule that rules out starts whatever is placed: how many, and how many no other rule rules out."""

    rule: str
    starts: int
    alone: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """
    One thing that takes starts from an event in a plan: how many, and how many nothing else takes.

    `subjects` names it: a crew, a person, the resources of one need (all of its options), a standby group,
    an earlier or later event, area and region. `events` are the placed ones behind it, those that take most
    first. `short_by` is by how much it is too small where it is nearest to sufficing: units, crews, workdays
    or half-days; 0 where nothing can be counted. `first` and `last` bound a cap's span or a quarter.
    """

    kind: Kind
    rule: str
    subjects: tuple[str, ...]
    starts: int
    alone: int
    events: tuple[str, ...]
    short_by: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """The first day with fewest obstacles, these as positions in the list, and the events behind them."""

    first_day: date
    obstacles: tuple[int, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    Why an event stands where it stands, or nowhere.

    `possible` first days lie in the year, the rules leave `left` of them, `open` are free beside the plan.
    `exclusions` tell which rules took the others, the one that alone takes most first; `obstacles` what
    takes the starts that are left, in the same order. For a missing pair of regions `event` is the exercise
    that would have brought them together. The sentences (zh, en) say the same, the strongest reason first.
    """

    event: str
    placed_on: date | None
    possible: int
    left: int
    open: int
    exclusions: tuple[Exclusion, ...]
    obstacles: tuple[Obstacle, ...]
    nearest: Nearest | None
    sentences: tuple[tuple[str, str], ...] = ()
