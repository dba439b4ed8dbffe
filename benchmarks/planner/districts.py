"""
Prove the hands-on part of each district, the rest of the year fixed, and tell how long that takes.

    python -m benchmarks.planner.districts [CITY …] [--seconds 30]

A district's part are the events of its own crews alone that need nothing from outside the district but
standing room: the kind with most events. Seconds are those of one core, building of the model included.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict

from benchmarks.planner.stored import CITIES, stored_problem
from scheduling import Planned, Problem, plan_year
from scheduling.compiled import Compiled, Places
from scheduling.design import design
from scheduling.model import build
from scheduling.solver import Effort, new_solver, run


def districts(problem: Problem) -> dict[str, list[str]]:
    """Return region -> its crews' events of the commonest kind."""
    kind, _ = Counter(event.kind for event in problem.events).most_common(1)[0]
    regions = {crew.id: crew.region for crew in problem.crews}
    found: dict[str, list[str]] = defaultdict(list)
    for event in problem.events:
        homes = {regions[crew] for crew in event.crews}
        if event.kind == kind and len(homes) == 1:
            found[homes.pop()].append(event.id)
    return dict(found)


def prove(view: Compiled, places: Places, free: list[str], seconds: float) -> tuple[str, float]:
    """Return how the solve of one district's part ended, and the seconds of one core it took."""
    rest = {event: place for event, place in places.items() if event not in free}
    began = time.process_time()
    draft = build(view, free, rest)
    answer = run(new_solver(Effort(seconds, deterministic=False, seed=0)), draft, places)
    return answer.status.name, time.process_time() - began


def main() -> None:
    """Plan each city for some seconds and prove its districts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", nargs="*", default=list(CITIES))
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    for name in arguments.cities:
        problem = stored_problem(name)
        outcome = plan_year(problem, seconds=arguments.seconds, workers=2)
        if not isinstance(outcome, Planned):
            print(f"{name}: {outcome}")
            continue
        given = [e for e in design(problem) if e.id not in {event.id for event in problem.events}]
        view = Compiled(problem, given)
        places = view.places_of(outcome.plan)
        for region, free in sorted(districts(problem).items()):
            status, seconds = prove(view, places, free, 30)
            print(f"{name} {region}: {len(free)} events, {status.lower()} in {seconds:.1f} s")


if __name__ == "__main__":
    main()
