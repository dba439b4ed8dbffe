"""
The baseline: how a planner fills a spreadsheet. One event after the other, first day that works, no way back.

Written plainly and apart from the library: a day is taken if the verifier's rules, restated here the slow
way, allow it beside what stands already. Several orders are tried and the best plan counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import pairwise

from scheduling.areas import hosts_distance_km
from scheduling.booked import Booked, member_half_days
from scheduling.cost import Cost
from scheduling.design import design
from scheduling.objective import measure
from scheduling.plan import Assignment, Plan
from scheduling.problem import Event, Problem


class Sheet:
    """The filled-in calendar, by day and by crew."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.crews = {c.id: c for c in problem.crews}
        self.resources = {r.id: r for r in problem.resources}
        self.areas = {a.id: a for a in problem.areas}
        self.limits = {s.group: s.away_at_most for s in problem.standby}
        self.events: dict[str, Event] = {}
        self.placed: dict[str, Assignment] = {}
        self.start: dict[str, int] = {}
        self.used: dict[tuple[str, int], int] = defaultdict(int)
        self.away: dict[tuple[str, int], int] = defaultdict(int)
        self.busy: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.held: dict[str, list[date]] = defaultdict(list)
        self.load: dict[str, Fraction] = defaultdict(Fraction)
        self.before: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.after: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.opened: dict[str, date] = {}
        for s in problem.series:
            for a, b in zip(s.events, s.events[1:], strict=False):
                self.before[b].append((a, s.min_gap_days))
                self.after[a].append((b, s.min_gap_days))
            if s.last_held and s.events:
                earliest = date.fromordinal(s.last_held.toordinal() + s.min_gap_days)
                self.opened[s.events[0]] = max(self.opened.get(s.events[0], earliest), earliest)
        for link in problem.precedence:
            self.before[link.after].append((link.before, link.min_lag_days))
            self.after[link.before].append((link.after, link.min_lag_days))

    def try_at(self, event: Event, start: int) -> bool:
        """Write the event at a day if everything allows it."""
        days = self.problem.days[start : start + event.duration_days]
        if (
            len(days) < event.duration_days
            or not self._day_rules(event, days)
            or not self._beside(event, start, days)
        ):
            return False
        choices = self._resources(event, start, days)
        channel = self._channel(event, start)
        if choices is None or channel == -1:
            return False
        self._write(event, start, days, choices, channel if event.exercise else None)
        return True

    def _day_rules(self, event: Event, days: tuple[date, ...]) -> bool:
        if event.unbroken and (days[-1] - days[0]).days != len(days) - 1:
            return False
        if event.lock is not None:
            return days[0] == event.lock.first_day
        if (days[0] - self.problem.issue_date).days < event.notice_days:
            return False
        if event.windows and not all(any(w.first <= d <= w.last for w in event.windows) for d in days):
            return False
        if event.id in self.opened and days[0] < self.opened[event.id]:
            return False
        blocked = (w for c in event.crews for w in self.crews[c].blocked)
        return not any(w.first <= d <= w.last for w in blocked for d in days)

    def _beside(self, event: Event, start: int, days: tuple[date, ...]) -> bool:
        end, rest = start + event.duration_days, self.problem.rest_days
        for crew_id in event.crews:
            crew = self.crews[crew_id]
            if any(start < b + rest and a < end + rest for a, b in self.busy[crew_id]):
                return False
            if (
                crew.carried_half_days + self.load[crew_id] + member_half_days(event)
                > crew.yearly_limit_half_days
            ):
                return False
        for other, gap in self.before[event.id]:
            if other not in self.placed or (days[0] - self.placed[other].last_day).days < gap:
                return False
        for other, gap in self.after[event.id]:
            if other in self.placed and (self.placed[other].first_day - days[-1]).days < gap:
                return False
        groups = [self.crews[c].standby_group for c in event.crews] if event.away else []
        for group in set(groups) & self.limits.keys():
            if any(self.away[group, i] + groups.count(group) > self.limits[group] for i in range(start, end)):
                return False
        return self._within_caps(event, days) and self._quota(event, days[0])

    def _within_caps(self, event: Event, days: tuple[date, ...]) -> bool:
        for crew_id in event.crews:
            for cap in self.crews[crew_id].day_caps:
                held = sum(cap.first <= day <= cap.last for day in (*self.held[crew_id], *days))
                if held > cap.days and any(cap.first <= day <= cap.last for day in days):
                    return False
        return True

    def _quota(self, event: Event, day: date) -> bool:
        if event.exercise is None or event.exercise.area not in self.areas:
            return True
        area, quarter = self.areas[event.exercise.area], (day.month - 1) // 3
        same = [
            other.exercise
            for e, other in self.events.items()
            if other.exercise
            and other.exercise.area == area.id
            and (self.placed[e].first_day.month - 1) // 3 == quarter
        ]
        hosted = sum(x.host == event.exercise.host for x in same)
        attended = max(sum(r in x.regions for x in same) for r in event.exercise.regions)
        return hosted < area.host_per_quarter and attended < area.attend_per_quarter

    def _resources(self, event: Event, start: int, days: tuple[date, ...]) -> tuple[str, ...] | None:
        chosen: list[str] = []
        taken: dict[str, int] = defaultdict(int)
        for need in event.needs:
            for option in sorted(need.options, key=lambda o: o.distance_km):
                r = self.resources[option.resource]
                wanted = taken[r.id] + option.quantity
                room = all(self.used[r.id, start + i] + wanted <= r.capacity for i in range(len(days)))
                open_ = not any(w.first <= d <= w.last for w in r.closed for d in days)
                recused = r.kind == "evaluators" and r.organization and r.organization in event.recused
                if room and open_ and not recused:
                    taken[r.id] = wanted
                    chosen.append(r.id)
                    break
            else:
                return None
        return tuple(chosen)

    def _channel(self, event: Event, start: int) -> int:
        if event.exercise is None:
            return 0
        area, taken = self.areas[event.exercise.area], set()
        for e, other in self.events.items():
            if (
                other.exercise
                and self.start[e] < start + event.duration_days
                and start < self.start[e] + other.duration_days
            ):
                other_area = self.areas[other.exercise.area]
                near = hosts_distance_km((area, event.exercise.host), (other_area, other.exercise.host))
                if near < min(area.interference_km, other_area.interference_km):
                    taken.add(self.placed[e].channel)
        return next((g for g in range(area.channel_groups) if g not in taken), -1)

    def _write(
        self, event: Event, start: int, days: tuple[date, ...], choices: tuple[str, ...], channel: int | None
    ) -> None:
        end = start + event.duration_days
        self.events[event.id], self.start[event.id] = event, start
        self.placed[event.id] = Assignment(event.id, days[0], days[-1], choices, channel, event.exercise)
        for need, choice in zip(event.needs, choices, strict=True):
            quantity = next(o.quantity for o in need.options if o.resource == choice)
            for i in range(start, end):
                self.used[choice, i] += quantity
        for crew in event.crews:
            self.busy[crew].append((start, end))
            self.held[crew] += days
            self.load[crew] += member_half_days(event)
            if event.away:
                for i in range(start, end):
                    self.away[self.crews[crew].standby_group, i] += 1


