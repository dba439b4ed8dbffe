"""Which teams a city has: the rows of `data/layout.csv` applied to its tree of districts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from registry.codes import TeamCategory, TeamState
from seeds.places import City, Place
from seeds.sheets import Row, sheet
from seeds.worlds import World

ODD_STATES = (TeamState.FORMING, TeamState.REORGANIZING, TeamState.SUSPENDED, TeamState.AWAITING_APPROVAL)
ALWAYS_ACTIVE = frozenset({TeamCategory.COM, TeamCategory.MCP, TeamCategory.SRN})
TEAMS_PER_ODD_STATE = 15


@dataclass(frozen=True, slots=True)
class Seat:
    """
    One team before it is a record.

    `former` and `lead` are keys of `seeds.organizations`; `ordinal` counts the teams of its region.
    """

    code: str
    place: Place
    category: TeamCategory
    number: int
    ordinal: int
    importance: int
    former: str
    lead: str
    state: TeamState

    @property
    def team_type(self) -> str:
        """Return the code of the only team type seeded for this category."""
        return team_type_of(self.category)


@cache
def team_type_of(category: TeamCategory) -> str:
    """Return the code of the team type of a category."""
    return next(row["code"] for row in sheet("team_types") if row["category"] == category.value)


def seats(world: World, city: City) -> tuple[Seat, ...]:
    """Return every team of a city, in the order of the layout; about four in sixty are not active."""
    drafts = list(_drafts(city))
    eligible = [code for code, _, category, *_ in drafts if category not in ALWAYS_ACTIVE]
    chance = world.chance("team states", city.code)
    odd_count = max(len(ODD_STATES), len(eligible) // TEAMS_PER_ODD_STATE)
    odd = dict(zip(chance.sample(eligible, odd_count), ODD_STATES * odd_count, strict=False))
    ordinals: Counter[str] = Counter()
    found: list[Seat] = []
    for code, place, category, number, row in drafts:
        ordinals[place.code] += 1
        found.append(
            Seat(
                code=code,
                place=place,
                category=category,
                number=number,
                ordinal=ordinals[place.code],
                importance=int(row["importance"]),
                former=_former(row["former"], place, city),
                lead=f"{city.code}/{row['lead']}",
                state=odd.get(code, TeamState.ACTIVE),
            )
        )
    return tuple(found)


def _drafts(city: City) -> Iterator[tuple[str, Place, TeamCategory, int, Row]]:
    numbers: Counter[tuple[str, str]] = Counter()
    for row in sheet("layout"):
        for place in matching(row["at"], city):
            numbers[place.code, row["category"]] += 1
            number = numbers[place.code, row["category"]]
            yield (
                f"{place.code}-{row['category']}-{number:02d}",
                place,
                TeamCategory(row["category"]),
                number,
                row,
            )


def matching(at: str, city: City) -> tuple[Place, ...]:
    """Return the places of an `at` column: `city`, `all`, `beyond N`, `every N from I J …` (from 0)."""
    match at.split():
        case ["city"]:
            return (city.place,)
        case ["all"]:
            return city.districts
        case ["beyond", first]:
            return city.districts[int(first) :]
        case ["every", step, "from", *offsets]:
            wanted = {int(offset) for offset in offsets}
            return tuple(d for index, d in enumerate(city.districts) if index % int(step) in wanted)
        case _:
            message = f"seeds/data: {at!r} is no place"
            raise ValueError(message)


def _former(former: str, place: Place, city: City) -> str:
    """Return the key of the forming unit; where only districts have one, the first forms the city's team."""
    levels = {row["level"] for row in sheet("organizations") if row["code"] == former}
    if "rotating" in levels:
        return f"{city.code}/{former}"
    if place is city.place and "city" not in levels:
        return f"{city.districts[0].code}/{former}"
    return f"{place.code}/{former}"
