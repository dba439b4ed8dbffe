"""
Cross-region design: exercises in which every two regions of an area meet, as few as can be.

`covers` finds the groups (with `triples`, `geometries`, `found`, `weighted`, `greedy`, `exact` as its means
and `schonheim` as the judge), `labels` puts regions to their points, `hosts` chooses who hosts, `exercises`
does this for the areas of a problem, and `channels` tells how many channel groups near hosts ask for.
"""

from scheduling.design.blocks import Block, Cover
from scheduling.design.covers import cover
from scheduling.design.exercises import AreaDesign, design, design_area
from scheduling.design.schonheim import lower_bound, schonheim_bound

__all__ = [
    "AreaDesign",
    "Block",
    "Cover",
    "cover",
    "design",
    "design_area",
    "lower_bound",
    "schonheim_bound",
]
