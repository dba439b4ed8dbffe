"""Reads cities in an older JSON form (day numbers, session keys), so that figures can be compared."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scheduling.problem import (
    Crew,
    DayCap,
    Event,
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


def converted(path: Path) -> Problem:
    """
    Return such a city as a problem.

    What differs: there a lapse is counted between first days and from before the year, here between last
    days and within it; a target of load counts whole days there, here half-days in the month of the first
    day (twice as many, at half the weight each).
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
                wishes[session] = day(ideal)
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
        needs=satellite,
        guest_needs=tuple(
            (r, Need(ResourceKind.COMMAND_VEHICLES, (Option("mcv" + raw["teams"][raw["rep"][r]]["region"]),)))
            for r in x["regions"]
        ),
    )