def wish(sheet: Sheet, event: Event, *, due: bool) -> date:
    """Return the day a planner would try first: the wish, a week before the due date, or mid-window."""
    problem = sheet.problem
    if due:
        days = []
        for s in problem.series:
            if event.id in s.events:
                i = s.events.index(event.id)
                last = (
                    sheet.placed[s.events[i - 1]].last_day
                    if i and s.events[i - 1] in sheet.placed
                    else s.last_held
                )
                if last:
                    days.append(date.fromordinal(last.toordinal() + s.currency_days - 7))
        if days:
            return min(days)
    if event.preferred:
        return event.preferred
    if event.windows:
        w = event.windows[0]
        return date.fromordinal((w.first.toordinal() + w.last.toordinal()) // 2)
    return problem.days[len(problem.days) // 2]


def fill_in(problem: Problem, events: list[Event], *, due: bool) -> Plan:
    """Return the sheet after going through `events` once, in their order."""
    sheet = Sheet(problem)
    for event in events:
        wanted = wish(sheet, event, due=due)
        by_distance = sorted(
            range(len(problem.days)), key=lambda i: (abs((problem.days[i] - wanted).days), i)
        )
        any(sheet.try_at(event, start) for start in by_distance)
    ordered = sorted(sheet.placed.values(), key=lambda a: (a.first_day, a.event))
    return Plan(tuple(ordered), (), Cost())


def prepared(problem: Problem, events: list[Event]) -> list[Event]:
    """Return the events in their order, each with what it builds on brought forward right before it."""
    by_id = {event.id: event for event in events}
    before: dict[str, list[str]] = defaultdict(list)
    for link in problem.precedence:
        before[link.after].append(link.before)
    for series in problem.series:
        for earlier, later in pairwise(series.events):
            before[later].append(earlier)
    found: dict[str, Event] = {}

    def add(event: Event) -> None:
        for other in before[event.id]:
            if other in by_id and other not in found:
                add(by_id[other])
        found[event.id] = event

    for event in events:
        if event.id not in found:
            add(event)
    return list(found.values())


def best_of(problem: Problem, seed: int = 0) -> tuple[Plan, dict[str, int]]:
    """Return the best sheet of several orders, and the total cost of each."""
    exercises = list(design(problem, seed=seed))
    rank = {e: i for s in problem.series for i, e in enumerate(s.events)}
    keys: dict[str, Callable[[Event], tuple[object, ...]]] = {
        "largest first": lambda e: (-len(e.crews) * e.duration_days, rank.get(e.id, 0)),
        "priority first": lambda e: (-e.priority, rank.get(e.id, 0)),
        "by calendar": lambda e: (
            min((w.last for w in e.windows), default=problem.days[-1]),
            rank.get(e.id, 0),
        ),
    }
    best: tuple[int, Plan] | None = None
    totals: dict[str, int] = {}
    for name, key in keys.items():
        for due in (False, True):
            locked = [e for e in problem.events if e.lock]
            loose = sorted((e for e in problem.events if not e.lock), key=key)
            # A planner holds what prepares others first, whatever the order of the rest.
            waiting = {link.after for link in problem.precedence}
            ordered = [
                *locked,
                *exercises,
                *(e for e in loose if e.id not in waiting),
                *(e for e in loose if e.id in waiting),
            ]
            led = [*locked, *exercises, *prepared(problem, loose)]
            for attempt in (ordered, [*locked, *exercises, *loose], led):
                plan = fill_in(problem, attempt, due=due)
                total = measure(Booked(problem, plan)).total(problem.weights)
                label = f"{name}{', by due date' if due else ''}"
                totals[label] = min(total, totals.get(label, total))
                if best is None or total < best[0]:
                    best = (total, plan)
    if best is None:
        raise ValueError("no order")
    return best[1], totals
