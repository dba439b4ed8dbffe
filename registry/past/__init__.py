"""
The registry as it was: "true on D, as known at K", answered by the queries that answer "now".

Reading order: `segments` (what an entry means) → `layout` (how a table stands in the past file) →
`file` (the cache of segments) → `following` (reading the ledger so that nothing is missed) → `engine`
and `past` (the registry as it was, as a database) → `report`.
"""

from registry.past.past import AsOf, Moment, Past, returning

__all__ = ["AsOf", "Moment", "Past", "returning"]
