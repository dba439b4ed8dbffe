"""A hand-made training year: one version with three events, a demand left out, and a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid5

from exercises.codes import ExerciseKind, PlanState, RunState
from exercises.tables import (
    EventResource,
    EventTeam,
    PlannedEvent,
    PlanRun,
    TrainingPlan,
    UnscheduledDemand,
)
from registry.access import SYSTEM
from registry.codes import ResourceKind
from registry.history import Act, Change, changing
from registry.tables import Record, Region, Team
from tests.conftest import NOW, SPACE
from tests.factories import SmallWorld


@dataclass(frozen=True)
class Year:
    """The rows of one region's year."""

    plan: TrainingPlan
    event: PlannedEvent
    team_link: EventTeam
    resource_link: EventResource
    unscheduled: UnscheduledDemand
    run: PlanRun

    @property
    def rows(self) -> list[Record]:
        """Return every row."""
        return [self.plan, self.event, self.team_link, self.resource_link, self.unscheduled, self.run]


async def small_year(
    world: SmallWorld, city: Region, team: Team, *, state: PlanState = PlanState.ISSUED, number: int = 1
) -> Year:
    """Store a version of 2026 with an event in March, June and September."""
    act_id = uuid5(SPACE, f"year {city.code} {number}")
    async with changing(Act(SYSTEM.principal_id, "year", NOW, act_id)) as change:
        plan = await change.add(_plan(world, city, state, number))
        event, link = await _event(change, plan, team, date(2026, 3, 4))
        await _event(change, plan, team, date(2026, 6, 3))
        await _event(change, plan, team, date(2026, 9, 2))
        resource = world.resources[city.code, ResourceKind.BASE]
        used = await change.add(
            EventResource(event_id=event.id, resource_id=resource.id, quantity=1, ordinal=1)
        )
        left = await change.add(_unscheduled(plan))
        run = await change.add(_run(world, city, plan))
    return Year(plan, event, link, used, left, run)


def _plan(world: SmallWorld, city: Region, state: PlanState, number: int) -> TrainingPlan:
    return TrainingPlan(
        region_id=city.id,
        year=2026,
        number=number,
        state=state,
        planned_by_id=world.principals["planner"].id,
        objective={"unscheduled_points": 10, "moves": 0},
        total=1000,
        bound=900,
        component_bounds={"unscheduled_points": 5, "moves": 0},
        solve_seconds=1.5,
        seed=1,
        input_hash="0" * 64,
        problem={},
    )


async def _event(change: Change, plan: TrainingPlan, team: Team, day: date) -> tuple[PlannedEvent, EventTeam]:
    event = await change.add(
        PlannedEvent(
            plan_id=plan.id,
            region_id=team.region_id,
            uid=f"{team.code}/{day:%m}",
            kind=ExerciseKind.HANDS_ON,
            title="实操训练",
            title_en="Hands-on training",
            rule_number=4,
            first_day=day,
            last_day=day,
            load_half_days=2,
            changed_at=NOW,
        )
    )
    return event, await change.add(EventTeam(event_id=event.id, team_id=team.id))


def _unscheduled(plan: TrainingPlan) -> UnscheduledDemand:
    return UnscheduledDemand(
        plan_id=plan.id,
        region_id=plan.region_id,
        uid="left-out",
        kind=ExerciseKind.SPECIAL,
        title="专项演练",
        title_en="Special exercise",
        points=10,
        reasons=[{"zh": "没有场地", "en": "No ground is free"}],
    )


def _run(world: SmallWorld, city: Region, plan: TrainingPlan) -> PlanRun:
    return PlanRun(
        region_id=city.id,
        year=2026,
        state=RunState.PLANNED,
        requested_by_id=world.principals["planner"].id,
        requested_at=NOW,
        input_hash="0" * 64,
        problem={},
        progress={
            "stage": "search",
            "incumbent": 1000,
            "bound": 900,
            "seconds": 1.5,
            "components": [{"name": "unscheduled_points", "value": 10, "bound": 5}],
        },
        plan_id=plan.id,
    )
