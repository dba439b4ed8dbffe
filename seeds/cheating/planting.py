"""Plant every scheme and its look-alike among honest entries of half a year."""

from __future__ import annotations

from datetime import date, timedelta

from registry.access import SYSTEM, rows
from registry.codes import InspectionObject
from registry.tables import CheckList
from seeds.cheating import presence, records
from seeds.cheating.book import Book, Crew, Planted, Session, opened
from seeds.worlds import World

#: Teams that have honest exercises only, and how many of them each.
HONEST_TEAMS, HONEST_SESSIONS = 20, 6


def period(world: World) -> tuple[date, date]:
    """Return the days of what `plant` enters: the first half of the planned year."""
    return date(world.year, 1, 1), date(world.year, 6, 30)


async def plant(world: World) -> tuple[Planted, ...]:
    """
    Enter half a year of honest work, schemes and look-alikes into a seeded world; return what was planted.

    Deterministic by the world's seed. The teams of each scheme are other ones, but those of evaluators,
    inspectors, principals and kept ratings, who deal with many.
    """
    book, crews = await opened(world)
    chance = book.chance("teams")
    order = chance.sample(crews, len(crews))
    teams = iter(order)
    check_lists = rows(SYSTEM, CheckList).filter(object_kind=InspectionObject.TEAM)
    check_list = await check_lists.order_by("code", "edition").first()
    if check_list is None:
        raise LookupError("the world has no check list of teams")
    planted: list[Planted] = []
    for scheme in presence.SCHEMES:
        planted += scheme(book, next(teams), next(teams))
    planted += records.entered_late(book, [next(teams) for _ in range(4)])
    planted += records.before_check(book, next(teams), next(teams), check_list)
    planted += records.evidence(book, next(teams), next(teams))
    planted += records.overrides(book, [next(teams) for _ in range(3)])
    honest = [crew for crew, _ in zip(teams, range(HONEST_TEAMS), strict=False)]
    planted += records.excellent(book, honest)
    planted += records.inspections(book, crews)
    planted += records.in_bulk(book, honest)
    for crew in honest:
        _train(book, crew)
    await book.store()
    planted += await records.ratings(book, order)
    return tuple(planted)


def _train(book: Book, crew: Crew) -> None:
    """Put down honest exercises of a team, spread over the half-year."""
    chance = book.chance(f"honest/{crew.team.code}")
    first, _ = period(book.world)
    for number in range(HONEST_SESSIONS):
        day = first + timedelta(days=8 + 28 * number + chance.randint(0, 20))
        if (crew.team.id, day) not in book.held:
            book.hold(f"honest/{crew.team.code}/{day}", crew, Session(day=day))
