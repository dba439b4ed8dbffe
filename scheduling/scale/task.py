"""One task: improve a part for some seconds. Pure, so it may run anywhere and more than once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from scheduling.budget import Budget
from scheduling.compiled import Compiled, Place
from scheduling.construct import fill, orders, settle
from scheduling.decompose import search
from scheduling.incumbent import Incumbent
from scheduling.relax.guide import Guide
from scheduling.scale.carve import Part
from scheduling.serial import input_hash


@dataclass(frozen=True, slots=True)
class Task:
    """
    A part, how long to improve it, and the chance to use.

    `afresh` also tries plans built from nothing, `guide` ranks starts by what is scarce. `seconds` are
    deterministic ones if `deterministic`.
    """

    key: str
    part: Part
    seconds: float
    seed: int
    deterministic: bool = False
    afresh: bool = False
    guide: Guide | None = None


@dataclass(frozen=True, slots=True)
class Improved:
    """Where the part's own events stand now, its total before and after, and the seconds it took."""

    places: dict[str, Place]
    before: int
    after: int
    seconds: float


def task_of(
    part: Part,
    *,
    seconds: float,
    seed: int,
    deterministic: bool = False,
    afresh: bool = False,
    guide: Guide | None = None,
) -> Task:
    """Return a task with its key: a hash of the part's problem, its places, the seconds and the seed."""
    ranked = "" if guide is None else f"{guide.bound} {len(guide.starts)}"
    standing = ";".join(f"{e}@{p.start},{p.channel},{','.join(p.choices)}" for e, p in part.places)
    told = f"{input_hash(part.problem)}|{standing}|{seconds:.3f}|{seed}|{deterministic}|{afresh}|{ranked}"
    return Task(sha256(told.encode()).hexdigest(), part, seconds, seed, deterministic, afresh, guide)


def perform(task: Task) -> Improved:
    """Improve the part; the answer never costs more than what the task came with."""
    budget = Budget(task.seconds, deterministic=task.deterministic)
    view = task.part.view()
    incumbent = Incumbent(view, budget, None)
    incumbent.offer(dict(task.part.places))
    before = incumbent.total or 0
    incumbent.guide = task.guide
    if task.afresh:
        _afresh(incumbent, view, task.seed)
    search(incumbent, budget, workers=1, seed=task.seed)
    places = task.part.inside(incumbent.places)
    return Improved(places, before, incumbent.total or 0, budget.elapsed)


def _afresh(incumbent: Incumbent, view: Compiled, seed: int) -> None:
    """Offer plans built around what cannot move, in every order worth trying."""
    pinned = {
        e: place
        for e, place in incumbent.places.items()
        if e in view.history or view.events[e].lock is not None
    }
    for order in orders(view, seed):
        places = fill(view, pinned, order)
        # what a guest outside builds on may have found no place
        if incumbent.is_sound(places) and incumbent.offer(places):
            incumbent.offer(settle(view, incumbent.places, order))
