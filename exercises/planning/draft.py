"""One event in the making, and the page that keeps count of what teams have been asked so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil

from exercises.default_syllabus import RuleData
from exercises.planning.crews import crew_share, event_share, limit_half_days, standby_limits
from exercises.planning.facts import TeamFact, YearFacts
from exercises.planning.grounds import Grounds, persons_of
from exercises.planning.origin import Origin, bilingual
from exercises.planning.windows import Occurrence
from scheduling.axis import touching
from scheduling.problem import Event, Need


@dataclass(frozen=True, slots=True)
class Draft:
    """An event, the row it comes from, and its number among the row's occurrences."""

    event: Event
    rule: RuleData
    ordinal: int
    given: bool = False


class Page:
    """Collects the drafts of a year and the half-days each team has been asked."""

    def __init__(self, facts: YearFacts) -> None:
        self.facts = facts
        self.grounds = Grounds(facts)
        self.drafts: list[Draft] = []
        self.asked: defaultdict[str, Fraction] = defaultdict(Fraction)
        self._unbroken: dict[int, int] = {}
        self.unruled: list[Event] = []
        """Events dated outside that no syllabus row asks for."""
        self.excused: set[tuple[str, str]] = set()
        """(team code, kind) pairs whose demand another event of the year meets."""

    @cached_property
    def limits(self) -> dict[str, int]:
        """How many teams of each standby group may be away at once."""
        return standby_limits(self.facts)

    def add(
        self,
        rule: RuleData,
        occurrence: Occurrence,
        subject: str,
        name: tuple[str, str],
        teams: Sequence[TeamFact],
        *,
        at: str,
        extra_needs: tuple[Need, ...] = (),
    ) -> Draft:
        """Add one event of `rule` for `teams`; `subject` makes its id, `name` (zh, en) its title."""
        share = event_share(rule)
        event = Event(
            id=event_id(self.facts.year, rule, occurrence, subject),
            kind=rule.kind.value,
            crews=tuple(sorted(team.code for team in teams)),
            duration_days=ceil(rule.duration_half_days / 2),
            windows=occurrence.windows,
            needs=(*self.grounds.needs(rule, teams, at, persons_of(teams, share)), *extra_needs),
            priority=rule.priority,
            load_half_days=rule.duration_half_days,
            crew_share=share,
            away=rule.away,
            notice_days=0 if is_unannounced(rule, occurrence) else rule.notice_days,
            recused=frozenset(team.organization for team in teams),
            title=title(rule, occurrence, name),
            source=Origin(rule.number, at, unannounced=is_unannounced(rule, occurrence)).text(),
        )
        return self.put(Draft(event, rule, occurrence.ordinal), teams)

    def put(self, draft: Draft, teams: Sequence[TeamFact]) -> Draft:
        """Keep a finished draft and count its load."""
        self.drafts.append(draft)
        for team in teams:
            numerator, denominator = crew_share(draft.rule, team.category)
            self.asked[team.code] += Fraction(draft.event.load_half_days * numerator, denominator)
        return draft

    def room(self, team: TeamFact, half_days: int) -> bool:
        """Return whether `half_days` more still lie within the team's yearly limit."""
        return self.asked[team.code] + half_days <= limit_half_days(team.category)

    def starts(self, teams: Sequence[TeamFact], occurrence: Occurrence, duration_days: int) -> int:
        """Return the days on which all `teams` can begin, as a bit set."""
        axis = self.facts.axis
        free = axis.within(occurrence.windows) if occurrence.windows else axis.everything
        for team in teams:
            free &= self.facts.free_days[team.code]
        closed = axis.everything & ~free
        if duration_days not in self._unbroken:
            self._unbroken[duration_days] = axis.unbroken(duration_days)
        return self._unbroken[duration_days] & ~touching(closed, duration_days)


def event_id(year: int, rule: RuleData, occurrence: Occurrence, subject: str) -> str:
    """Return the id an event has in every run: year, period, kind, subject and number."""
    period = f"{occurrence.period}-" if occurrence.period else ""
    return f"{year}-{period}{rule.kind.value}-{subject}-{occurrence.ordinal}"


def is_unannounced(rule: RuleData, occurrence: Occurrence) -> bool:
    """Return whether the occurrence comes without notice: the last `unannounced` of a row's year."""
    return occurrence.ordinal > rule.times_per_year - rule.unannounced


def title(rule: RuleData, occurrence: Occurrence, name: tuple[str, str]) -> str:
    """Return the bilingual title of an occurrence; numbered where a row is held more than once."""
    zh, en = rule.kind.zh, rule.kind.en
    if rule.times_per_year > 1:
        mark = (
            occurrence.label
            if occurrence.period
            else (f"第{occurrence.ordinal}次", f"no. {occurrence.ordinal}")
        )
        zh, en = f"{zh}（{mark[0]}）", f"{en} ({mark[1]})"
    return bilingual(f"{name[0]} {zh}", f"{name[1]} {en}")
