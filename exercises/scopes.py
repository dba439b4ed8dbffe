"""How the training year's tables hang on regions; importing this module registers them with the gate."""

from __future__ import annotations

from exercises.tables.conduct import Attendance, Execution, ExecutionTeam, LinkTest
from exercises.tables.plans import (
    EventResource,
    EventTeam,
    PlannedEvent,
    PlanRun,
    TrainingPlan,
    UnscheduledDemand,
)
from exercises.tables.year import CalendarDay, ExternalEvent, SyllabusRule
from registry.access import Public, Scope, register_scope

register_scope(CalendarDay, Public("workdays are the same for every office"))
register_scope(SyllabusRule, Scope("region_id", null_is_public=True, inherited=True))
register_scope(ExternalEvent, Scope("region_id", "host_id", inherited=True))
register_scope(TrainingPlan, Scope("region_id"))
register_scope(PlanRun, Scope("region_id"))
register_scope(PlannedEvent, Scope("region_id", "teams__team__region_id"))
register_scope(EventTeam, Scope("event__region_id", "team__region_id"))
register_scope(EventResource, Scope("event__region_id", "resource__region_id"))
register_scope(UnscheduledDemand, Scope("region_id"))
register_scope(Execution, Scope("region_id", "teams__team__region_id"))
register_scope(ExecutionTeam, Scope("execution__region_id", "team__region_id"))
register_scope(LinkTest, Scope("from_region_id", "to_region_id", "execution__region_id"))
register_scope(Attendance, Scope("execution_team__execution__region_id", "execution_team__team__region_id"))
