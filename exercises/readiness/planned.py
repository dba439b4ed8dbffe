"""
The issued plan as a prospect: what teams will have trained if every planned event is held.

Executed means passed, graded from outside, with everybody present who serves on the day as known now (also
where a rotating crew is called: the crews add up). A muster is taken to be a completed reorganization: it
confirms people and equipment. Which events prove a link is assumed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from exercises.codes import EventState, ExerciseKind, PlanState
from exercises.default_syllabus import RuleData
from exercises.readiness.training import Asked, asked_by
from exercises.syllabus import syllabi
from exercises.tables import EventTeam
from registry.access import SYSTEM, rows
from registry.codes import ReadinessArea
from registry.readiness.areas.people import covers
from registry.readiness.facts import HeldFact, TeamFacts
from registry.readiness.forecast.forecasts import Expected, Prospect

#: States in which an event has not been held and still stands.
STANDING = (EventState.PLANNED, EventState.NOTIFIED, EventState.LOCKED, EventState.POSTPONED)
#: Kinds of events in which stations of different regions are linked (assumed).
LINKING = frozenset({ExerciseKind.INTERCONNECTION, ExerciseKind.CROSS_REGION})
#: What a muster confirms.
CONFIRMED = frozenset({ReadinessArea.PEOPLE, ReadinessArea.EQUIPMENT})


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A team's part in a planned event that ends on `on`: `event` is its id, `uid` stays across versions."""

    event: str
    uid: str
    kind: ExerciseKind
    title: str
    title_en: str
    on: date


async def planned_parts(teams: Collection[str], first: date) -> dict[str, tuple[PlannedPart, ...]]:
    """Return, by team, its parts in standing events of issued versions that end on or after a day, by day."""
    query = rows(SYSTEM, EventTeam).filter(
        team_id__in=[UUID(team) for team in teams],
        event__plan__state=PlanState.ISSUED,
        event__state__in=list(STANDING),
        event__last_day__gte=first,
    )
    columns = ("event_id", "event__uid", "event__kind", "event__title", "event__title_en", "event__last_day")
    found: list[Any] = await query.order_by("event__last_day", "event_id").values_list("team_id", *columns)
    parts: dict[str, list[PlannedPart]] = defaultdict(list)
    for team, event, uid, kind, title, title_en, on in found:
        parts[str(team)].append(PlannedPart(str(event), uid, ExerciseKind(kind), title, title_en, on))
    return {team: tuple(of_team) for team, of_team in parts.items()}


async def prospects(teams: Sequence[TeamFacts], first: date) -> dict[str, Prospect]:
    """Return what each team (by id) can expect of issued plans from a day on; in three statements."""
    parts = await planned_parts([team.team for team in teams], first)
    found = await syllabi({team.region for team in teams}, first)
    return {
        team.team: prospect_of(team, parts.get(team.team, ()), found.sets[found.of_region[team.region]])
        for team in teams
    }


def prospect_of(facts: TeamFacts, parts: Iterable[PlannedPart], rules: Iterable[RuleData]) -> Prospect:
    """Return what a team can expect of its parts in planned events, by the syllabus rows in force."""
    asked = asked_by(rules, facts.category)
    return Prospect(
        tuple(
            Expected(
                _held(facts, part, asked),
                part.title,
                part.title_en,
                musters=part.kind is ExerciseKind.MUSTER,
                links=part.kind in LINKING,
                confirms=CONFIRMED if part.kind is ExerciseKind.MUSTER else frozenset(),
            )
            for part in parts
        )
    )


def _held(facts: TeamFacts, part: PlannedPart, asked: Asked) -> HeldFact:
    serving = frozenset(each.person for each in facts.members if covers(each.served, part.on))
    return HeldFact(
        kinds=frozenset(asked.counts_for.get(part.kind.value, (part.kind.value,))),
        on=part.on,
        passed=True,
        present=len(serving),
        authorized=len(serving),
        takers=serving,
        proved=True,
        id=part.event,
        crew=asked.crews.get(part.kind.value, (1, 1)),
    )
