"""Schemes about who was there and when, each with a look-alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from seeds.cheating.book import NINE, Book, Crew, Planted, Session

NOON_HOURS = (9 * 60, 12 * 60)
ODD_TIMES = (9 * 60 + 7, 11 * 60 + 43)
BUS = NINE - 13


def days(book: Book, number: int, *, start: int = 8, step: int = 12) -> list[date]:
    """Return evenly spread days of the first half of the planned year."""
    first = date(book.world.year, 1, 1) + timedelta(days=start)
    return [first + timedelta(days=step * each) for each in range(number)]


def _set(*records: UUID) -> frozenset[UUID]:
    return frozenset(records)


def all_present(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """Everybody present at sixteen exercises in a row; a small run of a complete team is honest."""
    crew, other = sorted((crew, other), key=lambda each: -each.team.authorized_strength)
    yield Planted("ALL_PRESENT_RUN", _full(book, crew, 16))
    for day in days(book, 3):
        session = Session(day=day, present=_whole(book, other, day))
        book.hold(f"full/{other.team.code}/{day}", other, session)
    yield Planted("ALL_PRESENT_RUN", _set(other.team.id), honest=True)


def _full(book: Book, crew: Crew, times: int) -> frozenset[UUID]:
    """Put down everybody present on some days; return the team and its doctored parts."""
    sessions = [Session(day=day, present=crew.team.authorized_strength) for day in days(book, times, step=10)]
    parts = [book.hold(f"full/{crew.team.code}/{each.day}", crew, each) for each in sessions]
    return _set(crew.team.id, *(part.id for part in parts))


def short_run(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """Everybody present five times, then as it happens: near the figure."""
    for crewed in (crew, other):
        yield Planted("ALL_PRESENT_RUN", _full(book, crewed, 5), gross=False)


def beyond(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """Three more than there are members; every member who is not away is honest."""
    (day,) = days(book, 1, start=40)
    more = len(crew.serving(day)) + 3
    part = book.hold(f"beyond/{crew.team.code}", crew, Session(day=day, present=more))
    yield Planted("PRESENT_BEYOND_MEMBERS", _set(part.id))
    came = len(book.there(other, day))
    part = book.hold(f"beyond/{other.team.code}", other, Session(day=day, present=came))
    yield Planted("PRESENT_BEYOND_MEMBERS", _set(part.id), honest=True)


def while_away(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """Three on leave who are marked present; leave that ended the day before is honest."""
    (day,) = days(book, 1, start=60)
    for crewed, until, honest in ((crew, day + timedelta(days=3), False), (other, day, True)):
        key = f"away/{crewed.team.code}"
        named = book.drawn(book.chance(key), crewed, day)
        for person in list(named)[:3]:
            book.leave(key, crewed, person, day - timedelta(days=4), until)
        part = book.hold(key, crewed, Session(day=day, arrivals=named))
        yield Planted("PRESENT_WHILE_AWAY", _set(part.id), honest=honest)


def two_places(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """Members lent to another team's roll at the same hours; in the afternoon they may well come again."""
    (day,) = days(book, 1, start=75)
    for mine, lent, begun in ((crew, other, NINE + 31), (other, crew, 14 * 60)):
        on = day if mine is crew else day + timedelta(days=7)
        key = f"two/{mine.team.code}"
        people = list(book.drawn(book.chance(key), mine, on))
        times = Session(day=on, arrivals=dict.fromkeys(people, NINE - 1), begun=NINE, ended=12 * 60)
        book.hold(f"{key}/first", mine, times)
        there = book.drawn(book.chance(f"{key}/again"), lent, on)
        there |= dict.fromkeys(people[:2], begun - 3)
        book.hold(f"{key}/second", lent, Session(day=on, arrivals=there, begun=begun, ended=begun + 150))
        marks = [book.id(f"attendance/{key}/second/{person}") for person in people[:2]]
        yield Planted("IN_TWO_PLACES", frozenset(marks), honest=mine is other)


