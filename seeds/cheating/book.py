"""What an office enters in half a year: rows with the moment of their entry, stored in the order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from exercises.codes import AttendanceStatus, ExerciseKind, Grade
from exercises.tables import Attendance, Execution, ExecutionTeam
from registry.access import SYSTEM, rows
from registry.acts import SHANGHAI
from registry.codes import EvidenceType, TeamState
from registry.history import Act, changing
from registry.tables import (
    Confirmation,
    EquipmentInspection,
    EquipmentItem,
    EvidenceFile,
    EvidenceLink,
    InspectionCheck,
    Membership,
    ReadinessOverride,
    Record,
    Region,
    Team,
    Unavailability,
)
from seeds.places import CITY
from seeds.worlds import World

#: Tables in the order in which their rows refer to each other.
TABLES = (
    Unavailability,
    Execution,
    ExecutionTeam,
    Attendance,
    InspectionCheck,
    EquipmentInspection,
    Confirmation,
    ReadinessOverride,
    EvidenceFile,
    EvidenceLink,
)
GRADES = {Grade.EXCELLENT: 22, Grade.GOOD: 55, Grade.PASSED: 19, Grade.FAILED: 4}
EVALUATORS = tuple(f"示例评估员{number}" for number in range(1, 7))
NINE = 9 * 60
ENTRY_HOUR = time(17, 30, tzinfo=SHANGHAI)
FEWEST_MEMBERS = 8


@dataclass(frozen=True, slots=True)
class Planted:
    """
    One scheme, or one look-alike that is `honest`: a hit of `rule` on any of `records` is about it.

    A scheme that is not `gross` stays near the rule's figure: the screen may miss it. A look-alike that is
    not `gross` cannot be told from a scheme by its records: the screen may ask about it.
    """

    rule: str
    records: frozenset[UUID]
    honest: bool = False
    gross: bool = True


@dataclass(frozen=True, slots=True)
class Crew:
    """A team of the seeded world, who serves in it and when, and its equipment."""

    team: Team
    members: tuple[Membership, ...]
    items: tuple[UUID, ...]

    def serving(self, day: date) -> list[UUID]:
        """Return the ids of those who serve on a day, in a fixed order."""
        held = [m for m in self.members if m.valid_from <= day and (m.valid_to is None or day < m.valid_to)]
        return sorted({m.person_id for m in held}, key=str)


@dataclass(slots=True, kw_only=True)
class Session:
    """
    One exercise of a team as it will be entered; what is None is drawn as an honest office would have it.

    Minutes count from midnight. `arrivals` gives the minute of arrival of each person named.
    """

    day: date
    arrivals: dict[UUID, int] | None = None
    present: int | None = None
    grade: Grade | None = None
    evaluator: str | None = None
    begun: int | None = None
    ended: int | None = None
    entered: date | None = None


@dataclass(slots=True)
class Book:
    """The entries of an office, kept until all are known; `held` are the days on which teams train."""

    world: World
    held: set[tuple[UUID, date]] = field(default_factory=set)
    away: dict[UUID, list[tuple[date, date | None]]] = field(default_factory=dict)
    _entries: defaultdict[datetime, list[Record]] = field(default_factory=lambda: defaultdict(list))

    def chance(self, key: str) -> Random:
        """Return a generator of its own for a key."""
        return self.world.chance("cheating", key)

    def id(self, key: str) -> UUID:
        """Return the identifier of an entry from its key."""
        return self.world.id("cheating", key)

    def enter(self, at: datetime, row: Record) -> None:
        """Put down that a row was entered at a moment."""
        self._entries[at].append(row)

    def enter_on(self, day: date, row: Record) -> None:
        """Put down that a row was entered in the afternoon of a day."""
        self.enter(datetime.combine(day, ENTRY_HOUR), row)

    def there(self, crew: Crew, day: date) -> list[UUID]:
        """Return who of a team could come on a day: in service, and not reported away."""
        return [
            person
            for person in crew.serving(day)
            if not any(
                begun <= day and (ended is None or day < ended) for begun, ended in self.away.get(person, ())
            )
        ]

    def leave(self, key: str, crew: Crew, person: UUID, since: date, until: date) -> None:
        """Put down that a member is away from a day until the day before `until`."""
        self.away.setdefault(person, []).append((since, until))
        row = Unavailability(
            id=self.id(f"away/{key}/{person}"),
            person_id=person,
            region_id=crew.team.region_id,
            reason="leave",
            valid_from=since,
            valid_to=until,
        )
        self.enter_on(since, row)

    def hold(self, key: str, crew: Crew, session: Session) -> ExecutionTeam:
        """Put down an exercise of a team, its part, and who came if the session names anybody or draws it."""
        chance = self.chance(key)
        self.held.add((crew.team.id, session.day))
        begun, ended = _times(chance, session)
        named = session.arrivals
        if named is None and session.present is None:
            named = self.drawn(chance, crew, session.day)
        held = Execution(
            id=self.id(f"execution/{key}"),
            region_id=crew.team.region_id,
            kind=ExerciseKind.HANDS_ON,
            title="示例实操训练",
            first_day=session.day,
            last_day=session.day,
            begun_at=begun,
            ended_at=ended,
            valid_from=session.day,
        )
        part = ExecutionTeam(
            id=self.id(f"part/{key}"),
            execution_id=held.id,
            team_id=crew.team.id,
            present_persons=len(named or ()) if session.present is None else session.present,
            authorized_persons=crew.team.authorized_strength,
            grade=session.grade or chance.choices(list(GRADES), list(GRADES.values()))[0],
            evaluator=session.evaluator or chance.choice(EVALUATORS),
            valid_from=session.day,
        )
        for row in (held, part, *self._roll(key, part, session.day, named or {})):
            self.enter_on(session.entered or session.day + timedelta(days=1), row)
        return part

    def drawn(self, chance: Random, crew: Crew, day: date) -> dict[UUID, int]:
        """Return who came and when, as it happens: three quarters to all of those who could."""
        could = self.there(crew, day)
        came = chance.sample(could, max(1, round(len(could) * chance.uniform(0.75, 1))))
        return {person: NINE + chance.randint(-35, 12) for person in came}

    def _roll(self, key: str, part: ExecutionTeam, day: date, named: dict[UUID, int]) -> Iterable[Record]:
        for person, minute in named.items():
            yield Attendance(
                id=self.id(f"attendance/{key}/{person}"),
                execution_team_id=part.id,
                person_id=person,
                status=AttendanceStatus.LATE if minute > NINE else AttendanceStatus.PRESENT,
                arrived_at=_at(day, minute),
                valid_from=day,
            )

    def prove(self, key: str, region: UUID, day: date, records: Sequence[Record]) -> UUID:
        """Put down one file that is attached to some records; return its id."""
        at = datetime.combine(day, ENTRY_HOUR)
        file = EvidenceFile(
            id=self.id(f"file/{key}"),
            region_id=region,
            sha256=self.id(f"bytes/{key}").hex * 2,
            size_bytes=1_000,
            media_type=EvidenceType.PDF,
            name="示例签到表.pdf",
            salt="00",
            author_id=SYSTEM.principal_id,
            uploaded_at=at,
            valid_from=day,
        )
        self.enter(at, file)
        for record in records:
            link = EvidenceLink(
                id=self.id(f"link/{key}/{record.id}"),
                evidence_id=file.id,
                record_table=record.table_name(),
                record_id=record.id,
                change_id=self.id(f"act/{at.isoformat()}"),
                valid_from=day,
            )
            self.enter(at, link)
        return file.id

    async def store(self) -> None:
        """Store everything in the order of time, one act for each moment."""
        for at in sorted(self._entries):
            act = Act(SYSTEM.principal_id, "Synthetic entries", at, self.id(f"act/{at.isoformat()}"))
            async with changing(act) as change:
                for table in TABLES:
                    made = [row for row in self._entries[at] if type(row) is table]
                    if made:
                        await change.add_all(made)


def _times(chance: Random, session: Session) -> tuple[datetime, datetime]:
    begun = NINE + chance.randint(0, 25) if session.begun is None else session.begun
    ended = begun + chance.randint(120, 420) if session.ended is None else session.ended
    return _at(session.day, begun), _at(session.day, ended)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(tzinfo=SHANGHAI)) + timedelta(minutes=minute)


async def opened(world: World) -> tuple[Book, list[Crew]]:
    """Return an empty book that knows who is away, and the city's active teams with members enough."""
    book = Book(world)
    for each in await rows(SYSTEM, Unavailability).exclude(person_id=None).order_by("id"):
        if each.person_id is not None:
            book.away.setdefault(each.person_id, []).append((each.valid_from, each.valid_to))
    members: defaultdict[UUID, list[Membership]] = defaultdict(list)
    for membership in await rows(SYSTEM, Membership).order_by("id"):
        members[membership.team_id].append(membership)
    items: defaultdict[Any, list[UUID]] = defaultdict(list)
    for item in await rows(SYSTEM, EquipmentItem).order_by("id"):
        items[item.team_id].append(item.id)
    city = await rows(SYSTEM, Region).get(code=CITY)
    below = rows(SYSTEM, Team).filter(region__ancestor_pairs__ancestor_id=city.id)
    teams = await below.filter(state=TeamState.ACTIVE).order_by("code")
    crews = [Crew(team, tuple(members[team.id]), tuple(items[team.id])) for team in teams]
    return book, [crew for crew in crews if len(crew.serving(date(world.year, 6, 30))) >= FEWEST_MEMBERS]
