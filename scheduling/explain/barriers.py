"""
What stands in the way of one event on a board: each barrier with the starts it takes, as bit sets.

The barriers of an event together take exactly the starts that the board says are not open, out of those
the rules leave it, and those that the rotation of hosts takes; a start may be behind several at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduling.axis import indexes, span, touching
from scheduling.board import Board
from scheduling.compiled import Place
from scheduling.explain.barrier import Barrier, Kind
from scheduling.problem import Option


class Barriers:
    """Asks one board, which may change between questions."""

    def __init__(self, board: Board) -> None:
        self._board, self._view = board, board.view

    def of(self, event_id: str, possible: int | None = None) -> list[Barrier]:
        """
        Return the barriers between an event that is not placed and the starts its rules leave it.

        `possible` asks about other starts, such as some that a rule leaves out.
        """
        possible = self._view.starts[event_id] if possible is None else possible
        found = [
            *self._absent(event_id),
            *self._crews(event_id),
            *self._persons(event_id),
            *self._resources(event_id, possible),
            *self._standby(event_id, possible),
            *self._order(event_id),
            *self._day_caps(event_id, possible),
            *self._yearly_limits(event_id),
            *self._quotas(event_id),
            *self._channels(event_id),
            *self._rotation(event_id),
        ]
        taken = [barrier._replace(starts=barrier.starts & possible) for barrier in found]
        return [barrier for barrier in taken if barrier.starts]

    def _absent(self, event_id: str) -> Iterator[Barrier]:
        for link in self._view.before[event_id]:
            if link.event not in self._board.places:
                yield Barrier(Kind.ABSENT, (link.event,), -1)

    def _crews(self, event_id: str) -> Iterator[Barrier]:
        event, rest = self._view.events[event_id], self._view.problem.rest_days
        for crew in event.crews:
            busy = self._board.busy_days(crew)
            overlap, tired = touching(busy, event.duration_days), busy
            for shift in range(1, rest + 1):
                tired |= busy << shift
            yield Barrier(Kind.CREW, (crew,), overlap)
            near = touching(tired, event.duration_days + rest) & ~overlap
            yield Barrier(Kind.REST, (crew,), near, 1)

    def _persons(self, event_id: str) -> Iterator[Barrier]:
        view = self._view
        for person in view.persons_of[event_id]:
            busy = 0
            for events in view.events_of_shared_person:
                for other in events if event_id in events else ():
                    place = self._board.places.get(other)
                    if place and other != event_id and person in view.persons_of[other]:
                        busy |= span(place.start, view.events[other].duration_days)
            yield Barrier(Kind.PERSON, (person,), touching(busy, view.events[event_id].duration_days))

    def _resources(self, event_id: str, possible: int) -> Iterator[Barrier]:
        duration = self._view.events[event_id].duration_days
        joint = self._view.axis.everything
        for options in self._view.options[event_id]:
            blocked = self._without_room(options, duration, 0)
            joint &= ~blocked
            if blocked:
                short = 1
                while short < max((o.quantity for o in options), default=0) and not (
                    blocked & possible & ~self._without_room(options, duration, short)
                ):
                    short += 1
                yield Barrier(Kind.RESOURCE, tuple(o.resource for o in options), blocked, short)
        yield from self._together(event_id, joint & possible)

    def _together(self, event_id: str, joint: int) -> Iterator[Barrier]:
        """Find the starts at which each need has room alone, but two needs want the same resource."""
        wanted = [option.resource for options in self._view.options[event_id] for option in options]
        shared = tuple(dict.fromkeys(r for r in wanted if wanted.count(r) > 1))
        if shared:
            starts = 0
            for start in indexes(joint):
                if not self._fits(event_id, start):
                    starts |= 1 << start
            yield Barrier(Kind.RESOURCE, shared, starts, 1)

    def _fits(self, event_id: str, start: int) -> bool:
        place: Place | None = self._board.choose(event_id, start)
        if place is None and event_id in self._view.area_of:
            return not self._channel_taken(event_id) >> start & 1
        return place is not None

    def _without_room(self, options: Iterable[Option], duration: int, more: int) -> int:
        """Return the starts at which no option has room, were each resource larger by `more` units."""
        blocked = self._view.axis.everything
        for option in options:
            left = self._board.left_over(option.resource)
            full = _below(left, option.quantity - more) | self._view.closed[option.resource]
            blocked &= touching(full, duration)
            if not blocked:
                break
        return blocked

    def _standby(self, event_id: str, possible: int) -> Iterator[Barrier]:
        event = self._view.events[event_id]
        for group, crews in self._view.group_sizes[event_id].items() if event.away else ():
            if group in self._view.standby:
                left = self._board.standby_left(group)
                starts, short = touching(_below(left, crews), event.duration_days), 1
                while short < crews and not starts & possible & ~touching(
                    _below(left, crews - short), event.duration_days
                ):
                    short += 1
                yield Barrier(Kind.STANDBY, (group,), starts, short)

    def _order(self, event_id: str) -> Iterator[Barrier]:
        view, axis = self._view, self._view.axis
        duration, end = view.events[event_id].duration_days, axis.year_end
        for link in view.before[event_id]:
            if link.event in self._board.places:
                ended = view.number(self._board.places[link.event].start, link.event)[1]
                latest = end if link.max_lag is None else ended + link.max_lag
                starts = axis.numbered(1, ended + link.min_lag - 1) | axis.numbered(latest + 1, end)
                yield Barrier(Kind.SPACING if link.in_series else Kind.PRECEDENCE, (link.event,), starts)
        for link in view.after[event_id]:
            if link.event in self._board.places:
                begins = view.number(self._board.places[link.event].start, link.event)[0]
                earliest = 1 if link.max_lag is None else begins - link.max_lag
                ends = axis.numbered(begins - link.min_lag + 1, end) | axis.numbered(1, earliest - 1)
                starts = ends >> (duration - 1)
                yield Barrier(Kind.SPACING if link.in_series else Kind.PRECEDENCE, (link.event,), starts)

    def _day_caps(self, event_id: str, possible: int) -> Iterator[Barrier]:
        view, duration = self._view, self._view.events[event_id].duration_days
        for crew in view.events[event_id].crews:
            for cap, days in view.day_caps.get(crew, ()):
                left = cap.days - (self._board.busy_days(crew) & days).bit_count()
                starts, least = 0, duration
                for start in indexes(possible & touching(days, duration)) if left < duration else ():
                    inside = view.days_inside(event_id, start, days)
                    if inside > left:
                        starts |= 1 << start
                        least = min(least, inside - left)
                yield Barrier(Kind.DAY_CAP, (crew,), starts, least, cap.first, cap.last)

    def _yearly_limits(self, event_id: str) -> Iterator[Barrier]:
        load = self._view.loads[event_id]
        for crew in self._view.events[event_id].crews if load else ():
            missing = load - self._board.load_left(crew)
            if missing > 0:
                yield Barrier(Kind.YEARLY_LIMIT, (crew,), -1, -(-missing // self._view.load_scale))

    def _quotas(self, event_id: str) -> Iterator[Barrier]:
        area, exercise = self._view.area_of.get(event_id), self._view.events[event_id].exercise
        if area is None or exercise is None:
            return
        asked = [(Kind.HOSTING, exercise.host, area.host_per_quarter)]
        asked += [(Kind.ATTENDING, region, area.attend_per_quarter) for region in exercise.regions]
        for quarter, days in enumerate(self._view.axis.quarters):
            inside = [self._view.problem.days[i] for i in indexes(days)]
            for kind, region, limit in asked if inside else ():
                hosting = kind == Kind.HOSTING
                if self._board.exercises_taken(area.id, region, quarter, hosting=hosting) >= limit:
                    yield Barrier(kind, (area.id, region), days, 1, inside[0], inside[-1])

    def _channels(self, event_id: str) -> Iterator[Barrier]:
        if event_id in self._view.area_of:
            yield Barrier(Kind.CHANNEL, (self._view.area_of[event_id].id,), self._channel_taken(event_id), 1)

    def _rotation(self, event_id: str) -> Iterator[Barrier]:
        area, exercise = self._view.area_of.get(event_id), self._view.events[event_id].exercise
        if area is None or exercise is None or exercise.host not in area.last_hosts:
            return
        for region in exercise.regions:
            hosted = self._view.exercises_of_region[area.id, region][1]
            if region not in area.last_hosts and not any(e in self._board.places for e in hosted):
                yield Barrier(Kind.ROTATION, (area.id, region), -1)

    def _channel_taken(self, event_id: str) -> int:
        lock, taken = self._view.events[event_id].lock, self._view.axis.everything
        groups = range(self._view.area_of[event_id].channel_groups)
        for group in groups if lock is None or lock.channel is None else (lock.channel,):
            taken &= ~self._board.channel_starts(event_id, group)
        return taken


def _below(left: list[int], wanted: int) -> int:
    """Return the days on which less than `wanted` is left, as a bit set."""
    found = 0
    for day, units in enumerate(left):
        if units < wanted:
            found |= 1 << day
    return found
