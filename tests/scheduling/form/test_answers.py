"""`explain`, `repair` and `compare`: what the library answers, as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scheduling import Plan, Problem, Unscheduled, Window, plan_from_json, problem_from_json, to_json, verify
from tests.scheduling.factories import DAYS, event, need, problem, resource
from tests.scheduling.form.conftest import Run
from tests.scheduling.rules.cases import at

FRIDAY = (Window(DAYS[4], DAYS[4]),)
HALL = resource("hall", 1)
YEAR = problem(
    event("e", "a", windows=FRIDAY, needs=(need("hall"),)),
    event("f", "b", windows=FRIDAY, needs=(need("hall"),)),
    event("g", "b"),
    resources=(HALL,),
)
PLAN = Plan((at("g", DAYS[1]), at("e", DAYS[4], None, "hall")), (Unscheduled("f", 1),))


@pytest.fixture(autouse=True)
def files(run: Run) -> None:
    closed = replace(YEAR, resources=(replace(HALL, closed=(Window(DAYS[4], DAYS[4]),)),))
    wider = replace(closed, events=tuple(replace(e, windows=()) for e in closed.events))
    texts: dict[str, Problem | Plan] = {
        "year.json": YEAR,
        "changed.json": wider,
        "plan.json": PLAN,
        "other.json": replace(PLAN, assignments=(at("g", DAYS[2]), PLAN.assignments[1])),
        "broken.json": replace(PLAN, assignments=(at("e", DAYS[0], None, "hall"),)),
    }
    for name, value in texts.items():
        Path(name).write_text(to_json(value), encoding="utf-8")


def test_what_is_left_out_is_explained_with_what_would_help(run: Run) -> None:
    words = (
        "explain",
        "year.json",
        "plan.json",
        "--remedies",
        "--bottlenecks",
        "--seconds",
        "2",
        "--deterministic",
    )

    code, out, lines = run(*words)
    answer = json.loads(out)
    (explained,) = answer["events"]

    assert (code, answer["format"], explained["event"], explained["open"]) == (
        0,
        "muster-explanation/1",
        "f",
        0,
    )
    assert explained["obstacles"][0]["subjects"] == ["hall"]
    kinds = {remedy["change"]["kind"] for remedy in explained["remedies"]}
    assert {"wider_window", "more_units"} <= kinds
    assert all(plan["format"] == "muster-plan/1" for plan in (r["plan"] for r in explained["remedies"]))
    assert {entry["change"]["kind"] for entry in answer["bottlenecks"]} >= {"more_units"}
    assert [line for line in lines if line.startswith("f: ")]


def test_one_event_is_explained_and_an_unknown_one_refused(run: Run) -> None:
    code, out, _ = run("explain", "year.json", "plan.json", "--event", "g")

    (explained,) = json.loads(out)["events"]
    assert (code, explained["event"], explained["placed_on"]) == (0, "g", DAYS[1].isoformat())
    told = run("explain", "year.json", "plan.json", "--event", "nothing")
    assert told == (2, "", ["year.json: event 'nothing' must exist"])
    told = run("explain", "year.json", "broken.json")
    assert told == (2, "", ["broken.json: must break no rule of the problem; see verify"])


def test_an_issued_plan_is_mended_after_a_change(run: Run) -> None:
    code, out, lines = run("repair", "changed.json", "plan.json", "--seconds", "2", "--deterministic")
    answer = json.loads(out)

    assert (code, answer["format"], answer["broken"], answer["moves"]) == (0, "muster-repair/1", ["e"], 1)
    assert lines[-1] == "broken=1 moves=1 fewest=proven"
    mended = problem_from_json(json.dumps(answer["problem"]))
    plan = plan_from_json(json.dumps(answer["plan"]))
    assert verify(mended, plan).violations == ()
    assert {a.event: a.first_day for a in plan.assignments}["g"] == DAYS[1]


def test_two_plans_are_compared(run: Run) -> None:
    code, out, lines = run("compare", "year.json", "plan.json", "other.json")
    answer = json.loads(out)

    assert (code, answer["format"], lines) == (0, "muster-comparison/1", ["1 events moved, 0 new, 0 dropped"])
    assert [(change["event"], change["name"]) for change in answer["events"]] == [
        ("g", {"zh": "g", "en": "g"})
    ]
    code, out, _ = run("compare", "year.json", "plan.json", "plan.json", "--problem", "changed.json")
    assert (code, json.loads(out)["events"]) == (0, [])


def test_bounds_are_told_with_the_distance_of_a_plan(run: Run) -> None:
    code, out, lines = run("bound", "year.json", "plan.json", "--seconds", "1", "--deterministic")
    answer = json.loads(out)
    cost = verify(YEAR, PLAN).cost

    assert (code, answer["format"]) == (0, "muster-bounds/1")
    assert answer["total"]["value"] == cost.total(YEAR.weights) >= answer["total"]["bound"] >= 0
    assert all(part["value"] == getattr(cost, part["name"]) >= part["bound"] for part in answer["components"])
    assert lines[0].startswith(f"total={cost.total(YEAR.weights)}/")

    code, out, lines = run("bound", "year.json", "--seconds", "1", "--deterministic")
    assert (code, json.loads(out)["total"]["value"]) == (0, None)
    assert lines[0] == f"total>={json.loads(out)['total']['bound']}"
