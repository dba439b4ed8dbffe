"""
The registry as it was: "true on D, as known at K", answered by the queries that answer "now".

Reading order: `segments` (what an entry means) → `layout` (how a table stands in the past file) →
`file` (the cache of segments) → `following` (reading the ledger so that nothing is missed) → `engine`
and `past` (the registry as it was, as a database) → `report`; `timeline` tells the history of one record.
"""

from registry.past.past import AsOf, Moment, Past, returning
from registry.past.report import report

__all__ = ["AsOf", "Moment", "Past", "report", "returning"]
