"""Where a search stands: at the incumbent, or for a while at a plan a little dearer."""

from __future__ import annotations

from math import inf

from scheduling.compiled import Place
from scheduling.search.incumbent import Incumbent

#: A forced step may leave a plan dearer than the best by this share.
DEARER = 0.02
#: So many steps without a better plan, and the search goes back to the best one.
PATIENCE = 60


class Walk:
    """
    The plan that the next neighborhood is cut from.

    An event that is left out can often take place only if another is left out for it. No such exchange is
    worth anything by itself, but the next step may find room for the other one: so an exchange that was
    forced is gone on from even if it costs a little more. The incumbent keeps the best plan meanwhile.
    """

    def __init__(self, incumbent: Incumbent) -> None:
        self._incumbent = incumbent
        self.places: dict[str, Place] = {}
        self._total = self._best = inf
        self._in_vain = 0
        self._home()

    def follow(self) -> None:
        """Go to the incumbent if it was bettered from elsewhere, or if nothing was found for long."""
        if self._incumbent_total < self._best or self._in_vain >= PATIENCE:
            self._home()

    def step(self, places: dict[str, Place], *, forced: bool) -> float:
        """Stand at `places` if they are cheap enough; return the share they better the best by."""
        total, best = self._incumbent.total_of(places), self._best
        self._in_vain += 1
        if total > (max(self._total, best * (1 + DEARER)) if forced else self._total):
            return 0.0
        self.places, self._total = places, total
        if total <= best:
            self._incumbent.offer(places)
        if self._incumbent_total >= best:
            return 0.0
        self._best, self._in_vain = self._incumbent_total, 0
        return 1 - self._best / best

    @property
    def _incumbent_total(self) -> float:
        return inf if self._incumbent.total is None else self._incumbent.total

    def _home(self) -> None:
        self.places = self._incumbent.places
        self._total = self._best = self._incumbent_total
        self._in_vain = 0
