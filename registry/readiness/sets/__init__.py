"""
Readiness of many teams at once, computed on frames: the same levels and fractions as `rating.rate` gives.

Reading order: `indexed` (teams, people and days as numbers) → `people` with `matching` → `equipment` →
`training` → `caps` → `rated` (all of it, one row a team) → `groups` and `joint` (districts, areas).
"""

from registry.readiness.sets.groups import SUMMED, groups_by, of_set
from registry.readiness.sets.joint import ALL, JOINT, joint
from registry.readiness.sets.rated import RATED, rate_all, row_of, rows_of

__all__ = ["ALL", "JOINT", "RATED", "SUMMED", "groups_by", "joint", "of_set", "rate_all", "row_of", "rows_of"]
