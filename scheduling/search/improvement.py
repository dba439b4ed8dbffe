"""The search that improves the incumbent: neighbourhoods solved exactly inside the fixed rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduling.budget import Budget
from scheduling.compiled import Place, Places
from scheduling.model import build
from scheduling.search.incumbent import Incumbent
from scheduling.search.neighborhoods import Neighborhood, Neighborhoods
from scheduling.search.pricing import PricesBeside
from scheduling.search.walk import Walk
from scheduling.solver import Answer, Bench, Effort, Status

STEP_SECONDS = 1.2
QUICK = 0.35
#: A step that betters the plan by a smaller share has found nothing.
WORTHWHILE = 0.002


def _never() -> bool:
    return False


class Improvement:
    """Large-neighbourhood search; what runs beside it is asked for news, and counts as one worker."""

    def __init__(
        self,
        incumbent: Incumbent,
        bench: Bench,
        budget: Budget,
        beside: PricesBeside | None,
        *,
        workers: int,
        seed: int,
    ) -> None:
        self._incumbent, self._bench, self._budget, self._beside = incumbent, bench, budget, beside
        self._workers, self._seed = workers, seed
        self._walk = Walk(incumbent)
        self._hoods = Neighborhoods(incumbent.view, seed)
        self._running: dict[int, _Step] = {}
        self._step = 0
        self._until: Callable[[], bool] = _never

    def run(self, until: Callable[[], bool] = _never) -> None:
        """Search until the budget is over, the bound is met or `until`; what is under way is waited for."""
        self._until = until
        while True:
            while not self._is_over and self._bench.busy < self._free_workers and self._submit():
                pass
            if self._bench.busy:
                self._receive()
            elif self._is_over:
                return
            else:
                self._budget.spend(0.0)
            self._incumbent.tick()

    @property
    def _free_workers(self) -> int:
        if self._beside is None:
            return self._workers
        self._beside.take(self._incumbent)
        return self._workers - (not self._beside.is_over)

    @property
    def _is_over(self) -> bool:
        return self._budget.is_over or self._incumbent.is_optimal or self._until()

    def _submit(self) -> bool:
        self._step += 1
        self._walk.follow()
        taken = {e for step in self._running.values() for e in step.hood.events}
        places, guided = self._walk.places, self._incumbent.guide is not None
        hood = self._hoods.pick(places, guided=guided).without(taken)
        if not hood.events:
            return False
        seconds = min(STEP_SECONDS, max(0.2, self._budget.left))
        effort = Effort(seconds, self._budget.deterministic, self._seed + self._step)
        ticket = start(self._incumbent, self._bench, hood, places, effort)
        self._running[ticket] = _Step(hood, places, seconds)
        return True

    def _receive(self) -> None:
        ticket, answer = self._bench.next()
        step = self._running.pop(ticket)
        gained = self._merge(step, answer) >= WORTHWHILE
        proven, quick = answer.status == Status.OPTIMAL, answer.work < QUICK * step.seconds
        self._hoods.learn(step.hood.width, proven=proven, quick=quick, gained=gained)

    def _merge(self, step: _Step, answer: Answer) -> float:
        """Go where an answer leads if it still fits; return by what share that betters the best plan."""
        if not answer.found:
            return 0.0
        places = merged(self._walk.places, answer, step.hood.events)
        if step.based_on is not self._walk.places and not self._incumbent.is_sound(places):
            return 0.0
        return self._walk.step(places, forced=step.hood.forced is not None)


@dataclass(frozen=True, slots=True)
class _Step:
    hood: Neighborhood
    based_on: Places
    seconds: float


def start(incumbent: Incumbent, bench: Bench, hood: Neighborhood, places: Places, effort: Effort) -> int:
    """Submit one neighborhood inside the rest of `places`; what is locked, or forced, takes place."""
    view, guide, free = incumbent.view, incumbent.guide, set(hood.events)
    rest = {e: place for e, place in places.items() if e not in free}
    must = [e for e in hood.events if view.events[e].lock is not None or e == hood.forced]

    def within(event_id: str) -> int:
        if hood.width is None or guide is None:
            return -1
        stay = 1 << places[event_id].start if event_id in places else 0
        return guide.within(event_id, hood.width) | stay

    return bench.submit(
        lambda: build(view, hood.events, rest, must=must, within=within, limits=incumbent.limits),
        places,
        effort,
    )


def merged(places: Places, answer: Answer, free: Iterable[str]) -> dict[str, Place]:
    """Return places with the free events where the answer puts them."""
    freed = set(free)
    return {e: place for e, place in places.items() if e not in freed} | answer.places
