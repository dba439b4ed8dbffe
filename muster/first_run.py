"""What `muster run` does before it serves: migrate, seed, plan and issue; each only if still to do."""

from __future__ import annotations

from exercises.codes import PlanState, RunState
from exercises.tables import TrainingPlan
from muster import database
from muster.office import plan_versioned, region_coded, viewer_named
from muster.settings import Settings
from muster.terminal import note
from muster.tokens import new_token
from muster.year import asked, issue_year, plan_year
from registry.access import SYSTEM, rows
from registry.readiness.records.keeping import kept
from registry.tables import Region

PLANNER, APPROVER = "planner", "approver"
_SETTLED = (PlanState.ISSUED, PlanState.AMENDED, PlanState.CLOSED)


async def prepare(settings: Settings) -> str:
    """Make everything ready to serve, and return a new access token of the planner."""
    await database.migrate(settings)
    async with database.connected(settings):
        if not await rows(SYSTEM, Region).exists():
            from muster.loading import seed  # noqa: PLC0415 -- start-up time

            await seed(settings)
        await _plan_and_issue(settings)
        if not await kept(SYSTEM).exists():
            from muster.readiness import keep  # noqa: PLC0415 -- start-up time

            await keep()
        return await new_token(settings, PLANNER, label="muster run")


async def _plan_and_issue(settings: Settings) -> None:
    """Plan the settings' year unless a version exists, and issue the latest version unless it is."""
    viewer = await viewer_named(PLANNER)
    region = await region_coded(viewer, settings.region)
    versions = rows(viewer, TrainingPlan).filter(region_id=region.id, year=settings.year)
    if not await versions.exists():
        run = await plan_year(asked(settings), login=PLANNER)
        if run.state is not RunState.PLANNED:
            note(f"The training year {settings.year} is not planned ({run.state.value}): {run.message}")
            return
    plan = await plan_versioned(viewer, region, settings.year)
    if (
        plan.state in (*_SETTLED, PlanState.DISCARDED)
        or await versions.filter(state=PlanState.ISSUED).exists()
    ):
        return
    plan = await issue_year(plan, planner=PLANNER, approver=APPROVER)
    note(
        f"Issued the training year {plan.year} of {region.name}, version {plan.number}, cost {plan.total:,}."
    )
    if plan.estimated_days:
        note("Some of its workdays are estimated: import the official notice once announced and re-plan.")
