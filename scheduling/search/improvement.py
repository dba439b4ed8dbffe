"""The search that improves the incumbent: neighbourhoods solved exactly inside the fixed rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduling.budget import Budget
from scheduling.compiled import Place, Places
from scheduling.model import build
from scheduling.search.incumbent import Incumbent
from scheduling.search.neighborhoods import Neighborhoods
from scheduling.search.pricing import PricesBeside
from scheduling.solver import Answer, Bench, Effort, Status

STEP_SECONDS = 1.2
QUICK = 0.35


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
        taken = {e for step in self._running.values() for e in step.free}
        width = self._hoods.choose_width(guided=self._incumbent.guide is not None)
        free = [e for e in self._hoods.pick(self._incumbent.places) if e not in taken]
        if not free:
            return False
        seconds = min(STEP_SECONDS, max(0.2, self._budget.left))
        effort = Effort(seconds, self._budget.deterministic, self._seed + self._step)
        ticket = start(self._incumbent, self._bench, free, effort, width)
        self._running[ticket] = _Step(free, self._incumbent.places, seconds, width)
        return True

    def _receive(self) -> None:
        ticket, answer = self._bench.next()
        step = self._running.pop(ticket)
        merge(self._incumbent, answer, step.free, step.based_on)
        proven, quick = answer.status == Status.OPTIMAL, answer.work < QUICK * step.seconds
        self._hoods.learn(step.width, proven=proven, quick=quick)


@dataclass(frozen=True, slots=True)
class _Step:
    free: list[str]
    based_on: dict[str, Place]
    seconds: float
    width: int | None


def start(
    incumbent: Incumbent, bench: Bench, free: Iterable[str], effort: Effort, width: int | None = None
) -> int:
    """
    Submit one neighbourhood: `free` events inside the rest of the incumbent.

    With `width`, each of them may go only to so many of its best starts by the prices, or stay.
    """
    chosen, guide = list(free), incumbent.guide
    places = incumbent.places
    rest = {e: place for e, place in places.items() if e not in set(chosen)}
    must = [e for e in chosen if incumbent.view.events[e].lock is not None]

    def within(event_id: str) -> int:
        if width is None or guide is None:
            return -1
        stay = 1 << places[event_id].start if event_id in places else 0
        return guide.within(event_id, width) | stay

    return bench.submit(
        lambda: build(incumbent.view, chosen, rest, must=must, within=within, limits=incumbent.limits),
        places,
        effort,
    )


def merge(incumbent: Incumbent, answer: Answer, free: list[str], based_on: Places) -> None:
    """Put a neighbourhood's answer into the incumbent if it is no worse and still fits."""
    if not answer.found:
        return
    freed = set(free)
    merged = {e: place for e, place in incumbent.places.items() if e not in freed} | answer.places
    if based_on is incumbent.places or incumbent.is_sound(merged):
        incumbent.offer(merged)
