"""What a rule's test is made of: a tiny problem, a plan, and whether the model would allow that plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.areas import events_of
from scheduling.compiled import Compiled
from scheduling.cost import Cost
from scheduling.model import build
from scheduling.plan import Assignment, Plan
from scheduling.problem import Problem
from scheduling.rules import RULES
from scheduling.solver import Effort, new_solver, run
from scheduling.verify import verify


@dataclass(frozen=True)
class Case:
    """A problem with a plan for it."""

    problem: Problem
    plan: Plan

    def broken(self) -> set[str]:
        """Return the codes of the rules the checker finds broken."""
        return {violation.rule for violation in verify(self.problem, self.plan).violations}

    def allowed_by_model(self) -> bool:
        """Return whether the model has a solution in which every event stands where the plan puts it."""
        known = {event.id for event in self.problem.events}
        designed = [e for name, e in events_of(self.problem, self.plan).items() if name not in known]
        view = Compiled(self.problem, designed)
        places = view.places_of(self.plan)
        free = [e for e in view.free_events() if e in places or view.events[e].lock]

        def starts(event_id: str) -> int:
            possible = 1 << places[event_id].start if event_id in places else 0
            for rule in RULES:
                possible &= ~rule.forbids(view, view.events[event_id])
            return possible

        draft = build(view, free, view.history, objective=False, must=free, starts=starts)
        for event_id in places.keys() & set(free):
            for literals, choice in zip(draft.needs(event_id), places[event_id].choices, strict=False):
                literal = literals.get((choice, places[event_id].start))
                if literal is None:
                    return False
                draft.model.add(literal == 1)
            channel = places[event_id].channel
            if channel is not None:
                groups = [literal for _, literal in draft.channel_starts(event_id, channel)]
                if not groups:
                    return False
                draft.model.add(sum(groups) == 1)
        return run(new_solver(Effort(1.0, deterministic=True, seed=0)), draft, {}).found


def at(event: str, first: date, last: date | None = None, *choices: str, **more: object) -> Assignment:
    """Return an assignment; one day unless `last` is given."""
    return Assignment(event, first, last or first, choices, **more)  # type: ignore[arg-type]  # keywords


def plan(*assignments: Assignment) -> Plan:
    """Return a plan of assignments, unmeasured."""
    ordered = sorted(assignments, key=lambda a: (a.first_day, a.event))
    return Plan(tuple(ordered), (), Cost())
