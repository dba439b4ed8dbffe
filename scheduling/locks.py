"""
Can everything that is locked stand together? If not, which locks and which rules clash.

A locked event needs its predecessors, so these are placed with it. The solver names a clashing subset of
locks; both locks and rules are then deleted one by one while the rest still clashes: what remains is
irreducible.
"""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduling.booked import name_of
from scheduling.compiled import Compiled, Place
from scheduling.model import Model, build
from scheduling.outcome import Conflict
from scheduling.rules import RULES, Rule
from scheduling.solver import Effort, new_solver
from scheduling.words import halves

LOCK_SECONDS = 20.0


def place_locked(view: Compiled, seed: int) -> dict[str, Place] | Conflict:
    """Return places for history, all locked events and what these presuppose, or the conflict."""
    locked = [e for e in view.free_events() if view.events[e].lock is not None]
    astray = _astray(view)
    if astray is not None:
        return astray
    if not locked:
        return dict(view.history)
    core, places = _solve(view, locked, RULES, seed)
    if core is None:
        return {**view.history, **places}
    return _irreducible(view, core, seed)


def _astray(view: Compiled) -> Conflict | None:
    """Return the conflict of a past event that has no place on the axis at all."""
    for event in view.problem.events:
        lock = event.lock
        if lock and lock.first_day < view.problem.issue_date and event.id not in view.history:
            rule = next(rule for rule in RULES if rule.code == "placement")
            return Conflict((_lock_sentence(view, event.id), rule.sentence), (event.id,), (rule.code,))
    return None


def _irreducible(view: Compiled, core: list[str], seed: int) -> Conflict:
    kept = list(core)
    for event_id in core:
        fewer = [other for other in kept if other != event_id]
        smaller, _ = _solve(view, fewer, RULES, seed)
        if smaller is not None:
            kept = [other for other in fewer if other in smaller]
    rules: list[Rule] = list(RULES)
    for rule in RULES:
        if rule.code == "locked":
            continue
        without = [other for other in rules if other is not rule]
        if _solve(view, kept, without, seed)[0] is not None:
            rules = without
    rules = [rule for rule in rules if rule.code != "locked"] or [RULES[0]]
    sentences = tuple(_lock_sentence(view, event_id) for event_id in kept)
    return Conflict(
        (*sentences, *(rule.sentence for rule in rules)), tuple(kept), tuple(rule.code for rule in rules)
    )


def _lock_sentence(view: Compiled, event_id: str) -> tuple[str, str]:
    event = view.events[event_id]
    day = event.lock.first_day if event.lock else view.problem.issue_date
    why = halves(event.lock.reason if event.lock and event.lock.reason else "—")
    name = name_of(event)
    return (f"{name.zh} 锁定在 {day}（{why.zh}）", f"{name.en} is locked to {day} ({why.en})")


def _solve(
    view: Compiled, locked: Sequence[str], rules: Sequence[Rule], seed: int
) -> tuple[list[str] | None, dict[str, Place]]:
    """Return (clashing locks, none) or (None, places)."""
    if not locked:
        return None, {}
    draft = _draft(view, locked, rules)
    draft.model.add_assumptions([draft.present(event_id) for event_id in locked])
    solver = new_solver(Effort(LOCK_SECONDS, deterministic=True, seed=seed))
    solver.parameters.cp_model_presolve = False
    status = solver.solve(draft.model)
    if status == cp_model.INFEASIBLE:
        named = set(solver.sufficient_assumptions_for_infeasibility())
        core = [e for e in locked if draft.present(e).index in named]
        return core or list(locked), {}
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, {}
    return None, draft.read(lambda literal: bool(solver.boolean_value(literal)))


def _draft(view: Compiled, locked: Sequence[str], rules: Sequence[Rule]) -> Model:
    needed = list(locked)
    for event_id in needed:
        earlier = [link.event for link in view.before[event_id]]
        needed += [e for e in earlier if e not in needed and e not in view.history]
    for event_id in list(needed):
        area = view.area_of.get(event_id)
        if area is not None:
            needed += [
                e for e in view.exercises_of_area[area.id] if e not in needed and e not in view.history
            ]

    def starts(event_id: str) -> int:
        event = view.events[event_id]
        possible = view.axis.inside(event.duration_days)
        for rule in rules:
            possible &= ~rule.forbids(view, event)
        return possible

    return build(view, needed, view.history, rules=rules, objective=False, starts=starts)
