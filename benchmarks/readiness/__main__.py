"""
`python -m benchmarks.readiness [--scale province|nation] [--sample N]`: every team rated at once.

The peer rates team after team, each from facts of its own (`registry.readiness.rating.rate`), on a random
sample whose time per team is told for all of them; making those facts from the frames is told apart. Both
must say the same about the sample. The frames are made up (`seeds.readiness_frames`) before the clock runs.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any, TypeVar

from registry.frame import Frame
from registry.readiness.facts import TeamFacts
from registry.readiness.frames import COLUMNS, ReadinessFrames
from registry.readiness.from_frames import each_facts
from registry.readiness.rating import rate
from registry.readiness.rules import RatingRules
from registry.readiness.sets import groups_by, of_set, rate_all, row_of, rows_of
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


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", choices=("province", "nation"), default="province")
    options.add_argument("--sample", type=int, default=1_000)
    given = options.parse_args()
    compare(given.scale, given.sample)
