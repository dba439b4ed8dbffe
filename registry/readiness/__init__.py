"""
How ready a team is 战备评定: from facts and figures to a rating, its future, and what would change it.

Reading order: `facts` (or `frames`, for many teams) → `rules` → `rating` with `areas` → `ratings`; then
`sets` (many teams at once), `what_if`, `forecast`, and `records`, the only part that knows the database.
"""
