"""The stored cities: their best plans break no rule and cost what their conversion says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.planner.convert import converted, converted_plan
from benchmarks.planner.stored import stored_plan, stored_problem
from scheduling import Cost, verify

# (unscheduled, lapse, overload, travel, preference) of the older scorer: 0, 1969, 98, 3454, 8054 and
# 32, 5114, 83, 3289, 8303; what differs, and why, is told at `converted`.
KNOWN = {
    "city-ordinary": (
        Cost(0, 2005, 204, 3454, 8054, 0, 220),
        2_078_194,
    ),
    "city-tight": (
        Cost(32, 5303, 178, 3289, 8303, 0, 248),
        8_570_893,
    ),
}


@pytest.mark.parametrize("name", KNOWN)
def test_the_best_plan_of_a_stored_city_is_sound_and_costs_what_is_known(name: str) -> None:
    problem, plan = stored_problem(name), stored_plan(name)
    judged = verify(problem, plan)

    assert (len(problem.events), len(problem.crews), len(problem.days)) == (306, 58, 248)
    assert judged.violations == ()
    assert (judged.cost, judged.cost.total(problem.weights)) == KNOWN[name]
    assert plan.cost == judged.cost
    assert sum(entry.points for entry in plan.unscheduled) == judged.cost.unscheduled_points


OLDER = {
    "year": 2026,
    "days": [4, 5, 6, 7, 8, 11],
    "rest": 1,
    "regions": {
        "x": {"blackout": [[8, 8]], "pos": [29.0, 104.0]},
        "y": {"blackout": [], "pos": [29.5, 104.0]},
    },
    "teams": {
        "t0": {"region": "x", "cat": "comms", "cap": 6, "unavail": [[0, 4]]},
        "t1": {"region": "y", "cat": "comms", "cap": 6, "unavail": []},
    },
    "venues": {"v0": {"region": "x", "cap": 1, "closed": [[11, 11]]}},
    "pools": {p: {"region": p[-1], "cap": 2} for p in ("instx", "mcvx", "mcvy", "satx")},
    "sessions": {
        "s0": {
            "teams": ["t0"], "kind": "H", "dur": 2, "windows": [[0, 364]], "venues": ["v0"],
            "travel": {"v0": 7}, "pools": [["instx", 2]], "prio": 3,
        }
    },
    "series": {
        "t0/H": {"team": "t0", "sessions": ["s0"], "gap": 30, "cur": 5, "pref": 60, "last": -30, "ideal": [8]}
    },
    "prec": [],
    "standby": {"x/comms": 1},
    "target": {"x": [1, *[0] * 11], "y": [0] * 12},
    "rep": {"x": "t0", "y": "t1"},
    "areas": [
        {
            "id": "A", "regions": ["x", "y"], "g": 2, "dur": 1, "k": 1, "prio": 5, "h": 1, "q": 1,
            "groups": 2, "km": 60, "sat": "satx",
        }
    ],
}  # fmt: skip


def test_an_older_city_and_its_plan_are_converted(tmp_path: Path) -> None:
    city, best = tmp_path / "city.json", tmp_path / "plan.json"
    city.write_text(json.dumps(OLDER), encoding="utf-8")
    exercise = {"area": "A", "host": "x", "parts": ["x", "y"], "start": 1, "channel": 0}
    best.write_text(json.dumps({"sessions": {"s0": [1, "v0"]}, "exercises": []}), encoding="utf-8")

    problem = converted(city)
    alone = verify(problem, converted_plan(best, problem))
    best.write_text(json.dumps({"sessions": {}, "exercises": [exercise]}), encoding="utf-8")
    met = verify(problem, converted_plan(best, problem))

    # 6 to 7 January, due last year, wished for on 9 January; 4 half-days where 2 are the target.
    assert (alone.violations, met.violations) == ((), ())
    assert alone.cost == Cost(5, 7 + 353, 2, 7, 3, 0, 3)
    # The exercise of x and y, 56 km apart: 2 half-days each, none allowed in y.
    assert met.cost == Cost(3, 365, 2, 56, 0, 0, 2)
