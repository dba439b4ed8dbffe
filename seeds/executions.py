"""What was held before the planned year: executions, who took part, and the links that were proved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from exercises.codes import ExerciseKind, Grade, LinkMeans
from exercises.tables import Execution, ExecutionTeam, LinkTest
from registry.codes import TeamCategory, TeamState
from registry.tables import Record
from seeds.layout import Seat
from seeds.people import Member
from seeds.places import City, Place
from seeds.sheets import Row, sheet
from seeds.teams import strength
from seeds.workdays import run_of_workdays
from seeds.worlds import Draft, World

RECORD_CLOSES = (11, 15)
"""Month and day of the last execution taken over from the year before."""
HELD_SHARE = 0.97
TOOK_PART_SHARE = 0.98
LINK_SUCCESS_SHARE = 0.92
GRADES = {Grade.EXCELLENT: 22, Grade.GOOD: 55, Grade.PASSED: 19, Grade.FAILED: 4}
NEVER_TRAINED = frozenset({TeamState.FORMING, TeamState.AWAITING_APPROVAL})
ZONE_DISTRICTS = 2
OUTSIDE_SHARE = 0.65
BEGINS = time(9, 0, tzinfo=timezone(timedelta(hours=8)))
HALF_DAY = frozenset({ExerciseKind.OPENING, ExerciseKind.TURN_OUT, ExerciseKind.INTERCONNECTION})
HALF_DAY_HOURS, WHOLE_DAY_HOURS = 3, 8


@dataclass(frozen=True, slots=True)
class Held:
    """One execution before it is a record; `links` are the pairs of regions whose stations were tested."""

    key: str
    kind: ExerciseKind
    place: Place
    first_day: date
    last_day: date
    teams: tuple[Seat, ...]
    host: Place | None = None
    links: tuple[tuple[Place, Place], ...] = ()
    whose: str = ""

    @property
    def title(self) -> str:
        """Return the title people read: whose exercise (the region's unless said otherwise) and its kind."""
        return f"{self.whose or self.place.name}{self.kind.zh}"


def held(world: World, city: City, seats: tuple[Seat, ...]) -> Iterator[Held]:
    """Yield the sessions of the year before the planned one, by the rows of `data/history.csv`."""
    year = world.year - 1
    trained = tuple(seat for seat in seats if seat.state not in NEVER_TRAINED)
    for row in sheet("history"):
        for group, place, teams in _groups(row, city, trained):
            for turn, (first, last) in enumerate(_windows(year, row), start=1):
                key = f"{year}/{row['kind']}/{group}/{turn}"
                chance = world.chance("held", key)
                attending = tuple(seat for seat in teams if chance.random() < TOOK_PART_SHARE)
                days = run_of_workdays(chance, first, last, int(row["days"]))
                if attending and chance.random() < HELD_SHARE:
                    yield _session(key, row, place, days, attending, city)


def _session(
    key: str, row: Row, place: Place, days: tuple[date, date], teams: tuple[Seat, ...], city: City
) -> Held:
    kind = ExerciseKind(row["kind"])
    regions = list({seat.place.code: seat.place for seat in teams}.values())
    links: tuple[tuple[Place, Place], ...] = ()
    if kind is ExerciseKind.INTERCONNECTION:
        links = tuple((city.place, region) for region in regions if region is not city.place)
    return Held(key, kind, place, *days, teams, links=links)


def _groups(row: Row, city: City, trained: tuple[Seat, ...]) -> Iterator[tuple[str, Place, tuple[Seat, ...]]]:
    wanted = None if row["categories"] == "*" else {TeamCategory(code) for code in row["categories"].split()}
    teams = tuple(seat for seat in trained if wanted is None or seat.category in wanted)
    match row["who"]:
        case "team":
            yield from ((seat.code, seat.place, (seat,)) for seat in teams)
        case "city":
            yield city.code, city.place, teams
        case "zone":
            for start in range(0, len(city.districts), ZONE_DISTRICTS):
                zone = {place.code for place in city.districts[start : start + ZONE_DISTRICTS]}
                yield (
                    f"{city.code}-{start}",
                    city.place,
                    tuple(seat for seat in teams if seat.place.code in zone),
                )
        case _:
            by_place: dict[str, list[Seat]] = defaultdict(list)
            for seat in teams:
                by_place[seat.place.code].append(seat)
            for mine in by_place.values():
                if row["who"] == "place" or mine[0].place is not city.place:
                    yield mine[0].place.code, mine[0].place, tuple(mine)


def _windows(year: int, row: Row) -> Iterator[tuple[date, date]]:
    """Yield equal parts of the row's months, as many as its times, none after the record closes."""
    first = date(year, int(row["first_month"]), 1)
    closes = date(year, *RECORD_CLOSES)
    month = int(row["last_month"])
    last = min(closes, date(year, month + 1, 1) if month < 12 else closes)
    times = int(row["times"])
    span = (last - first) / times
    for turn in range(times):
        yield first + span * turn, first + span * (turn + 1)


def serving(members: Sequence[Member], day: date) -> list[Member]:
    """Return who of some members served on a day."""
    return [m for m in members if m.joined <= day and (m.last_day_after is None or day < m.last_day_after)]


def execution_drafts(world: World, sessions: tuple[Held, ...]) -> Iterator[Draft]:
    """Yield the executions; what was held before the register knew plans has no planned event."""
    for session in sessions:
        yield _draft(
            world,
            Execution,
            session.key,
            session,
            region_id=session.place.id,
            kind=session.kind,
            title=session.title,
            first_day=session.first_day,
            last_day=session.last_day,
            host_id=session.host.id if session.host else None,
            **_times(session),
        )


def _times(session: Held) -> dict[str, object]:
    """Return when it began and ended: at nine, for three hours or until five in the afternoon."""
    hours = HALF_DAY_HOURS if session.kind in HALF_DAY else WHOLE_DAY_HOURS
    return {
        "begun_at": datetime.combine(session.first_day, BEGINS),
        "ended_at": datetime.combine(session.last_day, BEGINS) + timedelta(hours=hours),
    }


def present_persons(world: World, session: Held, seat: Seat, serving: int) -> int:
    """Return how many of a team came: 75 to 100 % of the authorized strength, never more than served."""
    chance = world.chance("attendance", f"{session.key}/{seat.code}")
    return min(serving, round(strength(seat) * chance.uniform(0.75, 1)))


def part_drafts(
    world: World, sessions: tuple[Held, ...], members: Mapping[str, Sequence[Member]]
) -> Iterator[Draft]:
    """Yield each team's part: who came of those who served, who graded it; one grade in 25 failed."""
    for session in sessions:
        for seat in session.teams:
            chance = world.chance("grade", f"{session.key}/{seat.code}")
            roll = serving(members.get(seat.code, ()), session.last_day)
            yield _draft(
                world,
                ExecutionTeam,
                f"{session.key}/{seat.code}",
                session,
                execution_id=world.id("execution", session.key),
                team_id=world.id("team", seat.code),
                present_persons=present_persons(world, session, seat, len(roll)),
                authorized_persons=strength(seat),
                grade=chance.choices(list(GRADES), list(GRADES.values()))[0],
                **_evaluator(world, session, seat),
            )


def _evaluator(world: World, session: Held, seat: Seat) -> dict[str, object]:
    """Return who graded a team: from outside at assessments, and always for two teams in three."""
    always = world.chance("evaluator", seat.code).random() < OUTSIDE_SHARE
    outside = always or session.kind is ExerciseKind.ASSESSMENT
    return {
        "evaluator": "示例国防动员办公室评估组" if outside else "示例队伍组训干部",
        "evaluator_external": outside,
    }


def link_drafts(world: World, sessions: tuple[Held, ...]) -> Iterator[Draft]:
    """Yield the link tests: two means a pair; set-up seconds and quality 1 to 5 only where the link stood."""
    for session in sessions:
        chance = world.chance("links", session.key)
        for start, end in session.links:
            for means in chance.sample(list(LinkMeans), 2):
                yield _draft(
                    world,
                    LinkTest,
                    f"{session.key}/{start.code}/{end.code}/{means}",
                    session,
                    execution_id=world.id("execution", session.key),
                    from_region_id=start.id,
                    to_region_id=end.id,
                    means=means,
                    **_link_result(chance),
                )


def _link_result(chance: Random) -> dict[str, object]:
    stood = chance.random() < LINK_SUCCESS_SHARE
    return {
        "success": stood,
        "setup_seconds": chance.randint(60, 1500) if stood else None,
        "quality": chance.randint(2, 5) if stood else None,
    }


_KINDS: dict[type[Record], str] = {
    Execution: "execution",
    ExecutionTeam: "execution_team",
    LinkTest: "link_test",
}


def _draft(world: World, table: type[Record], key: str, session: Held, **values: object) -> Draft:
    return Draft(table, {"id": world.id(_KINDS[table], key), "valid_from": session.first_day, **values})
