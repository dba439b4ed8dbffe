"""
How soon a team, or several that share resources, can be ready: the train-up problem.

::

    TrainUp (activities, resources, phases of goals) → soonest → Scheduled | Unreachable | Unfinished

What counts today may lapse before the end: each phase has the goals that are left on its days, and the
goals must hold on the day of the answer. Every schedule passes `faults`, which knows nothing of the
solver.
"""

from scheduling.train_up.in_turn import in_turn
from scheduling.train_up.outcome import Missing, Outcome, Placed, Scheduled, Unfinished, Unreachable
from scheduling.train_up.problem import (
    HORIZON_DAYS,
    Activity,
    Goal,
    People,
    Phase,
    Piece,
    Posts,
    Resource,
    Slot,
    Source,
    Staffing,
    TrainUp,
    Use,
)
from scheduling.train_up.readings import level_by_days
from scheduling.train_up.slots import ending, waiting, worked
from scheduling.train_up.soonest import soonest
from scheduling.train_up.verify import faults

__all__ = [
    "HORIZON_DAYS",
    "Activity",
    "Goal",
    "Missing",
    "Outcome",
    "People",
    "Phase",
    "Piece",
    "Placed",
    "Posts",
    "Resource",
    "Scheduled",
    "Slot",
    "Source",
    "Staffing",
    "TrainUp",
    "Unfinished",
    "Unreachable",
    "Use",
    "ending",
    "faults",
    "in_turn",
    "level_by_days",
    "soonest",
    "waiting",
    "worked",
]
