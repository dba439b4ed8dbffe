"""What the prices say of each event: its starts, ranked by what they cost with all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduling.relax.ascent import Ascent


@dataclass(frozen=True, slots=True)
class Guide:
    """
    Bound and rankings of one ascent, small enough to be sent between processes.

    `starts` ranks the starts of each event, cheapest first; a start's rank counts what the scarce days it
    takes are worth to others, and the dates of the events that follow from it.
    """

    bound: int
    starts: Mapping[str, tuple[int, ...]]

    def within(self, event_id: str, width: int) -> int:
        """Return the best `width` starts of an event as a bit set; all of an event it knows nothing of."""
        ranked = self.starts.get(event_id)
        if ranked is None:
            return -1
        found = 0
        for start in ranked[:width]:
            found |= 1 << start
        return found


def guide_of(ascent: Ascent) -> Guide:
    """Rank all starts at the prices of the best bound."""
    forest = ascent.forest
    margins = forest.margins(forest.costs(ascent.by_literal(ascent.best)))
    ranked = {
        node.event: tuple(node.starts[i] for i in margin[:-1].argsort(kind="stable"))
        for node, margin in zip(forest.nodes, margins, strict=True)
    }
    return Guide(ascent.bound, ranked)
