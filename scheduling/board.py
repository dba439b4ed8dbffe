"""
The year as it fills up: which starts an event still has beside the events already placed.

Everything is a bit set of workdays, so a question takes microseconds. The board decides nothing: the
constructive start, the pruning of the model and the explanations ask it, the verifier judges them.
"""

from __future__ import annotations

from collections import defaultdict

from scheduling.axis import indexes, span, touching
from scheduling.compiled import Compiled, Place, Places


class Board:
    """Mutable occupancy of crews, persons, resources, standby groups, employers' days and quotas."""

    def __init__(self, view: Compiled, places: Places | None = None) -> None:
        self.view = view
        self.places: dict[str, Place] = {}
        days = len(view.problem.days)
        self._busy: dict[str, int] = dict.fromkeys(view.crews, 0)
        self._person_busy: dict[str, int] = defaultdict(int)
        # What a reduction takes away counts as used.
        self._used = {resource: list(view.lacking.get(resource, [0] * days)) for resource in view.resources}
        self._full: dict[str, dict[int, int]] = {resource: {} for resource in view.resources}
        self._away: dict[str, list[int]] = {group: [0] * days for group in view.standby}
        self._group_full: dict[str, dict[int, int]] = {group: {} for group in view.standby}
        self._load_left = {
            crew.id: (crew.yearly_limit_half_days - crew.carried_half_days) * view.load_scale
            for crew in view.problem.crews
        }
        self._month_load: dict[tuple[str, int], int] = defaultdict(int)
        self._exercises: dict[tuple[str, str, int, bool], int] = defaultdict(int)
        for event_id, place in (places or {}).items():
            self.put(event_id, place)

    def put(self, event_id: str, place: Place) -> None:
        """Place an event; whether it fits is the caller's question to `open_starts`."""
        self.places[event_id] = place
        self._book(event_id, place, +1)

    def take(self, event_id: str) -> Place:
        """Remove an event and return where it stood."""
        place = self.places.pop(event_id)
        self._book(event_id, place, -1)
        return place

    def open_starts(self, event_id: str) -> int:
        """Return the starts at which the event breaks no rule against what is placed, as a bit set."""
        possible = self.view.starts[event_id] & ~self.crew_conflicts(event_id)
        if not possible or self.has_too_much_load(event_id):
            return 0
        possible &= ~(self._standby_conflicts(event_id) | self.order_conflicts(event_id))
        possible &= ~self._resource_conflicts(event_id)
        possible &= ~self._day_cap_conflicts(event_id, possible)
        if possible and event_id in self.view.area_of:
            possible &= ~self._exercise_conflicts(event_id, possible)
        return possible

    def option_starts(self, event_id: str, need: int) -> list[tuple[str, int, int, int]]:
        """Return (resource, quantity, distance in km, starts with room for it) per usable option."""
        duration = self.view.events[event_id].duration_days
        found: list[tuple[str, int, int, int]] = []
        for option in self.view.options[event_id][need]:
            full = touching(self._full_days(option.resource, option.quantity), duration)
            starts = self.view.open_starts(option, duration) & ~full
            found.append((option.resource, option.quantity, option.distance_km, starts))
        return found

    def choose(self, event_id: str, start: int) -> Place | None:
        """Return the place at `start` with the nearest resources that have room, or None."""
        choices: list[str] = []
        taken: dict[str, int] = defaultdict(int)
        duration = self.view.events[event_id].duration_days
        for options in self.view.options[event_id]:
            for option in options:
                wanted = option.quantity + taken[option.resource]
                full = self._full_days(option.resource, wanted)
                if not (full | self.view.closed[option.resource]) & span(start, duration):
                    taken[option.resource] = wanted
                    choices.append(option.resource)
                    break
            else:
                return None
        if event_id not in self.view.area_of:
            return Place(start, tuple(choices))
        channel = self._free_channel(event_id, start)
        return None if channel is None else Place(start, tuple(choices), channel)

    def left_over(self, resource: str) -> list[int]:
        """Return the units of a resource still free on each workday."""
        capacity = self.view.resources[resource].capacity
        return [capacity - used for used in self._used[resource]]

    def standby_left(self, group: str) -> list[int]:
        """Return how many more crews of a standby group may be away on each workday."""
        return [self.view.standby[group] - away for away in self._away[group]]

    def busy_days(self, crew: str) -> int:
        """Return the workdays on which a crew is at an event, as a bit set."""
        return self._busy[crew]

    def load_left(self, crew: str) -> int:
        """Return what is left of a crew's yearly limit, in half-days times the problem's load scale."""
        return self._load_left[crew]

    def month_load(self, region: str, month: int) -> int:
        """Return the load of a region in a month, in half-days times the problem's load scale."""
        return self._month_load[region, month]

    def exercises_taken(self, area: str, region: str, quarter: int, *, hosting: bool) -> int:
        """Return how many exercises a region attends or hosts in a quarter (0 to 3)."""
        return self._exercises[area, region, quarter, hosting]

    def users(self, resource: str, day: int) -> list[str]:
        """Return the placed events that use a resource on a workday."""
        events = self.view.events
        return [
            event_id
            for event_id, place in self.places.items()
            if resource in place.choices and place.start <= day < place.start + events[event_id].duration_days
        ]

    def _book(self, event_id: str, place: Place, sign: int) -> None:
        view, event = self.view, self.view.events[event_id]
        days = span(place.start, event.duration_days)
        for crew in event.crews:
            self._busy[crew] = self._busy[crew] | days if sign > 0 else self._busy[crew] & ~days
            self._load_left[crew] -= sign * view.loads[event_id]
        for person in view.persons_of[event_id]:
            held = self._person_busy[person]
            self._person_busy[person] = held | days if sign > 0 else held & ~days
        for options, choice in zip(event.needs, place.choices, strict=False):
            quantity = next((o.quantity for o in options.options if o.resource == choice), 0)
            for day in range(place.start, place.start + event.duration_days):
                self._used[choice][day] += sign * quantity
            self._full[choice].clear()
        if event.away:
            self._book_standby(event_id, place, sign)
        month = view.month_of(place.start)
        for region, crews in view.region_sizes[event_id].items():
            self._month_load[region, month] += sign * crews * view.loads[event_id]
        if event.exercise is not None and event_id in view.area_of:
            quarter = (month - 1) // 3
            self._exercises[event.exercise.area, event.exercise.host, quarter, True] += sign
            for region in event.exercise.regions:
                self._exercises[event.exercise.area, region, quarter, False] += sign

    def _book_standby(self, event_id: str, place: Place, sign: int) -> None:
        duration = self.view.events[event_id].duration_days
        for group, crews in self.view.group_sizes[event_id].items():
            if group in self._away:
                for day in range(place.start, place.start + duration):
                    self._away[group][day] += sign * crews
                self._group_full[group].clear()

    def _full_days(self, resource: str, quantity: int) -> int:
        known = self._full[resource]
        if quantity not in known:
            room = self.view.resources[resource].capacity - quantity
            full = 0
            for day, used in enumerate(self._used[resource]):
                if used > room:
                    full |= 1 << day
            known[quantity] = full
        return known[quantity]

    def _group_full_days(self, group: str, crews: int) -> int:
        known = self._group_full[group]
        if crews not in known:
            room = self.view.standby[group] - crews
            full = 0
            for day, away in enumerate(self._away[group]):
                if away > room:
                    full |= 1 << day
            known[crews] = full
        return known[crews]

    def crew_conflicts(self, event_id: str) -> int:
        """Return the starts at which a crew or a shared person of the event is elsewhere or rests."""
        event, rest = self.view.events[event_id], self.view.problem.rest_days
        busy = 0
        for crew in event.crews:
            busy |= self._busy[crew]
        tired = busy
        for shift in range(1, rest + 1):
            tired |= busy << shift
        conflicts = touching(tired, event.duration_days + rest)
        for person in self.view.persons_of[event_id]:
            conflicts |= touching(self._person_busy[person], event.duration_days)
        return conflicts

    def _standby_conflicts(self, event_id: str) -> int:
        event = self.view.events[event_id]
        conflicts = 0
        for group, crews in self.view.group_sizes[event_id].items() if event.away else ():
            if group in self._away:
                conflicts |= touching(self._group_full_days(group, crews), event.duration_days)
        return conflicts

    def has_too_much_load(self, event_id: str) -> bool:
        """Return whether the event exceeds the yearly limit of one of its crews."""
        load = self.view.loads[event_id]
        return load > 0 and any(load > self._load_left[crew] for crew in self.view.events[event_id].crews)

    def order_conflicts(self, event_id: str, *, series: bool = True, precedence: bool = True) -> int:
        """Return the starts too near to, or on the wrong side of, events placed before and after it."""
        view, end = self.view, self.view.axis.year_end
        wanted = {kind for kind, asked in ((True, series), (False, precedence)) if asked}
        first_from, first_to, last_from, last_to = 1, end, 1, end
        for link in view.before[event_id]:
            if link.event in self.places and link.in_series in wanted:
                ended = view.number(self.places[link.event].start, link.event)[1]
                first_from = max(first_from, ended + link.min_lag)
                first_to = min(first_to, end if link.max_lag is None else ended + link.max_lag)
        for link in view.after[event_id]:
            if link.event in self.places and link.in_series in wanted:
                begins = view.number(self.places[link.event].start, link.event)[0]
                last_to = min(last_to, begins - link.min_lag)
                last_from = max(last_from, 1 if link.max_lag is None else begins - link.max_lag)
        conflicts = view.axis.numbered(1, first_from - 1) | view.axis.numbered(first_to + 1, end)
        ends_wrong = view.axis.numbered(last_to + 1, end) | view.axis.numbered(1, last_from - 1)
        return conflicts | ends_wrong >> (view.events[event_id].duration_days - 1)

    def _resource_conflicts(self, event_id: str) -> int:
        duration = self.view.events[event_id].duration_days
        conflicts = 0
        for options in self.view.options[event_id]:
            blocked = self.view.axis.everything
            for option in options:
                full = self._full_days(option.resource, option.quantity) | self.view.closed[option.resource]
                blocked &= touching(full, duration)
                if not blocked:
                    break
            conflicts |= blocked
        return conflicts

    def _day_cap_conflicts(self, event_id: str, possible: int) -> int:
        view, duration = self.view, self.view.events[event_id].duration_days
        conflicts = 0
        for crew in view.events[event_id].crews:
            for cap, days in view.day_caps.get(crew, ()):
                left = cap.days - (self._busy[crew] & days).bit_count()
                if left < min(duration, days.bit_count()):
                    for start in indexes(possible & touching(days, duration)):
                        if view.days_inside(event_id, start, days) > left:
                            conflicts |= 1 << start
        return conflicts

    def _exercise_conflicts(self, event_id: str, possible: int) -> int:
        view, area = self.view, self.view.area_of[event_id]
        exercise = view.events[event_id].exercise
        conflicts = 0
        if exercise is not None:
            for quarter, days in enumerate(view.axis.quarters):
                hosted = self._exercises[area.id, exercise.host, quarter, True]
                attended = max(self._exercises[area.id, r, quarter, False] for r in exercise.regions)
                if hosted >= area.host_per_quarter or attended >= area.attend_per_quarter:
                    conflicts |= days
        for start in indexes(possible & ~conflicts):
            if self._free_channel(event_id, start) is None:
                conflicts |= 1 << start
        return conflicts

    def _free_channel(self, event_id: str, start: int) -> int | None:
        days = span(start, self.view.events[event_id].duration_days)
        taken: set[int | None] = set()
        for other in self.view.near[event_id]:
            place = self.places.get(other)
            if place and span(place.start, self.view.events[other].duration_days) & days:
                taken.add(place.channel)
        lock = self.view.events[event_id].lock
        groups = range(self.view.area_of[event_id].channel_groups)
        wanted = groups if lock is None or lock.channel is None else (lock.channel,)
        return next((group for group in wanted if group not in taken), None)

    def channel_starts(self, event_id: str, group: int) -> int:
        """Return the starts at which a channel group is free of near exercises, as a bit set."""
        taken = 0
        for other in self.view.near[event_id]:
            place = self.places.get(other)
            if place and place.channel == group:
                taken |= span(place.start, self.view.events[other].duration_days)
        return self.view.axis.everything & ~touching(taken, self.view.events[event_id].duration_days)
