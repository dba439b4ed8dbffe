"""
Planning of new sirens 警报建设规划: the best sites for a budget, with value, bound, and what they change.

Reading, solving and telling are separate: all but the reading runs in a thread of its own, on plain
values, so that an event loop is never held up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from exercises.siren_contributions import Contribution, contributions
from exercises.siren_question import Place, SitingFacts, SitingQuestion, question_of, read_facts
from exercises.siren_wish import SitingWish
from registry.access import Viewer
from registry.codes import SitingAim
from registry.sirens.coverage import Figures, figures
from registry.sirens.geometry import Bools
from registry.tables import Region, SirenPoint
from scheduling.siting import Sited, SitingEffort, SitingInfeasible, SitingOutcome, SitingUnfinished, site

__all__ = [
    "DistrictChange",
    "SirenPlan",
    "SitingEffort",
    "SitingInfeasible",
    "SitingUnfinished",
    "plan_sirens",
    "told",
]

#: How many of the aim's unit one unit of the solver's weight is: persons, square kilometers, percent.
SCALE = {SitingAim.POPULATION: 1e-3, SitingAim.AREA: 1e-6, SitingAim.BOTH: 1e-7}


@dataclass(frozen=True, slots=True)
class DistrictChange:
    """The figures of a region's own cells before and after."""

    region: Region
    before: Figures
    after: Figures


@dataclass(frozen=True, slots=True)
class SirenPlan:
    """
    The sites chosen and what they change.

    `value`, `bound` and `greedy` are in the aim's unit: persons, square kilometers, or percent of people
    and area half and half. No choice reaches more than `bound`. `contributions` has the sites in the
    order in which to build them. The arrays say for each sample of `question.samples` whether it is
    reached before and after.
    """

    question: SitingQuestion
    outcome: Sited
    sites: tuple[Place, ...]
    contributions: tuple[Contribution, ...]
    before: Figures
    after: Figures
    districts: tuple[DistrictChange, ...]
    heard_before: Bools
    heard_after: Bools

    @property
    def scale(self) -> float:
        """Return how many of the aim's unit one unit of the solver's weight is."""
        return SCALE[self.question.wish.aim]

    @property
    def value(self) -> float:
        """Return what is reached with the sites chosen."""
        return round(self.outcome.value * self.scale, 3)

    @property
    def bound(self) -> float:
        """Return what no choice exceeds."""
        return round(self.outcome.bound * self.scale, 3)

    @property
    def greedy(self) -> float | None:
        """Return what the greedy choice reaches; None if it keeps not all limits."""
        greedy = self.outcome.greedy
        return None if greedy is None else round(greedy * self.scale, 3)

    @property
    def standing(self) -> list[SirenPoint]:
        """Return the sirens that stay as they are."""
        gone = {place.replaces for place in self.sites}
        return [siren for siren in self.question.sirens if siren.code not in gone]


async def plan_sirens(
    viewer: Viewer, region_id: UUID, wish: SitingWish, *, today: date, effort: SitingEffort
) -> SirenPlan | SitingInfeasible | SitingUnfinished:
    """
    Return the best sites for a wish, why there are none, or that the effort ran out before any.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The wish contradicts itself or the register (`exercises.siren_question`).

    """
    facts = await read_facts(viewer, region_id, wish, today)
    return await asyncio.to_thread(_answer, facts, wish, effort)


def _answer(
    facts: SitingFacts, wish: SitingWish, effort: SitingEffort
) -> SirenPlan | SitingInfeasible | SitingUnfinished:
    """Put the question, solve it, and tell the answer."""
    question = question_of(facts, wish)
    return told(question, site(question.problem, effort))


def told(question: SitingQuestion, outcome: SitingOutcome) -> SirenPlan | SitingInfeasible | SitingUnfinished:
    """Return an answer in terms of the register; what is no plan passes through."""
    if not isinstance(outcome, Sited):
        return outcome
    chosen = [n for n, option in enumerate(question.problem.options) if option.id in set(outcome.chosen)]
    kept = [n for n, option in enumerate(question.problem.options) if option.keep]
    heard_before, heard_after = _heard(question, kept), _heard(question, chosen)
    cells = len(question.ground.codes)
    before = question.samples.share_of_cells(heard_before, cells)
    after = question.samples.share_of_cells(heard_after, cells)
    every = np.ones(len(before), dtype=np.bool_)
    owners = np.array([question.regions[owner].code for owner in question.ground.regions])
    parts = sorted({question.regions[o].code: question.regions[o] for o in question.ground.regions}.items())
    return SirenPlan(
        question=question,
        outcome=outcome,
        sites=tuple(question.places[name] for name in outcome.chosen if name in question.places),
        contributions=contributions(question, chosen),
        before=figures(question.ground, before, every),
        after=figures(question.ground, after, every),
        districts=tuple(
            DistrictChange(
                region,
                figures(question.ground, before, owners == code),
                figures(question.ground, after, owners == code),
            )
            for code, region in parts
        ),
        heard_before=heard_before,
        heard_after=heard_after,
    )


def _heard(question: SitingQuestion, chosen: Sequence[int]) -> Bools:
    """Return which samples a choice of options reaches."""
    heard = np.zeros(len(question.samples), dtype=np.bool_)
    heard[sorted(question.problem.reached(chosen))] = True
    return heard
