"""PSPLIB files, read as problems: a made-up project of four jobs."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.psplib.reading import BestKnown, read_best_known, read_problem
from scheduling import Cost, Need, Option, Planned, Precedence, ResourceKind, plan_year, verify

STARS = "*" * 72
SMALL = f"""{STARS}
file with basedata            : small.bas
{STARS}
jobs (incl. supersource/sink ):  7
{STARS}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          3           2   3   5
   2        1          1           6
   3        1          1           4
   4        1          1           7
   5        1          1           7
   6        1          1           4
   7        1          0
{STARS}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     2       1    1
  4      1     4       2    0
  5      1     2       2    2
  6      1     0       0    0
  7      1     0       0    0
{STARS}
RESOURCEAVAILABILITIES:
  R 1  R 2
    3    2
{STARS}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.sm"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_project_becomes_a_problem_whose_only_aim_is_an_early_finish(file: Path) -> None:
    problem = read_problem(file)

    assert (problem.id, len(problem.days), problem.rest_days) == ("small", 11, 0)
    assert [(e.id, e.duration_days) for e in problem.events] == [("2", 3), ("3", 2), ("4", 4), ("5", 2)]
    assert {(r.id, r.capacity) for r in problem.resources} == {("R1", 3), ("R2", 2)}
    assert problem.events[1].needs == (
        Need(ResourceKind.POOL, (Option("R1", 1),)),
        Need(ResourceKind.POOL, (Option("R2", 1),)),
    )
    # 6 lasts no time: what waits for it waits for 2.
    assert set(problem.precedence) == {Precedence("2", "4"), Precedence("3", "4")}


def test_project_is_planned_to_its_makespan(file: Path) -> None:
    problem = read_problem(file)

    outcome = plan_year(problem, seconds=5, deterministic=True)

    assert isinstance(outcome, Planned)
    assert (verify(problem, outcome.plan).violations, outcome.plan.cost) == ((), Cost(finish_days=9))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("REQUESTS/DURATIONS", "REQUESTS", "section REQUESTS/DURATIONS is missing"),
        ("   4        1          1           7", "   4        2          1           7", "one mode"),
        ("  5      1     2       2    2\n", "", "not a complete"),
    ],
)
def test_what_is_not_a_single_mode_project_is_refused(file: Path, old: str, new: str, told: str) -> None:
    file.write_text(SMALL.replace(old, new), encoding="utf-8")

    with pytest.raises(ValueError, match=told):
        read_problem(file)


def test_best_known_values_are_read_with_their_open_ranges(tmp_path: Path) -> None:
    path = tmp_path / "best.csv"
    path.write_text("problem,optimum\na1_1.sm,43\na1_2.sm,104..105\na1_3.sm,..90\n", encoding="utf-8")

    assert read_best_known(path) == {
        "a1_1": BestKnown(43, 43),
        "a1_2": BestKnown(104, 105),
        "a1_3": BestKnown(0, 90),
    }