def one_minute(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """All arrivals in one minute, four times; once it was a bus."""
    for crewed, times in ((crew, 4), (other, 1)):
        for day in days(book, times, start=20):
            key = f"minute/{crewed.team.code}/{day}"
            named = book.drawn(book.chance(key), crewed, day)
            book.hold(key, crewed, Session(day=day, arrivals=dict.fromkeys(named, BUS)))
        yield Planted("ARRIVED_IN_ONE_MINUTE", _set(crewed.team.id), honest=times == 1)


def copied_roll(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """The roll of one day entered for two more; the same people a little earlier or later are honest."""
    for crewed, jitter in ((crew, 0), (other, 2)):
        dates = days(book, 3, start=31)
        chance = book.chance(f"copy/{crewed.team.code}")
        could = set.intersection(*(set(book.there(crewed, day)) for day in dates))
        first = {person: NINE + chance.randint(-35, 12) for person in sorted(could, key=str)}
        for day in dates:
            named = {person: at + chance.randint(-jitter, jitter) for person, at in first.items()}
            book.hold(f"copy/{crewed.team.code}/{day}", crewed, Session(day=day, arrivals=named))
        yield Planted("ROLL_COPIED", _set(crewed.team.id), honest=jitter > 0)


def round_times(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """Arrivals made up in steps of five minutes, five times; an honest roll has them by chance."""
    for crewed, made_up in ((crew, True), (other, False)):
        for day in days(book, 5, start=15):
            key = f"round/{crewed.team.code}/{day}"
            chance = book.chance(key)
            named = {
                person: _rounded(chance) if made_up else at
                for person, at in book.drawn(chance, crewed, day).items()
            }
            book.hold(key, crewed, Session(day=day, arrivals=named))
        yield Planted("ROUND_ARRIVALS", _set(crewed.team.id), honest=not made_up)


def _rounded(chance: Random) -> int:
    return NINE + 5 * chance.randint(-7, 2)


def copied_times(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """The same odd minutes on four days; the round times of a plan are honest."""
    for crewed, (begun, ended) in ((crew, ODD_TIMES), (other, NOON_HOURS)):
        made = [
            book.hold(f"times/{crewed.team.code}/{day}", crewed, Session(day=day, begun=begun, ended=ended))
            for day in days(book, 4, start=18)
        ]
        ids = frozenset(part.execution_id for part in made)
        yield Planted("TIMES_COPIED", ids, honest=crewed is other)


def harmless(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """Honest habits that records cannot tell from schemes: a bus on four days, and times in five minutes."""
    for crewed, rule in ((crew, "ARRIVED_IN_ONE_MINUTE"), (other, "ROUND_ARRIVALS")):
        for day in days(book, 5, start=25):
            key = f"habit/{crewed.team.code}/{day}"
            drawn = book.drawn(book.chance(key), crewed, day)
            by_bus = crewed is crew
            named = {person: BUS if by_bus else at - at % 5 for person, at in drawn.items()}
            book.hold(key, crewed, Session(day=day, arrivals=named))
        yield Planted(rule, _set(crewed.team.id), honest=True, gross=False)


def complete(book: Book, crew: Crew, other: Crew) -> Iterator[Planted]:
    """Teams of one employer that do come complete: no record tells them from a scheme."""
    for crewed in (crew, other):
        parts = [
            book.hold(
                f"whole/{crewed.team.code}/{day}", crewed, Session(day=day, present=_whole(book, crewed, day))
            )
            for day in days(book, 12, start=10)
        ]
        ids = _set(crewed.team.id, *(part.id for part in parts))
        yield Planted("ALL_PRESENT_RUN", ids, honest=True, gross=False)


def _whole(book: Book, crew: Crew, day: date) -> int:
    return min(len(book.there(crew, day)), crew.team.authorized_strength)


SCHEMES = (
    all_present,
    short_run,
    beyond,
    while_away,
    two_places,
    one_minute,
    copied_roll,
    round_times,
    copied_times,
    harmless,
    complete,
)
