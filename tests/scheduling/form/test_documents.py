"""Documents name their format, and what is wrong in one is told with path and rule, all at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scheduling import (
    Conflict,
    Infeasible,
    Planned,
    Precedence,
    Problem,
    Unfinished,
    outcome_from_json,
    plan_from_json,
    plan_year,
    problem_from_json,
    to_data,
)
from scheduling.cost import Component
from scheduling.errors import InvalidDocument, InvalidProblem
from scheduling.form.fields import FIELDS
from scheduling.form.schema import outdated, schemas
from scheduling.serial import ADAPTERS
from tests.scheduling.factories import (
    AREA_CREWS,
    DAYS,
    area,
    crew,
    event,
    need,
    problem,
    random_problem,
    resource,
)
from tests.scheduling.form.schemas import accepts

YEAR = random_problem(3, areas=True)
PLANNED = plan_year(YEAR, seconds=0.05, deterministic=True)
assert isinstance(PLANNED, Planned)
OUTCOMES = [
    replace(PLANNED, components=(Component("moves", 1, 0),)),
    Infeasible(Conflict((("锁定", "locked"),), ("e",), ("locked",)), 0.5),
    Unfinished(None, 3, 1.0, 7),
]
ROOT = Path(__file__).parents[3]
SCHEMAS = schemas()
Change = Callable[[dict[str, Any]], object]
SMALL = problem(
    event("e", needs=(need("g"),)),
    event("f", "b"),
    crews=(crew("a"), crew("b"), *AREA_CREWS),
    resources=(resource("g"),),
    precedence=(Precedence("e", "f"),),
    areas=(area(),),
)


def changed(value: Any, change: Change) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(to_data(value)))
    change(data)
    return data


def test_documents_say_what_they_are() -> None:
    names = [to_data(value).get("format") for value in (YEAR, PLANNED.plan, *OUTCOMES)]

    assert names == ["muster-problem/1", "muster-plan/1", *["muster-outcome/1"] * 3]


def test_a_problem_from_before_formats_is_read_with_its_pairs() -> None:
    old = changed(SMALL, lambda d: (d.pop("format"), d.update(precedence=[["e", "f"]])))

    assert problem_from_json(json.dumps(old)) == SMALL
    with pytest.raises(InvalidProblem, match=r"^precedence\[0\]: must be an object$"):
        problem_from_json(json.dumps(old | {"format": "muster-problem/1"}))


@pytest.mark.parametrize("value", [SMALL, YEAR, PLANNED.plan, *OUTCOMES])
def test_what_is_written_satisfies_its_schema_and_is_read_the_same(value: Any) -> None:
    data = to_data(value)
    kind = {"problem": problem_from_json, "plan": plan_from_json, "outcome": outcome_from_json}
    name = data["format"].removeprefix("muster-").removesuffix("/1")

    assert accepts(SCHEMAS[name], json.loads(json.dumps(data)))
    assert kind[name](json.dumps({"$schema": "x.json"} | data)) == value


FAULTS: list[tuple[Change, list[str], bool]] = [
    (
        lambda d: d.update(format="muster-problem/2"),
        ["format: must be 'muster-problem/1', not 'muster-problem/2'"],
        True,
    ),
    (lambda d: d.update(year="2026"), ["year: must be a whole number"], True),
    (lambda d: d.pop("issue_date"), ["issue_date: must be given"], True),
    (lambda d: d.update(days=[]), ["days: must not be empty"], True),
    (
        lambda d: d["crews"][0].update(blocked=[{"first": "2026-3-1", "last": "2026-03-02"}]),
        ["crews[0].blocked[0].first: must be a date (YYYY-MM-DD)"],
        True,
    ),
    (
        lambda d: d["events"][0].update(priorty=3),
        ["events[0].priorty: is not a field of the form, did you mean 'priority'?"],
        True,
    ),
    (lambda d: d["events"][0].update(x=3), ["events[0].x: is not a field of the form"], True),
    (
        lambda d: d["events"][0]["needs"][0]["options"][0].update(quantty=1),
        ["events[0].needs[0].options[0].quantty: is not a field of the form, did you mean 'quantity'?"],
        True,
    ),
    (lambda d: d["events"][0].update(duration_days=0), ["events[0].duration_days: must be >= 1"], True),
    (lambda d: d["events"][0].update(duration_days=367), ["events[0].duration_days: must be <= 366"], True),
    (lambda d: d["events"][0].update(crew_share=[1]), ["events[0].crew_share[1]: must be given"], True),
    (
        lambda d: d["events"][0].update(crew_share=[1, 2, 3]),
        ["events[0].crew_share: must have 2 entries"],
        True,
    ),
    (lambda d: d["events"][0].update(away=1), ["events[0].away: must be true or false"], True),
    (
        lambda d: d["events"][0].update(needs=[{"kind": "venue", "options": []}]),
        ["events[0].needs[0].options: must not be empty"],
        True,
    ),
    (lambda d: d["events"][1].update(lock=3), ["events[1].lock: must be an object"], True),
    (
        lambda d: d["resources"][0].update(kind="range", capacity=-1),
        [
            "resources[0].kind: must be one of 'venue', 'instructors', 'evaluators', 'command_vehicles',"
            " 'satellite_sets', 'permits' or 'pool'"
        ],
        True,
    ),
    (
        lambda d: d["areas"][0]["positions"][0].__setitem__(1, "n"),
        ["areas[0].positions[0][1]: must be a number"],
        True,
    ),
    (lambda d: d["weights"].update(moves=-1), ["weights.moves: must be >= 0"], True),
    (
        lambda d: (
            d["events"][0].update(duration_days=0, crews=["z"]),
            d["crews"][1].update(id="a"),
            d.update(order=["x"]),
        ),
        [
            "crews[1].id: must be unique, 'a' is used twice",
            "events[0].duration_days: must be >= 1",
            "events[0].crews: crew 'z' must exist",
            "events[1].crews: crew 'b' must exist",
            "order[0]: must be one of unscheduled_points, lapse_days, overload_half_days, travel_km,"
            " preference_days, moves, finish_days",
        ],
        True,
    ),
    # what a schema cannot say
    (
        lambda d: d["days"].reverse(),
        [f"days[{i}]: must be later than the day before it" for i in range(1, 10)],
        False,
    ),
    (
        lambda d: d["areas"][0]["positions"][0].__setitem__(1, 91),
        ["areas[0].positions[0]: must be a latitude and a longitude in degrees"],
        False,
    ),
    (
        lambda d: (d["events"][0].update(priority=10**9), d["weights"].update(unscheduled_points=10**9)),
        ["weights.unscheduled_points: times all priorities must be <= 1000000000000000"],
        False,
    ),
]


@pytest.mark.parametrize(("change", "told", "by_schema"), FAULTS, ids=[told[0] for _, told, _ in FAULTS])
def test_a_fault_is_told_with_path_and_rule_and_the_schema_agrees(
    change: Change, told: list[str], by_schema: bool
) -> None:
    data = changed(SMALL, change)

    with pytest.raises(InvalidProblem) as caught:
        problem_from_json(json.dumps(data))

    assert str(caught.value).splitlines() == told
    assert [str(fault) for fault in caught.value.faults] == told
    assert accepts(SCHEMAS["problem"], data) is not by_schema


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'{"id": "p",\n "year" 3}', "not JSON at line 2, column 9: Expecting ':' delimiter"),
        (b"[]", "must be an object"),
        (b'{"id": "a", "id": "b"}', "id: must be given once"),
        (b'{"id": "\xff"}', "must be a text in UTF-8"),
        (b"[" * 100_000, "not JSON that can be read: maximum recursion depth exceeded"),
    ],
)
def test_what_is_no_json_object_is_told_with_its_place(text: bytes, told: str) -> None:
    with pytest.raises(InvalidProblem) as caught:
        problem_from_json(text)

    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda d: d["assignments"][0].update(first_day=3),
            "assignments[0].first_day: must be a date (YYYY-MM-DD)",
        ),
        (lambda d: d["assignments"][0].update(channel=-1), "assignments[0].channel: must be >= 0"),
        (lambda d: d.pop("assignments"), "assignments: must be given"),
        (
            lambda d: d.update(format="muster-problem/1"),
            "format: must be 'muster-plan/1', not 'muster-problem/1'",
        ),
    ],
)
def test_a_fault_in_a_plan_is_told_alike(change: Change, told: str) -> None:
    data = changed(PLANNED.plan, change)

    with pytest.raises(InvalidDocument) as caught:
        plan_from_json(json.dumps(data))

    assert str(caught.value) == told
    assert not accepts(SCHEMAS["plan"], data)


def test_an_outcome_of_no_known_type_is_refused() -> None:
    data = changed(OUTCOMES[0], lambda d: d.update(type="lost"))

    with pytest.raises(
        InvalidDocument, match=r"^type: must be one of 'planned', 'infeasible', 'unfinished'$"
    ):
        outcome_from_json(json.dumps(data))
    assert not accepts(SCHEMAS["outcome"], data)


def test_the_schemas_in_the_documents_are_current() -> None:
    assert outdated(ROOT / "docs" / "reference") == ()


def test_every_field_of_every_document_is_described_and_no_other() -> None:
    found: dict[str, set[str]] = {}
    for adapter in ADAPTERS.values():
        schema = adapter.json_schema()
        for name, entry in {schema["title"]: schema, **schema.get("$defs", {})}.items():
            if "properties" in entry and name != "Progress":
                found[name] = set(entry["properties"])

    assert {name: set(known) for name, known in FIELDS.items()} == found
    assert [f for known in FIELDS.values() for f in known.values() if not f.text.endswith(".")] == []


def test_every_fault_of_a_problem_made_in_python_is_told() -> None:
    with pytest.raises(InvalidProblem) as caught:
        Problem("p", 2026, DAYS[0], DAYS, events=(event("e"), event("e", duration_days=0)), rest_days=-1)

    assert [fault.path for fault in caught.value.faults] == [
        "rest_days",
        "events[1].id",
        "events[0].crews",
        "events[1].duration_days",
        "events[1].crews",
    ]
