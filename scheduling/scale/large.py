"""When a problem is planned by parts, and how: what `plan_year` asks."""

from __future__ import annotations

from typing import Any

from scheduling.budget import Budget
from scheduling.compiled import Compiled
from scheduling.scale.campaign import Campaign
from scheduling.scale.division import Division, divide
from scheduling.scale.executor import Executor, Remembering
from scheduling.scale.processes import Processes
from scheduling.scale.proof import PartProofs, Question, answered
from scheduling.scale.task import Task, perform
from scheduling.search.course import literals
from scheduling.search.incumbent import Incumbent

#: Start literals beyond which parts are searched apart: about 1,500 events with the whole year to choose.
LARGE_LITERALS = 250_000


def division_of(view: Compiled) -> Division | None:
    """Return the parts of a problem that is too large for one search; None if it is not, or cannot be cut."""
    if literals(view) <= LARGE_LITERALS:
        return None
    division = divide(view)
    return division if len(division.parts) > 1 else None


def search_by_parts(
    incumbent: Incumbent,
    budget: Budget,
    division: Division,
    *,
    workers: int,
    seed: int,
    executor: Executor | None = None,
) -> None:
    """Improve the incumbent part by part, in `workers` processes or wherever the executor runs its tasks."""
    incumbent.begin("parts")
    proofs = PartProofs(incumbent.view.problem, division)
    where = Remembering(executor or Processes(work, workers))
    Campaign(incumbent, budget, division, where, proofs, seed).run()


def work(task: Task | Question) -> Any:
    """Do whatever a task asks for: the function that executors for a campaign are made with."""
    return answered(task) if isinstance(task, Question) else perform(task)
