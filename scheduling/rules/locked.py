"""Dates that are given stay: external events, what a planner locked, and what is past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.booked import Booked, Booking, name_of
from scheduling.problem import Event, Lock
from scheduling.rules.rule import Rule, Violation
from scheduling.words import halves

if TYPE_CHECKING:
    from scheduling.compiled import Compiled


class Locked(Rule):
    """A locked event keeps its first day, and its choices and channel where the lock names them."""

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out every start but the locked one."""
        if event.lock is None:
            return 0
        return view.axis.everything & ~view.axis.between(event.lock.first_day, event.lock.first_day)

    def check(self, booked: Booked) -> list[Violation]:
        """Compare each locked event with its lock."""
        found: list[Violation] = []
        for event in booked.problem.events:
            if event.lock is not None and not self._kept(booked.bookings.get(event.id), event.lock):
                name, why = name_of(event), halves(event.lock.reason or "—")
                found.append(
                    Violation(
                        self.code,
                        (event.id,),
                        f"{name.zh} 已锁定在 {event.lock.first_day}（{why.zh}），不得变动",
                        f"{name.en} is locked to {event.lock.first_day} ({why.en}) and may not move",
                        (event.lock.first_day,),
                        event.lock.choices,
                    )
                )
        return found

    def _kept(self, booking: Booking | None, lock: Lock) -> bool:
        return (
            booking is not None
            and booking.first_day == lock.first_day
            and (not lock.choices or booking.assignment.choices == lock.choices)
            and (lock.channel is None or booking.assignment.channel == lock.channel)
        )


RULE = Locked(
    "locked",
    "已锁定、外部定期或已经发生的任务不得变动",
    "Locked, externally dated and past events stay where they are",
    "domain rule: locked and externally dated events",
)
