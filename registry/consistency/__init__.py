"""
Consistency: rules as data over the registry's records, and the list of what they found.

Reading order: `rule` (what a rule is) → `rules/` (one module per noun) → `catalog` → `frames` and
`gathering` (what they look at) → `checking` (apply them) → `settings` (how offices set them) → `issues`
(the list a registrar works down).
"""
