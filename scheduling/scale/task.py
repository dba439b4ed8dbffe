"""One task: improve a part for some seconds. Pure, so it may run anywhere and more than once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from scheduling.budget import Budget
from scheduling.compiled import Place
from scheduling.relax.ascent import Ascent
from scheduling.relax.guide import Guide
from scheduling.relax.planting import Planting
from scheduling.relax.rows import Floats
from scheduling.scale.carve import Part
from scheduling.scale.proof import Proven, Question, ascended, concluded, told
from scheduling.search.course import search
from scheduling.search.incumbent import Incumbent
from scheduling.serial import input_hash


@dataclass(frozen=True, slots=True)
class Task:
    """
    A part, how long to improve it, and the chance to use.

    `guide` ranks starts by what is scarce. With a `question` the bound of the part is proven first, and plans
    are planted by the prices that prove it. `seconds` are those of the search, deterministic ones if
    `deterministic`.
    """

    key: str
    part: Part
    seconds: float
    seed: int
    deterministic: bool = False
    guide: Guide | None = None
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Improved:
    """Where the part's own events stand now, its total before and after, the seconds, and what is proven."""

    places: dict[str, Place]
    before: int
    after: int
    seconds: float
    proven: Proven | None = None


def task_of(
    part: Part,
    *,
    seconds: float,
    seed: int,
    deterministic: bool = False,
    guide: Guide | None = None,
    question: Question | None = None,
) -> Task:
    """Return a task with its key: a hash of the part's problem, its places, the seconds and the seed."""
    standing = ";".join(f"{e}@{p.start},{p.channel},{','.join(p.choices)}" for e, p in part.places)
    ranked = "" if guide is None else f"{guide.bound} {len(guide.starts)}"
    asked = "" if question is None else question.key
    name = f"{input_hash(part.problem)}|{standing}|{seconds:.3f}|{seed}|{deterministic}|{ranked}|{asked}"
    return Task(sha256(name.encode()).hexdigest(), part, seconds, seed, deterministic, guide, question)


def perform(task: Task) -> Improved:
    """Improve the part; the answer never costs more than what the task came with."""
    view = task.part.view()
    clock = Budget(task.seconds)
    incumbent = Incumbent(view, clock, None)
    incumbent.offer(dict(task.part.places))
    before = incumbent.total or 0
    incumbent.guide = task.guide
    proven = None if task.question is None else _priced(incumbent, task.question, task.seed)
    budget = Budget(task.seconds, deterministic=task.deterministic)
    search(incumbent, budget, workers=1, seed=task.seed)
    places = task.part.inside(incumbent.places)
    return Improved(places, before, incumbent.total or 0, clock.elapsed, proven)


def _priced(incumbent: Incumbent, question: Question, seed: int) -> Proven:
    """Prove the bound, rank the starts and plant plans by the same prices, which are gone afterwards."""
    guide, prices = _planted(incumbent, question, seed)
    incumbent.guide = guide
    return concluded(question, guide, prices)


def _planted(incumbent: Incumbent, question: Question, seed: int) -> tuple[Guide, Floats]:
    ascent = ascended(question)
    _plant(incumbent, ascent, seed)
    return told(ascent)


def _plant(incumbent: Incumbent, ascent: Ascent, seed: int) -> None:
    planting = Planting(incumbent.view, ascent, seed)
    for places in planting.plans(incumbent.pinned, incumbent.total):
        # a guest may build on an event that has found no place
        if incumbent.is_sound(places):
            incumbent.offer(places)
