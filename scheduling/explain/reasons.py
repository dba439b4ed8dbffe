"""Why an event has no place: what the rules leave of the year, and what the placed events take of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduling.areas import events_of
from scheduling.axis import indexes
from scheduling.board import Board
from scheduling.compiled import Compiled
from scheduling.design import design
from scheduling.explain.barrier import RULE_OF, Barrier
from scheduling.explain.barriers import Barriers
from scheduling.explain.explanation import Exclusion, Explanation, Nearest, Obstacle
from scheduling.explain.occupants import Occupants
from scheduling.explain.wording import sentences_of
from scheduling.plan import Plan, Unscheduled
from scheduling.problem import Problem
from scheduling.rules import RULES

NO_DESIGN = ("没有设计出让两地相遇的演练", "No exercise was designed in which the two meet")


class Reasons:
    """Explains events against one plan; indexing takes as long as some dozen explanations."""

    def __init__(self, view: Compiled, plan: Plan) -> None:
        self.view = view
        self.board = Board(view, view.places_of(plan))
        self._barriers, self._occupants = Barriers(self.board), Occupants(self.board)

    def of(self, event_id: str) -> Explanation:
        """Return the explanation of one event; `KeyError` for one the problem does not know."""
        place = self.board.take(event_id) if event_id in self.board.places else None
        try:
            found = self._explained(event_id)
        finally:
            if place is not None:
                self.board.put(event_id, place)
        if place is not None:
            found = replace(found, placed_on=self.view.problem.days[place.start])
        return replace(found, sentences=sentences_of(self.view, found))

    def of_entry(self, entry: str) -> Explanation | None:
        """Return the explanation of what a plan lists as unscheduled; None for a pair without an exercise."""
        event_id = self.named(entry)
        return None if event_id is None else self.of(event_id)

    def named(self, entry: str) -> str | None:
        """Return the event an unscheduled entry stands for; None for a pair without an exercise."""
        return entry if entry in self.view.events else self._exercise_for(entry)

    def rivals(self, event_id: str, most: int) -> list[str]:
        """Return the placed events in the way at those starts of an event with the fewest barriers."""
        barriers = self._barriers.of(event_id)
        met = {
            start: [barrier for barrier in barriers if barrier.starts >> start & 1]
            for start in indexes(self.view.starts[event_id])
        }
        found: dict[str, None] = {}
        for start in sorted(met, key=lambda s: (len(met[s]), s))[:most]:
            for barrier in met[start]:
                found.update(dict.fromkeys(self.behind(event_id, barrier._replace(starts=1 << start))))
        return list(found)

    def barriers(self, event_id: str, possible: int | None = None) -> list[Barrier]:
        """Return what is in the way of an event that is not placed, on demand at starts rules leave out."""
        return self._barriers.of(event_id, possible)

    def behind(self, event_id: str, barrier: Barrier) -> list[str]:
        """Return the placed events behind a barrier, those that take most starts first."""
        return self._occupants.behind(event_id, barrier)

    def _explained(self, event_id: str) -> Explanation:
        view, event = self.view, self.view.events[event_id]
        barriers = self._barriers.of(event_id)
        alone = unshared([barrier.starts for barrier in barriers])
        ranked = sorted(
            zip(barriers, alone, strict=True),
            key=lambda pair: (
                -pair[1].bit_count(),
                -pair[0].starts.bit_count(),
                pair[0].kind,
                pair[0].subjects,
            ),
        )
        taken = 0
        for barrier in barriers:
            taken |= barrier.starts
        return Explanation(
            event_id,
            None,
            view.axis.inside(event.duration_days).bit_count(),
            view.starts[event_id].bit_count(),
            (view.starts[event_id] & ~taken).bit_count(),
            tuple(exclusions_of(view, event_id)),
            tuple(self._obstacle(event_id, barrier, only) for barrier, only in ranked),
            self._nearest(event_id, [barrier for barrier, _ in ranked]),
        )

    def _obstacle(self, event_id: str, barrier: Barrier, alone: int) -> Obstacle:
        return Obstacle(
            barrier.kind,
            RULE_OF[barrier.kind],
            barrier.subjects,
            barrier.starts.bit_count(),
            alone.bit_count(),
            tuple(self.behind(event_id, barrier)),
            barrier.short_by,
            barrier.first,
            barrier.last,
        )

    def _nearest(self, event_id: str, barriers: Sequence[Barrier]) -> Nearest | None:
        fewest: tuple[int, ...] | None = None
        best = 0
        for start in indexes(self.view.starts[event_id]):
            met = tuple(i for i, barrier in enumerate(barriers) if barrier.starts >> start & 1)
            if fewest is None or len(met) < len(fewest):
                best, fewest = start, met
        if not fewest:
            return None
        names: dict[str, None] = {}
        for i in fewest:
            narrowed = barriers[i]._replace(starts=1 << best)
            names.update(dict.fromkeys(self.behind(event_id, narrowed)))
        return Nearest(self.view.problem.days[best], fewest, tuple(names))

    def _exercise_for(self, entry: str) -> str | None:
        """Return the exercise not placed that would bring a missing pair ``area/one+other`` together."""
        area_id, _, pair = entry.rpartition("/")
        regions = set(pair.split("+"))
        if area_id not in self.view.areas:
            raise KeyError(entry)
        for event_id in self.view.exercises_of_area[area_id]:
            exercise = self.view.events[event_id].exercise
            if exercise and event_id not in self.board.places and regions <= set(exercise.regions):
                return event_id
        return None


def explain(view: Compiled, plan: Plan) -> tuple[Unscheduled, ...]:
    """Return the plan's unscheduled entries with reasons; a few milliseconds an event."""
    reasons = Reasons(view, plan)
    found: list[Unscheduled] = []
    for entry in plan.unscheduled:
        explanation = reasons.of_entry(entry.event)
        found.append(replace(entry, reasons=explanation.sentences if explanation else (NO_DESIGN,)))
    return tuple(found)


