"""JSON out and in gives the same value, and the same value gives the same text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduling import (
    Conflict,
    Infeasible,
    Outcome,
    Planned,
    Progress,
    Unfinished,
    input_hash,
    outcome_from_json,
    plan_from_json,
    plan_year,
    problem_from_json,
    progress_from_json,
    to_json,
)
from tests.scheduling.factories import random_problem

YEAR = random_problem(3, areas=True)
PLANNED = plan_year(YEAR, seconds=0.05, deterministic=True)


def test_problem_and_plan_survive() -> None:
    assert isinstance(PLANNED, Planned)
    assert problem_from_json(to_json(YEAR)) == YEAR
    assert plan_from_json(to_json(PLANNED.plan)) == PLANNED.plan


@pytest.mark.parametrize(
    "outcome",
    [
        PLANNED,
        Infeasible(Conflict((("锁定", "locked"),), ("e",), ("locked",)), 0.5),
        Unfinished(None, 3, 1.0, 7),
    ],
    ids=["planned", "infeasible", "unfinished"],
)
def test_outcomes_survive(outcome: Outcome) -> None:
    assert outcome_from_json(to_json(outcome)) == outcome


def test_progress_survives() -> None:
    progress = Progress("neighborhoods", 10, 5, 1.5, 2)

    assert progress_from_json(to_json(progress)) == progress


def test_hash_depends_on_the_value_only() -> None:
    shuffled = replace(
        YEAR,
        events=tuple(replace(e, recused=frozenset(sorted(e.recused, reverse=True))) for e in YEAR.events),
    )

    assert input_hash(YEAR) == input_hash(shuffled)
    assert len(input_hash(YEAR)) == 64
    assert input_hash(YEAR) != input_hash(replace(YEAR, rest_days=YEAR.rest_days + 1))
