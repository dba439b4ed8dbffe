"""
How long would the nation take? An estimate by simulation, not a measurement.

    python -m benchmarks.planner.nation [--cores 64 640] [--times times.json] [--events 340000]

About 340,000 events of 31 provinces are planned as one province is: design, a first plan of each province,
its cities in parallel tasks, districts once more exactly, then pairs of provinces along their borders. Tasks
take the times measured by `benchmarks.planner.province` (stored beside this file) and are put on cores as
these fall free, longest first. What is assumed beyond that is printed with the result.
"""

from __future__ import annotations

import argparse
import heapq
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MEASURED = Path(__file__).with_name("province-times.json")
#: County-level units of the 31 provinces; assumed, from memory, to the unit in most cases.
UNITS = {
    "北京": 16, "天津": 16, "河北": 167, "山西": 117, "内蒙古": 103, "辽宁": 100, "吉林": 60, "黑龙江": 121,
    "上海": 16, "江苏": 95, "浙江": 90, "安徽": 104, "福建": 84, "江西": 100, "山东": 136, "河南": 158,
    "湖北": 103, "湖南": 122, "广东": 122, "广西": 111, "海南": 25, "重庆": 38, "四川": 183, "贵州": 88,
    "云南": 129, "西藏": 74, "陕西": 107, "甘肃": 86, "青海": 44, "宁夏": 22, "新疆": 107,
}  # fmt: skip
NATIONAL_DESIGN_SECONDS = 1.0
DISTRICT_SECONDS = 3.5
#: Each province borders on so many of those after it, round the list: four neighbours each, 62 borders.
NEIGHBOURS, BORDER_SECONDS = 2, 60.0

ASSUMED = f"""\
assumed: events spread like county-level units; a province takes as many tasks for each event as the measured
one, so it ends as near its bound; its first plan is made by one core and its answers are put together by a
core of its own (not counted); {DISTRICT_SECONDS} s for a district;
four neighbours a province, {BORDER_SECONDS:.0f} s a border, one at a time for each of both; no transfer,
no failures."""


@dataclass
class Step:
    """One task of the simulation: how long, on which province's books, and what must be done before."""

    name: str
    seconds: float
    stage: str
    needs: list[str] = field(default_factory=list)
    #: Steps that hold the same token never run at the same time.
    tokens: tuple[str, ...] = ()


def steps_of(measured: dict[str, Any], events: int) -> list[Step]:
    """Return every task of the nation."""
    whole = sum(UNITS.values())
    steps = [Step("design", NATIONAL_DESIGN_SECONDS, "national design")]
    for province, units in UNITS.items():
        share = events * units / whole / measured["events"]
        steps += _province(province, units, share, measured)
    names = list(UNITS)
    for distance in range(1, NEIGHBOURS + 1):
        for i, one in enumerate(names):
            other = names[(i + distance) % len(names)]
            needs = [step.name for step in steps if step.name.startswith((f"{one}/d", f"{other}/d"))]
            steps.append(Step(f"{one}+{other}", BORDER_SECONDS, "border pairs", needs, (one, other)))
    return steps


def _province(province: str, units: int, share: float, measured: dict[str, Any]) -> list[Step]:
    """Return the tasks of one province: as many as were measured times its share of the events."""
    phases = measured["phases"]
    master = f"{province}/master"
    serial = (phases["design"] + phases["first_plan"]) * share
    steps = [Step(master, serial, "province masters", ["design"])]
    first = [task["seconds"] for task in measured["tasks"] if task["kind"] != "again"]
    later = [task["seconds"] for task in measured["tasks"] if task["kind"] == "again"]
    cities = _scaled(first, share)
    for i, seconds in enumerate(cities):
        steps.append(Step(f"{province}/c{i}", seconds, "city tasks", [master]))
    previous = [f"{province}/c{i}" for i in range(len(cities))]
    for i, seconds in enumerate(_scaled(later, share)):
        name = f"{province}/a{i}"
        steps.append(Step(name, seconds, "city tasks", [previous[i % len(previous)]]))
        previous[i % len(previous)] = name
    for i in range(units):
        needs = [previous[i % len(previous)]]
        steps.append(Step(f"{province}/d{i}", DISTRICT_SECONDS, "district tasks", needs))
    return steps


