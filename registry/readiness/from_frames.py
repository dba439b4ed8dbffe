"""
The facts of single teams, made of the frames that hold many.

Every frame is cut up once; rows of one team keep the order they have in their frame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from registry.codes import EquipmentState, FindingSeverity, TaskState, TeamCategory, TeamState
from registry.frame import Column, Frame
from registry.periods import Period
from registry.readiness.facts import (
    FindingFact,
    GrantFact,
    HeldFact,
    ItemFact,
    LineFact,
    MemberFact,
    MusterDuty,
    PostFact,
    Requirements,
    TeamFacts,
    TrainingRequirement,
)
from registry.readiness.frames import COLUMNS, ReadinessFrames

#: Frames whose rows belong to a person, or to a part in an execution, and the column that says to which.
_OWNERS: Mapping[str, str] = {"grant": "person", "away": "person", "taker": "held"}

_Row = tuple[Any, ...]
_Rows = Mapping[Any, Sequence[_Row]]


def facts_of(frames: ReadinessFrames, team: str) -> TeamFacts:
    """Return the facts of one team by its id; raises `KeyError` when the frames do not hold it."""
    found = next(each_facts(_only(frames, team)), None)
    if found is None:
        raise KeyError(team)
    return found


def each_facts(frames: ReadinessFrames) -> Generator[TeamFacts]:
    """Yield the facts of every team, in the order of the frame `team`."""
    parts = _Parts({name: _grouped(frames[name], name) for name in COLUMNS if name != "team"})
    for row in _rows(frames["team"], COLUMNS["team"]):
        yield parts.facts(row)


def facts_of_rows(found: Mapping[str, Sequence[_Row]]) -> Generator[TeamFacts]:
    """Yield the facts of every team from plain rows in the order of `COLUMNS`: for few teams, no frames."""
    parts = _Parts({name: _parted(found[name], name) for name in COLUMNS if name != "team"})
    for row in found["team"]:
        yield parts.facts(row)


def _parted(found: Iterable[_Row], name: str) -> _Rows:
    """Return rows by whom they belong to, without the column that says so."""
    position = COLUMNS[name].index(_OWNERS.get(name, "team"))
    rows: defaultdict[Any, list[_Row]] = defaultdict(list)
    for row in found:
        rows[row[position]].append(row[:position] + row[position + 1 :])
    return rows


def _only(frames: ReadinessFrames, team: str) -> ReadinessFrames:
    """Return the rows of one team, and those of its people and its parts in executions."""
    own = {
        name: frame[frame["team"] == team] for name, frame in frames.frames.items() if "team" in COLUMNS[name]
    }
    owners = {"person": own["member"]["person"], "held": own["held"]["held"]}
    return ReadinessFrames(
        own | {name: frames[name][frames[name][key].isin(owners[key])] for name, key in _OWNERS.items()}
    )


def _grouped(frame: Frame, name: str) -> _Rows:
    """Return the rows of a frame by whom they belong to, without the column that says so."""
    owner = _OWNERS.get(name, "team")
    columns = [column for column in COLUMNS[name] if column != owner]
    rows: defaultdict[Any, list[_Row]] = defaultdict(list)
    for key, row in zip(_values(frame[owner]), _rows(frame, columns), strict=True):
        rows[key].append(row)
    return rows


def _rows(frame: Frame, columns: Iterable[str]) -> Iterable[_Row]:
    return zip(*(_values(frame[column]) for column in columns), strict=True)


def _values(column: Column) -> list[Any]:
    """Return the values of a column as Python's own, days as `date`, what is missing as None."""
    if column.dtype.kind == "M":
        days: list[Any] = column.to_numpy().astype("datetime64[D]").astype(object).tolist()
        return days
    plain = column.astype(object)
    values: list[Any] = plain.where(column.notna(), None).tolist()
    return values


def _periods(rows: Iterable[tuple[date, date | None]]) -> tuple[Period, ...]:
    """Return the periods that hold on a day at all."""
    return tuple(Period(start, end) for start, end in rows if end is None or end > start)


