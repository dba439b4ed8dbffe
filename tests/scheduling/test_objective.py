"""The model charges exactly what the verifier measures, to the unit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling import Planned, Problem, Weights, plan_year, verify
from scheduling.areas import events_of
from scheduling.compiled import Compiled
from scheduling.model import build
from scheduling.plan import Plan
from scheduling.solver import Effort, new_solver, run
from tests.scheduling.factories import DAYS, event, problem, random_problem, series


def model_total(given: Problem, plan: Plan) -> int | None:
    known = {e.id for e in given.events}
    view = Compiled(given, [e for name, e in events_of(given, plan).items() if name not in known])
    places = view.places_of(plan)
    free = view.free_events()
    draft = build(
        view,
        free,
        view.history,
        must=[e for e in free if e in places],
        starts=lambda e: 1 << places[e].start if e in places else 0,
    )
    for event_id in places.keys() & set(free):
        for literals, choice in zip(draft.needs(event_id), places[event_id].choices, strict=True):
            draft.model.add(literals[choice, places[event_id].start] == 1)
    return run(new_solver(Effort(5.0, deterministic=True, seed=0)), draft, places).objective


@pytest.mark.parametrize("seed", range(12))
def test_model_and_verifier_agree_on_the_cost_of_a_plan(seed: int) -> None:
    given = random_problem(seed, areas=seed % 2 == 1)
    given = replace(given, weights=Weights(finish_days=seed % 3 * 40))
    outcome = plan_year(given, seconds=0.05, deterministic=True)
    assert isinstance(outcome, Planned)

    assert model_total(given, outcome.plan) == verify(given, outcome.plan).cost.total(given.weights)


def test_a_plan_without_anything_costs_all_points_and_the_whole_lapse() -> None:
    year = problem(event("e", priority=4), series=(series("s", "e", currency_days=360, weight=2),))

    cost = verify(year, Plan((), (), verify(year, Plan((), (), None)).cost)).cost  # type: ignore[arg-type]  # stored cost is not read

    assert (cost.unscheduled_points, cost.lapse_days) == (4, 10)
    assert cost.total(Weights()) == 410_000


def test_days_lapsed_before_the_year_are_not_counted() -> None:
    old = series("s", "e", currency_days=10, last_held=DAYS[0].replace(year=DAYS[0].year - 3))
    year = problem(event("e"), series=(old,))
    outcome = plan_year(year, seconds=0.2, deterministic=True)
    assert isinstance(outcome, Planned)

    held = outcome.plan.assignments[0].last_day
    after = (held.replace(month=12, day=31) - held).days - 10

    assert (
        outcome.plan.cost.lapse_days
        == (held - held.replace(year=held.year - 1, month=12, day=31)).days + after
    )