def _scaled(seconds: list[float], share: float) -> list[float]:
    """Return as many times as `share` of the measured ones, repeated or thinned out evenly."""
    count = max(1, round(len(seconds) * share)) if seconds else 0
    return [seconds[int(i * len(seconds) / count)] for i in range(count)]


@dataclass
class Run:
    """What a simulation found, in seconds."""

    makespan: float
    busy: float
    ends: dict[str, float]


def simulate(steps: list[Step], cores: int) -> Run:
    """Put the steps on cores as these fall free, the longest ready one first."""
    waiting = {step.name: len(step.needs) for step in steps}
    known = {step.name: step for step in steps}
    after: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        for need in step.needs:
            after[need].append(step.name)
    ready = [(-step.seconds, step.name) for step in steps if not step.needs]
    heapq.heapify(ready)
    running: list[tuple[float, str]] = []
    held: set[str] = set()
    now, busy, ends = 0.0, 0.0, dict[str, float]()
    while ready or running:
        blocked: list[tuple[float, str]] = []
        while ready and len(running) < cores:
            entry = heapq.heappop(ready)
            step = known[entry[1]]
            if not held.isdisjoint(step.tokens):
                blocked.append(entry)
                continue
            held.update(step.tokens)
            heapq.heappush(running, (now + step.seconds, step.name))
        for entry in blocked:
            heapq.heappush(ready, entry)
        now, name = heapq.heappop(running)
        step = known[name]
        held.difference_update(step.tokens)
        busy += step.seconds
        ends[step.stage] = now
        for other in after[name]:
            waiting[other] -= 1
            if not waiting[other]:
                heapq.heappush(ready, (-known[other].seconds, other))
    return Run(now, busy, ends)


def longest_chain(steps: list[Step]) -> float:
    """Return the seconds no number of cores can save: the longest way through the needs."""
    ends: dict[str, float] = {}
    for step in steps:
        ends[step.name] = step.seconds + max((ends[need] for need in step.needs), default=0.0)
    return max(ends.values())


def main() -> None:
    """Simulate and print, with the assumptions."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cores", type=int, nargs="+", default=[64, 640])
    parser.add_argument("--times", type=Path, default=MEASURED)
    parser.add_argument("--events", type=int, default=340_000)
    arguments = parser.parse_args()
    measured = json.loads(arguments.times.read_text(encoding="utf-8"))
    steps = steps_of(measured, arguments.events)
    spent = sum(task["seconds"] for task in measured["tasks"])
    print(f"measured: {measured['machine']}, {measured['date']}, {measured['events']} events,")
    print(f"  {measured['share']:.0%} of the spreadsheet's total after {measured['seconds']:.0f} s;")
    print(f"  {len(measured['tasks'])} tasks of {spent:.0f} s in all, phases {measured['phases']}")
    print(f"nation: {arguments.events} events in {len(UNITS)} provinces, {len(steps)} tasks")
    for cores in arguments.cores:
        run = simulate(steps, cores)
        stages = ", ".join(f"{stage} done at {end / 60:.1f}" for stage, end in run.ends.items())
        print(
            f"  {cores:>5} cores: {run.makespan / 60:6.1f} min, {run.busy / run.makespan / cores:.0%} busy;"
        )
        print(f"        {stages} min")
    hours = sum(step.seconds for step in steps) / 3600
    print(f"  longest chain {longest_chain(steps) / 60:.1f} min, work {hours:.1f} core-hours")
    print(ASSUMED)


if __name__ == "__main__":
    main()
