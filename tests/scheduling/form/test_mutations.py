"""Whatever is handed in is read or refused: no other error, and nothing is read that the schema rejects."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scheduling import Plan, Planned, Problem, plan_from_json, plan_year, problem_from_json, to_data, verify
from scheduling.errors import InvalidDocument
from scheduling.form.schema import schemas
from tests.scheduling.factories import random_problem
from tests.scheduling.form.schemas import accepts

YEAR = random_problem(3, areas=True, crews=3, days=12, rounds=1)
OUTCOME = plan_year(YEAR, seconds=0.05, deterministic=True)
assert isinstance(OUTCOME, Planned)
PLAN = OUTCOME.plan
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 3, 10**12, 1.5, float("nan"), "", "x", "2026-03-02", [], ["x"], [1, 2], {},
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, entry in entries:
        yield (*path, step)
        yield from places(entry, (*path, step))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def mutated(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a copy with one place lost, overwritten, or filled with what stands at a place like it."""
    copy: dict[str, Any] = json.loads(json.dumps(data))
    everywhere = list(places(copy))
    path = chance.choice(everywhere)
    *above, last = path
    way = chance.randrange(5)
    if way == 0:
        del at(copy, tuple(above))[last]
    elif way == 1:
        at(copy, tuple(above))[last] = chance.choice(VALUES)
    else:
        alike = [other for other in everywhere if other[-1] == last or type(other[-1]) is type(last) is int]
        at(copy, tuple(above))[last] = json.loads(json.dumps(at(copy, chance.choice(alike))))
    return copy


@pytest.mark.parametrize(("value", "name"), [(YEAR, "problem"), (PLAN, "plan")], ids=["problem", "plan"])
def test_a_document_is_read_or_refused_and_the_schema_agrees(value: Problem | Plan, name: str) -> None:
    read: Callable[[str], Problem | Plan] = problem_from_json if name == "problem" else plan_from_json
    chance, schema, data = random.Random(name), schemas()[name], to_data(value)
    kept, refused = 0, 0

    for _ in range(200):
        document = mutated(data, chance)
        try:
            found = read(json.dumps(document))
        except InvalidDocument:
            refused += 1
            continue
        kept += 1
        assert accepts(schema, document), document
        assert read(json.dumps(to_data(found))) == found
        if isinstance(found, Plan):
            verify(YEAR, found)

    assert kept > 20
    assert refused > 20
