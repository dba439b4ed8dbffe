"""What is asked for by when, and who could give it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Longest time looked ahead, in days (ten years).
HORIZON_DAYS = 3_660
#: Most units of anything; keeps sums within the solver's integers.
MOST_UNITS = 1_000_000_000


class Objective(StrEnum):
    """What decides between several ways of covering a demand; ties are broken by the others."""

    FEWEST_CENTERS = "fewest_centers"
    EARLIEST_FINISH = "earliest_finish"
    LEAST_SURGE = "least_surge"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Source:
    """
    One product of one center, in whole units.

    `normal` and `surge` count units per day, `conversion_hours` the time to convert to surge,
    `sustain_days` how long surge lasts, `travel_hours` the way to where the units are needed. A source
    that is not `counted` gives nothing; it is looked at only to say what would close a gap.

    Raises
    ------
    ValueError
        A figure is negative or too large, or surge lies below the normal output.

    """

    id: str
    center: str
    product: str
    stock: int
    normal: int
    surge: int
    conversion_hours: int = 0
    sustain_days: int = HORIZON_DAYS
    travel_hours: int = 0
    counted: bool = True

    def __post_init__(self) -> None:
        figures = (self.stock, self.normal, self.conversion_hours, self.sustain_days, self.travel_hours)
        if min(figures) < 0 or max(*figures, self.surge) > MOST_UNITS or self.surge < self.normal:
            raise ValueError(f"source {self.id} has impossible figures")


@dataclass(frozen=True, slots=True)
class Line:
    """
    A quantity of a product needed by the end of a day, 1 being the first.

    `products` are those that serve, one unit for one (the product and its substitutes).

    Raises
    ------
    ValueError
        Nothing is asked for, or the day lies out of the horizon.

    """

    id: str
    products: frozenset[str]
    quantity: int
    by_day: int

    def __post_init__(self) -> None:
        if not 1 <= self.quantity <= MOST_UNITS or not 1 <= self.by_day <= HORIZON_DAYS:
            raise ValueError(f"line {self.id} asks for {self.quantity} by day {self.by_day}")


@dataclass(frozen=True, slots=True)
class Demand:
    """
    Everything needed, everyone who could give it, and what is preferred.

    Raises
    ------
    ValueError
        There is no line, or two sources or lines share an id.

    """

    lines: tuple[Line, ...]
    sources: tuple[Source, ...]
    objective: Objective = Objective.FEWEST_CENTERS

    def __post_init__(self) -> None:
        for things in (self.lines, self.sources):
            if len({thing.id for thing in things}) != len(things):
                raise ValueError("two lines or sources share an id")
        if not self.lines:
            raise ValueError("a demand has at least one line")

    @property
    def counted(self) -> tuple[Source, ...]:
        """Return the sources that may give."""
        return tuple(source for source in self.sources if source.counted)

    @property
    def quantity(self) -> int:
        """Return the units needed in all."""
        return sum(line.quantity for line in self.lines)
