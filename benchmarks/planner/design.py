"""
Cross-region design measured: covers beside greedy ones, and a province's areas beside random labels.

``python -m benchmarks.planner.design`` prints the table of covers (v, g, times, blocks, bound, milliseconds,
greedy); with ``--file PROVINCE.json`` (the older JSON form: regions with positions, areas) its areas.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from scheduling.design import cover, design_area
from scheduling.design.blocks import full_need
from scheduling.design.exercises import hosting_of
from scheduling.design.greedy import complete
from scheduling.design.hosts import hosts_of
from scheduling.design.travel import travel_bound_km
from scheduling.problem import PairArea

RANDOM_LABELS = 20
T = TypeVar("T")


def main() -> None:
    """Print the covers, or the areas of the file given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, help="a province with areas")
    parser.add_argument("--most", type=int, default=40, help="largest number of regions in the table")
    asked = parser.parse_args()
    if asked.file is None:
        _covers(asked.most)
    else:
        _province(json.loads(asked.file.read_text(encoding="utf-8")))


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    return call(), time.process_time() - begun


def _covers(most: int) -> None:
    print("v g times blocks bound proven ms greedy")
    for size in (3, 4, 5, 6):
        for times in (1, 2):
            for points in range(2, most + 1):
                made, seconds = _timed(lambda v=points, g=size, k=times: cover(v, g, k, seconds=0.0))
                need = full_need(points, times)
                plain = complete(need, points, min(size, points), seed=0, attempts=3)
                proven = "yes" if made.is_proven else "no"
                print(
                    points, size, times, len(made.blocks), made.lower_bound, proven,
                    f"{1000 * seconds:.1f}", len(plain),
                )  # fmt: skip


def _province(raw: dict[str, Any]) -> None:
    print("area regions g times exercises bound seconds km random even-bound | hosts free: km random bound")
    total, at_bound, spent, count = 0, 0, 0.0, 0
    for x in raw["areas"]:
        area = _area(raw, x)
        made, seconds = _timed(lambda a=area: design_area(a))
        free = design_area(replace(area, hosts_evenly=False))
        print(
            area.id, len(area.regions), area.group_size, area.times, len(made.exercises), made.lower_bound,
            f"{seconds:.2f}", made.travel_km, _random_km(area), travel_bound_km(area), "|",
            free.travel_km, _random_km(replace(area, hosts_evenly=False)),
            travel_bound_km(replace(area, hosts_evenly=False)), flush=True,
        )  # fmt: skip
        total, at_bound = total + len(made.exercises), at_bound + made.is_proven
        spent, count = spent + seconds, count + 1
    print(f"{total} exercises; {at_bound} of {count} areas proven; {spent:.1f} s of a processor")


def _random_km(area: PairArea) -> int:
    """Return what guests travel on the average if regions stand anywhere and hosts are chosen as best."""
    hosting = hosting_of(area)
    blocks = cover(len(area.regions), area.group_size, area.times).blocks
    ways = 0
    for seed in range(RANDOM_LABELS):
        names = list(range(len(area.regions)))
        random.Random(seed).shuffle(names)
        named = [tuple(names[i] for i in block) for block in blocks]
        hosts = hosts_of(named, hosting)
        ways += sum(hosting.way_km(block, host) for block, host in zip(named, hosts, strict=True))
    return ways // RANDOM_LABELS


def _area(raw: dict[str, Any], x: dict[str, Any]) -> PairArea:
    return PairArea(
        x["id"],
        tuple(x["regions"]),
        (),
        tuple((region, *raw["regions"][region]["pos"]) for region in x["regions"]),
        group_size=x["g"],
        duration_days=x["dur"],
        windows=(),
        times=x["k"],
        host_per_quarter=x["h"],
        attend_per_quarter=x["q"],
        channel_groups=x["groups"],
        interference_km=x["km"],
    )


if __name__ == "__main__":
    main()
