"""What is asked for when new sirens are sited: kinds on offer, budget, candidates and limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.codes import SirenKind, SitingAim
from registry.errors import InvalidValue
from registry.sirens.life import DEFAULT_RADIUS_M

RESOLUTION_M = 500.0
"""How finely the ground is sampled when sirens are sited, unless told, in meters (assumed)."""
MOST_CANDIDATES = 1_000


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of siren that may be put up: its cost in the caller's unit; its kind's radius unless told."""

    kind: SirenKind
    cost: int = 1
    radius_m: int | None = None

    @property
    def reach_m(self) -> int:
        """Return how far it is heard, in meters."""
        return DEFAULT_RADIUS_M[self.kind] if self.radius_m is None else self.radius_m


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a siren may be put up; `region` is the code of the region it counts for."""

    code: str
    name: str
    region: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class SitingWish:
    """
    What is asked for: kinds on offer, aim and limits; regions and sites are named by their codes.

    At least one of `budget` (cost) and `most` (number of new, replaced and moved sirens) is given. Without
    `candidates` they are taken from the register: sirens planned, and the `generated` cells with most
    people out of reach. `upgrade` lets the sirens that stand be replaced by the kinds on offer, `movable`
    names those that may be moved, each for `move_cost`. `least` and `floor_percent` are limits by region;
    `every_floor_percent` holds for each region with cells that has none of its own.
    """

    offers: tuple[Offer, ...]
    budget: int | None = None
    most: int | None = None
    aim: SitingAim = SitingAim.POPULATION
    resolution_m: float = RESOLUTION_M
    candidates: tuple[Candidate, ...] = ()
    generated: int = 400
    upgrade: bool = False
    movable: frozenset[str] = frozenset()
    move_cost: int = 1
    least: Mapping[str, int] = field(default_factory=dict[str, int])
    floor_percent: Mapping[str, int] = field(default_factory=dict[str, int])
    every_floor_percent: int | None = None
    required: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()


def check_wish(wish: SitingWish) -> None:
    """
    Return if a wish offers something, has a limit, and no figure lies out of its bounds.

    Raises
    ------
    InvalidValue
        It does not; the error names the part.

    """
    if not 1 <= len(wish.offers) <= 5 or len({offer.kind for offer in wish.offers}) < len(wish.offers):
        raise InvalidValue("offers", len(wish.offers), "offer one to five different kinds")
    if wish.budget is None and wish.most is None:
        raise InvalidValue("budget", None, "give a budget or a number", rule_zh="须给出预算或数量上限")
    for name, value in (("budget", wish.budget), ("most", wish.most), ("move_cost", wish.move_cost)):
        if value is not None and not 0 <= value <= 1_000_000_000:
            raise InvalidValue(name, value, "it must lie in 0 to 1000000000")
    for offer in wish.offers:
        if not 0 <= offer.cost <= 1_000_000_000 or not 1 <= offer.reach_m <= 20_000:
            raise InvalidValue("offers", offer.kind.value, "cost in 0 to 1000000000, radius in 1 to 20000 m")
    if not 0 <= wish.generated <= MOST_CANDIDATES or len(wish.candidates) > MOST_CANDIDATES:
        raise InvalidValue("candidates", wish.generated, f"at most {MOST_CANDIDATES} sites are considered")
    floors = [*wish.floor_percent.values(), wish.every_floor_percent or 0]
    if not all(0 <= percent <= 100 for percent in floors):
        raise InvalidValue("floor_percent", max(floors), "it must lie in 0 to 100")
