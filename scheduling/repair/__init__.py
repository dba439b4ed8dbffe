"""
Mending an issued plan after a change: what is broken moves, what need not move stays.

`case` finds what the change broke and what is fixed, `interrupt` ends what is under way and cannot go on,
`fewest` searches for the repair with the fewest moves, `mend` is the front door.
"""

from scheduling.repair.interrupt import Interruption
from scheduling.repair.mend import repair
from scheduling.repair.outcome import Mode, Repaired

__all__ = ["Interruption", "Mode", "Repaired", "repair"]
