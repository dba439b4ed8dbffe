"""The command line: documents in, one document out, lines and an exit code for whatever is wrong."""

from __future__ import annotations

import gzip
import io
import json
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scheduling import Infeasible, Planned, Unfinished, outcome_from_json, plan_from_json, to_json, verify
from scheduling.command.line import COMMANDS, main
from scheduling.problem import Lock
from tests.scheduling.factories import DAYS, event, problem, random_problem
from tests.scheduling.form.conftest import Run

YEAR = random_problem(3)
LOCKED = problem(*(event(name, lock=Lock(DAYS[0])) for name in "ef"))


@pytest.fixture(autouse=True)
def year(run: Run) -> None:
    Path("year.json").write_text(to_json(YEAR), encoding="utf-8")


SOLVE = ("solve", "year.json", "--seconds", "0.2", "--deterministic", "--seed", "5")


def test_a_year_is_planned_and_its_plan_verified(run: Run) -> None:
    code, out, lines = run(*SOLVE)
    outcome = outcome_from_json(out)
    Path("outcome.json").write_text(out, encoding="utf-8")

    assert (code, type(outcome)) == (0, Planned)
    assert isinstance(outcome, Planned)
    assert lines
    for line in lines:
        assert re.match(r"\d+\.\ds \w+ total=\d+ bound=\d+ gap=\d+\.\d\d% unscheduled=\d+", line), line

    code, out, lines = run("verify", "year.json", "outcome.json")
    judged = json.loads(out)

    assert (code, judged["passed"], judged["violations"], lines) == (0, True, [], [])
    assert judged["total"] == outcome.plan.cost.total(YEAR.weights)


def test_the_same_seed_gives_the_same_plan_and_a_start_is_never_made_worse(run: Run) -> None:
    plans = [run(*SOLVE, "-o", name) and outcome_from_json(Path(name).read_bytes()) for name in ("a", "b")]

    assert isinstance(plans[0], Planned)
    assert isinstance(plans[1], Planned)
    assert plans[0].plan == plans[1].plan

    code, _, _ = run("solve", "year.json", "--start", "a", "--seconds", "0.01", "-o", "c.gz")
    better = outcome_from_json(gzip.decompress(Path("c.gz").read_bytes()))

    assert (code, type(better)) == (0, Planned)
    assert isinstance(better, Planned)
    assert better.plan.cost.total(YEAR.weights) <= plans[0].plan.cost.total(YEAR.weights)
    assert run("verify", "year.json", "c.gz")[0] == 0


def test_a_broken_rule_is_told_and_is_no_success(run: Run) -> None:
    run(*SOLVE, "-o", "a")
    outcome = outcome_from_json(Path("a").read_bytes())
    assert isinstance(outcome, Planned)
    first = outcome.plan.assignments[0]
    broken = replace(outcome.plan, assignments=(*outcome.plan.assignments, replace(first, event="nobody's")))
    Path("plan.json").write_text(to_json(broken), encoding="utf-8")

    code, out, lines = run("verify", "year.json", "plan.json")

    found = verify(YEAR, broken).violations
    assert (code, lines) == (1, [f"{violation.rule}: {violation.en}" for violation in found])
    assert [entry["rule"] for entry in json.loads(out)["violations"]] == [v.rule for v in found]


def test_an_infeasible_problem_is_an_answer(run: Run) -> None:
    Path("locked.json").write_text(to_json(LOCKED), encoding="utf-8")

    code, out, _ = run("solve", "locked.json", "-o", "out.json")

    assert (code, out) == (3, "")
    assert isinstance(outcome_from_json(Path("out.json").read_bytes()), Infeasible)
    refused = run("verify", "locked.json", "out.json")
    assert refused == (2, "", ["out.json: must hold a plan, this outcome has none"])


def test_what_is_wrong_with_a_problem_is_told_line_by_line(run: Run) -> None:
    data: dict[str, Any] = json.loads(to_json(YEAR))
    data["events"][3]["duration_days"] = 0
    data["crews"][0]["blocked"][0]["first"] = "soon"
    Path("bad.json").write_text(json.dumps(data), encoding="utf-8")

    told = run("solve", "bad.json", "-o", "out.json")

    assert told == (2, "", ["bad.json: crews[0].blocked[0].first: must be a date (YYYY-MM-DD)"])
    data["crews"][0]["blocked"][0]["first"] = "2026-12-31"
    Path("bad.json").write_text(json.dumps(data), encoding="utf-8")
    assert run("solve", "bad.json", "-o", "out.json") == (
        2,
        "",
        [
            "bad.json: crews[0].blocked[0]: must not end before it begins",
            "bad.json: events[3].duration_days: must be >= 1",
        ],
    )
    assert not Path("out.json").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("solve", "none.json"), "none.json: cannot be read: No such file or directory"),
        (
            ("solve", "year.json", "-o", "no/out.json"),
            "no/out.json: cannot be written: its folder does not exist",
        ),
        (("solve", "year.gz"), "year.gz: cannot be read: not a packed file"),
        (
            ("verify", "year.json", "year.json"),
            "year.json: format: must be 'muster-plan/1', not 'muster-problem/1'",
        ),
        (("schema", "--folder", "none"), "none: must be a folder"),
    ],
    ids=["missing", "no folder", "not packed", "not a plan", "no schemas"],
)
def test_what_cannot_be_done_is_refused_in_one_line(run: Run, words: tuple[str, ...], told: str) -> None:
    Path("year.gz").write_bytes(b"no gzip")

    assert run(*words) == (2, "", [told])


@pytest.mark.parametrize(
    "words",
    [(), ("plan",), ("solve",), ("solve", "p", "--seconds", "0"), ("solve", "p", "--workers", "-1")],
    ids=" ".join,
)
def test_a_wrong_command_line_ends_with_the_code_of_a_refusal(run: Run, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        run(*words)

    assert left.value.code == 2


def test_a_problem_comes_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(to_json(LOCKED).encode())))

    assert run("solve", "-")[0] == 3


def test_schemas_are_written_and_checked(run: Run) -> None:
    assert run("schema", "--check", "--folder", ".")[0] == 1
    assert run("schema", "--folder", ".")[0] == 0
    assert run("schema", "--check", "--folder", ".") == (0, "", [])


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_tells_its_options_in_words(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])

    assert left.value.code == 0
    assert COMMANDS[name][1] in capsys.readouterr().out.replace("\n", " ")


def test_ctrl_c_keeps_the_best_plan(tmp_path: Path) -> None:
    year = random_problem(5, crews=12, days=120, rounds=4)
    (tmp_path / "year.json").write_text(to_json(year), encoding="utf-8")
    words = [sys.executable, "-m", "scheduling", "solve", str(tmp_path / "year.json"), "--seconds", "300"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        next(line for line in process.stderr if "construct" in line)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    outcome = outcome_from_json(out)
    assert (process.returncode, type(outcome)) == (4, Unfinished)
    assert isinstance(outcome, Unfinished)
    assert "stopping; once more ends at once" in err.splitlines()
    assert outcome.best
    assert verify(year, plan_from_json(to_json(outcome.best))).passed
