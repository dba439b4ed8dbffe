"""
The course of a search too large for one: tasks on parts, side by side, and between parts.

Each part is an *arm* that is pulled for a while, again and again; the arm that gained most per second when
last pulled comes next, and each comes at least once. One more arm works across parts: joint events and users
of shared resources in a few parts at a time. Tasks under way never meet: a part belongs to one of them, free
units of a shared resource are lent to one, and exercises near those of a running task are held. So answers
may come in any order, are put together, verified as a whole, and are never worse than what was there.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field

from scheduling.budget import Budget
from scheduling.compiled import Compiled
from scheduling.errors import PlanRejected
from scheduling.scale.carve import Use, carve, merged, shared_left
from scheduling.scale.division import Division
from scheduling.scale.executor import Executor, Keyed
from scheduling.scale.proof import SECONDS_PER_EVENT, PartProofs, Proven, Question, question_of
from scheduling.scale.task import Improved, Task, task_of
from scheduling.search.incumbent import Incumbent

SHORTEST_SECONDS, LONGEST_SECONDS = 8.0, 60.0
#: A task may be late by building and sending; what is later still is given up.
GRACE_SECONDS = 5.0
WAIT_SECONDS = 0.1
#: Answers are put together at once and judged as a whole so often: a province takes a second or two.
JUDGE_EVERY_SECONDS = 10.0
ACROSS_EVENTS, ACROSS_PARTS = 350, 5
PROOF_SHARE = 0.25
#: Pricing a part takes a megabyte for each of its events: so many at once, more only alone.
PRICED_AT_ONCE = 1_300


@dataclass
class Arm:
    """Something that can be worked on; `rate` is the gain per second when last tried."""

    number: int
    rate: float = float("inf")
    pulls: int = 0


@dataclass
class _Pull:
    arm: Arm
    events: tuple[str, ...]
    parts: frozenset[int]
    lent: dict[str, Use]
    seconds: float


@dataclass
class Campaign:
    """
    One search over the parts of a problem.

    `places` are the incumbent's with the answers since; `refused` counts how often these did not pass the
    verifier together, which would be our bug: the incumbent then stays.
    """

    incumbent: Incumbent
    budget: Budget
    division: Division
    executor: Executor
    proofs: PartProofs
    seed: int = 0
    refused: int = 0
    _running: dict[str, _Pull] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Set up the arms."""
        self._arms = [Arm(number) for number in range(len(self.division.parts))]
        self._across = Arm(-1, rate=0.0)
        self._chance = random.Random(self.seed)  # noqa: S311 -- seeded search, not a secret
        self._part_of = {e: n for n, events in enumerate(self.division.parts) for e in events}
        self._users = _users(self.incumbent.view, self.division)
        self._question_of = [self.proofs.number_of(events) for events in self.division.parts]
        self._unasked = sorted(set(range(len(self.proofs.parts))) - set(self._question_of), reverse=True)
        self.places = dict(self.incumbent.places)
        self._judged = self.budget.elapsed

    def run(self) -> None:
        """Work until the budget is over or the bound is met; the executor is closed at the end."""
        with closing(self.executor):
            while not (self.budget.stopped or self.incumbent.is_optimal):
                while self.budget.left > 0 and self.executor.busy < self.executor.width and self._submit():
                    pass
                if not self.executor.busy or self._is_late:
                    break
                done = self.executor.next(WAIT_SECONDS)
                if done is not None:
                    self._take(*done)
                self.incumbent.tick()
        self._judge()

    @property
    def _is_late(self) -> bool:
        return not self.budget.deterministic and self.budget.elapsed > self.budget.seconds + GRACE_SECONDS

    @property
    def view(self) -> Compiled:
        """The whole problem, indexed."""
        return self.incumbent.view

    def _submit(self) -> bool:
        """Hand out the most promising task; False if every part is taken."""
        taken = frozenset(n for pull in self._running.values() for n in pull.parts)
        if self._ask():
            return True
        free = [arm for arm in self._arms if arm.number not in taken]
        best = max(free, key=self._promise, default=None)
        across = self._crossing(taken) if self._may_cross(best) else None
        if across is not None:
            arm, (events, parts) = self._across, across
        elif best is not None:
            arm, events, parts = best, self.division.parts[best.number], frozenset((best.number,))
        else:
            return False
        self._hand_in(arm, events, parts)
        return True

    def _promise(self, arm: Arm) -> tuple[float, int]:
        """Rank arms by gain; of those that had no turn the largest there is memory for, else the smallest."""
        priced = [pull for pull in self._running.values() if pull.arm.pulls == 0]
        events = len(self.division.parts[arm.number])
        fits = not priced or sum(len(p.events) for p in priced) + events <= PRICED_AT_ONCE
        return arm.rate, events if fits else -events

    def _ask(self) -> bool:
        """Hand out a question about a bound that no part's first turn answers."""
        if not self._unasked or any(arm.pulls == 0 for arm in self._arms):
            return False
        self.executor.submit(self._question(self._unasked.pop()))
        return True

    def _question(self, number: int) -> Question:
        part, plan = self.proofs.parts[number], self.incumbent.plan
        share = PROOF_SHARE * self.budget.seconds * self.executor.width / len(self.view.events)
        seconds = min(len(part.events) * min(SECONDS_PER_EVENT, share), max(1.0, self.budget.left / 2))
        total = 0 if plan is None else self.proofs.total(number, plan)
        return question_of(number, part, seconds=seconds, total=total)

    def _may_cross(self, best: Arm | None) -> bool:
        if not self._users or any(pull.arm is self._across for pull in self._running.values()):
            return False
        return best is None or best.rate <= self._across.rate or self._is_turn(best)

    def _is_turn(self, best: Arm) -> bool:
        """Let the arm across be tried now and then, whatever it gained, once every part had its turn."""
        visits = sum(arm.pulls for arm in self._arms)
        return best.pulls > 0 and self._across.pulls < visits // (len(self._arms) + 1)

    def _hand_in(self, arm: Arm, events: tuple[str, ...], parts: frozenset[int]) -> None:
        withheld = self._lent()
        places = self.places
        part = carve(self.view, places, events, hold=self._near_running(events), withheld=withheld)
        left = shared_left(self.view, places, self.division.shared)
        lent = {r: units - withheld[r] if r in withheld else units for r, units in left.items()}
        seconds = min(self._slice, max(1.0, self.budget.left))
        asked = self._question_of[arm.number] if arm.pulls == 0 and arm is not self._across else None
        task = task_of(
            part,
            seconds=seconds,
            seed=self.seed + 1_000 * arm.pulls + arm.number,
            deterministic=self.budget.deterministic,
            guide=self.proofs.guide(events),
            question=None if asked is None else self._question(asked),
        )
        self._running[task.key] = _Pull(arm, events, parts, lent, seconds)
        self.executor.submit(task)

    @property
    def _slice(self) -> float:
        """Seconds of one task: about three turns of every part, within reason."""
        fair = self.budget.seconds * self.executor.width / (3 * len(self._arms) + 3)
        return min(LONGEST_SECONDS, max(SHORTEST_SECONDS, fair))

    def _lent(self) -> dict[str, Use]:
        """Return the free units of shared resources that running tasks may use."""
        lent: dict[str, Use] = {}
        for pull in self._running.values():
            for resource, units in pull.lent.items():
                lent[resource] = lent[resource] + units if resource in lent else units
        return lent

    def _near_running(self, events: Iterable[str]) -> set[str]:
        """Return the exercises of a part that could disturb one a running task may move."""
        moving = {e for pull in self._running.values() for e in pull.events}
        near = self.view.near
        return {e for e in events if e in near and not moving.isdisjoint(near[e])}

    def _take(self, task: Keyed, answer: Improved | Proven) -> None:
        proven = answer if isinstance(answer, Proven) else answer.proven
        if proven is not None:
            self.proofs.learn(proven)
            self.incumbent.raise_bound(self.proofs.bound)
            self.incumbent.proof = self.proofs.proof
            asked = task.question if isinstance(task, Task) else task
            self.budget.spend(asked.seconds if isinstance(asked, Question) else 0.0)
        if isinstance(task, Task) and isinstance(answer, Improved):
            self._merge(task, answer)

    def _merge(self, task: Task, answer: Improved) -> None:
        pull = self._running.pop(task.key)
        self.budget.spend(pull.seconds)
        pull.arm.pulls += 1
        pull.arm.rate = (answer.before - answer.after) / max(0.1, pull.seconds)
        if answer.after >= answer.before:
            return
        known = {event.id for event in task.part.problem.events} - set(task.part.held)
        self.places = merged(self.places, known, answer.places)
        if self.budget.deterministic or self.budget.elapsed - self._judged >= JUDGE_EVERY_SECONDS:
            self._judge()

    def _judge(self) -> None:
        """Offer what the answers make together to the incumbent; go back to it if a rule is broken."""
        try:
            self.incumbent.offer(self.places)
        except PlanRejected:
            self.refused += 1
            self._question_of = [self.proofs.number_of(events) for events in self.division.parts]
        self._unasked = sorted(set(range(len(self.proofs.parts))) - set(self._question_of), reverse=True)
        self.places = dict(self.incumbent.places)
        self._judged = self.budget.elapsed

    def _crossing(self, taken: frozenset[int]) -> tuple[tuple[str, ...], frozenset[int]] | None:
        """Return joint events and users of shared resources of a few parts nobody works on."""
        group = self._group(taken)
        if not group:
            return None
        joint = [e for e, parts in self.division.joint.items() if parts <= group]
        users = [e for number in sorted(group) for e in self._users.get(number, ())]
        self._chance.shuffle(users)
        chosen = dict.fromkeys(joint)
        for event_id in users:
            if len(chosen) >= ACROSS_EVENTS:
                break
            chosen.update(dict.fromkeys(self._chain(event_id, group)))
        return tuple(chosen), group

    def _group(self, taken: frozenset[int]) -> frozenset[int]:
        joint = [parts for parts in self.division.joint.values() if parts.isdisjoint(taken)]
        some = [number for number in self._users if number not in taken]
        if joint and (len(some) < 2 or self._chance.random() < 0.5):
            return self._chance.choice(joint)
        if len(some) < 2:
            return frozenset()
        return frozenset(self._chance.sample(some, min(ACROSS_PARTS, len(some))))

    def _chain(self, event_id: str, group: frozenset[int]) -> list[str]:
        """Return an event with all that its crews do before and after it, directly or not."""
        found = [event_id]
        for known in found:
            links = (*self.view.before[known], *self.view.after[known])
            found += [
                link.event
                for link in links
                if link.event not in found and self._part_of.get(link.event, -1) in group
            ]
        return found


def _users(view: Compiled, division: Division) -> dict[int, list[str]]:
    """Return the events of each part that may use a resource that other parts use as well."""
    users: dict[int, list[str]] = {}
    for number, events in enumerate(division.parts):
        found = [
            e
            for e in events
            if any(o.resource in division.shared for options in view.options[e] for o in options)
        ]
        if found:
            users[number] = found
    return users
