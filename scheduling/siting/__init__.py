"""Where new sirens reach most: sites and kinds to choose from, limits, and the best choice with its proof."""

from scheduling.siting.model import SitingEffort
from scheduling.siting.problem import (
    Cell,
    DistrictShare,
    Option,
    Sited,
    SitingInfeasible,
    SitingOutcome,
    SitingProblem,
    SitingUnfinished,
)
from scheduling.siting.sites import site

__all__ = [
    "Cell",
    "DistrictShare",
    "Option",
    "Sited",
    "SitingEffort",
    "SitingInfeasible",
    "SitingOutcome",
    "SitingProblem",
    "SitingUnfinished",
    "site",
]
