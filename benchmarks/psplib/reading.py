"""
Reads single-mode PSPLIB files (`.sm`, Kolisch and Sprecher 1997) as problems of the planner.

Every job becomes an event without a crew, every renewable resource a pool; the axis is a run of calendar
days, so that a workday is a period of the file and a lag of one day is "begins when the other has ended".
Only the finish counts: `finish_days` of a plan with nothing left out is the makespan of the project.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from scheduling.cost import Weights
from scheduling.problem import Event, Need, Option, Precedence, Problem, Resource, ResourceKind

FIRST_DAY = date(2024, 1, 1)
LONGEST_YEAR_DAYS = 366
WEIGHTS = Weights(
    unscheduled_points=100_000,
    lapse_days=0,
    overload_half_days=0,
    travel_km=0,
    preference_days=0,
    moves=0,
    finish_days=1,
)


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a file: its number there, its periods, the units of each resource, who follows it."""

    number: int
    duration: int
    demands: tuple[int, ...]
    followers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A file as it says it: jobs in their order, the two dummies included, and the resources' capacities."""

    jobs: tuple[Job, ...]
    capacities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BestKnown:
    """What is published of an instance, in periods: a proven lower bound, 0 if none; the best makespan."""

    lower: int
    upper: int


def read_project(path: Path) -> Project:
    """
    Read one file as it stands.

    Raises
    ------
    ValueError
        A section is missing, or a job has several modes; the message names the file.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    orders = _numbers(path, lines, "PRECEDENCE RELATIONS", 2)
    requests = {row[0]: row[2:] for row in _numbers(path, lines, "REQUESTS/DURATIONS", 3)}
    capacities = _numbers(path, lines, "RESOURCEAVAILABILITIES", 2)
    if any(row[1] != 1 for row in orders):
        raise ValueError(f"{path.name}: only jobs with one mode can be read")
    if not capacities or {row[0] for row in orders} != set(requests):
        raise ValueError(f"{path.name}: not a complete single-mode project")
    jobs = tuple(
        Job(row[0], requests[row[0]][0], tuple(requests[row[0]][1:]), tuple(row[3:])) for row in orders
    )
    return Project(jobs, tuple(capacities[0]))


def read_problem(path: Path) -> Problem:
    """
    Read one file as a problem whose only aim is an early finish.

    A year has 366 days at most: a longer horizon (some J120) is cut to that, far beyond any best-known
    makespan. Raises as `read_project` does.
    """
    return problem_of(path.stem, read_project(path))


def problem_of(name: str, project: Project) -> Problem:
    """Return a project as a problem; jobs of no duration only pass their order on."""
    horizon = min(sum(job.duration for job in project.jobs), LONGEST_YEAR_DAYS)
    return Problem(
        id=name,
        year=FIRST_DAY.year,
        issue_date=FIRST_DAY,
        days=tuple(FIRST_DAY + timedelta(days=n) for n in range(horizon)),
        resources=tuple(
            Resource(_resource(i), ResourceKind.POOL, "", capacity)
            for i, capacity in enumerate(project.capacities)
        ),
        events=tuple(_event(job) for job in project.jobs if job.duration),
        precedence=tuple(Precedence(str(a), str(b), 1) for a, b in _orders(project)),
        weights=WEIGHTS,
        rest_days=0,
    )


def read_best_known(path: Path) -> dict[str, BestKnown]:
    """
    Read published values, a table `problem,optimum`, by file name without its ending.

    ``104..105`` is an open instance: at least 104 is proven, 105 has been reached; in ``..105`` no bound
    is given, read as 0.
    """
    found: dict[str, BestKnown] = {}
    with path.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            lower, _, upper = row["optimum"].partition("..")
            found[Path(row["problem"]).stem] = BestKnown(int(lower or 0), int(upper or lower))
    return found


def _event(job: Job) -> Event:
    needs = tuple(
        Need(ResourceKind.POOL, (Option(_resource(i), quantity),))
        for i, quantity in enumerate(job.demands)
        if quantity
    )
    return Event(
        str(job.number), "job", (), job.duration, (), needs, load_half_days=0, away=False, unbroken=False
    )


def _resource(position: int) -> str:
    return f"R{position + 1}"


def _orders(project: Project) -> list[tuple[int, int]]:
    """Return who comes before whom among jobs with a duration, bridging those without."""
    jobs = {job.number: job for job in project.jobs}

    def lasting(number: int) -> set[int]:
        job = jobs[number]
        if job.duration:
            return {number}
        return {found for follower in job.followers for found in lasting(follower)}

    return [
        (job.number, after)
        for job in project.jobs
        if job.duration
        for after in sorted({found for follower in job.followers for found in lasting(follower)})
    ]


def _numbers(path: Path, lines: list[str], section: str, skip: int) -> list[list[int]]:
    """Return the rows of numbers of a section, which begins `skip` lines below its title."""
    begin = next((i for i, line in enumerate(lines) if line.startswith(section)), None)
    if begin is None:
        raise ValueError(f"{path.name}: section {section} is missing")
    rows: list[list[int]] = []
    for line in lines[begin + skip :]:
        if not line.strip() or line.startswith("*"):
            break
        rows.append([int(word) for word in line.split()])
    return rows
