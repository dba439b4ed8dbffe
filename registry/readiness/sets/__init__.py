"""
Readiness of many teams at once, computed on frames: the same levels and fractions as `rating.rate` gives.

Reading order: `indexed` (teams, people and days as numbers) → `people` with `matching` → `equipment` →
`training` → `caps` → `rated` (all of it, one row a team) → `groups` and `joint` (districts, areas).
"""

from registry.readiness.sets.rated import RATED, rate_all

__all__ = ["RATED", "rate_all"]
