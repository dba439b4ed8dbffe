"""The training year's part of the facts of readiness: what must be trained, what was held, who came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from tortoise.expressions import Q, Subquery

from exercises.codes import AttendanceStatus, ExerciseKind, Grade
from exercises.default_syllabus import RuleData
from exercises.planning.crews import applies, crew_share
from exercises.syllabus import Syllabi, is_standing, syllabi
from exercises.tables import Attendance, Execution, ExecutionTeam, LinkTest
from registry.access import SYSTEM, rows
from registry.codes import TeamCategory
from registry.frame import Frame
from registry.readiness.reading import Chosen, frame, read, renamed
from registry.tables import EvidenceLink

_PRESENT = (AttendanceStatus.PRESENT.value, AttendanceStatus.LATE.value)
_LAST_MONTH = 12
_OF_RULES = ("syllabus", "category")


async def training_frames(
    chosen: Chosen, known: Mapping[str, Frame], same: Mapping[str, str]
) -> dict[str, Frame]:
    """
    Return the frames of the training year and those of the registry it adds to.

    `known` are the registry's frames, `same` the identities of persons. A fixed number of statements.
    """
    found = await syllabi(known["team"]["region"].unique(), chosen.on)
    teams = known["team"].assign(syllabus=known["team"]["region"].map(found.of_region))
    parts = await _parts(chosen)
    attended = await _attended(chosen, same)
    return {
        "team": teams.drop(columns="muster_month").merge(_months(teams, found), on=list(_OF_RULES)),
        "training": teams[["team", *_OF_RULES]].merge(_training(teams, found), on=list(_OF_RULES)),
        "held": _held(parts, teams, found).assign(named=lambda each: each["held"].isin(attended["held"])),
        "taker": attended[attended["status"].isin(_PRESENT)].drop_duplicates(["held", "person"]),
        "link": await _links(chosen, teams),
        "muster": _musters(known["muster"], parts),
    }


def _asked(teams: Frame, found: Syllabi) -> Iterator[tuple[int, str, list[RuleData]]]:
    """Yield each syllabus and category some team has, with the rows that apply to it."""
    pairs = teams[list(_OF_RULES)].drop_duplicates()
    for syllabus, category in pairs.itertuples(index=False):
        rules = found.sets[syllabus]
        yield syllabus, category, [rule for rule in rules if applies(rule, TeamCategory(category))]


def _months(teams: Frame, found: Syllabi) -> Frame:
    """Return the last month of the muster's window by syllabus and category, 0 where none is asked."""
    cells: list[tuple[Any, ...]] = []
    for syllabus, category, rules in _asked(teams, found):
        asked = [rule for rule in rules if rule.kind is ExerciseKind.MUSTER and is_standing(rule)]
        last = max((max(rule.months, default=_LAST_MONTH) for rule in asked), default=0)
        cells.append((syllabus, category, last))
    return _of_rules(cells, "muster_month")


def _training(teams: Frame, found: Syllabi) -> Frame:
    """Return the standing rows by syllabus and category."""
    cells = [
        (syllabus, category, r.number, r.kind.value, r.kind.zh, r.kind.en, r.weight, r.periodicity_days)
        for syllabus, category, rules in _asked(teams, found)
        for r in rules
        if is_standing(r)
    ]
    return _of_rules(cells, "number", "kind", "name", "name_en", "weight", "periodicity_days")


def _of_rules(cells: list[tuple[Any, ...]], *names: str) -> Frame:
    """Return rows by syllabus and category as a frame."""
    made = frame(cells, (*_OF_RULES, *names))
    return made.assign(syllabus=made["syllabus"].astype("int64"))


async def _parts(chosen: Chosen) -> Frame:
    """Return the teams' parts in executions, graded from outside or with evidence (`proved`) or not."""
    found = await read(
        rows(SYSTEM, ExecutionTeam).filter(chosen.among()),
        team="team_id",
        held="id",
        execution="execution_id",
        kind="execution__kind",
        on="execution__last_day",
        grade="grade",
        present="present_persons",
        authorized="authorized_persons",
        proved="evaluator_external",
    )
    parts = rows(SYSTEM, ExecutionTeam).filter(chosen.among())
    whole = Q(record_table=Execution.table_name(), record_id__in=Subquery(parts.values("execution_id")))
    own = Q(record_table=ExecutionTeam.table_name(), record_id__in=Subquery(parts.values("id")))
    proof = set((await read(rows(SYSTEM, EvidenceLink).filter(whole | own), record="record_id"))["record"])
    shown = found["proved"] | found["held"].isin(proof) | found["execution"].isin(proof)
    return found.assign(proved=shown, passed=found["grade"] != Grade.FAILED.value)


def _held(parts: Frame, teams: Frame, found: Syllabi) -> Frame:
    """Return one row a part and kind it counts for: its own, and those the rows of its kind satisfy."""
    of_teams = parts.merge(teams[["team", *_OF_RULES]], on="team")
    counted = of_teams.merge(_counting(teams, found), on=[*_OF_RULES, "kind"], how="left")
    crews = {name: counted[name].fillna(1).astype("int64") for name in ("crew_numerator", "crew_denominator")}
    kinds = counted["counts_for"].where(counted["counts_for"].notna(), counted["kind"])
    return counted.assign(kind=kinds, **crews)


def _counting(teams: Frame, found: Syllabi) -> Frame:
    """Return for which kinds an exercise counts, and which part of the team it calls, by its own kind."""
    cells: list[tuple[Any, ...]] = []
    for syllabus, category, rules in _asked(teams, found):
        for kind in {rule.kind for rule in rules}:
            of_kind = [rule for rule in rules if rule.kind is kind]
            satisfied = {each.value for rule in of_kind for each in rule.satisfies}
            share = crew_share(of_kind[0], TeamCategory(category))
            cells += [
                (syllabus, category, kind.value, each, *share) for each in sorted({kind.value, *satisfied})
            ]
    return _of_rules(cells, "kind", "counts_for", "crew_numerator", "crew_denominator")


async def _attended(chosen: Chosen, same: Mapping[str, str]) -> Frame:
    """Return who was marked at the teams' parts, by identity, and with which status."""
    found = await read(
        rows(SYSTEM, Attendance).filter(chosen.among("execution_team__team_id")),
        held="execution_team_id",
        record="person_id",
        status="status",
    )
    return found.assign(person=renamed(found["record"], same))


async def _links(chosen: Chosen, teams: Frame) -> Frame:
    """Return the days on which a link of a team's region worked; a district's station counts for its city."""
    ends = ("from_region_id", "from_region__parent_id", "to_region_id", "to_region__parent_id")
    touching = [chosen.among(end, "region_id") for end in ends]
    found = await read(
        rows(SYSTEM, LinkTest).filter(
            Q(*touching, join_type=Q.OR), success=True, execution__last_day__gte=chosen.since
        ),
        near=ends[0],
        above_near=ends[1],
        far=ends[2],
        above_far=ends[3],
        proved_on="execution__last_day",
    )
    between = found[found["near"] != found["far"]]
    stations = between.melt("proved_on", value_name="region")[["region", "proved_on"]].drop_duplicates()
    needing = teams.loc[teams["needs_link"], ["team", "region"]]
    return needing.merge(stations, on="region")


def _musters(completed: Frame, parts: Frame) -> Frame:
    """Return the days on which the teams were mustered: by reorganizations, and as exercises."""
    exercised = parts.loc[parts["kind"] == ExerciseKind.MUSTER.value, ["team", "on"]]
    both = pd.concat([completed, exercised.rename(columns={"on": "held_on"})], ignore_index=True)
    return both.drop_duplicates()
