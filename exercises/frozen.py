"""A stored plan read back as the planner's own values: the frozen problem, and where its events stand."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from exercises.planning.framing import standings
from exercises.planning.outages import with_outages
from exercises.planning.standing import Standing, exercise_of
from exercises.tables import PlanRun, TrainingPlan
from scheduling.cost import Cost
from scheduling.plan import Assignment, Plan, Unscheduled
from scheduling.problem import Exercise, Problem
from scheduling.serial import problem_from_json, to_data


def problem_of_row(row: TrainingPlan | PlanRun) -> Problem:
    """Return the problem a plan or run was made from, as it was frozen then."""
    return problem_from_json(json.dumps(row.problem))


def frozen(problem: Problem) -> dict[str, object]:
    """Return a problem the way it is stored."""
    return to_data(problem)


@dataclass(frozen=True, slots=True)
class Current:
    """A stored version as it stands: its problem without cancelled events, and its plan."""

    problem: Problem
    plan: Plan


async def current(row: TrainingPlan) -> Current:
    """
    Return a version as its events stand now; what was cancelled is asked for no longer.

    Outages of command facilities are those known by now, not those known when it was planned.

    Cost and reasons in the plan are those of the stored version; recompute them where they matter.
    """
    return await _standing(row, await with_outages(problem_of_row(row)))


async def as_framed(row: TrainingPlan) -> Current:
    """Return a version as its events stand now in the problem it was planned from, outages of then alone."""
    return await _standing(row, problem_of_row(row))


async def _standing(row: TrainingPlan, known: Problem) -> Current:
    entries = await standings(row)
    problem = without(known, {entry.uid for entry in entries if entry.cancelled})
    standing = [entry for entry in entries if not entry.cancelled]
    return Current(problem, plan_of(problem, standing, Cost(**row.objective)))


def without(problem: Problem, cancelled: set[str]) -> Problem:
    """Return a problem that no longer asks for some events; series and orders close up."""
    if not cancelled:
        return problem
    return replace(
        problem,
        events=tuple(event for event in problem.events if event.id not in cancelled),
        series=tuple(
            replace(series, events=tuple(e for e in series.events if e not in cancelled))
            for series in problem.series
        ),
        precedence=tuple(link for link in problem.precedence if not cancelled & {link.before, link.after}),
        published=tuple(place for place in problem.published if place.event not in cancelled),
    )


def plan_of(problem: Problem, entries: list[Standing], cost: Cost) -> Plan:
    """Return the assignments that standing events amount to, sorted by day and event."""
    known = {event.id: event.exercise for event in problem.events}
    durations = {event.id: event.duration_days for event in problem.events}
    found: list[Assignment] = []
    for entry in entries:
        exercise = known[entry.uid] if entry.uid in known else _designed(problem, entry)
        if entry.uid in known or exercise is not None:
            days = durations.get(entry.uid) or _area_days(problem, exercise)
            last = entry.first_day
            if entry.first_day in problem.days:
                start = problem.days.index(entry.first_day)
                last = problem.days[min(len(problem.days), start + days) - 1]
            found.append(Assignment(entry.uid, entry.first_day, last, entry.choices, entry.channel, exercise))
    found.sort(key=lambda a: (a.first_day, a.event))
    placed = {assignment.event for assignment in found}
    left_out = tuple(Unscheduled(e.id, e.priority) for e in problem.events if e.id not in placed)
    return Plan(tuple(found), left_out, cost)


def _designed(problem: Problem, entry: Standing) -> Exercise | None:
    areas = sorted(problem.areas, key=lambda area: not entry.uid.startswith(f"{area.id}/"))
    return next((e for area in areas if (e := exercise_of(area, entry.host, entry.crews))), None)


def _area_days(problem: Problem, exercise: Exercise | None) -> int:
    return next((a.duration_days for a in problem.areas if exercise and a.id == exercise.area), 1)
