"""What-if edits of the plan: an event moved to another day, or not held. Nothing is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Protocol

from registry.readiness.forecast.forecasts import Expected, Prospect
from registry.readiness.words import Said


class PlanEdit(Protocol):
    """One change to what a team expects."""

    def applied(self, prospect: Prospect) -> Prospect:
        """Return the prospect as it would be."""
        ...

    def said(self, prospect: Prospect) -> Said:
        """Say the change, in Chinese and English; the event by its title in the prospect."""
        ...


@dataclass(frozen=True, slots=True)
class EventMoved:
    """A planned event, by its id, ends on another day; what else it does moves along."""

    event: str
    on: date

    def applied(self, prospect: Prospect) -> Prospect:
        """Return the prospect with the event on the other day; one it does not hold changes nothing."""
        return Prospect(
            tuple(
                replace(each, held=replace(each.held, on=self.on)) if each.held.id == self.event else each
                for each in prospect.exercises
            )
        )

    def said(self, prospect: Prospect) -> Said:
        """Say which event moves, from when and to when."""
        found = _expected(self.event, prospect)
        if found is None:
            return f"计划项{self.event}改期至{self.on}", f"move event {self.event} to {self.on}"
        return (
            f"“{found.title}”由{found.held.on}改期至{self.on}",
            f"move “{found.title_en}” from {found.held.on} to {self.on}",
        )


@dataclass(frozen=True, slots=True)
class EventCancelled:
    """A planned event, by its id, is not held."""

    event: str

    def applied(self, prospect: Prospect) -> Prospect:
        """Return the prospect without the event."""
        return Prospect(tuple(each for each in prospect.exercises if each.held.id != self.event))

    def said(self, prospect: Prospect) -> Said:
        """Say which event is cancelled."""
        found = _expected(self.event, prospect)
        if found is None:
            return f"取消计划项{self.event}", f"cancel event {self.event}"
        return (
            f"取消{found.held.on}的“{found.title}”",
            f"cancel “{found.title_en}” of {found.held.on}",
        )


def apply_to(prospect: Prospect, edits: Iterable[PlanEdit]) -> Prospect:
    """Return a prospect as it would be, edit after edit."""
    return reduce(lambda edited, each: each.applied(edited), edits, prospect)


def _expected(event: str, prospect: Prospect) -> Expected | None:
    return next((each for each in prospect.exercises if each.held.id == event), None)
