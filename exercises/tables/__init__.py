"""
The training year's rows as Tortoise tables; import them through this package.

Reading order: `year` (calendar, syllabus, external dates) → `plans` → `conduct`.
"""

import exercises.scopes  # pyright: ignore[reportUnusedImport]  # noqa: F401 -- registers the tables with the gate
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

__all__ = [
    "Attendance",
    "CalendarDay",
    "EventResource",
    "EventTeam",
    "Execution",
    "ExecutionTeam",
    "ExternalEvent",
    "LinkTest",
    "PlanRun",
    "PlannedEvent",
    "SyllabusRule",
    "TrainingPlan",
    "UnscheduledDemand",
]
