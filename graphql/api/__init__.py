"""
The implementation of the GraphQL contract in `graphql/schema.graphql`.

Reading order: `context` (what a resolver is given) → `nodes` (how a type stands on its table) →
`loaders` and `pages` (how rows are read) → `problems` (refusals as data) → one module per noun →
`schema` (assembles) → `limits` and `masking` (what is refused and hidden) → `door` (the way in).
"""

from api import enums  # exposes the domain's codes before any type names one

__all__ = ["enums"]
