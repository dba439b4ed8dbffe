"""Who was there, by name, where the record of the year before has names; and who graded the teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random

from exercises.codes import AttendanceStatus, ExerciseKind
from exercises.tables import Attendance
from seeds.executions import BEGINS, Held, present_persons, serving
from seeds.layout import Seat
from seeds.people import Member
from seeds.worlds import Draft, World

NAMED = frozenset({ExerciseKind.TURN_OUT, ExerciseKind.ASSESSMENT})
"""Kinds whose record has names; the others have a number only, as most offices keep it (assumed)."""
LATE_SHARE = 0.06
MISSING = {AttendanceStatus.EXCUSED: 60, AttendanceStatus.ABSENT: 25, AttendanceStatus.SUBSTITUTED: 15}
"""Weights of what is said of those who were not there (assumed)."""
NOTES = {
    AttendanceStatus.EXCUSED: ("示例:本单位值班", "示例:年休假", "示例:外出培训"),
    AttendanceStatus.SUBSTITUTED: ("示例:由同队人员替训",),
}


def by_seat(everyone: tuple[Member, ...]) -> Mapping[str, tuple[Member, ...]]:
    """Return the members with a post by the code of their team."""
    found: defaultdict[str, list[Member]] = defaultdict(list)
    for member in everyone:
        if member.post:
            found[member.seat.code].append(member)
    return {code: tuple(members) for code, members in found.items()}


def named_drafts(world: World, sessions: tuple[Held, ...], everyone: tuple[Member, ...]) -> Iterator[Draft]:
    """Yield who was there: as many as the part of the team says, each with a reason if he was not."""
    members = by_seat(everyone)
    for session in sessions:
        if session.kind not in NAMED or session.first_day.year != world.year - 1:
            continue
        for seat in session.teams:
            roll = serving(members.get(seat.code, ()), session.last_day)
            yield from _of_part(world, session, seat, roll)


def _of_part(world: World, session: Held, seat: Seat, roll: list[Member]) -> Iterator[Draft]:
    chance = world.chance("named", f"{session.key}/{seat.code}")
    there = set(chance.sample([m.reference for m in roll], present_persons(world, session, seat, len(roll))))
    for member in roll:
        status = _status(chance, there=member.reference in there)
        late = status is AttendanceStatus.LATE
        yield Draft(
            Attendance,
            {
                "id": world.id("attendance", f"{session.key}/{member.reference}"),
                "execution_team_id": world.id("execution_team", f"{session.key}/{seat.code}"),
                "person_id": world.id("person", member.reference),
                "status": status,
                "arrived_at": _arrival(chance, session) if late else None,
                "note": chance.choice(NOTES.get(status, ("",))),
                "valid_from": session.first_day,
            },
        )


def _status(chance: Random, *, there: bool) -> AttendanceStatus:
    if there:
        return AttendanceStatus.LATE if chance.random() < LATE_SHARE else AttendanceStatus.PRESENT
    return chance.choices(list(MISSING), list(MISSING.values()))[0]


def _arrival(chance: Random, session: Held) -> datetime:
    return datetime.combine(session.first_day, BEGINS) + timedelta(minutes=chance.randint(5, 50))
