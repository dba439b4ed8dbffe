"""The exact model of one stretch of days: which activities, when, with what, so that all goals hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, isfinite

from ortools.sat.python import cp_model

from scheduling.solver import ROUNDING, STATUSES, WORK_PER_SECOND, Effort, Status, new_solver
from scheduling.train_up.outcome import Placed
from scheduling.train_up.problem import Activity, Goal, Phase, Slot, Source, Staffing, TrainUp


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solve found: the day and schedule (None if none), the bound on the day, and the work."""

    status: Status
    day: int | None
    schedule: tuple[Placed, ...]
    bound: int | None
    work: float


class StretchModel:
    """Variables and limits of the days from `first` to `last` of one phase."""

    def __init__(self, problem: TrainUp, phase: Phase, first: int, last: int) -> None:
        self.problem, self.phase = problem, phase
        self.model = cp_model.CpModel()
        self.day = self.model.new_int_var(first, last, "day")
        self.activities = tuple(useful(problem, phase))
        self.place: dict[str, dict[Slot, cp_model.IntVar]] = {}
        self.serve: dict[tuple[str, int, int, Slot], cp_model.IntVar] = {}
        self._counting: dict[Source, cp_model.IntVar] = {}
        for activity in self.activities:
            self._place(activity, first, last)
        self._order()
        self._one_place()
        self._capacity()
        for goal in phase.goals:
            self._goal(goal)
        for staffing in phase.staffings:
            self._staffing(staffing)

    def _place(self, activity: Activity, first: int, last: int) -> None:
        """Put an activity in at most one of the slots that end in time and are not forgotten by then."""
        lasts = [s.lasts for s in self.phase.sources() if s.activity == activity.id]
        followed = any(activity.id in other.after for other in self.activities)
        longest = (
            None if followed or None in lasts else max((n for n in lasts if n is not None), default=None)
        )
        slots = [
            slot
            for slot in activity.slots
            if slot.last <= last and (longest is None or slot.last + longest > first)
        ]
        places = {slot: self.model.new_bool_var(f"{activity.id} {slot.first}") for slot in slots}
        self.model.add_at_most_one(list(places.values()))
        for slot, literal in places.items():
            if slot.last > first:
                self.model.add(self.day >= slot.last).only_enforce_if(literal)
        self.place[activity.id] = places

    def _order(self) -> None:
        """Begin what comes after something only when that has ended."""
        for activity in self.activities:
            for before in sorted(activity.after):
                ended = self.place[before]
                for slot, literal in self.place[activity.id].items():
                    earlier = [other for other_slot, other in ended.items() if other_slot.last < slot.first]
                    self.model.add_bool_or([*earlier, literal.negated()])

    def _one_place(self) -> None:
        """Take each team and person to one place a day."""
        taking: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
        for activity in self.activities:
            for slot, literal in self.place[activity.id].items():
                for who in sorted(activity.occupies):
                    for busy in slot.busy:
                        taking[who, busy].append(literal)
        for literals in taking.values():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)

    def _capacity(self) -> None:
        """Serve each need of what is done, within what there is on each day."""
        spare = {resource.id: resource.capacity for resource in self.problem.resources}
        using: dict[tuple[str, int], list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
        for activity in self.activities:
            for slot, literal in self.place[activity.id].items():
                for number, need in enumerate(activity.needs):
                    serving: list[cp_model.IntVar] = []
                    for n, use in enumerate(need):
                        if any(spare[use.resource][busy] < use.quantity for busy in slot.busy):
                            continue
                        served = literal if len(need) == 1 else self.model.new_bool_var("serve")
                        serving.append(served)
                        self.serve[activity.id, number, n, slot] = served
                        for busy in slot.busy:
                            using[use.resource, busy].append((served, use.quantity))
                    self.model.add(sum(serving) == literal)
        for (resource, busy), parts in using.items():
            if sum(quantity for _, quantity in parts) > spare[resource][busy]:
                used = cp_model.LinearExpr.weighted_sum([lit for lit, _ in parts], [q for _, q in parts])
                self.model.add(used <= spare[resource][busy])

    def counting(self, source: Source) -> cp_model.IntVar:
        """Return a literal that may hold only if the source counts on the day."""
        if source not in self._counting:
            literal = self.model.new_bool_var(f"counts {source.activity}")
            places = self.place.get(source.activity, {})
            self.model.add_bool_or([*places.values(), literal.negated()])
            for slot, place in places.items():
                if source.lasts is not None:
                    self.model.add(self.day < slot.last + source.lasts).only_enforce_if([literal, place])
            self._counting[source] = literal
        return self._counting[source]

    def _goal(self, goal: Goal) -> None:
        """Reach what is needed with pieces, each counted once."""
        pieces: list[cp_model.IntVar] = []
        for piece in goal.pieces:
            reached = self.model.new_bool_var("piece")
            self.model.add_bool_or([*(self.counting(s) for s in piece.sources), reached.negated()])
            pieces.append(reached)
        amounts = [piece.amount for piece in goal.pieces]
        self.model.add(cp_model.LinearExpr.weighted_sum(pieces, amounts) >= goal.needed)

    def _staffing(self, staffing: Staffing) -> None:
        """Fill posts with people: a flow, whole by nature."""
        arriving: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for people in staffing.people:
            leaving: list[cp_model.IntVar] = []
            for number, posts in enumerate(staffing.posts):
                most = min(people.count, posts.count)
                if posts.qualification is None or posts.qualification in people.holds:
                    flow = self.model.new_int_var(0, most, "filled")
                else:
                    gains = [self.counting(s) for name, s in people.gains if name == posts.qualification]
                    if not gains:
                        continue
                    flow = self.model.new_int_var(0, most, "filled")
                    self.model.add(flow <= most * cp_model.LinearExpr.sum(gains))
                leaving.append(flow)
                arriving[number].append(flow)
            there = people.count if people.joins is None else people.count * self.counting(people.joins)
            self.model.add(cp_model.LinearExpr.sum(leaving) <= there)
        for number, posts in enumerate(staffing.posts):
            self.model.add(cp_model.LinearExpr.sum(arriving[number]) <= posts.count)
        every = [flow for flows in arriving.values() for flow in flows]
        key = [flow for n, flows in arriving.items() if staffing.posts[n].key for flow in flows]
        self.model.add(cp_model.LinearExpr.sum(every) >= staffing.needed)
        self.model.add(cp_model.LinearExpr.sum(key) >= staffing.needed_key)

    def hint(self, schedule: Iterable[Placed]) -> None:
        """Start the search from a schedule."""
        wanted = {(each.activity, each.slot) for each in schedule}
        for name, places in self.place.items():
            for slot, literal in places.items():
                self.model.add_hint(literal, (name, slot) in wanted)

    def earliest(self, effort: Effort) -> Answer:
        """Find the first day of the stretch on which all goals can hold."""
        self.model.minimize(self.day)
        return self._solve(effort)

    def cheapest(self, effort: Effort, day: int) -> Answer:
        """Find the least cost for a day, of equal ones what is over soonest."""
        self.model.add(self.day == day)
        step = (day + 1) * (len(self.activities) + 1)
        literals, weights = [], []
        for activity in self.activities:
            for slot, literal in self.place[activity.id].items():
                literals.append(literal)
                weights.append(activity.cost * step + slot.last + 1)
        self.model.minimize(cp_model.LinearExpr.weighted_sum(literals, weights))
        return self._solve(effort)

    def _solve(self, effort: Effort) -> Answer:
        """Run the solver."""
        solver = new_solver(effort)
        outcome = solver.solve(self.model)
        if outcome not in STATUSES:
            raise ValueError(f"invalid model: {self.model.validate()}")
        status, work = STATUSES[outcome], solver.response_proto.deterministic_time / WORK_PER_SECOND
        proven = solver.best_objective_bound
        bound = ceil(proven - ROUNDING) if isfinite(proven) and status is not Status.INFEASIBLE else None
        if status not in (Status.OPTIMAL, Status.FEASIBLE):
            return Answer(status, None, (), bound, work)
        return Answer(status, solver.value(self.day), tuple(self._placed(solver)), bound, work)

    def _placed(self, solver: cp_model.CpSolver) -> Iterator[Placed]:
        """Yield what is done, in the order of its days."""
        found = [
            (slot.first, slot.last, activity, slot)
            for activity in self.activities
            for slot, literal in self.place[activity.id].items()
            if solver.boolean_value(literal)
        ]
        for _, _, activity, slot in sorted(found, key=lambda each: (*each[:2], each[2].id)):
            choices = tuple(
                next(
                    n
                    for n in range(len(need))
                    if (served := self.serve.get((activity.id, number, n, slot))) is not None
                    and solver.boolean_value(served)
                )
                for number, need in enumerate(activity.needs)
            )
            yield Placed(activity.id, slot, choices)


def useful(problem: TrainUp, phase: Phase) -> Iterator[Activity]:
    """Yield the activities that help a goal of the phase, and those they must come after."""
    by_id = {each.id: each for each in problem.activities}
    wanted = {source.activity for source in phase.sources()}
    waiting = sorted(wanted)
    while waiting:
        for before in by_id[waiting.pop()].after - wanted:
            wanted.add(before)
            waiting.append(before)
    yield from (each for each in problem.activities if each.id in wanted)