class _Parts:
    """The rows of every frame but `team`, by whom they belong to."""

    def __init__(self, rows: Mapping[str, _Rows]) -> None:
        self._rows = rows

    def of(self, name: str, owner: str) -> Sequence[_Row]:
        """Return the rows of a frame that belong to a team, a person or a part in an execution."""
        return self._rows[name].get(owner, ())

    def facts(self, row: _Row) -> TeamFacts:
        """Return the facts of the team that a row of the frame `team` is about."""
        team, code, name, category, region, state, active_since, muster_month, needs_link = row
        return TeamFacts(
            team=team,
            code=code,
            name=name,
            category=TeamCategory(category),
            region=region,
            state=TeamState(state),
            active_since=active_since,
            requirements=self._requirements(team),
            members=self._members(team),
            items=self._items(team),
            training=self._training(team),
            held=self._held(team),
            findings=tuple(
                FindingFact(finding, title, FindingSeverity(severity), found_on, due_on, closed_on)
                for finding, title, severity, found_on, due_on, closed_on in self.of("finding", team)
            ),
            links_proved=tuple(day for (day,) in self.of("link", team)) if needs_link else None,
            muster=self._muster(team, muster_month),
        )

    def _requirements(self, team: str) -> Mapping[TaskState, Requirements]:
        posts, lines = self.of("post", team), self.of("line", team)
        tasks = {TaskState.PEACE, *(TaskState(task) for task, *_ in (*posts, *lines))}
        return {
            task: Requirements(
                tuple(PostFact(*rest) for stored, *rest in posts if stored == task.value),
                tuple(LineFact(*rest) for stored, *rest in lines if stored == task.value),
            )
            for task in tasks
        }

    def _members(self, team: str) -> tuple[MemberFact, ...]:
        """Return the members, once each: the record confirmed last speaks for a person's records."""
        records: defaultdict[str, list[_Row]] = defaultdict(list)
        for person, *record in self.of("member", team):
            records[person].append(tuple(record))
        posts: defaultdict[str, list[tuple[str, Period]]] = defaultdict(list)
        for person, post, start, end in self.of("appointment", team):
            posts[person] += [(post, period) for period in _periods([(start, end)])]
        return tuple(
            self._member(person, rows, tuple(posts.get(person, ()))) for person, rows in records.items()
        )

    def _member(
        self, person: str, records: Sequence[_Row], posts: tuple[tuple[str, Period], ...]
    ) -> MemberFact:
        confirmed_on, proved = max((confirmed, bool(proved)) for *_, confirmed, proved in records)
        return MemberFact(
            person=person,
            reference=records[0][0],
            served=_periods((start, end) for _, start, end, *_ in records),
            posts=posts,
            grants=tuple(
                GrantFact(qualification, period)
                for qualification, start, end in self.of("grant", person)
                for period in _periods([(start, end)])
            ),
            away=_periods((start, end) for start, end in self.of("away", person)),
            confirmed_on=confirmed_on,
            proved=proved,
        )

    def _items(self, team: str) -> tuple[ItemFact, ...]:
        return tuple(
            ItemFact(
                item,
                kind,
                int(quantity),
                EquipmentState(state),
                due_on,
                period,
                serial,
                confirmed_on,
                bool(proved),
            )
            for item, kind, quantity, state, due_on, start, end, serial, confirmed_on, proved in self.of(
                "item", team
            )
            for period in _periods([(start, end)])
        )  # fmt: skip -- one fact a row

    def _training(self, team: str) -> tuple[TrainingRequirement, ...]:
        return tuple(
            TrainingRequirement(kind, name, name_en, int(weight), int(days), int(number))
            for number, kind, name, name_en, weight, days in self.of("training", team)
        )

    def _held(self, team: str) -> tuple[HeldFact, ...]:
        """Return the team's parts in executions, once each with all kinds they count for."""
        kinds: defaultdict[str, set[str]] = defaultdict(set)
        parts: dict[str, _Row] = {}
        for held, kind, *part in self.of("held", team):
            kinds[held].add(kind)
            parts[held] = tuple(part)
        return tuple(self._part(held, frozenset(kinds[held]), part) for held, part in parts.items())

    def _part(self, held: str, kinds: frozenset[str], part: _Row) -> HeldFact:
        on, passed, present, authorized, proved, named, numerator, denominator = part
        return HeldFact(
            kinds=kinds,
            on=on,
            passed=bool(passed),
            present=int(present),
            authorized=int(authorized),
            takers=frozenset(person for (person,) in self.of("taker", held)) if named else None,
            proved=bool(proved),
            id=held,
            crew=(int(numerator), int(denominator)),
        )

    def _muster(self, team: str, month: int) -> MusterDuty | None:
        if not month:
            return None
        return MusterDuty(int(month), tuple(day for (day,) in self.of("muster", team)))
