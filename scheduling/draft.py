"""A model being written: the rows of the rules, and what the terms of the objective charge."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence

from scheduling.rows import L, Rows


class Draft(Rows[L]):
    """
    What rules and terms see while they post.

    Absent events are dated to the end of the year, so that intervals need no enforcement.
    """

    @abstractmethod
    def charge(self, cost: int, literal: L | None = None) -> None:
        """Add a cost that applies always, or when a literal holds."""

    @abstractmethod
    def charge_missing(self, literals: Sequence[L], wanted: int, cost: int) -> None:
        """Add `cost` for every time that fewer than `wanted` of the literals hold."""

    @abstractmethod
    def charge_days_between(self, before: str, after: str, free_days: int, cost: int) -> None:
        """Add `cost` for every day beyond `free_days` between the last days of two free events."""

    @abstractmethod
    def charge_days_short(self, before: str, after: str, wished: int, cost: int) -> None:
        """Add `cost` for every day that the gap between two free events falls short of `wished`."""

    @abstractmethod
    def charge_excess(
        self, weights: Sequence[int], literals: Sequence[L], left: int, scale: int, cost: int
    ) -> None:
        """Add `cost` for every unit, of `scale` parts each, that the weighted literals exceed `left` by."""

    @abstractmethod
    def charge_end(self, ends: dict[str, dict[int, L]], fixed: int, cost: int) -> None:
        """Add `cost` times the greatest of `fixed` and every end (index of the day after) that holds."""

    @abstractmethod
    def charge_unless(self, literals: Sequence[L], cost: int) -> None:
        """Add `cost` unless all of the literals hold."""

    def charge_absent(self, event_id: str, cost: int) -> None:
        """Add a cost unless the event takes place."""
        if event_id not in self.board.places:
            self.charge(cost)
        if self.is_free(event_id):
            self.charge(-cost, self.present(event_id))

    def charge_present(self, event_id: str, cost: int) -> None:
        """Add a cost if a free event takes place."""
        self.charge(cost, self.present(event_id))

    def charge_shortfall(self, events: Sequence[str], times: int, cost: int) -> None:
        """Add `cost` for every time that fewer than `times` of the events take place."""
        wanted = times - sum(event_id in self.board.places for event_id in events)
        free = [self.present(event_id) for event_id in events if self.is_free(event_id)]
        if wanted <= 0 or not free:
            self.charge(cost * max(0, wanted))
        else:
            self.charge_missing(free, wanted, cost)

    def charge_dates(self, event_id: str, cost: Callable[[int], int]) -> None:
        """Add a cost of an event's last day; the absent are dated to the end of the year."""
        end = self.view.axis.year_end
        if not self.is_free(event_id):
            place = self.board.places.get(event_id)
            self.charge(cost(self.view.number(place.start, event_id)[1] if place else end))
            return
        absent = cost(end)
        self.charge(absent)
        for start, literal in self.starts(event_id):
            self.charge(cost(self.view.number(start, event_id)[1]) - absent, literal)

    def charge_interval(self, before: str, after: str, free_days: int, cost: int) -> None:
        """Add `cost` for every calendar day beyond `free_days` between the last days of two events."""
        end = self.view.axis.year_end
        if self.is_free(before) and self.is_free(after):
            self.charge_days_between(before, after, free_days, cost)
        elif self.is_free(before):
            until = self._fixed_day(after, last=True) or end
            self.charge_dates(before, lambda day: cost * max(0, until - day - free_days))
        else:
            since = self._fixed_day(before, last=True) or end
            self.charge_dates(after, lambda day: cost * max(0, day - since - free_days))

    def charge_short_gap(self, before: str, after: str, wished: int, cost: int) -> None:
        """Add `cost` for every calendar day that the gap between two events falls short of `wished`."""
        if self.is_free(before) and self.is_free(after):
            self.charge_days_short(before, after, wished, cost)
            return
        ended, begins = self._fixed_day(before, last=True), self._fixed_day(after, last=False)
        if ended and begins:
            self.charge(cost * max(0, wished - (begins - ended)))
        for event_id, other in ((before, begins), (after, ended)):
            for start, literal in self.starts(event_id) if self.is_free(event_id) and other else ():
                first, last = self.view.number(start, event_id)
                gap = (other or 0) - last if event_id == before else first - (other or 0)
                self.charge(cost * max(0, wished - gap), literal)

    def charge_finish(self, cost: int) -> None:
        """Add `cost` for every workday up to the end of the last event."""
        lasting = {e: self.view.events[e].duration_days for e in (*self.board.places, *self.free)}
        fixed = max((place.start + lasting[e] for e, place in self.board.places.items()), default=0)
        ends = {e: {start + lasting[e]: literal for start, literal in self.starts(e)} for e in self.free}
        self.charge_end(ends, fixed, cost)

    def charge_overload(self, region: str, month: int, cost: int) -> None:
        """Add `cost` for every half-day of a region's month beyond its target."""
        view = self.view
        literals: list[L] = []
        loads: list[int] = []
        for event_id in self.free:
            load = view.region_sizes[event_id][region] * view.loads[event_id]
            if load:
                for start, literal in self.starts(event_id):
                    if view.month_of(start) == month:
                        literals.append(literal)
                        loads.append(load)
        left = view.targets[region, month] - self.board.month_load(region, month)
        if literals:
            self.charge_excess(loads, literals, left, view.load_scale, cost)
        else:
            self.charge(cost * max(0, -(left // view.load_scale)))

    def charge_choices(self, event_id: str, cost_per_km: int) -> None:
        """Add the travel of every choice of a free event."""
        for options, literals in zip(self.view.options[event_id], self.needs(event_id), strict=True):
            distance = {option.resource: option.distance_km for option in options}
            for (resource, _), literal in literals.items():
                self.charge(cost_per_km * distance[resource], literal)

    def charge_leaving(self, event_id: str, start: int | None, choices: tuple[str, ...], cost: int) -> None:
        """Add `cost` unless a free event stands at `start`, with `choices` if any are named."""
        stays: list[L | None] = [dict(self.starts(event_id)).get(-1 if start is None else start)]
        if choices:
            needs = self.needs(event_id)
            fits = len(choices) == len(needs)
            stays += [n.get((c, start or 0)) for n, c in zip(needs, choices, strict=fits)] if fits else [None]
        held = [literal for literal in stays if literal is not None]
        if len(held) < len(stays):
            self.charge(cost)
        else:
            self.charge_unless(held, cost)

    def _fixed_day(self, event_id: str, *, last: bool) -> int | None:
        place = self.board.places.get(event_id)
        return self.view.number(place.start, event_id)[last] if place else None
