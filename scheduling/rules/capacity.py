"""Grounds, instructors, evaluators, vehicles, permits: never used beyond capacity, never when closed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked, Booking, name_of
from scheduling.problem import Event, Resource
from scheduling.rules.rule import Rule, Violation
from scheduling.words import halves

if TYPE_CHECKING:
    from scheduling.compiled import Compiled
    from scheduling.draft import Draft


class Capacity(Rule):
    """Pools and venues alike: `quantity` units of the chosen resource are in use every day of the event."""

    def forbids(self, view: Compiled, event: Event) -> int:
        """Rule out starts for which some need has no open resource at all."""
        ruled_out = 0
        for need in event.needs:
            possible = 0
            for option in need.options:
                possible |= view.open_starts(option, event.duration_days)
            ruled_out |= view.axis.everything & ~possible
        return ruled_out

    def post(self, draft: Draft[Any]) -> None:
        """Bound the use of every resource on every day by what the fixed events leave over."""
        draft.keep_options_out()
        for resource, terms in draft.uses_by_resource().items():
            left = draft.board.left_over(resource)
            draft.at_most_daily(terms, left)

    def check(self, booked: Booked) -> list[Violation]:
        """Add up the use of each resource day by day, and look up closings."""
        used: dict[tuple[str, date], int] = defaultdict(int)
        users: dict[tuple[str, date], list[Booking]] = defaultdict(list)
        found: list[Violation] = []
        for booking in booked.bookings.values():
            for option in booking.options():
                for day in booking.days:
                    used[option.resource, day] += option.quantity
                    users[option.resource, day].append(booking)
                found += self._closed(booked, booking, option.resource)
        for (resource, day), quantity in sorted(used.items()):
            if quantity > _capacity(booked.resources[resource], day):
                found.append(self._overused(booked, resource, day, quantity, users[resource, day]))
        return found

    def _closed(self, booked: Booked, booking: Booking, resource: str) -> list[Violation]:
        for window in booked.resources[resource].closed:
            days = tuple(day for day in booking.days if window.first <= day <= window.last)
            if days:
                name, why = name_of(booking.event), halves(window.reason or "—")
                return [
                    Violation(
                        self.code,
                        (booking.event.id,),
                        f"{name.zh} 在 {days[0]} 使用 {resource}，但该资源当日停用：{why.zh}",
                        f"{name.en} uses {resource} on {days[0]}, when it is closed: {why.en}",
                        days,
                        (resource,),
                    )
                ]
        return []

    def _overused(
        self, booked: Booked, resource: str, day: date, quantity: int, users: list[Booking]
    ) -> Violation:
        capacity = _capacity(booked.resources[resource], day)
        names = list(dict.fromkeys(name_of(booking.event) for booking in users))
        return Violation(
            self.code,
            tuple(dict.fromkeys(booking.event.id for booking in users)),
            f"{day} 资源 {resource} 需 {quantity}，仅有 {capacity}：{'、'.join(n.zh for n in names)}",
            f"On {day} {resource} is needed {quantity} times but there are {capacity}:"
            f" {', '.join(n.en for n in names)}",
            (day,),
            (resource,),
        )


def _capacity(resource: Resource, day: date) -> int:
    reduced = (r.capacity for r in resource.reduced if r.first <= day <= r.last)
    return min((resource.capacity, *reduced))


RULE = Capacity(
    "resource-capacity",
    "每个工作日使用的场地、教员、考评员、车辆等不得超过可用数量，停用期间不得使用",
    "No resource is used beyond its capacity on any workday, nor while it is closed",
    "domain rule: venue, vehicle, channel, instructor and evaluator capacity",
)
