"""
What-if edits 假设变更: what would change if somebody left, an exercise were held, a finding closed.

An edit is applied to facts, from a day on, and saves nothing; what was before that day stays as it was, so
that a forecast may start from edited facts. Each says itself in Chinese and English, without names of
persons. Edits of equipment are in `item_edits`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Protocol

from registry.codes import ReadinessArea
from registry.periods import Period
from registry.readiness.areas.caps import MUSTER
from registry.readiness.areas.people import covers
from registry.readiness.facts import GrantFact, HeldFact, MemberFact, TeamFacts
from registry.readiness.words import Names, Said, called


class Edit(Protocol):
    """One change to the facts of a team."""

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts as they would be from a day on."""
        ...

    def said(self, names: Names) -> Said:
        """Say the change, in Chinese and English; what has no name is called by its code."""
        ...


def apply(facts: TeamFacts, edits: Iterable[Edit], on: date) -> TeamFacts:
    """Return the facts as they would be from a day on, edit after edit."""
    return reduce(lambda edited, each: each.applied(edited, on), edits, facts)


def names_in(facts: TeamFacts) -> dict[str, Said]:
    """Return the names that facts know: of exercises, kinds of equipment, findings and executions."""
    lines = (each for required in facts.requirements.values() for each in required.lines)
    exercises = {each.kind: (each.name, each.name_en) for each in facts.training}
    held = {each.id: _held_name(each, exercises) for each in facts.held}
    findings = {each.id: (each.title, each.title) for each in facts.findings}
    return {**held, **findings, **exercises, **{each.kind: (each.kind, each.kind_en) for each in lines}}


def _held_name(held: HeldFact, exercises: Names) -> Said:
    zh, en = (min((called(exercises, kind)[side] for kind in held.kinds), default=held.id) for side in (0, 1))
    return f"{held.on}{zh}", f"{en} of {held.on}"


def counted(count: int, noun: str) -> str:
    """
    Return a number with its noun in English.

    Examples
    --------
    >>> counted(1, "pump"), counted(2, "battery"), counted(3, "protective gear")
    ('1 pump', '2 batteries', '3 protective gear')

    """
    if count == 1 or noun.endswith(("gear", "equipment", "s")) or not noun.isascii():
        return f"{count} {noun}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{count} {noun[:-1]}ies"
    return f"{count} {noun}es" if noun.endswith(("x", "ch", "sh")) else f"{count} {noun}s"


@dataclass(frozen=True, slots=True)
class MembersGone:
    """Members leave; `persons` are identities."""

    persons: frozenset[str]

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with their service ended on the day."""
        return replace(
            facts,
            members=tuple(
                replace(each, served=_until(each.served, on)) if each.person in self.persons else each
                for each in facts.members
            ),
        )

    def said(self, names: Names) -> Said:
        """Say how many leave."""
        count = len(self.persons)
        return f"减少{count}名队员", f"lose {counted(count, 'member')}"


def _until(periods: Iterable[Period], on: date) -> tuple[Period, ...]:
    return tuple(Period(each.start, on) if each.contains(on) else each for each in periods if each.start < on)


@dataclass(frozen=True, slots=True)
class MembersJoin:
    """Some people join, each holding a qualification (None: none) and appointed to a post (None: none)."""

    count: int
    qualification: str | None = None
    post: str | None = None

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with so many more members, seen and confirmed on the day."""
        since = Period(on)
        grants = () if self.qualification is None else (GrantFact(self.qualification, since),)
        posts = () if self.post is None else ((self.post, since),)
        first = len(facts.members)
        joined = (
            MemberFact(f"joined-{number}", f"+{number}", (since,), posts, grants, (), on)
            for number in range(first, first + self.count)
        )
        return replace(facts, members=(*facts.members, *joined))

    def said(self, names: Names) -> Said:
        """Say how many join, and what they hold."""
        who = counted(self.count, "member")
        if self.qualification is None:
            return f"新增{self.count}名队员", f"recruit {who}"
        zh, en = called(names, self.qualification)
        return f"新增{self.count}名持“{zh}”资格的队员", f"recruit {who} qualified as {en}"


