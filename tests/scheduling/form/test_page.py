"""The page on the format keeps its word: its example is planned, its fields exist, its commands are told."""

from __future__ import annotations

import re
from pathlib import Path

from scheduling import Planned, Violation, plan_year, problem_from_json, verify
from scheduling.command.line import COMMANDS
from scheduling.command.options import EXITS
from scheduling.form.fields import FIELDS

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "problem-format.md").read_text(encoding="utf-8")


def test_the_example_is_a_problem_that_is_planned_whole() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    problem = problem_from_json(example)

    outcome = plan_year(problem, seconds=5, deterministic=True)

    assert isinstance(outcome, Planned)
    violations: tuple[Violation, ...] = verify(problem, outcome.plan).violations
    assert (violations, outcome.plan.unscheduled, outcome.proven_optimal) == ((), (), True)


def test_the_page_names_fields_that_exist_and_every_collection_of_a_problem() -> None:
    section = PAGE.split("## What can be said")[1].split("## Documents")[0]
    known = {name for fields in FIELDS.values() for name in fields}
    named = set(re.findall(r"`([a-z_]+)`", section))

    assert named - known == set()
    assert set(FIELDS["Problem"]) - named - {"id", "year", "estimated_days"} == set()


def test_the_page_tells_every_command_and_exit_code() -> None:
    rows = re.findall(r"^\| `?(\w+)", PAGE.split("## Command line")[1], re.MULTILINE)

    assert [row for row in rows if row in COMMANDS] == list(COMMANDS)
    assert [int(row) for row in rows if row.isdecimal()] == [code.value for code in EXITS]
