"""Evaluators do not judge their own: an organization an event recuses sends no evaluator to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.booked import Booked, name_of
from scheduling.problem import Event, Resource, ResourceKind
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.compiled import Compiled


def recused(event: Event, resource: Resource) -> bool:
    """Return whether `resource` is a group of evaluators that must not serve at `event`."""
    return (
        resource.kind == ResourceKind.EVALUATORS
        and bool(resource.organization)
        and resource.organization in event.recused
    )


class Recusal(Rule):
    """Decided before the solver runs: a recused option is never offered to it."""

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out every start when some need has recused options only."""
        for need in event.needs:
            if all(recused(event, view.resources[option.resource]) for option in need.options):
                return view.axis.everything
        return 0

    def check(self, booked: Booked) -> list[Violation]:
        """Look up the organization of every chosen group of evaluators."""
        found: list[Violation] = []
        for booking in booked.bookings.values():
            for option in booking.options():
                resource = booked.resources[option.resource]
                evaluates = resource.kind == ResourceKind.EVALUATORS
                if evaluates and resource.organization and resource.organization in booking.event.recused:
                    name = name_of(booking.event)
                    found.append(
                        Violation(
                            self.code,
                            (booking.event.id,),
                            f"{name.zh} 的考评员 {resource.id} 属于应回避单位 {resource.organization}",
                            f"{name.en} is judged by {resource.id} of {resource.organization},"
                            " which is recused",
                            (booking.first_day,),
                            (resource.id,),
                        )
                    )
        return found


RULE = Recusal(
    "evaluator-recusal",
    "应回避单位不得为该任务派出考评员",
    "A recused organization sends no evaluators",
    "domain rule: recusal of evaluators",
)