@dataclass(frozen=True, slots=True)
class GrantsRenewed:
    """Members renew a qualification until a day (excluded; None: for ever)."""

    persons: frozenset[str]
    qualification: str
    until: date | None = None

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with the qualification granted from the day on."""
        grant = GrantFact(self.qualification, Period(on, self.until))
        return replace(
            facts,
            members=tuple(
                replace(each, grants=(*each.grants, grant)) if each.person in self.persons else each
                for each in facts.members
            ),
        )

    def said(self, names: Names) -> Said:
        """Say how many certificates of what are renewed."""
        count, (zh, en) = len(self.persons), called(names, self.qualification)
        return f"续办{count}份“{zh}”资格证", f"renew {counted(count, 'certificate')} of {en}"


@dataclass(frozen=True, slots=True)
class ExerciseHeld:
    """
    An exercise is held on a day, passed, by everybody who serves then.

    `satisfies` are other kinds it counts for. A muster is one of the kinds that do: it is held thereby.
    """

    kind: str
    on: date
    satisfies: frozenset[str] = frozenset()

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with the exercise held, graded from outside."""
        came = frozenset(each.person for each in facts.members if covers(each.served, self.on))
        kinds = frozenset({self.kind}) | self.satisfies
        held = HeldFact(kinds, self.on, True, len(came), len(came), came, id=f"planned-{self.kind}-{self.on}")
        edited = replace(facts, held=(*facts.held, held))
        return MusterHeld(self.on).applied(edited, on) if MUSTER in kinds else edited

    def said(self, names: Names) -> Said:
        """Say which exercise is held, and when."""
        zh, en = called(names, self.kind)
        return f"于{self.on}组织“{zh}”", f"hold {en} on {self.on}"


@dataclass(frozen=True, slots=True)
class ExerciseNotHeld:
    """An execution is taken away, by its id."""

    held: str

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts without it; a muster that was held thereby was not."""
        gone = [each for each in facts.held if each.id == self.held]
        days = {each.on for each in gone if MUSTER in each.kinds}
        edited = replace(facts, held=tuple(each for each in facts.held if each not in gone))
        if facts.muster is None:
            return edited
        mustered = tuple(day for day in facts.muster.held_on if day not in days)
        return replace(edited, muster=replace(facts.muster, held_on=mustered))

    def said(self, names: Names) -> Said:
        """Say which exercise is not held."""
        zh, en = called(names, self.held)
        return f"不组织“{zh}”", f"leave out {en}"


@dataclass(frozen=True, slots=True)
class FindingClosed:
    """A finding is verified and closed, by its id."""

    finding: str

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with the finding closed on the day."""
        return replace(
            facts,
            findings=tuple(
                replace(each, closed_on=on) if each.id == self.finding else each for each in facts.findings
            ),
        )

    def said(self, names: Names) -> Said:
        """Say which finding is closed."""
        zh, en = called(names, self.finding)
        return f"完成问题“{zh}”的整改销号", f"close the finding “{en}”"


@dataclass(frozen=True, slots=True)
class LinkProved:
    """A communications link is proved on the day."""

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with the link proved; a team that needs none stays as it is."""
        proved = None if facts.links_proved is None else (*facts.links_proved, on)
        return replace(facts, links_proved=proved)

    def said(self, names: Names) -> Said:
        """Say that the link is proved."""
        return "完成通联验证", "prove a communications link"


@dataclass(frozen=True, slots=True)
class MusterHeld:
    """The muster is held on a day; its training credit is that of the exercise (`ExerciseHeld`)."""

    on: date

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with the muster held; a team that owes none stays as it is."""
        if facts.muster is None:
            return facts
        return replace(facts, muster=replace(facts.muster, held_on=(*facts.muster.held_on, self.on)))

    def said(self, names: Names) -> Said:
        """Say when the muster is held."""
        return f"于{self.on}完成整组点验", f"hold the muster on {self.on}"


@dataclass(frozen=True, slots=True)
class AreaConfirmed:
    """All records of an area are confirmed, with evidence; those of training are proved from outside."""

    area: ReadinessArea

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts as confirmed on the day; equipment on hand and serviceable share their records."""
        if self.area is ReadinessArea.TRAINING:
            return replace(facts, held=tuple(replace(each, proved=True) for each in facts.held))
        if self.area is ReadinessArea.PEOPLE:
            seen = tuple(replace(each, confirmed_on=on, proved=True) for each in facts.members)
            return replace(facts, members=seen)
        items = tuple(replace(each, confirmed_on=on, proved=True) for each in facts.items)
        return replace(facts, items=items)

    def said(self, names: Names) -> Said:
        """Say which area is confirmed."""
        return f"核实{self.area.zh}数据", f"confirm the records of {self.area.en}"
