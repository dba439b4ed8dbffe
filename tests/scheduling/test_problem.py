"""A problem that contradicts itself is refused with the path of the fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from scheduling.errors import InvalidProblem
from scheduling.problem import Lock, Precedence, Problem, Window
from tests.scheduling.factories import DAYS, area, crew, event, need, problem, resource, series

BACKWARDS = Window(DAYS[1], DAYS[0])


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda: problem(event("e"), event("f", duration_days=0)), "events[1].duration_days"),
        (lambda: problem(event("e"), event("e")), "events[1].id"),
        (lambda: problem(event("")), "events[0].id"),
        (lambda: problem(event("e", "nobody")), "events[0].crews"),
        (lambda: problem(event("e", "a", "a")), "events[0].crews"),
        (lambda: problem(event("e", crew_share=(2, 1))), "events[0].crew_share"),
        (lambda: problem(event("e", windows=(BACKWARDS,))), "events[0].windows[0]"),
        (lambda: problem(event("e", needs=(need("x"),))), "events[0].needs[0].options[0].resource"),
        (lambda: problem(event("e", needs=(need(),))), "events[0].needs[0].options"),
        (lambda: problem(event("e", lock=Lock(DAYS[0], ("x",)))), "events[0].lock.choices"),
        (lambda: problem(days=()), "days"),
        (lambda: problem(days=(DAYS[1], DAYS[0])), "days[1]"),
        (lambda: problem(days=(date(2027, 1, 4),)), "days[0]"),
        (lambda: problem(crews=(crew("a", blocked=(BACKWARDS,)),)), "crews[0].blocked[0]"),
        (lambda: problem(resources=(resource("r", -1),)), "resources[0].capacity"),
        (lambda: problem(series=(series("s", "e"),)), "series[0].events"),
        (lambda: problem(event("e"), precedence=(Precedence("e", "e"),)), "precedence[0]"),
        (lambda: problem(areas=(area(),)), "areas[0].crews"),
        (lambda: problem(areas=(area(regions=("x",), crews=()),)), "areas[0].regions"),
        (lambda: problem(rest_days=-1), "rest_days"),
    ],
)
def test_a_fault_is_refused_with_its_path(make: Callable[[], Problem], path: str) -> None:
    with pytest.raises(InvalidProblem) as caught:
        make()

    assert caught.value.path == path
    assert str(caught.value).splitlines()[0] == f"{path}: {caught.value.rule}"
