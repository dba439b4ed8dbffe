"""
The CP-SAT model of some free events inside a fixed rest of the year.

One literal per event and allowed start; no start integers, no intervals. Monolith, stages,
neighbourhoods, lock checks and bounds are this one builder with other arguments. Rules and cost terms
see only the query methods of `Draft`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ortools.sat.python import cp_model

from scheduling.board import Board
from scheduling.compiled import Compiled, Place, Places
from scheduling.draft import Draft
from scheduling.objective import TERMS
from scheduling.rows import L, anywhere
from scheduling.rules import RULES, Rule

Literal = cp_model.IntVar


class Model(Draft[Literal]):
    """Rows and charges written down for CP-SAT."""

    def __init__(
        self,
        view: Compiled,
        free: Iterable[str],
        board: Board,
        starts: Callable[[str], int] | None = None,
        within: Callable[[str], int] = anywhere,
    ) -> None:
        self.model = cp_model.CpModel()
        self._dates: dict[tuple[str, int], cp_model.LinearExpr] = {}
        self._costs: list[int] = []
        self._charged: list[Literal] = []
        self._constant = 0
        super().__init__(view, free, board, starts, within)

    def literal(self) -> Literal:
        """Return a new Boolean variable."""
        return self.model.new_bool_var("")

    def start_of(self, starts: Sequence[Literal], present: Literal) -> None:
        """Post exactly one of the starts and the absence."""
        self.model.add_exactly_one([*starts, present.Not()])

    def split(self, literal: Literal, parts: Sequence[Literal]) -> None:
        """Post a sum."""
        self.model.add(sum(parts) == literal)

    def at_most(self, weights: Sequence[int], literals: Sequence[Literal], limit: int) -> None:
        """Post a weighted bound, as a clique where it is one."""
        if limit == 1 and all(weight == 1 for weight in weights):
            self.model.add_at_most_one(literals)
        else:
            self.model.add(cp_model.LinearExpr.weighted_sum(literals, weights) <= limit)

    def forbid(self, literal: Literal) -> None:
        """Fix a literal to false."""
        self.model.add(literal == 0)

    def require(self, event_id: str) -> None:
        """Fix the presence of a free event."""
        self.model.add(self.present(event_id) == 1)

    def imply(self, event_id: str, other: str) -> None:
        """Post an implication between presences."""
        self.model.add_implication(self.present(event_id), self.present(other))

    def any_of(self, literals: Sequence[Literal], unless: Literal | None = None) -> None:
        """Post a clause."""
        self.model.add_bool_or([*literals, *(() if unless is None else (unless.Not(),))])

    def follow(self, before: str, after: str, least: int, most: int | None = None) -> None:
        """Post lags as plain linear rows: visible to the linear relaxation, also of absent events."""
        lag, present = self.first_day(after) - self.last_day(before), self.present(after)
        self.model.add(lag >= least * present)
        if most is not None:
            end = self.view.axis.year_end
            self.model.add(lag <= end + (most - end) * present)

    def first_day(self, event_id: str) -> cp_model.LinearExpr:
        """Return the day number of a free event's first day, the last of the year if absent."""
        return self._date(event_id, 0)

    def last_day(self, event_id: str) -> cp_model.LinearExpr:
        """Return the day number of a free event's last day, the last of the year if absent."""
        return self._date(event_id, 1)

    def charge(self, cost: int, literal: Literal | None = None) -> None:
        """Add to the objective."""
        if literal is None:
            self._constant += cost
        elif cost:
            self._costs.append(cost)
            self._charged.append(literal)

    def charge_missing(self, literals: Sequence[Literal], wanted: int, cost: int) -> None:
        """Charge a shortfall variable."""
        missing = self.model.new_int_var(0, wanted, "")
        self.model.add(missing + sum(literals) >= wanted)
        self.charge(cost, missing)

    def charge_days_between(self, before: str, after: str, free_days: int, cost: int) -> None:
        """Charge an excess variable."""
        excess = self.model.new_int_var(0, self.view.axis.year_end, "")
        self.model.add(excess >= self.last_day(after) - self.last_day(before) - free_days)
        self.charge(cost, excess)

    def charge_days_short(self, before: str, after: str, wished: int, cost: int) -> None:
        """Charge a shortage variable."""
        short = self.model.new_int_var(0, wished, "")
        gap = self.first_day(after) - self.last_day(before)
        self.model.add(short + gap >= wished * self.present(after))
        self.charge(cost, short)

    def charge_excess(
        self, weights: Sequence[int], literals: Sequence[Literal], left: int, scale: int, cost: int
    ) -> None:
        """Charge an excess variable in whole units."""
        least, most = max(0, -(left // scale)), (max(0, -left) + sum(weights)) // scale + 1
        excess = self.model.new_int_var(least, most, "")
        self.model.add(scale * excess >= cp_model.LinearExpr.weighted_sum(literals, weights) - left)
        self.charge(cost, excess)

    def charge_end(self, ends: dict[str, dict[int, Literal]], fixed: int, cost: int) -> None:
        """Charge a variable that no event ends after."""
        finish = self.model.new_int_var(fixed, len(self.view.problem.days), "")
        for possible in ends.values():
            self.model.add(
                finish >= cp_model.LinearExpr.weighted_sum(list(possible.values()), list(possible))
            )
        self.charge(cost, finish)

    def charge_unless(self, literals: Sequence[Literal], cost: int) -> None:
        """Charge always, and give back for a literal that implies all."""
        stayed = self.literal()
        for literal in literals:
            self.model.add_implication(stayed, literal)
        self.charge(cost)
        self.charge(-cost, stayed)

    def minimize(self) -> None:
        """Set the objective to everything charged."""
        self.model.minimize(cp_model.LinearExpr.weighted_sum(self._charged, self._costs) + self._constant)

    def limit_charges(self, limit: int) -> None:
        """Bound everything charged so far, and forget it: it is a constraint now, no objective."""
        total = cp_model.LinearExpr.weighted_sum(self._charged, self._costs) + self._constant
        self.model.add(total <= limit)
        self._charged, self._costs, self._constant = [], [], 0

    def hint(self, places: Places) -> None:
        """Suggest starts to the solver, not choices: suggesting these too was measured to slow it down."""
        for event_id in self.free:
            place = places.get(event_id)
            self.model.add_hint(self._present[event_id], place is not None)
            for start, literal in self._starts[event_id].items():
                self.model.add_hint(literal, place is not None and place.start == start)

    def read(self, value: Callable[[Literal], bool]) -> dict[str, Place]:
        """Return the places of free events in a solution."""
        found: dict[str, Place] = {}
        for event_id in self.free:
            start = next((s for s, literal in self._starts[event_id].items() if value(literal)), None)
            if start is None:
                continue
            choices = tuple(
                next(r for (r, s), literal in need.items() if s == start and value(literal))
                for need in self._choices[event_id]
            )
            channel = next(
                (g for (g, s), c in self._channels.get(event_id, {}).items() if s == start and value(c)), None
            )
            found[event_id] = Place(start, choices, channel)
        return found

    def _date(self, event_id: str, last: int) -> cp_model.LinearExpr:
        if (event_id, last) not in self._dates:
            end = self.view.axis.year_end
            literals = list(self._starts[event_id].values())
            offsets = [self.view.number(start, event_id)[last] - end for start in self._starts[event_id]]
            self._dates[event_id, last] = cp_model.LinearExpr.weighted_sum(literals, offsets) + end
        return self._dates[event_id, last]


def build(
    view: Compiled,
    free: Iterable[str],
    fixed: Places,
    *,
    rules: Sequence[Rule] = RULES,
    objective: bool = True,
    must: Iterable[str] = (),
    starts: Callable[[str], int] | None = None,
    within: Callable[[str], int] = anywhere,
    limits: Mapping[str, int] | None = None,
) -> Model:
    """
    Write the model of `free` events beside the `fixed` ones; all other events are absent.

    `must` take place in any case; `starts` replaces the board's answer to which starts are possible
    (for finding out which rules contradict each other, where nothing may be pruned by another rule).
    `within` leaves out further starts, as a bit set: a plan of what is left is one of the whole.
    `limits` bound terms of the objective, in their units.
    """
    draft = Model(view, free, Board(view, fixed), starts, within)
    for rule in rules:
        rule.post(draft)
    for event_id in must:
        draft.require(event_id)
    for term in TERMS:
        if limits and term.name in limits:
            term.post(draft, 1)
            draft.limit_charges(limits[term.name])
    if objective:
        post_terms(draft)
        draft.minimize()
    return draft


def post_terms(draft: Draft[L]) -> None:
    """Charge every term that has a weight."""
    for term in TERMS:
        weight = getattr(draft.view.problem.weights, term.name)
        if weight:
            term.post(draft, weight)
