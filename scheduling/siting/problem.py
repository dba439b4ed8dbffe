"""
Where to put new sirens, as a problem and its outcomes: cells to reach, options that reach them, limits.

Plain values in, plain values out; distances, radii and people are the caller's affair. Everything
counts in whole numbers: weights in the caller's unit (people, square meters), costs likewise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scheduling.errors import InvalidProblem
from scheduling.words import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of ground in a district, and what reaching it is worth (at least 0)."""

    id: str
    district: str
    weight: int


@dataclass(frozen=True, slots=True)
class Option:
    """
    One thing that can be done: put a siren of some kind at a site, or keep, change or move one that stands.

    Of the options of one `site` at most one is taken; of those of one `unit` (a siren that stands)
    exactly one. `keep` marks leaving a unit as it is: it does not count as a new siren. `covers` holds
    the positions of the cells it reaches.
    """

    id: str
    site: str
    district: str
    cost: int
    covers: tuple[int, ...]
    unit: str | None = None
    keep: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Return what it may be required or barred by: its id and its site."""
        return frozenset((self.id, self.site))


@dataclass(frozen=True, slots=True)
class SitingProblem:
    """
    The whole question; equal values give an equal answer.

    `covered` are cells reached anyway (by sirens that are not up for change). `budget` bounds the cost,
    `most` the number of options that are not keeps; None is no bound. `least` is how many a district
    gets at least, `floor_percent` how much of a district's weight is reached at least. `required` and
    `barred` name options or sites: of a required site any option will do, of a barred one none.

    Raises
    ------
    InvalidProblem
        A name is used twice or unknown, a position or a number is out of its bounds.

    """

    cells: tuple[Cell, ...]
    options: tuple[Option, ...]
    covered: frozenset[int] = frozenset()
    budget: int | None = None
    most: int | None = None
    least: Mapping[str, int] = field(default_factory=dict[str, int])
    floor_percent: Mapping[str, int] = field(default_factory=dict[str, int])
    required: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what is no problem."""
        ids = [option.id for option in self.options]
        _check(len(set(ids)) == len(ids), "options", "each has its own id")
        known, cells = {*ids, *(option.site for option in self.options)}, len(self.cells)
        _check(self.required | self.barred <= known, "required, barred", "they name options or sites")
        _check(all(0 <= cell < cells for cell in self.covered), "covered", "they are positions of cells")
        for i, cell in enumerate(self.cells):
            _check(cell.weight >= 0, f"cells[{i}].weight", "it is at least 0")
        for i, option in enumerate(self.options):
            _check(option.cost >= 0, f"options[{i}].cost", "it is at least 0")
            _check(all(0 <= cell < cells for cell in option.covers), f"options[{i}].covers", "positions")
            _check(option.unit is not None or not option.keep, f"options[{i}].keep", "a unit is kept")
        for district, percent in self.floor_percent.items():
            _check(0 <= percent <= 100, f"floor_percent[{district}]", "it lies in 0 to 100")

    def choosable(self) -> tuple[int, ...]:
        """Return the positions of the options that may be taken."""
        return tuple(i for i, option in enumerate(self.options) if self.barred.isdisjoint(option.names))

    def named(self, name: str) -> tuple[int, ...]:
        """Return the positions of the options that may be taken and that a name stands for."""
        return tuple(i for i in self.choosable() if name in self.options[i].names)

    def reached(self, chosen: Iterable[int]) -> set[int]:
        """Return the cells reached with the options at some positions."""
        found = set(self.covered)
        for position in chosen:
            found.update(self.options[position].covers)
        return found

    def value(self, chosen: Iterable[int]) -> int:
        """Return the weight reached with the options at some positions."""
        return sum(self.cells[cell].weight for cell in self.reached(chosen))

    def needed(self, district: str) -> int:
        """Return the weight of a district that must be reached, rounded up."""
        whole = sum(cell.weight for cell in self.cells if cell.district == district)
        return -(-whole * self.floor_percent.get(district, 0) // 100)


def _check(holds: bool, path: str, rule: str) -> None:
    if not holds:
        raise InvalidProblem(path, rule)


@dataclass(frozen=True, slots=True)
class DistrictShare:
    """A district's weight, and how much of it was reached before and is after."""

    district: str
    weight: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Sited:
    """
    A choice of options, never worse than the greedy one.

    `value` is the weight reached with it, `before` that reached now, `bound` what no choice exceeds,
    `greedy` the value of the greedy choice (None if greed found none that keeps the limits); `work` is
    the solver's own count of seconds.
    """

    chosen: tuple[str, ...]
    value: int
    before: int
    bound: int
    greedy: int | None
    cost: int
    districts: tuple[DistrictShare, ...]
    work: float

    @property
    def proven(self) -> bool:
        """Tell whether no choice is better."""
        return self.value == self.bound

    @property
    def gap_percent(self) -> float:
        """Return how far the value may be below the best, in percent of the bound."""
        return round(100 * (self.bound - self.value) / self.bound, 2) if self.bound else 0.0

    @property
    def added(self) -> int:
        """Return the weight reached in addition."""
        return self.value - self.before


@dataclass(frozen=True, slots=True)
class SitingInfeasible:
    """No choice keeps the limits; why, in words."""

    reasons: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class SitingUnfinished:
    """The effort ran out before any choice that keeps the limits was found; `bound` as in `Sited`."""

    bound: int
    work: float


SitingOutcome = Sited | SitingInfeasible | SitingUnfinished
