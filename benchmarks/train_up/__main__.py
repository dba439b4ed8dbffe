"""
`python -m benchmarks.train_up [--teams N]`: days and time to be ready, against one thing after the other.

Teams of a seeded city, one by one and as joint groups of a district, for levels 2 and 1. Days are compared
where the simple way gets there too; its order is by due day, then by cost.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks.seeded import seeded
from exercises.readiness.rating_teams import rated
from exercises.readiness.train_up.problem import prepared
from exercises.readiness.train_up.reading import read_world
from exercises.readiness.train_up.tasks import Case
from registry.access import SYSTEM
from registry.codes import TaskState, TeamState
from registry.tables import Team
from scheduling.train_up import Scheduled, TrainUp, in_turn, soonest

FIRST, DAYS = date(2026, 1, 5), 180
SECONDS = 4.0


@dataclass(slots=True)
class Tally:
    """What was found over some problems of one level."""

    problems: int = 0
    reached: int = 0
    proven: int = 0
    simple: int = 0
    days: int = 0
    simple_days: int = 0
    seconds: float = 0.0
    simple_seconds: float = 0.0
    slowest: list[float] = field(default_factory=list[float])

    def add(self, problem: TrainUp) -> None:
        """Solve a problem both ways."""
        start = time.process_time()
        found = soonest(problem, seconds=SECONDS)
        between = time.process_time()
        simple = in_turn(problem)
        self.problems += 1
        self.seconds += between - start
        self.slowest.append(between - start)
        self.simple_seconds += time.process_time() - between
        self.simple += simple is not None
        if isinstance(found, Scheduled):
            self.reached += 1
            self.proven += found.proven
            if simple is not None:
                self.days += found.day
                self.simple_days += simple[0]

    def told(self, name: str) -> str:
        """Return the tally in one line."""
        ratio = self.simple_days / self.days if self.days else 1.0
        slower = self.seconds / self.simple_seconds if self.simple_seconds else 1.0
        return (
            f"{name}: {self.problems} problems, reached {self.reached} ({self.proven} proven),"
            f" one after the other {self.simple};"
            f" where both: {self.days} against {self.simple_days} days ({ratio:.2f} times);"
            f" processor {self.seconds:.1f} s, slowest {max(self.slowest, default=0):.2f} s,"
            f" {slower:.0f} times the simple way"
        )


async def measured(groups: Sequence[Sequence[UUID]]) -> dict[int, Tally]:
    """Return the tallies of some groups of teams, by level."""
    tallies = {level: Tally() for level in (2, 1)}
    for ids in groups:
        known = await rated(SYSTEM, ids, FIRST)
        world = await read_world(SYSTEM, ids, FIRST, FIRST + timedelta(days=DAYS))
        cases = [Case.of(each.facts, each.rules, TaskState.PEACE, world) for each in known]
        found = prepared(cases, world, additions=True)
        for level, tally in tallies.items():
            tally.add(found.problem(level))
    return tallies


async def main(teams: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        async with seeded(Path(folder), "city"):
            active = await Team.filter(state=TeamState.ACTIVE).order_by("code")
            chosen = [team for team in active if team.code.startswith("5103")][:teams]
            districts = {
                team.region_id: [t.id for t in chosen if t.region_id == team.region_id] for team in chosen
            }
            joint = [ids[:6] for ids in districts.values() if len(ids) > 1][:4]
            for name, groups in (("one team", [[team.id] for team in chosen]), ("joint group", joint)):
                for level, tally in (await measured(groups)).items():
                    print(tally.told(f"{name}, level {level}"), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_up")
    parser.add_argument("--teams", type=int, default=40, help="how many teams")
    asyncio.run(main(parser.parse_args().teams))
