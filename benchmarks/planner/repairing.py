"""
What a change costs: repairs of an issued plan beside planning the rest of the year anew.

    python -m benchmarks.planner.repairing [--tight | --file city.json | --problem problem.json]
        [--plan plan.json] [--issue 30] [--seconds 20] [--deterministic] [--workers 2] [--seed 0]
        [--rounds 3] [--short]

On the day of the change four months are past. Each round draws four changes from the seed: the ground most
in use lost for thirty days and five crews away for twenty-five; five crews away; a new date from outside for
a joint event; three workdays lost at short notice and a Saturday worked instead. Suggestions for twenty
events are timed first.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.planner.city import City
from benchmarks.planner.convert import converted
from scheduling import Plan, Planned, Problem, Window, plan_year, suggest
from scheduling.compiled import Compiled
from scheduling.problem import Lock, ResourceKind
from scheduling.repair import Repaired, repair
from scheduling.serial import plan_from_json, problem_from_json

Change = Callable[[Problem, Plan, random.Random], Problem]
PAST = 1 / 3
NOTICE_DAYS = 5
HEAD = f"{'change':16} {'broken':>6} {'moved':>5} {'ratio':>5} {'lost':>4} {'proven':>6} {'first s':>7}"


def away(problem: Problem, plan: Plan, chance: random.Random) -> Problem:
    """Five crews cannot train for twenty-five days."""
    del plan
    window = _span(problem, 25)
    absent = set(chance.sample(sorted(crew.id for crew in problem.crews), 5))
    crews = (replace(c, blocked=(*c.blocked, window)) if c.id in absent else c for c in problem.crews)
    return replace(problem, crews=tuple(crews))


def lost(problem: Problem, plan: Plan, chance: random.Random) -> Problem:
    """A much used ground is lost for thirty days, and five crews are away."""
    window = _span(problem, 30)
    grounds = {r.id for r in problem.resources if r.kind is ResourceKind.VENUE}
    used = Counter(
        choice
        for a in plan.assignments
        for choice in a.choices
        if choice in grounds and window.first <= a.first_day <= window.last
    )
    gone = chance.choice([ground for ground, _ in used.most_common(3)])
    resources = (replace(r, closed=(*r.closed, window)) if r.id == gone else r for r in problem.resources)
    return away(replace(problem, resources=tuple(resources)), plan, chance)


def dated(problem: Problem, plan: Plan, chance: random.Random) -> Problem:
    """An event of several crews gets another date from outside."""
    view = Compiled(problem)
    today = problem.issue_date + timedelta(days=NOTICE_DAYS)
    standing = {a.event: a.first_day for a in plan.assignments}
    joint = [e for e in problem.events if len(e.crews) > 1 and standing.get(e.id, today) > today]
    event = chance.choice(joint)
    days = [
        day
        for i, day in enumerate(problem.days)
        if view.starts[event.id] >> i & 1 and day > today and day != standing[event.id]
    ]
    lock = Lock(chance.choice(days), reason="上级定期 / dated from above")
    events = (replace(e, lock=lock) if e.id == event.id else e for e in problem.events)
    return replace(problem, events=tuple(events))


def noticed(problem: Problem, plan: Plan, chance: random.Random) -> Problem:
    """Three workdays are lost at short notice, and a Saturday is worked."""
    del plan
    ahead = [d for d in problem.days if d > problem.issue_date + timedelta(days=NOTICE_DAYS)]
    first = chance.randrange(len(ahead) // 2)
    gone = set(ahead[first : first + 3])
    saturday = ahead[first] + timedelta(days=(5 - ahead[first].weekday()) % 7)
    return replace(problem, days=tuple(sorted({*problem.days, saturday} - gone)))


CHANGES: dict[str, Change] = {
    "ground and crews": lost,
    "crews": away,
    "outside date": dated,
    "workdays": noticed,
}


def _span(problem: Problem, days: int) -> Window:
    first = problem.issue_date + timedelta(days=NOTICE_DAYS)
    return Window(first, first + timedelta(days=days), "变动 / the change")


def show(name: str, changed: Problem, plan: Plan, arguments: argparse.Namespace) -> float | None:
    """Repair, plan anew, print both; return the ratio of moves to what the change broke."""
    often: dict[str, Any] = {
        "seconds": arguments.seconds,
        "workers": arguments.workers,
        "seed": arguments.seed,
        "deterministic": arguments.deterministic,
    }
    found = repair(changed, plan, **often)
    if not isinstance(found, Repaired):
        print(f"{name:16} {type(found).__name__}: {found}")
        return None
    ratio = "-" if found.ratio is None else f"{found.ratio:.2f}"
    free = replace(found.problem, weights=replace(found.problem.weights, moves=0))
    print(
        f"{name:16} {len(found.broken):6} {found.moves:5} {ratio:>5} {_lost(found):4}"
        f" {'yes' if found.fewest else 'no':>6} {found.first_seconds:7.2f}"
        f" | only {_told(found.plan, free)} in {found.seconds:.1f} s",
        flush=True,
    )
    if not arguments.short:
        _others(changed, plan, free, often)
    return found.ratio


def _others(changed: Problem, plan: Plan, free: Problem, often: dict[str, Any]) -> None:
    """Print what other ways of going on give."""
    near = repair(changed, plan, most_moves=1.3, **often)
    if isinstance(near, Repaired):
        print(f"{'':16} at most 1.3: {_told(near.plan, free)}, {_lost(near)} lost")
    priced = repair(changed, plan, mode="improve", **often)
    if isinstance(priced, Repaired):
        print(f"{'':16} improve: {_told(priced.plan, free)}, {_lost(priced)} lost")
    anew = plan_year(free, **often)
    if isinstance(anew, Planned):
        print(f"{'':16} anew: {_told(anew.plan, free)}", flush=True)


def _lost(found: Repaired) -> int:
    return len(found.change.dropped)


def _told(plan: Plan, free: Problem) -> str:
    return f"{plan.cost.total(free.weights) / 1e6:.3f} M, {plan.cost.moves} moves"


def timed(problem: Problem, plan: Plan) -> None:
    """Print how long suggestions take."""
    clocks = {"clock": time.perf_counter, "processor": time.process_time}
    taken: dict[str, list[float]] = {name: [] for name in clocks}
    for assignment in plan.assignments[:: max(1, len(plan.assignments) // 20)][:20]:
        began = {name: clock() for name, clock in clocks.items()}
        suggest(problem, plan, assignment.event)
        for name, clock in clocks.items():
            taken[name].append(1000 * (clock() - began[name]))
    told = (f"median {median(ms):.0f}, longest {max(ms):.0f} ms by the {name}" for name, ms in taken.items())
    print(f"suggestions: {'; '.join(told)}")


def chosen(arguments: argparse.Namespace) -> tuple[Problem, Plan]:
    """Return the problem on the day of the change and the plan issued before."""
    problem = City(tight=arguments.tight).problem()
    if arguments.file:
        problem = converted(arguments.file)
    elif arguments.problem:
        problem = problem_from_json(arguments.problem.read_bytes())
    if arguments.plan:
        plan = plan_from_json(arguments.plan.read_bytes())
    else:
        outcome = plan_year(problem, seconds=arguments.issue, workers=arguments.workers, seed=arguments.seed)
        if not isinstance(outcome, Planned):
            raise SystemExit(f"there is no plan to repair: {outcome}")
        plan = outcome.plan
    today: date = problem.days[int(len(problem.days) * PAST)]
    return replace(problem, issue_date=today), plan


def main() -> None:
    """Print one line for each change."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tight", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--problem", type=Path, help="a problem in this project's own JSON")
    parser.add_argument("--plan", type=Path, help="the issued plan in JSON; without it one is made")
    parser.add_argument("--issue", type=float, default=30, help="seconds for the plan that is issued")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--deterministic", action="store_true", help="count work, not the clock")
    parser.add_argument("--short", action="store_true", help="neither improve nor plan anew")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    problem, plan = chosen(arguments)
    print(f"{problem.id} on {problem.issue_date}: {len(plan.assignments)} events stand")
    timed(problem, plan)
    print(HEAD)
    ratios: list[float] = []
    for number in range(arguments.rounds):
        for name, change in CHANGES.items():
            changed = change(problem, plan, random.Random(f"{arguments.seed}/{number}/{name}"))
            ratio = show(name, changed, plan, arguments)
            ratios += [] if ratio is None else [ratio]
    if ratios:
        print(f"moves for each broken event: mean {sum(ratios) / len(ratios):.2f}, most {max(ratios):.2f}")


if __name__ == "__main__":
    main()
