"""What a rating rests on besides the registers: confirmations, mostly fresh, and findings on teams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from registry.codes import FindingOrigin, FindingSeverity, FindingState, ReadinessArea, Role, TeamState
from registry.tables import Confirmation, Finding
from seeds.layout import Seat
from seeds.worlds import Draft, World, reference_id

CONFIRMED = (
    ReadinessArea.PEOPLE,
    ReadinessArea.EQUIPMENT,
    ReadinessArea.SERVICEABILITY,
    ReadinessArea.TRAINING,
)
HABITS = ((70, 5, 80, True), (12, 5, 80, False), (11, 95, 175, True), (7, 190, 340, True))
"""How teams keep their records: weight in %, days since confirmed from and to, whether proved. Assumed."""
LAGGARD_SHARE = 0.2
"""Share of the teams that keep one area in another way than the rest (assumed)."""


def confirmation_drafts(world: World, seats: tuple[Seat, ...], known_on: date) -> Iterator[Draft]:
    """Yield the last word on each area of the active teams; some keep one area as other teams do."""
    for seat in seats:
        if seat.state is not TeamState.ACTIVE:
            continue
        chance = world.chance("confirmed", seat.code)
        habit = _habit(chance)
        laggard = chance.choice(CONFIRMED) if chance.random() < LAGGARD_SHARE else None
        for area in CONFIRMED:
            _, least, most, proved = _habit(chance) if area is laggard else habit
            yield Draft(
                Confirmation,
                {
                    "id": world.id("confirmation", f"{seat.code}/{area.value}"),
                    "team_id": world.id("team", seat.code),
                    "area": area,
                    "confirmed_by_id": reference_id("principal", Role.REGISTRAR.value),
                    "proved": proved,
                    "note": "示例核实",
                    "valid_from": known_on - timedelta(days=chance.randint(least, most)),
                },
            )


def _habit(chance: Random) -> tuple[int, int, int, bool]:
    return chance.choices(HABITS, [weight for weight, *_ in HABITS])[0]


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A finding before it is a record: days are counted back from the takeover, ahead where negative."""

    title: str
    severity: FindingSeverity
    origin: FindingOrigin
    found: int
    due: int
    rectified: int | None = None
    verified: int | None = None

    @property
    def state(self) -> FindingState:
        """Return where it is in its life."""
        if self.verified is not None:
            return FindingState.CLOSED
        return FindingState.OPEN if self.rectified is None else FindingState.RECTIFIED


_MAJOR, _CONSIDERABLE, _MINOR = FindingSeverity.MAJOR, FindingSeverity.CONSIDERABLE, FindingSeverity.MINOR
_CHECK, _EXERCISE, _OTHER = FindingOrigin.CHECK, FindingOrigin.EXERCISE, FindingOrigin.OTHER
SHORTCOMINGS = (
    Shortcoming("示例问题:发电机无法启动", _MAJOR, _CHECK, 95, 35),
    Shortcoming("示例问题:集结超时", _MAJOR, _EXERCISE, 60, 15),
    Shortcoming("示例问题:器材账物不符", _MAJOR, _CHECK, 20, -40),
    Shortcoming("示例问题:证书过期未换", _CONSIDERABLE, _CHECK, 70, 10),
    Shortcoming("示例问题:通信联络不畅", _CONSIDERABLE, _EXERCISE, 40, -20, 12),
    Shortcoming("示例问题:应急照明不足", _CONSIDERABLE, _OTHER, 120, 60, 70, 55),
    Shortcoming("示例问题:着装不统一", _MINOR, _EXERCISE, 50, -10),
    Shortcoming("示例问题:训练登记不全", _MINOR, _CHECK, 110, 80, 85, 78),
)
"""Open, overdue, rectified and closed ones (invented); they stand on every seventh active team."""
EVERY = 7


def finding_drafts(world: World, seats: tuple[Seat, ...], known_on: date) -> Iterator[Draft]:
    """Yield the findings, one a team; who rectified one never verified it."""
    active = [seat for seat in seats if seat.state is TeamState.ACTIVE][::EVERY]
    for seat, told in zip(active, SHORTCOMINGS * len(active), strict=False):
        yield Draft(
            Finding,
            {
                "id": world.id("finding", f"{world.year}/{seat.code}"),
                "region_id": seat.place.id,
                "team_id": world.id("team", seat.code),
                "owner_id": world.id("organization", seat.former),
                "title": told.title,
                "description": "",
                "severity": told.severity,
                "origin": told.origin,
                "state": told.state,
                "due_on": known_on - timedelta(days=told.due),
                "rectified_on": _ago(known_on, told.rectified),
                "rectification": "示例整改" if told.rectified is not None else "",
                "rectified_by_id": _who(Role.REGISTRAR, told.rectified),
                "verified_on": _ago(known_on, told.verified),
                "verified_by_id": _who(Role.AUDITOR, told.verified),
                "valid_from": known_on - timedelta(days=told.found),
            },
        )


def _ago(known_on: date, days: int | None) -> date | None:
    return None if days is None else known_on - timedelta(days=days)


def _who(role: Role, days: int | None) -> object:
    return None if days is None else reference_id("principal", role.value)
