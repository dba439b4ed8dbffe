"""What the command that repairs a plan does and says."""

from __future__ import annotations

from typing import Any

from exercises.codes import RunMode
from exercises.interruptions import BrokenOff, interruptions_of
from exercises.plan_comparison import compare_plans
from exercises.plans import in_force
from exercises.tables import TrainingPlan
from muster.office import region_coded, viewer_named
from muster.plan_answers import Which, comparison_lines
from muster.plan_facts import comparison_facts, said
from muster.plan_report import run_code, run_sentences
from muster.plan_tables import printed
from muster.settings import Settings
from muster.year import Mending, figures, repair_year
from registry.access import rows

__all__ = ["MODES", "Mending", "Which", "mend"]
MODES = {"only": RunMode.ONLY_REPAIR, "improve": RunMode.REPAIR_AND_IMPROVE}
"""Modes by the words of the command line."""


async def mend(settings: Settings, which: Which, wish: Mending) -> tuple[int, Any, str]:
    """Repair the version in force, and return the draft's figures and how it compares."""
    viewer = await viewer_named(which.login)
    region = await region_coded(viewer, which.region or settings.region)
    plan = await in_force(viewer, region.id, which.year or settings.year)
    run = await repair_year(viewer, plan, wish)
    if run.plan_id is None:
        facts = {"run": str(run.id), "state": run.state.value, "message": run.message}
        return run_code(run), facts, run_sentences(run)
    draft = await rows(viewer, TrainingPlan).get(id=run.plan_id)
    compared = comparison_facts(await compare_plans(viewer, plan.id, draft.id))
    ended = [_interruption(each) for each in interruptions_of(draft)]
    lines = [
        f"第 {draft.number} 版草案 Draft version {draft.number} of {draft.year}; "
        f"原现行版本 in force: {plan.number}",
        *(f"中断 interrupted: {each['uid']} {each['last_day']}" for each in ended),
        *comparison_lines(compared),
    ]
    facts = {**figures(draft, run), "in_force": plan.number, "interrupted": ended, "comparison": compared}
    return run_code(run), facts, printed(lines)


def _interruption(found: BrokenOff) -> dict[str, Any]:
    return {
        "uid": found.uid,
        "first_day": found.first_day,
        "last_day": found.last_day,
        "days_done": found.days_done,
        "days_planned": found.days_planned,
        "again": found.again,
        "reasons": said(found.reasons),
    }
