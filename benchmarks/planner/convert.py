"""
Reads cities in an older JSON form (day numbers, session keys), so that figures can be compared.

    python -m benchmarks.planner.convert FOLDER [INSTANCES]

writes the two cities of FOLDER, each with the best plan of their time, into the folder of instances.
"""

from __future__ import annotations

import argparse
import gzip
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.planner.stored import CITIES, INSTANCES
from scheduling.areas import events_of
from scheduling.plan import Assignment, Plan, Unscheduled
from scheduling.problem import (
    Crew,
    DayCap,
    Event,
    Exercise,
    Need,
    Option,
    PairArea,
    Precedence,
    Problem,
    Resource,
    ResourceKind,
    Series,
    StandbyLimit,
    TargetLoad,
    Window,
)
from scheduling.serial import Serializable, to_json
from scheduling.verify import verify


def converted(path: Path) -> Problem:
    """
    Return such a city, or a province, as a problem; the weights are those of the older scorer.

    The rules are the same but for three: the least gap of a series counts here from its last training
    before the year too; hosts exactly as near as the limit disturb each other there, here only nearer
    ones; and a region whose crew is at home in another one (a city, in a province) hosts here whenever
    that crew may, there not on its own blocked days either. What is left out, travel and preference days
    are counted alike; two components differ:

    - A lapse ends there with the first day of training and begins anew from it, here with the last day,
      and what lapsed before the year counts here from New Year.
      Up to the first training it is longer by the days between both, after the last one shorter by these
      and by one, since the year ends here with 31 December. The best plans: 1969 and 5114 lapse-days
      there, 2005 and 5303 here.
    - Load counts there every crew-day in its own month; here in half-days at half the weight (150, not
      300), all in the month of the first day. The best plans reach into the next month with 13 and 14
      events: 98 and 83 crew-days there, 204 and 178 half-days here.
    """
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    first = date(raw["year"], 1, 1)

    def day(number: int) -> date:
        return first + timedelta(days=max(0, min(364, number)))

    def windows(spans: list[list[int]]) -> tuple[Window, ...]:
        return tuple(Window(day(a), day(b)) for a, b in spans)

    def months(days: int) -> tuple[DayCap, ...]:
        ends = [date(raw["year"], month, 1) - timedelta(days=1) for month in range(2, 13)]
        lasts = [*ends, date(raw["year"], 12, 31)]
        return tuple(DayCap(last.replace(day=1), last, days) for last in lasts)

    regions = raw["regions"]
    crews = tuple(
        Crew(
            t,
            x["region"],
            f"{x['region']}/{x['cat']}",
            t,
            yearly_limit_half_days=1000,
            blocked=windows([*x["unavail"], *regions[x["region"]]["blackout"]]),
            day_caps=months(x["cap"]),
        )
        for t, x in raw["teams"].items()
    )
    kinds = {
        "eval": ResourceKind.EVALUATORS,
        "inst": ResourceKind.INSTRUCTORS,
        "mcv": ResourceKind.COMMAND_VEHICLES,
    }
    pools = [
        Resource(p, kinds.get(p[:-6], ResourceKind.SATELLITE_SETS), x["region"], x["cap"])
        for p, x in raw["pools"].items()
    ]
    venues = [
        Resource(v, ResourceKind.VENUE, x["region"], x["cap"], windows(x["closed"]))
        for v, x in raw["venues"].items()
    ]
    wishes: dict[str, date] = {}
    for chain in raw["series"].values():
        for session, ideal in zip(chain["sessions"], chain["ideal"], strict=True):
            if chain["team"] == raw["sessions"][session]["teams"][0]:
                wishes[session] = first + timedelta(days=ideal)
    events = tuple(
        Event(
            s,
            x["kind"],
            tuple(x["teams"]),
            x["dur"],
            windows(x["windows"]),
            (
                Need(ResourceKind.VENUE, tuple(Option(v, 1, x["travel"][v]) for v in x["venues"])),
                *(
                    Need(kinds.get(p[:-6], ResourceKind.SATELLITE_SETS), (Option(p, q),))
                    for p, q in x["pools"]
                ),
            ),
            priority=x["prio"],
            load_half_days=2 * x["dur"],
            unbroken=False,
            preferred=wishes.get(s),
        )
        for s, x in raw["sessions"].items()
    )
    chains = tuple(
        Series(
            key,
            x["team"],
            tuple(x["sessions"]),
            x["gap"],
            x["cur"],
            first + timedelta(days=x["last"]),
            preferred_gap_days=x["pref"],
        )
        for key, x in raw["series"].items()
    )
    return Problem(
        id=path.stem,
        year=raw["year"],
        issue_date=first,
        days=tuple(day(n) for n in raw["days"]),
        crews=crews,
        resources=(*pools, *venues),
        events=events,
        series=chains,
        precedence=tuple(Precedence(a, b) for a, b in raw["prec"]),
        standby=tuple(StandbyLimit(g, n) for g, n in raw["standby"].items()),
        targets=tuple(
            TargetLoad(r, m + 1, 2 * n) for r, ns in raw["target"].items() for m, n in enumerate(ns)
        ),
        areas=tuple(_area(raw, area) for area in raw["areas"]),
        rest_days=raw["rest"],
    )


