"""
Which sources cover a demand by its days, proven: "150 units in 10 days from which centers?".

::

    Demand (sources, lines, objective) → cover → Covered | Short | Unfinished

Time is counted in whole days from the call: day 1 ends 24 hours after it. What is assumed of a source
stands in `output`; every answer passes `faults`, which knows nothing of the solver.
"""

from scheduling.demand.cover import cover
from scheduling.demand.outcome import Arrival, Contribution, Covered, Outcome, Short, Unfinished, Way, WayKind
from scheduling.demand.problem import Demand, Line, Objective, Source
from scheduling.demand.verify import faults

__all__ = [
    "Arrival",
    "Contribution",
    "Covered",
    "Demand",
    "Line",
    "Objective",
    "Outcome",
    "Short",
    "Source",
    "Unfinished",
    "Way",
    "WayKind",
    "cover",
    "faults",
]
