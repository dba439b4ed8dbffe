"""Which levels move between two ratings of a team, and why: the records that changed in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from registry.codes import CapKind, CauseKind, ReadinessArea, TaskState
from registry.readiness.areas.people import covers
from registry.readiness.facts import TeamFacts
from registry.readiness.forecast import words
from registry.readiness.forecast.forecasts import Cause, Movement, SetLevel
from registry.readiness.forecast.occurrences import EITHER, WORSENING, Occurrence
from registry.readiness.ratings import AreaRating, CapFired, Rating
from registry.readiness.words import NAMELESS, Names, called


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which something changes: the ratings before it and of it, what happens, the levels shown."""

    on: date
    before: Rating
    after: Rating
    happens: Sequence[Occurrence]
    facts: TeamFacts
    shown: tuple[int | None, int | None]
    set_levels: tuple[SetLevel | None, SetLevel | None]
    task: TaskState
    expected: frozenset[str] = frozenset()
    names: Names = field(default_factory=lambda: NAMELESS)


def movements(turn: Turn) -> Iterator[Movement]:
    """Yield each level that moves: first that of the team, then those of areas."""
    causes: dict[ReadinessArea, tuple[Cause, ...]] = {}
    found: list[Movement] = []
    for area in ReadinessArea:
        old, new = _level(turn.before.area(area)), _level(turn.after.area(area))
        if old != new:
            causes[area] = tuple(_of_area(area, turn, worse=_worse(old, new)))
            found.append(Movement(turn.on, area, old, new, causes[area]))
    before, after = turn.shown
    if before != after:
        yield Movement(turn.on, None, before, after, tuple(_of_team(turn, causes)))
    yield from found


def _level(area: AreaRating | None) -> int | None:
    return area.level if area is not None else None


def _worse(old: int | None, new: int | None) -> bool:
    return new is not None and (old is None or new > old)


def _of_area(area: ReadinessArea, turn: Turn, *, worse: bool) -> Iterator[Cause]:
    if area is ReadinessArea.TRAINING:
        found = list(_of_credits(turn, worse=worse))
    else:
        found = list(_of_records(area, turn, worse=worse))
    yield from found or _of_fraction(area, turn)


def _of_records(area: ReadinessArea, turn: Turn, *, worse: bool) -> Iterator[Cause]:
    """Yield what happened to records of the area, one cause a kind and subject."""
    groups: dict[tuple[CauseKind, str], list[tuple[str, str]]] = defaultdict(list)
    for each in turn.happens:
        either = area is ReadinessArea.SERVICEABILITY and each.kind in EITHER
        if area in each.areas and (either or (each.kind in WORSENING) is worse):
            groups[each.kind, each.subject].append((each.name, each.record))
    lines = {line.kind: (line.kind, line.kind_en) for line in turn.facts.required(turn.task).lines}
    for (kind, subject), found in sorted(groups.items()):
        names, records = zip(*sorted(found), strict=True)
        said = words.happened(kind, called({**turn.names, **lines}, subject), len(records))
        yield Cause(kind, said, records, names, of_people=area is ReadinessArea.PEOPLE)


def _of_credits(turn: Turn, *, worse: bool) -> Iterator[Cause]:
    """Yield the requirements whose credit moved, with the execution behind it."""
    kind = CauseKind.CREDIT_FALLS if worse else CauseKind.CREDIT_RISES
    for old, new in zip(turn.before.credits, turn.after.credits, strict=False):
        if (new.credit < old.credit) if worse else (new.credit > old.credit):
            said = words.credit(old, new, planned=new.counted in turn.expected)
            record = old.counted if worse else new.counted
            yield Cause(kind, said, (record,) if record else ())


def _of_fraction(area: ReadinessArea, turn: Turn) -> Iterator[Cause]:
    old, new = turn.before.area(area), turn.after.area(area)
    shown = [" ".join(m.shown for m in each.measures) if each is not None else "—" for each in (old, new)]
    yield Cause(CauseKind.OTHER, words.moved(shown[0], shown[1]))


def _of_team(turn: Turn, causes: dict[ReadinessArea, tuple[Cause, ...]]) -> Iterator[Cause]:
    """Yield why the level shown moves: what decides it after a drop, what decided it before a rise."""
    old, new = turn.set_levels
    if old != new:
        yield from _of_override(old, new)
        return
    before, after = turn.shown
    worse = _worse(before, after)
    deciding, other = (turn.after, turn.before) if worse else (turn.before, turn.after)
    level = deciding.level
    for area, found in causes.items():
        if _level(deciding.area(area)) == level and _level(other.area(area)) != level:
            yield from found
    held = {(cap.kind, cap.subject, cap.level) for cap in other.caps}
    for cap in deciding.caps:
        if cap.level == level and (cap.kind, cap.subject, cap.level) not in held:
            yield _of_cap(cap, turn, begins=worse)


def _of_override(old: SetLevel | None, new: SetLevel | None) -> Iterator[Cause]:
    if old is not None:
        yield Cause(CauseKind.OVERRIDE_ENDS, words.override(old.level, begins=False))
    if new is not None:
        yield Cause(CauseKind.OVERRIDE_BEGINS, words.override(new.level, begins=True))


def _of_cap(cap: CapFired, turn: Turn, *, begins: bool) -> Cause:
    if begins:
        people = cap.kind is CapKind.DATA_AGE and cap.subject == ReadinessArea.PEOPLE.value
        said = (cap.sentence_zh, cap.sentence)
        return Cause(CauseKind.CAP_BEGINS, said, tuple(_behind(cap, turn)), of_people=people)
    held = tuple(sorted(each.id for each in turn.facts.held if each.on == turn.on and each.id))
    records = held or ((cap.subject,) if _is_record(cap) else ())
    return Cause(CauseKind.CAP_ENDS, words.cap_ended(cap), records)


def _is_record(cap: CapFired) -> bool:
    return cap.kind in (CapKind.FINDING, CapKind.ASSESSMENT) and bool(cap.subject)


def _behind(cap: CapFired, turn: Turn) -> Iterable[str]:
    """Return the records behind a cap: finding, failed assessment, or what was confirmed longest ago."""
    if cap.kind is not CapKind.DATA_AGE:
        return (cap.subject,) if _is_record(cap) else ()
    area = turn.after.area(ReadinessArea(cap.subject))
    oldest = area.confirmed_on if area is not None else None
    if cap.subject == ReadinessArea.PEOPLE.value:
        members = (m for m in turn.facts.members if covers(m.served, turn.on))
        return sorted(m.reference for m in members if m.confirmed_on == oldest)
    items = (i for i in turn.facts.items if i.held.contains(turn.on))
    return sorted(i.id for i in items if i.confirmed_on == oldest)