def _area(raw: dict[str, Any], x: dict[str, Any]) -> PairArea:
    satellite = (Need(ResourceKind.SATELLITE_SETS, (Option(x["sat"]),)),) if x["sat"] else ()
    return PairArea(
        x["id"],
        tuple(x["regions"]),
        tuple((r, raw["rep"][r]) for r in x["regions"]),
        tuple((r, *raw["regions"][r]["pos"]) for r in x["regions"]),
        group_size=x["g"],
        duration_days=x["dur"],
        windows=(),
        times=x["k"],
        priority=x["prio"],
        load_half_days=2 * x["dur"],
        host_per_quarter=x["h"],
        attend_per_quarter=x["q"],
        channel_groups=x["groups"],
        interference_km=x["km"],
        notice_days=0,
        needs=satellite,
        guest_needs=tuple(
            (r, Need(ResourceKind.COMMAND_VEHICLES, (Option("mcv" + raw["teams"][raw["rep"][r]]["region"]),)))
            for r in x["regions"]
        ),
    )


def converted_plan(path: Path, problem: Problem) -> Plan:
    """Return a plan in the older form as a plan of the converted problem, with its cost measured anew."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    events = {event.id: event for event in problem.events}
    placed = [
        _placed(
            problem,
            events[session],
            start,
            (venue, *(n.options[0].resource for n in events[session].needs[1:])),
        )
        for session, (start, venue) in raw["sessions"].items()
    ]
    exercises = [
        Assignment(
            f"{x['area']}/{number}",
            problem.days[x["start"]],
            problem.days[x["start"]],
            channel=x["channel"],
            exercise=Exercise(x["area"], tuple(x["parts"]), x["host"]),
        )
        for number, x in enumerate(raw["exercises"])
    ]
    designed = events_of(problem, Plan(tuple(exercises)))
    for entry in exercises:
        event = designed[entry.event]
        start = problem.days.index(entry.first_day)
        choices = tuple(need.options[0].resource for need in event.needs)
        placed.append(
            replace(_placed(problem, event, start, choices), channel=entry.channel, exercise=event.exercise)
        )
    plan = Plan(tuple(sorted(placed, key=lambda a: (a.first_day, a.event))))
    held = {entry.event for entry in placed}
    left_out = tuple(Unscheduled(e.id, e.priority) for e in problem.events if e.id not in held)
    return replace(plan, unscheduled=left_out, cost=verify(problem, plan).cost)


def _placed(problem: Problem, event: Event, start: int, choices: tuple[str, ...]) -> Assignment:
    last = problem.days[start + event.duration_days - 1]
    return Assignment(event.id, problem.days[start], last, choices)


def keep(value: Serializable, file: Path) -> None:
    """Write a value as packed JSON: the same value gives the same bytes."""
    file.write_bytes(gzip.compress(to_json(value).encode(), mtime=0))


def main() -> None:
    """Convert the cities and their best plans."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="where the cities are, in the older form")
    parser.add_argument("instances", type=Path, nargs="?", default=INSTANCES)
    arguments = parser.parse_args()
    arguments.instances.mkdir(exist_ok=True)
    for city in CITIES:
        problem = converted(arguments.folder / f"{city}.json")
        plan = converted_plan(arguments.folder / f"{city}.best-plan.json", problem)
        keep(problem, arguments.instances / f"{city}.problem.json.gz")
        keep(plan, arguments.instances / f"{city}.plan.json.gz")
        judged = verify(problem, plan)
        print(f"{city}: {len(judged.violations)} rules broken, {judged.cost}")


if __name__ == "__main__":
    main()
