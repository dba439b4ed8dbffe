"""
What a rating is made from: plain facts about one team, each with the days on which it holds.

Facts carry their days, so that one set of them can be rated on any day: past, present or forecast. Kinds
of exercises are told by their codes; `exercises` fills them in, for the registry knows no training year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from registry.codes import EquipmentState, FindingSeverity, TaskState, TeamCategory, TeamState
from registry.periods import Period


@dataclass(frozen=True, slots=True)
class PostFact:
    """One post; `qualification` is the code of what its holder must hold on the day, None when nothing."""

    id: str
    title: str
    title_en: str
    key: bool
    qualification: str | None


@dataclass(frozen=True, slots=True)
class LineFact:
    """One required line of equipment: `required` items (1 or more) of a kind."""

    kind: str
    kind_en: str
    required: int
    key: bool


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a team must have for one task: posts and lines of equipment."""

    posts: tuple[PostFact, ...]
    lines: tuple[LineFact, ...]


@dataclass(frozen=True, slots=True)
class GrantFact:
    """
    A qualification held for a period, by its code.

    Whoever holds what supersedes a qualification holds that one too: facts list both.
    """

    qualification: str
    period: Period


@dataclass(frozen=True, slots=True)
class MemberFact:
    """
    A person who serves in the team, once, however many records say so.

    Parameters
    ----------
    person
        Identity: records found to be one person share it (`registry.matching.identities`).
    reference
        Pseudonym shown to people.
    served
        Periods of membership.
    posts
        The posts the person was appointed to, with the days; the matching looks at qualifications only,
        turnover at these.
    grants
        Qualifications.
    away
        Periods of reported unavailability.
    confirmed_on
        The latest day on which the record was known to be right.
    proved
        Whether that rests on more than the team's own word.

    """

    person: str
    reference: str
    served: tuple[Period, ...]
    posts: tuple[tuple[str, Period], ...] = ()
    grants: tuple[GrantFact, ...] = ()
    away: tuple[Period, ...] = ()
    confirmed_on: date = date.min
    proved: bool = True


@dataclass(frozen=True, slots=True)
class ItemFact:
    """
    An item or lot of equipment; `quantity` counts items.

    `inspection_due_on` is the first day on which it is overdue. `held` are the days on which the team had it.
    """

    id: str
    kind: str
    quantity: int
    state: EquipmentState
    inspection_due_on: date | None
    held: Period
    serial: str | None = None
    confirmed_on: date = date.min
    proved: bool = True


@dataclass(frozen=True, slots=True)
class TrainingRequirement:
    """
    One row of the syllabus in force for the team.

    `kind` is the code of an exercise kind; credit is full for `periodicity_days` after a passed execution;
    `weight` is relative, 1 or more.
    """

    kind: str
    name: str
    name_en: str
    weight: int
    periodicity_days: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class HeldFact:
    """
    The team's part in an execution that ended on `on`.

    Parameters
    ----------
    kinds
        Codes of the exercise kinds it counts for: its own and those it satisfies.
    passed
        Whether it was graded 合格 or better.
    present, authorized
        Persons who came, of persons authorized.
    takers
        Identities of those who came; None when only their number was recorded.
    proved
        Whether somebody from outside graded it, or evidence is attached.
    id
        The record, or the planned event, that says so.
    crew
        Numerator and denominator of the part of the team that was called: attendance is judged by it.

    """

    kinds: frozenset[str]
    on: date
    passed: bool
    present: int
    authorized: int
    takers: frozenset[str] | None = None
    proved: bool = True
    id: str = ""
    crew: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class FindingFact:
    """A finding that counts from `found_on` until the day it was verified; overdue after `due_on`."""

    id: str
    title: str
    severity: FindingSeverity
    found_on: date
    due_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class MusterDuty:
    """The yearly muster: the last month of its window, and the days on which one was held."""

    last_month: int
    held_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """
    All facts a team is rated by.

    Parameters
    ----------
    team, code, name, category, region, state
        Who it is; `team` and `region` are ids as text.
    active_since
        First day on which the team had to answer for anything; duties that fell due before do not count.
    requirements
        What it must have, by task; `PEACE` is always there, the others where the type defines them.
    members, items, training, held, findings
        The facts of the four areas and of the caps.
    links_proved
        Days on which a communications link of the team's region was proved; None where the team needs none.
    muster
        The yearly muster, None where the syllabus asks for none.

    """

    team: str
    code: str
    name: str
    category: TeamCategory
    region: str
    state: TeamState
    active_since: date
    requirements: Mapping[TaskState, Requirements]
    members: tuple[MemberFact, ...] = ()
    items: tuple[ItemFact, ...] = ()
    training: tuple[TrainingRequirement, ...] = ()
    held: tuple[HeldFact, ...] = ()
    findings: tuple[FindingFact, ...] = ()
    links_proved: tuple[date, ...] | None = None
    muster: MusterDuty | None = None

    def required(self, task: TaskState) -> Requirements:
        """Return what the team must have for a task: its own set, else that of peace."""
        return self.requirements.get(task, self.requirements[TaskState.PEACE])
