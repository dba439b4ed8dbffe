"""
A lower bound on a problem too large for one model: the sum over parts that share no series.

Every term is a sum over parts or, as overload, at least that (see `scheduling.bounds`). What parts share is
left to each in full, so the sum is valid, if weaker; areas and the year's finish are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from scheduling.booked import Booked
from scheduling.bounds import Proof, prove
from scheduling.objective import measure
from scheduling.plan import Plan
from scheduling.problem import Event, Problem
from scheduling.relax.ascent import Ascent
from scheduling.relax.guide import Guide, guide_of
from scheduling.relax.pricing import ROUNDS, ascend, ascent_of
from scheduling.relax.rows import Floats
from scheduling.scale.division import Division, Leaders
from scheduling.scale.memory import give_back
from scheduling.serial import input_hash

#: Seconds that bring the bound of a part close to its top, by its events.
SECONDS_PER_EVENT = 0.1
#: Components are asked about as well where there is time for it: six more ascents of the same size.
ENOUGH_PER_EVENT, COMPONENT_SHARE = 0.06, 0.35


@dataclass(frozen=True, slots=True)
class Question:
    """
    How little can this part cost? Answered with `seconds` of one core by a `Proven`.

    `total` is what a plan of the part is known to cost: it sets how the search for prices begins.
    """

    key: str
    number: int
    problem: Problem
    seconds: float
    total: int


@dataclass(frozen=True, slots=True)
class Proven:
    """What is proven of a part, its starts ranked by the prices that prove it, and the seconds it took."""

    number: int
    guide: Guide
    proof: Proof

    @property
    def bound(self) -> int:
        """The lower bound on the part's total."""
        return max(0, self.guide.bound)


def question_of(number: int, problem: Problem, *, seconds: float, total: int) -> Question:
    """Return the question with its key: a hash of the part, the seconds and the total."""
    name = f"bound|{input_hash(problem)}|{seconds:.3f}|{total}"
    return Question(sha256(name.encode()).hexdigest(), number, problem, seconds, total)


def answered(question: Question) -> Proven:
    """Prove what can be proven of a part: the same question has the same answer everywhere."""
    return concluded(question, *told(ascended(question)))


def told(ascent: Ascent) -> tuple[Guide, Floats]:
    """Return what is kept of an ascent: ranked starts and the best prices, little beside its tables."""
    return guide_of(ascent), ascent.best


def ascended(question: Question) -> Ascent:
    """Return the prices of a part; they take a megabyte for each event as long as they are held."""
    ascent = ascent_of(question.problem, question.total)
    share = 1 - COMPONENT_SHARE if _has_time(question) else 1.0
    ascend(ascent, ROUNDS, question.seconds * share, lambda _: True)
    return ascent


def concluded(question: Question, guide: Guide, prices: Floats) -> Proven:
    """
    Return what the guide and the best prices of an ascent prove, the components too if there is time.

    Nobody should hold the ascent itself any more: the components are ascents of the same size.
    """
    give_back()
    proof = Proof()
    if _has_time(question):
        proof = prove(question.problem, question.total, question.seconds * COMPONENT_SHARE, prices)
        give_back()
    return Proven(question.number, guide, proof)


def _has_time(question: Question) -> bool:
    return question.seconds >= ENOUGH_PER_EVENT * len(question.problem.events)


class PartProofs:
    """What is proven of the whole: the sum of what is proven of its parts."""

    def __init__(self, problem: Problem, division: Division) -> None:
        self.parts = provable_parts(problem, division)
        self._known: dict[int, Proven] = {}
        self._starts: dict[str, tuple[int, ...]] = {}

    @property
    def bound(self) -> int:
        """The bound of the whole."""
        return sum(proven.bound for proven in self._known.values())

    @property
    def proof(self) -> Proof:
        """What is proven of the components of the whole."""
        joint: Counter[str] = Counter()
        for proven in self._known.values():
            joint.update(proven.proof.joint)
        return Proof(sum(proven.proof.least_points for proven in self._known.values()), dict(joint))

    def guide(self, events: Iterable[str]) -> Guide | None:
        """Return the ranked starts of some events, as far as the prices of their parts are known."""
        starts = {e: self._starts[e] for e in events if e in self._starts}
        return Guide(0, starts) if starts else None

    def number_of(self, events: Iterable[str]) -> int | None:
        """Return the part whose events are all among the given ones, the one with most of them."""
        known = set(events)
        fits = [n for n, part in enumerate(self.parts) if part.events and known.issuperset(_ids(part))]
        return max(fits, key=lambda n: len(self.parts[n].events), default=None)

    def total(self, number: int, whole: Plan) -> int:
        """Return what a plan of the whole spends on a part, as far as its events and series tell."""
        part = self.parts[number]
        ids = _ids(part)
        plan = replace(whole, assignments=tuple(a for a in whole.assignments if a.event in ids))
        return measure(Booked(part, plan)).total(part.weights)

    def learn(self, proven: Proven) -> None:
        """Keep the better answer about a part."""
        known = self._known.get(proven.number)
        if known is None or proven.bound > known.bound:
            self._known[proven.number] = proven
            self._starts.update(proven.guide.starts)


def _ids(part: Problem) -> set[str]:
    return {event.id for event in part.events}


def provable_parts(problem: Problem, division: Division) -> list[Problem]:
    """
    Return the parts whose bounds may be added, largest first.

    They are the parts of the division, joined where a series joins them.
    """
    part_of = {e: f"part {n}" for n, events in enumerate(division.parts) for e in events}
    leaders = Leaders()
    for series in problem.series:
        leaders.join(part_of.get(e, f"joint {e}") for e in series.events)
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in problem.events:
        groups[leaders.find(part_of.get(event.id, f"joint {event.id}"))].append(event)
    idle = tuple(series for series in problem.series if not series.events)
    rest = [replace(_alone(problem, []), crews=problem.crews, series=idle)] if idle else []
    ordered = sorted(groups.values(), key=len, reverse=True)
    return [*(_alone(problem, events) for events in ordered), *rest]


def _alone(problem: Problem, events: list[Event]) -> Problem:
    ids = {event.id for event in events}
    crew_ids = {crew for event in events for crew in event.crews}
    wanted = {o.resource for event in events for need in event.needs for o in need.options}
    crews = tuple(crew for crew in problem.crews if crew.id in crew_ids)
    regions, groups = {crew.region for crew in crews}, {crew.standby_group for crew in crews}
    return replace(
        problem,
        crews=crews,
        resources=tuple(r for r in problem.resources if r.id in wanted),
        events=tuple(events),
        series=tuple(s for s in problem.series if s.events and s.events[0] in ids),
        precedence=tuple(k for k in problem.precedence if {k.before, k.after} <= ids),
        standby=tuple(limit for limit in problem.standby if limit.group in groups),
        targets=tuple(target for target in problem.targets if target.region in regions),
        areas=(),
        published=tuple(place for place in problem.published if place.event in ids),
        weights=replace(problem.weights, finish_days=0),
    )
