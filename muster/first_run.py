"""What `muster run` does before it serves: migrate, seed, plan and issue; each only if still to do."""

from __future__ import annotations

from datetime import timedelta

from exercises.codes import PlanState, RunState
from exercises.tables import TrainingPlan
from muster import clock, database
from muster.office import plan_versioned, principal_named, region_coded, viewer_named
from muster.settings import Settings
from muster.terminal import note, progress_line
from muster.year import asked, issue_year, plan_year
from registry import access
from registry.access import SYSTEM, rows
from registry.history import changing
from registry.tables import Principal, Region
from seeds.load import load

PLANNER, APPROVER = "planner", "approver"
_SETTLED = (PlanState.ISSUED, PlanState.AMENDED, PlanState.CLOSED)


async def prepare(settings: Settings) -> str:
    """Make everything ready to serve, and return a new access token of the planner."""
    await database.migrate(settings)
    async with database.connected(settings):
        if not await rows(SYSTEM, Region).exists():
            await seed(settings)
        await _plan_and_issue(settings)
        return await new_token(settings, PLANNER, label="muster run")


async def seed(settings: Settings) -> str:
    """Load the synthetic data and return what was loaded, as a sentence."""
    with progress_line(f"Loading the synthetic {settings.scale}") as line:
        report = await load(
            settings.scale,
            year=settings.year,
            seed=settings.seed,
            at=clock.now(),
            on_progress=lambda *said: line.show(" ".join(str(part) for part in said)),
        )
    return str(report)


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


async def new_token(settings: Settings, login: str, *, label: str, calendar_of: str | None = None) -> str:
    """
    Issue a token to a principal and return it; it is stored hashed and shown this once.

    An API token expires after the settings' hours. With `calendar_of`, a region's code, it opens
    that region's calendar feed only, and does not expire.
    """
    principal: Principal = await principal_named(login)
    region = await region_coded(await viewer_named(login), calendar_of) if calendar_of else None
    async with changing(clock.act(principal.id, f"Issue a token: {label}")) as change:
        return await access.issue_token(
            change,
            principal,
            secret=clock.secret(32),
            purpose="calendar" if region else "api",
            label=label,
            expires_at=None if region else clock.now() + timedelta(hours=settings.token_hours),
            region_id=region.id if region else None,
        )
