"""What the plan commands find out and say: facts for scripts, and the same as text for people."""

from __future__ import annotations

from collections import Counter
from typing import Any

from exercises import plans
from exercises.codes import RunState
from exercises.components import components_of_plan
from exercises.plan_comparison import changes_to_print
from exercises.tables import PlannedEvent, PlanRun, TrainingPlan, UnscheduledDemand
from muster.office import plan_versioned, region_coded, viewer_named
from muster.plan_facts import component_facts, event_facts
from muster.plan_tables import change_lines, gap_lines, printed
from muster.settings import Settings
from muster.year import asked, figures, issue_year, plan_year
from registry.access import Viewer, rows

PLANNED, REFUSED, INFEASIBLE, UNFINISHED, BUG = 0, 1, 3, 4, 70
_CODES = {RunState.PLANNED: PLANNED, RunState.INFEASIBLE: INFEASIBLE, RunState.CANCELLED: UNFINISHED}
Answer = tuple[Any, str]


async def plan_and_report(
    settings: Settings, login: str, chosen: dict[str, Any], *, repeatable: bool
) -> tuple[int, Any, str]:
    """Plan the year and return exit code, facts and text."""
    run = await plan_year(asked(settings, **chosen), login=login, repeatable=repeatable)
    code = run_code(run)
    if run.plan_id is None:
        facts = {"run": str(run.id), "state": run.state.value, "message": run.message}
        return code, facts, run_sentences(run)
    viewer = await viewer_named(login)
    plan = await rows(viewer, TrainingPlan).get(id=run.plan_id)
    facts = figures(plan, run)
    return (
        code,
        facts,
        f"{_headline(facts)}\nLook at it with `muster plan show`; issue it with `muster plan issue`.",
    )


async def show(
    settings: Settings, login: str, year: int | None, region: str | None, version: int | None
) -> Answer:
    """Return what a version holds, and what it changes in the version it replaces."""
    viewer, plan = await _find(settings, login, year, region, version)
    events = await rows(viewer, PlannedEvent).filter(plan_id=plan.id).order_by("first_day", "uid")
    left_out = await rows(viewer, UnscheduledDemand).filter(plan_id=plan.id).order_by("-points", "uid")
    months = Counter(event.first_day.month for event in events)
    changes = event_facts(await changes_to_print(viewer, plan))
    facts = {
        **figures(plan),
        "events": len(events),
        "events_by_month": dict(sorted(months.items())),
        "unscheduled": [
            {"title": row.title, "points": row.points, "reasons": row.reasons} for row in left_out
        ],
        "changes": changes,
    }
    gaps = printed(gap_lines(component_facts(components_of_plan(plan))))
    lines = [_headline(facts), *([gaps] if gaps else [])]
    lines += [f"{len(events)} events; by month: " + _pairs(sorted(months.items()))]
    lines += [f"Left out ({row.points} points): {row.title}: {_reasons(row.reasons)}" for row in left_out]
    lines += list(change_lines(changes))
    return facts, "\n".join(lines)


async def issue(
    settings: Settings, planner: str, approver: str, chosen: tuple[int | None, str | None, int | None]
) -> Answer:
    """Issue a version and return its figures."""
    year, region, version = chosen
    _, plan = await _find(settings, planner, year, region, version)
    facts = figures(await issue_year(plan, planner=planner, approver=approver))
    return facts, _headline(facts)


async def verify(
    settings: Settings, login: str, year: int | None, region: str | None, version: int | None
) -> tuple[int, Any, str]:
    """Check a version without the solver and return exit code, facts and text."""
    viewer, plan = await _find(settings, login, year, region, version)
    verification = await plans.verify_plan(viewer, plan.id)
    broken = [
        {"rule": one.rule, "events": list(one.events), "zh": one.zh, "en": one.en}
        for one in verification.violations
    ]
    facts = {"year": plan.year, "version": plan.number, "violations": broken}
    lines = [f"Version {plan.number} of {plan.year} breaks {len(broken)} rules."]
    lines += [f"{one['rule']}: {one['en']} {one['zh']}" for one in broken]
    return (REFUSED if broken else PLANNED), facts, "\n".join(lines)


async def _find(
    settings: Settings, login: str, year: int | None, region: str | None, version: int | None
) -> tuple[Viewer, TrainingPlan]:
    """Return the viewer and the plan version that is meant."""
    viewer = await viewer_named(login)
    row = await region_coded(viewer, region or settings.region)
    return viewer, await plan_versioned(viewer, row, year or settings.year, version)


def _headline(facts: dict[str, Any]) -> str:
    """Return a version's figures as text."""
    gap = "unknown" if facts["gap"] is None else f"{facts['gap']:.1%}"
    objective = facts["objective"]
    parts = _pairs(objective.items()) if isinstance(objective, dict) else str(objective)
    estimated = " Some of its workdays are estimated, not announced." if facts["estimated_days"] else ""
    return (
        f"Training year {facts['year']}, version {facts['version']}: {facts['state']}. "
        f"Cost {facts['cost']:,}, bound {_figure(facts['bound'])}, gap {gap}, "
        f"{facts['solve_seconds']} s, seed {facts['seed']}.{estimated}\n{parts}"
    )


def _figure(value: int | None) -> str:
    """Return a number with thousands separated, or that it is not known."""
    return "unknown" if value is None else f"{value:,}"


def run_code(run: PlanRun) -> int:
    """Return the exit code for how a run ended."""
    return _CODES.get(run.state, BUG)


def run_sentences(run: PlanRun) -> str:
    """Return why a run has no plan."""
    reasons = _reasons(run.message) or "no plan was found in the time given"
    return f"The run ended as {run.state.value}: {reasons}"


def _reasons(message: Any) -> str:
    """Return reasons stored as text, as {"zh", "en"} or as a list of either, in one line."""
    if isinstance(message, list):
        return "; ".join(_reasons(one) for one in message)
    if isinstance(message, dict):
        return " ".join(str(message[name]) for name in ("zh", "en") if name in message) or str(message)
    return "" if message is None else str(message)


def _pairs(items: Any) -> str:
    """Return names and figures in one line."""
    return ", ".join(f"{name} {figure}" for name, figure in items)
