"""
How ready a team is 战备评定: pure functions from facts to a rating.

Reading order: `facts` → `rules` → `rating` → `ratings`; then `edits` (what if) and `actions` (what lifts it).
"""