def why(problem: Problem, plan: Plan, event_id: str) -> Explanation:
    """
    Return why an event is left out of a plan, or what keeps a placed one from other days.

    A missing pair of regions is asked for as the plan lists it, ``area/one+other``.

    Raises `KeyError` for an event that neither knows.
    """
    view = whole_view(problem, plan, designing=event_id not in events_of(problem, plan))
    found = Reasons(view, plan).of_entry(event_id)
    if found is None:
        return Explanation(event_id, None, 0, 0, 0, (), (), None, (NO_DESIGN,))
    return found


def whole_view(problem: Problem, plan: Plan, *, designing: bool = False) -> Compiled:
    """Return a problem compiled with a plan's exercises, and on demand those that the plan still lacks."""
    known = {event.id for event in problem.events}
    given = [event for event_id, event in events_of(problem, plan).items() if event_id not in known]
    return Compiled(problem, design(problem, given=given) if designing else given)


def exclusions_of(view: Compiled, event_id: str) -> list[Exclusion]:
    """Return which rules rule out how many starts whatever is placed, what a rule alone takes first."""
    event = view.events[event_id]
    possible = view.axis.inside(event.duration_days)
    ruled_out = [rule.forbids(view, event) & possible for rule in RULES]
    alone = unshared(ruled_out)
    found = [
        Exclusion(rule.code, starts.bit_count(), only.bit_count())
        for rule, starts, only in zip(RULES, ruled_out, alone, strict=True)
        if starts
    ]
    return sorted(found, key=lambda exclusion: (-exclusion.alone, -exclusion.starts))


def ruled_out_alone(view: Compiled, event_id: str) -> dict[str, int]:
    """Return the starts that one rule rules out and no other does, by code of the rule, as bit sets."""
    event = view.events[event_id]
    possible = view.axis.inside(event.duration_days)
    alone = unshared([rule.forbids(view, event) & possible for rule in RULES])
    return {rule.code: starts for rule, starts in zip(RULES, alone, strict=True) if starts}


def unshared(sets: Iterable[int]) -> list[int]:
    """Return each bit set without what any other one of them holds too."""
    once = twice = 0
    listed = list(sets)
    for days in listed:
        twice |= once & days
        once |= days
    return [days & ~twice for days in listed]
