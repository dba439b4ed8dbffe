"""
The inflation screen: are the records believable? Rules over what was recorded, each with a harmless reason.

A hit is a question to somebody, never a verdict. Reading order: `screen` (what a rule is) → `rules/` →
`catalog` → `columns` and `gathering` (what they look at) → `screening` (apply them to a region).
"""
