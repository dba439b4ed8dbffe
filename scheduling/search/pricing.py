"""
The ascent that goes with a search: in line, or in a process beside it while the search goes on.

It first raises the bound on the total and ranks the starts, then plants plans by the prices, and last
proves what it can of the components.
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

from scheduling.bounds import Proof, prove
from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place, Places
from scheduling.orphan import end_with_parent
from scheduling.problem import Event, Problem
from scheduling.relax.ascent import Ascent
from scheduling.relax.guide import Guide, guide_of
from scheduling.relax.planting import Planting
from scheduling.relax.pricing import ascend, ascent_of, rounds_within
from scheduling.search.incumbent import Incumbent

TELL_EVERY = 5
ROUND_SHARE, PROOF_SHARE = 0.25, 0.12
SMALL_ROUNDS = 40
# seconds of one core that a plan takes, per event: counted like an ascent, not measured
SECONDS_PER_PLANT = 0.002


def price_in_line(incumbent: Incumbent, budget: Budget, seed: int) -> None:
    """Raise bound and guide of an incumbent with a share of the budget, and plant plans for it."""
    problem, seconds = incumbent.view.problem, budget.left
    ascent = ascent_of(problem, incumbent.total)

    def go_on(spent: float) -> bool:
        budget.spend(spent)
        incumbent.raise_bound(ascent.bound)
        incumbent.tick()
        return not budget.is_over

    ascend(ascent, rounds_within(seconds), seconds * ROUND_SHARE, go_on)
    incumbent.guide = guide_of(ascent)
    planting = Planting(incumbent.view, ascent, seed)
    for places in planting.plans(incumbent.pinned, incumbent.total):
        if budget.is_over:
            return
        incumbent.offer(places)
        budget.spend(SECONDS_PER_PLANT * len(incumbent.view.events))
    incumbent.proof = prove(problem, incumbent.total, seconds * PROOF_SHARE, ascent.best)
    budget.spend(seconds * PROOF_SHARE)


def prove_whole(incumbent: Incumbent, budget: Budget) -> None:
    """Prove what little work can prove of a problem small enough for the solver itself."""
    problem, seconds = incumbent.view.problem, PROOF_SHARE * budget.left
    ascent = ascent_of(problem, incumbent.total)
    ascend(ascent, SMALL_ROUNDS, seconds, lambda _: True)
    incumbent.raise_bound(ascent.bound)
    incumbent.proof = prove(problem, incumbent.total, seconds, ascent.best)
    budget.spend(seconds)


class Done:
    """Told when no more plans are planted."""


class PricesBeside:
    """An ascent in a process of its own; `take` gives the incumbent what it has found since."""

    def __init__(self, incumbent: Incumbent, seconds: float, seed: int) -> None:
        view = incumbent.view
        known = {event.id for event in view.problem.events}
        designed = tuple(event for event_id, event in view.events.items() if event_id not in known)
        context = get_context("spawn")
        self._ears, mouth = context.Pipe(duplex=False)
        work = (mouth, view.problem, designed, incumbent.pinned, incumbent.total, seconds, seed)
        self._process = context.Process(target=_work, args=work, daemon=True)
        self._process.start()
        mouth.close()
        self.is_over = self.has_planted = False

    def take(self, incumbent: Incumbent) -> None:
        """Raise bound, guide and proof of the incumbent to the newest, and offer it plans; never waits."""
        try:
            while not self.is_over and self._ears.poll():
                news: Guide | Proof | dict[str, Place] | Done = self._ears.recv()
                if isinstance(news, Guide):
                    incumbent.guide = news
                    incumbent.raise_bound(news.bound)
                elif isinstance(news, Proof):
                    incumbent.proof = news
                elif isinstance(news, Done):
                    self.has_planted = True
                else:
                    incumbent.offer(news)
        except EOFError:
            self.is_over = self.has_planted = True

    def close(self) -> None:
        """End the process, wherever it is."""
        self._process.terminate()
        self._process.join()
        self._ears.close()


def _work(
    mouth: Connection,
    problem: Problem,
    designed: tuple[Event, ...],
    pinned: Places,
    total: int | None,
    seconds: float,
    seed: int,
) -> None:
    end_with_parent()
    try:
        ascent = ascent_of(problem, total)
        ascend(ascent, rounds_within(seconds), seconds, _telling(mouth, ascent))
        mouth.send(guide_of(ascent))
        planting = Planting(Compiled(problem, designed), ascent, seed)
        for places in planting.plans(pinned, total):
            mouth.send(places)
        mouth.send(Done())
        mouth.send(prove(problem, total, seconds * PROOF_SHARE, ascent.best))
    except BrokenPipeError:
        # the search has ended and nobody listens any more
        return


def _telling(mouth: Connection, ascent: Ascent) -> Callable[[float], bool]:
    asked = 0

    def tell(spent: float) -> bool:
        nonlocal asked
        del spent
        asked += 1
        if asked % TELL_EVERY == 0:
            mouth.send(guide_of(ascent))
        return True

    return tell
