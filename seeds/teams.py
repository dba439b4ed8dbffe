"""Teams with their posts and equipment, each from its team type's reference rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from registry.codes import EquipmentState
from registry.tables import EquipmentItem, Post, Team
from seeds.layout import Seat
from seeds.sheets import Row, sheet
from seeds.worlds import Draft, World, reference_id

ODD_LOT_SHARE = 0.35
ODD_ITEM_SHARE = 0.05
"""Shares of lots and of single key items that are not serviceable (assumed)."""
SHORT_LINE_SHARE = 0.08
ODD_STATES = {
    EquipmentState.INSPECTION_OVERDUE: 25,
    EquipmentState.MONITOR: 20,
    EquipmentState.REPAIR_NEEDED: 20,
    EquipmentState.IN_REPAIR: 15,
    EquipmentState.STORED: 10,
    EquipmentState.RETIRED: 6,
    EquipmentState.LOST: 4,
}
"""Weights of the states of lots that are not serviceable (assumed)."""
NOT_INSPECTED = frozenset({EquipmentState.RETIRED, EquipmentState.LOST})
SINGLE_ITEMS_UP_TO = 3


@cache
def by_team_type(name: str) -> dict[str, tuple[Row, ...]]:
    """Return the rows of a reference sheet by their team type."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sheet(name):
        found[row["team_type"]].append(row)
    return {team_type: tuple(rows) for team_type, rows in found.items()}


def posts_of(seat: Seat) -> tuple[Row, ...]:
    """Return the posts of a team in order, one row a post; the first is the leader's."""
    return tuple(row for row in by_team_type("posts")[seat.team_type] for _ in range(int(row["posts"])))


def strength(seat: Seat) -> int:
    """Return the authorized strength in persons."""
    return len(posts_of(seat))


def formed_on(world: World, seat: Seat) -> date:
    """Return the day the team's register entry begins: within 2022."""
    return date(2022, 2, 1) + timedelta(days=world.chance("formed", seat.code).randrange(300))


def team_name(seat: Seat) -> str:
    """Return the name of a team; the first of its kind in a region has no number."""
    number = f"第{seat.number}" if seat.number > 1 else ""
    return f"{seat.place.name}示例{number}{seat.category.zh}队"


def team_drafts(world: World, seats: tuple[Seat, ...]) -> Iterator[Draft]:
    """Yield the teams, named after their region and category so that nobody takes them for real ones."""
    for seat in seats:
        yield Draft(
            Team,
            {
                "id": world.id("team", seat.code),
                "region_id": seat.place.id,
                "code": seat.code,
                "name": team_name(seat),
                "category": seat.category,
                "team_type_id": reference_id("team_type", seat.team_type),
                "organization_id": world.id("organization", seat.former),
                "lead_department_id": world.id("organization", seat.lead),
                "state": seat.state,
                "authorized_strength": strength(seat),
                "importance": seat.importance,
                "valid_from": formed_on(world, seat),
            },
        )


def post_drafts(world: World, seats: tuple[Seat, ...]) -> Iterator[Draft]:
    """Yield the posts of the teams; ordinals count from 1."""
    for seat in seats:
        team_id, opened = world.id("team", seat.code), formed_on(world, seat)
        for ordinal, row in enumerate(posts_of(seat), start=1):
            qualification = row["qualification"]
            yield Draft(
                Post,
                {
                    "id": world.id("post", f"{seat.code}/{ordinal}"),
                    "team_id": team_id,
                    "ordinal": ordinal,
                    "title": row["title"],
                    "title_en": row["title_en"],
                    "key": row["key"] == "1",
                    "qualification_type_id": reference_id("qualification", qualification)
                    if qualification
                    else None,
                    "valid_from": opened,
                },
            )


def equipment_drafts(world: World, seats: tuple[Seat, ...]) -> Iterator[Draft]:
    """Yield the equipment: key lines of up to three as single items with serials, others as lots."""
    for seat in seats:
        chance = world.chance("equipment", seat.code)
        opened = formed_on(world, seat)
        for line, row in enumerate(by_team_type("equipment")[seat.team_type], start=1):
            for lot, (quantity, state) in enumerate(_lots(chance, row), start=1):
                yield Draft(
                    EquipmentItem,
                    {
                        "id": world.id("equipment", f"{seat.code}/{line}/{lot}"),
                        "team_id": world.id("team", seat.code),
                        "owner_id": world.id(
                            "organization", seat.former if chance.random() < 0.8 else _office(seat)
                        ),
                        "kind": row["kind"],
                        "kind_en": row["kind_en"],
                        "key": row["key"] == "1",
                        "quantity": quantity,
                        "serial": f"SYN-{seat.code}-{line:02d}{lot:02d}" if quantity == 1 else None,
                        "state": state,
                        "next_inspection_on": _inspection(world, chance, row, state),
                        "valid_from": opened,
                    },
                )


def _office(seat: Seat) -> str:
    return f"{seat.lead.split('/')[0]}/OFFICE"


def _lots(chance: Random, row: Row) -> list[tuple[int, EquipmentState]]:
    held = max(1, int(row["quantity"]) - (chance.random() < SHORT_LINE_SHARE))
    if held <= SINGLE_ITEMS_UP_TO:
        return [(1, _state(chance, ODD_ITEM_SHARE)) for _ in range(held)]
    odd = _state(chance, ODD_LOT_SHARE)
    if odd is EquipmentState.SERVICEABLE:
        return [(held, odd)]
    aside = chance.randint(1, max(1, held // 4))
    return [(held - aside, EquipmentState.SERVICEABLE), (aside, odd)]


def _state(chance: Random, odd_share: float) -> EquipmentState:
    if chance.random() >= odd_share:
        return EquipmentState.SERVICEABLE
    return chance.choices(list(ODD_STATES), list(ODD_STATES.values()))[0]


def _inspection(world: World, chance: Random, row: Row, state: EquipmentState) -> date | None:
    """Return the first overdue day: behind us for overdue lots, else within an interval from mid-December."""
    november, december = date(world.year - 1, 11, 1), date(world.year - 1, 12, 15)
    days = chance.randrange(30 * int(row["inspection_months"]))
    if state in NOT_INSPECTED:
        return None
    if state is EquipmentState.INSPECTION_OVERDUE:
        return november - timedelta(days=5 + days // 3)
    return december + timedelta(days=days)
