"""What a rating says: levels, the exact fractions behind them, what fired, and who and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from registry.codes import CapKind, DataAge, Measure, ReadinessArea, TaskState

#: Level of a team that is reorganizing: it is not rated.
REORGANIZING_LEVEL = 5
#: Worst level of a rated team.
WORST = 4


@dataclass(frozen=True, slots=True)
class MeasureRating:
    """
    One fraction and its level.

    The fraction is exact: of training, credit and weights are counted in quarters. A denominator of 0 makes
    the measure *not applicable*: `level` is None. `missing` units lift it over the next threshold, both None
    at level 1.
    """

    measure: Measure
    numerator: int
    denominator: int
    level: int | None
    next_percent: int | None
    missing: int | None

    @property
    def permille(self) -> int | None:
        """Return the fraction in thousandths, rounded down; None where it is not applicable."""
        return self.numerator * 1000 // self.denominator if self.denominator else None

    @property
    def shown(self) -> str:
        """Return the percentage as people read it: rounded down to 0.1 %; a dash where not applicable."""
        permille = self.permille
        return "—" if permille is None else f"{permille // 10}.{permille % 10}%"


@dataclass(frozen=True, slots=True)
class LineRating:
    """One line of equipment: held of required, serviceable of held; levels matter for key lines only."""

    kind: str
    kind_en: str
    key: bool
    required: int
    held: int
    serviceable: int
    on_hand_level: int | None
    serviceable_level: int | None


@dataclass(frozen=True, slots=True)
class CreditRating:
    """
    The credit of one training requirement, 0 to 1.

    `counted` is the execution (its id) that gives it, passed `age_days` ago; None when nothing does. Full
    credit ends after `lapses_on` - 1, all credit after `gone_on` - 1 (the first day without it).
    """

    kind: str
    name: str
    name_en: str
    weight: int
    credit: Fraction
    counted: str | None
    held_on: date | None
    age_days: int | None
    lapses_on: date | None
    gone_on: date | None
    halved_for: str | None


class Why(StrEnum):
    """Why somebody fills no post, or an item does not count."""

    AWAY = "away"
    UNQUALIFIED = "unqualified"
    SURPLUS = "surplus"
    OVERDUE = "overdue"
    UNSERVICEABLE = "unserviceable"


@dataclass(frozen=True, slots=True)
class UnmatchedPost:
    """
    A post nobody fills; `qualification` is what it asks for.

    `lapsed` are references of available members who held it once: renewing theirs would help.
    """

    post: str
    title: str
    title_en: str
    key: bool
    qualification: str | None
    lapsed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnmatchedMember:
    """A member who fills no post, by reference, and why."""

    person: str
    reference: str
    why: Why


@dataclass(frozen=True, slots=True)
class FailingItem:
    """An item that does not count as serviceable, and why."""

    item: str
    kind: str
    quantity: int
    why: Why
    state: str
    since: date | None


@dataclass(frozen=True, slots=True)
class CapFired:
    """A cap: the rating is not better than `level`; `subject` is the finding, area or day behind it."""

    kind: CapKind
    level: int
    sentence: str
    sentence_zh: str
    subject: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class AreaRating:
    """
    One area: its level (None: not applicable) before caps, its fractions, and how old its data is.

    `confirmed_on` is the oldest day among its inputs, `data_age_since` the first day of the grade; both None
    where there are no inputs or one was never confirmed.
    """

    area: ReadinessArea
    level: int | None
    measures: tuple[MeasureRating, ...]
    data_age: DataAge
    confirmed_on: date | None
    data_age_since: date | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """
    The rating of one team on a day for one task.

    `level` is 1 (best) to 4, 5 while the team reorganizes, None when it is not rated. `computed` is the
    worst area before caps. `unverified` levels rest on data of age D and are printed `?4`.
    """

    team: str
    code: str
    on: date
    task: TaskState
    level: int | None
    computed: int | None
    unverified: bool
    areas: tuple[AreaRating, ...] = ()
    caps: tuple[CapFired, ...] = ()
    lines: tuple[LineRating, ...] = ()
    credits: tuple[CreditRating, ...] = ()
    matched: Mapping[str, str] | None = None
    unmatched_posts: tuple[UnmatchedPost, ...] = ()
    unmatched_members: tuple[UnmatchedMember, ...] = ()
    failing_items: tuple[FailingItem, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    rule_version: str = ""

    def area(self, area: ReadinessArea) -> AreaRating | None:
        """Return one area, None for a team that is not rated."""
        return next((each for each in self.areas if each.area is area), None)

    def measure(self, measure: Measure) -> MeasureRating | None:
        """Return one fraction, None for a team that is not rated."""
        found = (each for area in self.areas for each in area.measures if each.measure is measure)
        return next(found, None)

    @property
    def shown(self) -> str:
        """Return the level as it is printed: `?4` when unverified, a dash when the team is not rated."""
        if self.level is None:
            return "—"
        return f"?{self.level}" if self.unverified else str(self.level)
