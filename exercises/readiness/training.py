"""The training year's part of the facts of readiness: what must be trained, what was held, who came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tortoise.expressions import Q, Subquery

from exercises.codes import AttendanceStatus, ExerciseKind, Grade
from exercises.default_syllabus import RuleData
from exercises.planning.crews import applies, crew_share
from exercises.syllabus import Syllabi, is_standing, syllabi
from exercises.tables import Attendance, Execution, ExecutionTeam, LinkTest
from registry.access import SYSTEM, rows
from registry.codes import TeamCategory
from registry.readiness.records.gathering import LINKED
from registry.readiness.records.reading import Chosen, Row, read
from registry.tables import EvidenceLink

_PRESENT = frozenset({AttendanceStatus.PRESENT.value, AttendanceStatus.LATE.value})
_LAST_MONTH = 12
_WHOLE = (1, 1)


class Asked(NamedTuple):
    """What a syllabus asks of a category: its muster by when, standing rows, what each kind counts for."""

    muster_month: int
    training: tuple[Row, ...]
    counts_for: Mapping[str, tuple[str, ...]]
    crews: Mapping[str, tuple[int, int]]


async def training_rows(
    chosen: Chosen, known: Mapping[str, Sequence[Row]], same: Mapping[str, str]
) -> dict[str, list[Row]]:
    """
    Return the rows of the training year and those of the registry it completes.

    `known` are the registry's rows, `same` the identities of persons. A fixed number of statements.
    """
    asked = _asked_of(chosen, await syllabi({team[4] for team in chosen.teams}, chosen.on))
    attended = await _attended(chosen, same)
    held, musters = await _held(chosen, asked, {row[0] for row in attended})
    takers = {(part, person) for part, person, status in attended if status in _PRESENT}
    return {
        "team": [(*t[:7], asked[t[0]].muster_month, t[3] in LINKED) for t in chosen.teams],
        "training": [(t[0], *row) for t in chosen.teams for row in asked[t[0]].training],
        "held": held,
        "taker": sorted(takers),
        "link": await _links(chosen),
        "muster": sorted({*known["muster"], *musters}),
    }


def _asked_of(chosen: Chosen, found: Syllabi) -> dict[str, Asked]:
    """Return what is asked of each team; those of one syllabus and category share it."""
    known: dict[tuple[int, str], Asked] = {}
    asked: dict[str, Asked] = {}
    for team in chosen.teams:
        key = (found.of_region[team[4]], team[3])
        if key not in known:
            known[key] = asked_by(found.sets[key[0]], TeamCategory(key[1]))
        asked[team[0]] = known[key]
    return asked


def asked_by(rules: Iterable[RuleData], category: TeamCategory) -> Asked:
    """Return what the rows of a syllabus ask of the teams of a category."""
    applying = [rule for rule in rules if applies(rule, category)]
    standing = [rule for rule in applying if is_standing(rule)]
    musters = [rule.months or (_LAST_MONTH,) for rule in standing if rule.kind is ExerciseKind.MUSTER]
    counts: defaultdict[str, set[str]] = defaultdict(set)
    for rule in applying:
        counts[rule.kind.value] |= {rule.kind.value, *(kind.value for kind in rule.satisfies)}
    return Asked(
        max((max(months) for months in musters), default=0),
        tuple((r.number, r.kind.value, r.kind.zh, r.kind.en, r.weight, r.periodicity_days) for r in standing),
        {kind: tuple(sorted(kinds)) for kind, kinds in counts.items()},
        {rule.kind.value: crew_share(rule, category) for rule in reversed(applying)},
    )


async def _held(chosen: Chosen, asked: Mapping[str, Asked], named: set[str]) -> tuple[list[Row], list[Row]]:
    """
    Return the teams' parts in executions, a row for each kind they count for, and the musters among them.

    A part is proved when somebody from outside graded it, or evidence is attached to it or to the whole.
    """
    listed = rows(SYSTEM, ExecutionTeam).filter(chosen.among()).order_by("execution__last_day", "id")
    columns = ("team_id", "id", "execution_id", "execution__kind", "execution__last_day", "grade")
    figures = ("present_persons", "authorized_persons", "evaluator_external")
    proof = await _evidenced(chosen)
    held: list[Row] = []
    musters: list[Row] = []
    for team, part, whole, kind, on, grade, *persons, outside in await read(listed, *columns, *figures):
        proved = outside or part in proof or whole in proof
        crew = asked[team].crews.get(kind, _WHOLE)
        facts = (on, grade != Grade.FAILED.value, *persons, proved, part in named, *crew)
        held += [(team, part, each, *facts) for each in asked[team].counts_for.get(kind, (kind,))]
        musters += [(team, on)] if kind == ExerciseKind.MUSTER.value else []
    return held, musters


async def _evidenced(chosen: Chosen) -> frozenset[str]:
    """Return the ids of executions, and of teams' parts in them, with evidence attached."""
    parts = rows(SYSTEM, ExecutionTeam).filter(chosen.among())
    own = {Execution: parts.values("execution_id"), ExecutionTeam: parts.values("id")}
    proving = [Q(record_table=t.table_name(), record_id__in=Subquery(ids)) for t, ids in own.items()]
    links = rows(SYSTEM, EvidenceLink).filter(Q(*proving, join_type=Q.OR))
    return frozenset(record for (record,) in await read(links, "record_id"))


async def _attended(chosen: Chosen, same: Mapping[str, str]) -> list[Row]:
    """Return who was marked at the teams' parts, by identity, and with which status."""
    listed = rows(SYSTEM, Attendance).filter(chosen.among("execution_team__team_id"))
    found = await read(listed, "execution_team_id", "person_id", "status")
    return [(part, same.get(record, record), status) for part, record, status in found]


async def _links(chosen: Chosen) -> list[Row]:
    """Return the days on which a link of a team's region worked; a district's station counts for its city."""
    ends = ("from_region_id", "to_region_id", "from_region__parent_id", "to_region__parent_id")
    touching: Any = [chosen.among(end, "region_id") for end in ends]
    listed = rows(SYSTEM, LinkTest).filter(
        Q(*touching, join_type=Q.OR), success=True, execution__last_day__gte=chosen.since
    )
    proved: defaultdict[str, set[Any]] = defaultdict(set)
    for near, far, *above, day in await read(listed, *ends, "execution__last_day"):
        for region in (near, far, *above) if near != far else ():
            proved[region].add(day)
    needing = [team for team in chosen.teams if team[3] in LINKED]
    return [(team[0], day) for team in needing for day in sorted(proved.get(team[4], ()))]
