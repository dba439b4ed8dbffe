"""The answer to a demand: covered, short with what is missing, or unfinished."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Arrival:
    """Units that arrive on a day, by where they come from; `units` is their sum."""

    day: int
    stock: int
    normal: int
    surge: int

    @property
    def units(self) -> int:
        """Return the units that arrive."""
        return self.stock + self.normal + self.surge


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one source gives to one line, day by day."""

    source: str
    center: str
    line: str
    arrivals: tuple[Arrival, ...]

    @property
    def units(self) -> int:
        """Return the units it gives in all."""
        return sum(arrival.units for arrival in self.arrivals)

    @property
    def surge(self) -> int:
        """Return the units of them made beyond normal output."""
        return sum(arrival.surge for arrival in self.arrivals)


@dataclass(frozen=True, slots=True)
class Covered:
    """
    Everything arrives in time, and no other way is better by the objective: proven.

    `finish` is the day on which the last unit arrives.
    """

    contributions: tuple[Contribution, ...]

    @property
    def finish(self) -> int:
        """Return the day on which the last unit arrives."""
        return max(arrival.day for each in self.contributions for arrival in each.arrivals)

    @property
    def centers(self) -> tuple[str, ...]:
        """Return the centers that give anything, sorted."""
        return tuple(sorted({each.center for each in self.contributions}))

    @property
    def surge(self) -> int:
        """Return the units made beyond normal output."""
        return sum(each.surge for each in self.contributions)


class WayKind(StrEnum):
    """What would close a gap."""

    LATER = "later"
    RESERVE = "reserve"
    CONVERSION = "conversion"
    SURGE = "surge"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Way:
    """
    One thing that alone would close the gap; `amount` is the least of it that does.

    Days for `LATER` (the day by which all arrives), units for `RESERVE`, hours for `CONVERSION` (the
    longest conversion allowed), units per day at each source for `SURGE`, centers for `OTHERS`, whose
    names are in `centers`.
    """

    kind: WayKind
    amount: int
    sentence: str
    sentence_zh: str
    centers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Short:
    """
    Proven impossible: `missing` units by line at best, `earliest` day by which all could be there.

    `earliest` is None when that day lies beyond the horizon of ten years. `contributions` are the most
    that can be had in time.
    """

    missing: tuple[tuple[str, int], ...]
    earliest: int | None
    ways: tuple[Way, ...]
    contributions: tuple[Contribution, ...]

    @property
    def shortfall(self) -> int:
        """Return the units that are missing in all."""
        return sum(units for _, units in self.missing)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The work allowed ran out: a way to cover the demand, if any was found, that may not be the best."""

    best: Covered | None


Outcome = Covered | Short | Unfinished
