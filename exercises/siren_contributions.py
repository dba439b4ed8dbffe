"""What each site of a plan of new sirens adds when its turn comes, and what is lost without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exercises.siren_question import Place, SitingQuestion
from registry.sirens.coverage import Figures, figures
from registry.sirens.geometry import Floats, Ints


@dataclass(frozen=True, slots=True)
class Contribution:
    """
    A site in its turn, and what hangs on it, in persons and square kilometers.

    Sites come in the order in which each next one adds most of what the plan aims at; what they add sums
    up to what the plan adds (a move may add less than nothing). What is lost without a site is what no
    other siren reaches.
    """

    place: Place
    added_population: int
    added_area_km2: float
    lost_population: int
    lost_area_km2: float


class _Heard:
    """How many sirens reach each sample, while sites are taken one after the other."""

    def __init__(self, question: SitingQuestion) -> None:
        self.question = question
        problem, samples = question.problem, question.samples
        self.options = problem.options
        self.weight = np.array([cell.weight for cell in problem.cells], dtype=np.int64)
        self.people: Floats = question.ground.population[samples.cell] * samples.share
        self.area: Floats = question.ground.area_km2[samples.cell] * samples.share
        self.kept = {option.unit: _array(option.covers) for option in self.options if option.keep}
        self.times: Ints = np.zeros(len(samples), dtype=np.int64)
        self.times[_array(sorted(problem.covered))] += 1
        for covers in self.kept.values():
            self.times[covers] += 1

    def given_up(self, position: int) -> Ints:
        """Return the samples of the siren an option replaces."""
        unit = self.options[position].unit
        return self.kept[unit] if unit in self.kept else _array(())

    def gain(self, position: int) -> int:
        """Return the weight an option adds now."""
        own, other = _array(self.options[position].covers), self.given_up(position)
        less = np.setdiff1d(other, own)
        added = self.weight[own[self.times[own] == 0]].sum() - self.weight[less[self.times[less] == 1]].sum()
        return int(added)

    def take(self, position: int) -> None:
        """Take an option."""
        self.times[_array(self.options[position].covers)] += 1
        self.times[self.given_up(position)] -= 1

    def lost(self, position: int) -> tuple[int, float]:
        """Return people and area that only this one of the options taken reaches."""
        own = _array(self.options[position].covers)
        alone = np.setdiff1d(own[self.times[own] == 1], self.given_up(position))
        return round(float(self.people[alone].sum())), round(float(self.area[alone].sum()), 3)

    def figures(self) -> Figures:
        """Return the figures of what is reached now."""
        ground = self.question.ground
        share = self.question.samples.share_of_cells(self.times > 0, len(ground.codes))
        return figures(ground, share, np.ones(len(share), dtype=np.bool_))


def contributions(question: SitingQuestion, chosen: Sequence[int]) -> tuple[Contribution, ...]:
    """Return what each chosen option that is no keep is worth, in the order in which to build them."""
    heard = _Heard(question)
    waiting = [position for position in chosen if not question.problem.options[position].keep]
    reached, taken = heard.figures(), list[tuple[int, int, float]]()
    while waiting:
        best = max(waiting, key=lambda position: (heard.gain(position), -position))
        waiting.remove(best)
        heard.take(best)
        before, reached = reached, heard.figures()
        people = reached.covered_population - before.covered_population
        taken.append((best, people, round(reached.covered_area_km2 - before.covered_area_km2, 3)))
    places = [question.places[question.problem.options[position].id] for position, _, _ in taken]
    return tuple(
        Contribution(place, people, area, *heard.lost(position))
        for place, (position, people, area) in zip(places, taken, strict=True)
    )


def _array(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)
