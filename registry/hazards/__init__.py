"""
Hazards 隐患 through the five-level network: reported, accepted, assigned, disposed of, verified and closed.

Reading order: `reporting` → `routing` (the life) → `times` (the report, what falls due).
"""

from registry.hazards.reporting import HazardDraft, report_hazard
from registry.hazards.routing import STEPS, StepDraft, take_step
from registry.hazards.times import (
    ENDED,
    Durations,
    HazardDue,
    HazardReport,
    HazardTimes,
    hazard_report,
    hazards_due,
)

__all__ = [
    "ENDED",
    "STEPS",
    "Durations",
    "HazardDraft",
    "HazardDue",
    "HazardReport",
    "HazardTimes",
    "StepDraft",
    "hazard_report",
    "hazards_due",
    "report_hazard",
    "take_step",
]
