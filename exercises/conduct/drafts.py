"""What somebody says about an exercise that was held, before it is checked and stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from exercises.codes import AttendanceStatus, ExerciseKind, Grade, LinkMeans

#: Who counts as present 到训: a substituted person does not, the one who came counts for himself.
THERE = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE})
#: What needs a reason in words: a leave granted, or by whom somebody was substituted. Assumed.
NEEDS_REASON = frozenset({AttendanceStatus.EXCUSED, AttendanceStatus.SUBSTITUTED})


@dataclass(frozen=True, slots=True)
class AttendanceDraft:
    """Whether one person was there; `note` is the reason in words, at most 300 characters, without names."""

    person_id: UUID
    status: AttendanceStatus
    note: str = ""
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartDraft:
    """
    One team's part in an execution.

    Parameters
    ----------
    team_id, grade
        Which team, and how it was graded.
    present_persons
        Persons who came; follows from the names where names are given, and may then be left out.
    attendance
        Who was there and who was not, by name.
    others_present
        Whether every other member of those days was present: attendance then names the exceptions only.
    evaluator
        Who graded, by office or trade rather than by name; at most 120 characters.
    evaluator_external
        Whether the evaluator is from outside the team and the unit that forms it.

    """

    team_id: UUID
    grade: Grade
    present_persons: int | None = None
    attendance: tuple[AttendanceDraft, ...] = ()
    others_present: bool = False
    evaluator: str = ""
    evaluator_external: bool = False

    @property
    def named(self) -> bool:
        """Tell whether attendance is told by name."""
        return self.others_present or bool(self.attendance)


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """
    One tested link between the stations of two regions, told by their codes.

    Set-up takes 0 to 86,400 seconds, quality is 1 (worst) to 5; both only where the link stood.
    """

    from_region: str
    to_region: str
    means: LinkMeans
    success: bool
    setup_seconds: int | None = None
    quality: int | None = None


@dataclass(frozen=True, slots=True)
class ExecutionDraft:
    """
    An exercise that was held.

    Parameters
    ----------
    first_day, last_day
        The actual days, both included.
    parts, links
        The teams that took part, and the links that were tested.
    event_id
        The planned event it carries out; kind, title, region and host come from it unless given.
    region_id, kind, title
        Whose exercise it is, what was trained, and what people call it; needed without an event.
    host_id
        The hosting region, None where there is none.
    begun_at, ended_at
        The actual times, None where only the days are known.

    """

    first_day: date
    last_day: date
    parts: tuple[PartDraft, ...]
    links: tuple[LinkDraft, ...] = ()
    event_id: UUID | None = None
    region_id: UUID | None = None
    kind: ExerciseKind | None = None
    title: str = ""
    host_id: UUID | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
