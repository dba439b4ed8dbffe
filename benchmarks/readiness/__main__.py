"""
`python -m benchmarks.readiness [--scale province|nation|write] [--sample N]`: every team rated at once.

The peer rates team after team, each from facts of its own (`registry.readiness.rating.rate`), on a random
sample whose time per team is told for all of them; making those facts from the frames is told apart. Both
must say the same about the sample. The frames are made up (`seeds.readiness_frames`) before the clock runs.

`--scale write` measures in a seeded city what follows one write: the team it touches rated again.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import uuid5

from benchmarks.seeded import RECORDED, seeded
from exercises.readiness.on_write import rate_written
from exercises.readiness.snapshots import keep_everything
from registry.access import SYSTEM, rows
from registry.codes import TeamState
from registry.frame import Frame
from registry.history import Act, changing
from registry.readiness.facts import TeamFacts
from registry.readiness.frames import COLUMNS, ReadinessFrames
from registry.readiness.from_frames import each_facts
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from registry.readiness.sets import groups_by, of_set, rate_all, row_of, rows_of
from registry.tables import Membership
from seeds.readiness_frames import NATION, PROVINCE, readiness_frames

TODAY = date(2026, 6, 1)
RULES = RatingRules.of({})
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """Return what work returns, its seconds and its processor seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    done = work()
    return done, time.perf_counter() - wall, time.process_time() - processor


def peak() -> float:
    """Return the most memory held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sampled(frames: ReadinessFrames, count: int) -> list[TeamFacts]:
    """Return the facts of some teams, chosen by seeded chance, in the order of the frame `team`."""
    teams = frames["team"]["team"].astype(str).tolist()
    chosen = set(Random(1).sample(teams, min(count, len(teams))))
    return list(each_facts(_of(frames, chosen)))


def _of(frames: ReadinessFrames, teams: set[str]) -> ReadinessFrames:
    """Return the rows of some teams; people's qualifications and absences stay whole."""

    def rows(frame: Frame) -> Frame:
        return frame[frame["team"].isin(teams)]

    owned = {name: rows(frames[name]) for name in COLUMNS if "team" in COLUMNS[name]}
    people, parts = owned["member"]["person"], owned["held"]["held"]
    loose: dict[str, Any] = {
        name: frames[name][frames[name]["person"].isin(people)] for name in ("grant", "away")
    }
    loose["taker"] = frames["taker"][frames["taker"]["held"].isin(parts)]
    return ReadinessFrames(owned | loose)


def compare(scale: str, most: int) -> None:
    """Rate everything at once, then a sample one by one, and print what each way took."""
    frames = readiness_frames(NATION if scale == "nation" else PROVINCE, on=TODAY, seed=1)
    teams, members, before = len(frames["team"]), len(frames["member"]), peak()
    rated, wall, processor = timed(lambda: rate_all(frames, TODAY, RULES))
    after = peak()
    _, summing, _ = timed(lambda: of_set(rated, groups_by(rated, "region", "category")))
    facts, reading, _ = timed(lambda: sampled(frames, most))
    single, plain, plain_processor = timed(lambda: [row_of(rate(each, TODAY, RULES)) for each in facts])
    chosen = {each.team for each in facts}
    same = single == rows_of(rated[rated["team"].isin(chosen)])
    share = teams / len(facts)
    print(f"{teams:,} teams, {members:,} members: {wall:.2f} s ({processor:.2f} s of the processor)")
    print(
        f"peak memory {after:,.0f} MB ({before:,.0f} MB of it the frames); "
        f"added up by region and category: {summing:.2f} s"
    )
    print(
        f"one by one, from a sample of {len(facts):,}: {plain * share:,.1f} s, "
        f"{plain_processor * share / processor:.0f} times the processor; its facts took {reading:.1f} s more"
    )
    print(
        f"levels: {rated['level'].astype(str).value_counts().sort_index().to_dict()}; "
        f"equal on the sample: {same}"
    )


async def rerate(times: int = 20) -> None:
    """Change a membership again and again, and print what rating its team again takes each time."""
    taken: list[float] = []
    with TemporaryDirectory(prefix="muster-benchmark-") as name:
        async with seeded(Path(name), "city"):
            begun = time.process_time()
            night = await keep_everything(RECORDED.date())
            whole = time.process_time() - begun
            member = (
                await rows(SYSTEM, Membership).filter(team__state=TeamState.ACTIVE).order_by("id").first()
            )
            if member is None:
                raise LookupError("the seeded city has no member")
            for number in range(times):
                at = RECORDED + timedelta(minutes=number)
                act = Act(SYSTEM.principal_id, "measured", at, uuid5(member.id, str(number)))
                end = RECORDED.date() + timedelta(days=30 + number)
                async with changing(act) as change:
                    member = await change.change(member, valid_to=end)
                begun = time.process_time()
                await rate_written(act.id, RECORDED.date())
                taken.append(time.process_time() - begun)
    print(f"{night.teams} teams in the night: {whole:.2f} s of the processor")
    middle, most = median(taken) * 1000, max(taken) * 1000
    print(f"one team after a write: {middle:.0f} ms of the processor, at most {most:.0f}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", choices=("province", "nation", "write"), default="province")
    options.add_argument("--sample", type=int, default=1_000)
    given = options.parse_args()
    if given.scale == "write":
        asyncio.run(rerate())
    else:
        compare(given.scale, given.sample)
