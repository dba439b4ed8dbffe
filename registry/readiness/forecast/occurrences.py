"""
What happens to a team's records on which day: all that can move a fraction of people and equipment.

An occurrence is told only where it changes something: a grant that ends while another one of the same
qualification goes on is none, nor is one nobody's post asks for, nor one of somebody who leaves that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.codes import CauseKind, ReadinessArea, TaskState
from registry.periods import Period, united
from registry.readiness.facts import MemberFact, Requirements, TeamFacts

_C = CauseKind
#: Causes that can move serviceability either way: what leaves may have been out of order.
EITHER = frozenset({_C.EQUIPMENT_LEAVES, _C.EQUIPMENT_ARRIVES})
#: Causes that can only worsen a fraction, the others only better it; but for `EITHER`.
WORSENING = frozenset(
    {_C.MEMBER_LEAVES, _C.MEMBER_AWAY, _C.QUALIFICATION_ENDS, _C.EQUIPMENT_LEAVES, _C.INSPECTION_DUE}
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """
    One thing that happens to one record on a day.

    `areas` are those it can move; `subject` is the qualification or kind of equipment it is about, empty
    for members; `record` is a member's reference or an item's id, `name` what people call it.
    """

    on: date
    kind: CauseKind
    areas: frozenset[ReadinessArea]
    subject: str
    record: str
    name: str


_LONG_ID = 20
_PEOPLE = frozenset({ReadinessArea.PEOPLE})
_EQUIPMENT = frozenset({ReadinessArea.EQUIPMENT, ReadinessArea.SERVICEABILITY})
_SERVICEABILITY = frozenset({ReadinessArea.SERVICEABILITY})


def occurrences(facts: TeamFacts, first: date, last: date, task: TaskState) -> tuple[Occurrence, ...]:
    """Return what happens after `first` until `last`, this day included, by day."""
    wanted = facts.required(task)
    found = (*_people(facts, wanted), *_equipment(facts, wanted))
    inside = (each for each in found if first < each.on <= last)
    return tuple(sorted(inside, key=lambda each: (each.on, each.kind, each.subject, each.record)))


def _people(facts: TeamFacts, wanted: Requirements) -> Iterator[Occurrence]:
    asked = {post.qualification for post in wanted.posts if post.qualification is not None}
    by_person: dict[str, list[MemberFact]] = defaultdict(list)
    for member in facts.members:
        by_person[member.person].append(member)
    for members in by_person.values():
        name = min(each.reference for each in members)
        served = united(period for each in members for period in each.served)
        yield from _edges(served, (_C.MEMBER_JOINS, _C.MEMBER_LEAVES), _PEOPLE, "", (name, name))
        borders = {day for period in served for day in (period.start, period.end)}
        within = _within_service(members, served, asked, (name, name))
        yield from (each for each in within if each.on not in borders)


def _within_service(
    members: Iterable[MemberFact], served: Iterable[Period], asked: set[str], known: tuple[str, str]
) -> Iterator[Occurrence]:
    """Yield the absences of one member, and the qualifications asked for, as far as the member serves."""
    facts, spans = tuple(members), tuple(served)
    away = united(period for each in facts for period in each.away)
    inside = [part for period in away for part in _within(period, spans)]
    yield from _edges(inside, (_C.MEMBER_AWAY, _C.MEMBER_BACK), _PEOPLE, "", known)
    grants: dict[str, list[Period]] = defaultdict(list)
    for grant in (grant for each in facts for grant in each.grants):
        grants[grant.qualification].append(grant.period)
    kinds = (_C.QUALIFICATION_BEGINS, _C.QUALIFICATION_ENDS)
    for code in sorted(asked & grants.keys()):
        held = [part for period in united(grants[code]) for part in _within(period, spans)]
        yield from _edges(held, kinds, _PEOPLE, code, known)


def _brief(id_: str) -> str:
    """Return what people read of the id of a lot without a serial number: the beginning of a long one."""
    return id_ if len(id_) <= _LONG_ID else id_[:8]


def _within(period: Period, others: Iterable[Period]) -> Iterator[Period]:
    """Yield the days of a period that lie in others."""
    for other in others:
        part = period.intersection(other)
        if part is not None:
            yield part


def _edges(
    periods: Iterable[Period],
    kinds: tuple[CauseKind, CauseKind],
    areas: frozenset[ReadinessArea],
    subject: str,
    record: tuple[str, str],
) -> Iterator[Occurrence]:
    """Yield the first days of periods, and the first days after them."""
    for period in periods:
        yield Occurrence(period.start, kinds[0], areas, subject, *record)
        if period.end is not None:
            yield Occurrence(period.end, kinds[1], areas, subject, *record)


def _equipment(facts: TeamFacts, wanted: Requirements) -> Iterator[Occurrence]:
    kinds = {line.kind for line in wanted.lines}
    for item in facts.items:
        if item.kind in kinds:
            moves = (_C.EQUIPMENT_ARRIVES, _C.EQUIPMENT_LEAVES)
            known = (item.id, item.serial or _brief(item.id))
            yield from _edges((item.held,), moves, _EQUIPMENT, item.kind, known)
            due = item.inspection_due_on
            if due is not None and item.held.contains(due):
                yield Occurrence(due, _C.INSPECTION_DUE, _SERVICEABILITY, item.kind, *known)
