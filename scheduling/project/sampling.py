"""
Good lists: priority rules, regret-biased random lists, and a genetic search over lists of jobs.

After the surveys of Kolisch and Hartmann (1999, 2006): latest start and finish first, most successors, the
greatest rank; biased sampling around each; then crossing of two lists at two points, a mutation that swaps
neighbors, and justification of every schedule, whose order of starts becomes the list.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from scheduling.project.generation import Generator, Starts
from scheduling.project.lower import tails_of
from scheduling.project.shape import Project

POPULATION = 80
MUTATION = 0.05
# Schedules without a better one after which the population is given up for a new one.
PATIENCE = 1_500
BIAS = 1.0


class Sampling:
    """An endless search for schedules; each call of `step` makes and justifies one."""

    def __init__(self, project: Project, seed: int) -> None:
        self.project = project
        self.generator = Generator(project)
        self._chance = random.Random(seed)  # noqa: S311 -- seeded search, not a secret
        self._people: list[tuple[int, list[int]]] = []
        self._waited = 0
        self._rules = list(_rules(project))
        self._lists = self._first_lists()
        self.best: Starts | None = None

    def step(self) -> bool:
        """Make one schedule and justify it; return whether it is the best so far."""
        order = next(self._lists, None) or self._child()
        starts = self.generator.forward(order)
        return starts is not None and self.learn(self.generator.justified(starts))

    def learn(self, starts: Starts) -> bool:
        """Take a schedule into the population; return whether it is the best so far."""
        finish = self.project.finish(starts)
        better = self.best is None or finish < self.project.finish(self.best)
        if better:
            self.best = starts
        order = sorted(range(len(starts)), key=starts.__getitem__)
        entry = (finish, order)
        if entry not in self._people:
            self._people.append(entry)
            self._people.sort(key=lambda person: person[0])
            del self._people[POPULATION:]
        self._age(entry)
        return better

    def _age(self, entry: tuple[int, list[int]]) -> None:
        """Begin anew when the population has long brought nothing better."""
        self._waited = 0 if entry is self._people[0] else self._waited + 1
        if self._waited > PATIENCE:
            self._people, self._waited = [], 0
            self._lists = self._random_lists()

    def _first_lists(self) -> Iterator[list[int]]:
        for rule in self._rules:
            yield self._ranked(rule.__getitem__)
        yield from self._random_lists()

    def _random_lists(self) -> Iterator[list[int]]:
        for number in range(POPULATION):
            yield self._biased(self._rules[number % len(self._rules)])

    def _child(self) -> list[int]:
        if not self._people:
            return self._biased([0.0] * len(self.project.jobs))
        mother, father = (self._tournament() for _ in range(2))
        first, second = sorted(self._chance.sample(range(len(mother) + 1), 2)) if len(mother) > 1 else (0, 1)
        head = mother[:first]
        seen = set(head)
        middle = [job for job in father if job not in seen][: second - first]
        seen.update(middle)
        return self._mutated(head + middle + [job for job in mother if job not in seen])

    def _tournament(self) -> list[int]:
        people = self._people
        return people[min(self._chance.randrange(len(people)) for _ in range(2))][1]

    def _mutated(self, order: list[int]) -> list[int]:
        for i in range(len(order) - 1):
            if self._chance.random() < MUTATION:
                earlier, later = order[i : i + 2]
                if all(lag.before != earlier for lag in self.project.before[later]):
                    order[i : i + 2] = [later, earlier]
        return order

    def _ranked(self, key: Callable[[int], float]) -> list[int]:
        return self._listed(lambda ready: min(ready, key=lambda job: (key(job), job)))

    def _biased(self, rule: list[float]) -> list[int]:
        def draw(ready: list[int]) -> int:
            worst = max(rule[job] for job in ready)
            weights = [(1 + worst - rule[job]) ** BIAS for job in ready]
            return self._chance.choices(ready, weights)[0]

        return self._listed(draw)

    def _listed(self, pick: Callable[[list[int]], int]) -> list[int]:
        """Return the jobs in an order made by picking among those whose predecessors are in it."""
        project = self.project
        waiting = [len(lags) for lags in project.before]
        ready = [job for job, count in enumerate(waiting) if not count]
        order: list[int] = []
        while ready:
            job = pick(ready)
            ready.remove(job)
            order.append(job)
            for lag in project.after[job]:
                waiting[lag.after] -= 1
                if not waiting[lag.after]:
                    ready.append(lag.after)
        return order


def _rules(project: Project) -> Iterator[list[float]]:
    """Yield priority rules as a rank per job, the smallest first."""
    jobs = range(len(project.jobs))
    tails = tails_of(project)
    yield [-float(tails[j]) for j in jobs]
    yield [-float(tails[j] - project.durations[j]) for j in jobs]
    yield [-float(len(project.after[j])) for j in jobs]
    yield [
        -float(project.durations[j] + sum(project.durations[lag.after] for lag in project.after[j]))
        for j in jobs
    ]
    load = [0.0] * len(project.jobs)
    for shared in project.shared:
        for use in shared.uses:
            load[use.job] += use.demand * use.length / max(1, shared.capacity)
    yield [-tails[j] - 4 * load[j] for j in jobs]
