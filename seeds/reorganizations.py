"""Last year's reorganizations of the teams: completed in spring, still open where a team is reorganizing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from registry.codes import ReorganizationState, TeamState
from registry.tables import Reorganization
from seeds.executions import NEVER_TRAINED
from seeds.layout import Seat
from seeds.people import Member
from seeds.worlds import Draft, World

PRESENT_SHARE = 0.93
MISSING_SHARE = 0.1
OPENS = (3, 1)
OPENS_LATE = (10, 10)
"""First month and day on which a reorganization opens, and on which one still open did (assumed)."""


def reorganization_drafts(
    world: World, seats: tuple[Seat, ...], everyone: tuple[Member, ...], *, known_on: date
) -> Iterator[Draft]:
    """Yield the reorganization of each team that trains, of the year before the planned one."""
    of_team: defaultdict[str, list[Member]] = defaultdict(list)
    for member in everyone:
        if member.post:
            of_team[member.seat.code].append(member)
    for seat in seats:
        if seat.state in NEVER_TRAINED:
            continue
        values = _values(world, seat, of_team[seat.code])
        if (values["closed_on"] or values["valid_from"]) < known_on:
            yield Draft(Reorganization, values)


def _values(world: World, seat: Seat, members: list[Member]) -> dict[str, Any]:
    """Return the columns of a team's reorganization."""
    chance = world.chance("reorganization", seat.code)
    still_open = seat.state is TeamState.REORGANIZING
    first = date(world.year - 1, *(OPENS_LATE if still_open else OPENS))
    opened = first + timedelta(days=chance.randrange(25 if still_open else 75))
    muster = opened + timedelta(days=chance.randrange(10, 20))
    closed = muster + timedelta(days=chance.randrange(1, 10))
    common = {
        "id": world.id("reorganization", f"{seat.code}/{world.year - 1}"),
        "team_id": world.id("team", seat.code),
        "year": world.year - 1,
        "valid_from": opened,
    }
    if still_open:
        return {**common, "state": ReorganizationState.OPEN, "closed_on": None}
    return {
        **common,
        **_moved(members, opened, closed),
        **_mustered(chance, _strength(members, muster)),
        "state": ReorganizationState.COMPLETED,
        "closed_on": closed,
        "valid_to": closed,
        "muster_on": muster,
        "muster_place": f"{seat.place.name}示例点验场",
    }


def _mustered(chance: Random, called: int) -> dict[str, int]:
    """Return the figures of the muster and the count of equipment."""
    return {
        "mustered": called,
        "present": sum(chance.random() < PRESENT_SHARE for _ in range(called)),
        "missing": int(chance.random() < MISSING_SHARE),
        "surplus": 0,
    }


def _moved(members: list[Member], opened: date, closed: date) -> dict[str, int]:
    """Return the figures of who joined and left between two days."""
    return {
        "strength_before": _strength(members, opened),
        "strength_after": _strength(members, closed),
        "joined": sum(opened < each.joined <= closed for each in members),
        "departed": sum(opened < (each.last_day_after or opened) <= closed for each in members),
    }


def _strength(members: list[Member], day: date) -> int:
    """Return how many are members on a day."""
    return sum(
        each.joined <= day and (each.last_day_after is None or each.last_day_after > day) for each in members
    )
