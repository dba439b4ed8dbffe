"""Forecasts of regions, categories and joint areas, with the issued plans executed or nothing."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from exercises.codes import ExerciseKind
from exercises.readiness.forecasting_teams import Horizon, rules_in, set_levels_of
from exercises.readiness.loading import load_frames
from exercises.readiness.planned import CONFIRMED, LINKING, PlannedPart, planned_parts
from exercises.readiness.training import Asked, asked_by
from exercises.syllabus import syllabi
from registry.access import Viewer
from registry.codes import ForecastCase, TeamCategory
from registry.frame import Frame
from registry.readiness.forecast.forecasts import SetLevel
from registry.readiness.frames import COLUMNS, ReadinessFrames
from registry.readiness.records.reading import Where
from registry.readiness.sets.curves import Curves, curves_of, no_confirmations


async def curves(viewer: Viewer, where: Where, horizon: Horizon) -> Curves:
    """
    Return the levels of the teams of a region's subtree, or of some teams, on every day of a horizon.

    A fixed number of statements; teams out of the viewer's scope are left out. The days are computed in a
    thread. Raises `NotFound` for a region out of scope.
    """
    frames = await load_frames(viewer, where, horizon.today)
    teams = frames["team"]
    told = no_confirmations()
    if horizon.case is ForecastCase.PLANNED:
        frames, told = await _executed(frames, horizon.today)
    by_region = await rules_in(viewer, teams["region"].unique(), horizon)
    levels = await set_levels_of(list(teams["team"]), horizon)
    if not len(teams):
        days = (horizon.last - horizon.first).days + 1
        return Curves(horizon.first, teams, np.zeros((days, 0), np.int8))
    found = await to_thread(curves_of, frames, horizon.first, horizon.last, by_region, horizon.task, told)
    return _by_hand(found, levels)


def _by_hand(found: Curves, set_levels: Mapping[str, Sequence[SetLevel]]) -> Curves:
    """Return curves with the levels set by hand shown."""
    place = {team: number for number, team in enumerate(found.teams["team"])}
    for team, levels in set_levels.items():
        column = found.levels[:, place[team]]
        for number, computed in enumerate(column.tolist()):
            day = found.first + timedelta(days=number)
            level = next((each for each in levels if each.holds(day)), None)
            if level is not None:
                column[number] = level.shown(computed or None) or 0
    return found


async def _executed(frames: ReadinessFrames, first: date) -> tuple[ReadinessFrames, Frame]:
    """Return frames with the planned exercises as if they were held, and what they confirm."""
    teams = frames["team"]
    parts = await planned_parts(list(teams["team"]), first)
    found = await syllabi(set(teams["region"]), first)
    asked: dict[tuple[int, str], Asked] = {}
    rows: dict[str, list[tuple[Any, ...]]] = {"held": [], "link": [], "muster": [], "told": []}
    known = zip(teams["team"], teams["region"], teams["category"], teams["needs_link"], strict=True)
    for team, region, category, needs_link in known:
        key = (found.of_region[region], str(category))
        if key not in asked:
            asked[key] = asked_by(found.sets[key[0]], TeamCategory(key[1]))
        for part in parts.get(team, ()):
            _add(rows, team, part, asked[key], needs_link=bool(needs_link))
    return _joined(frames, rows)


def _add(
    rows: dict[str, list[tuple[Any, ...]]], team: str, part: PlannedPart, asked: Asked, *, needs_link: bool
) -> None:
    kind = part.kind.value
    crew = asked.crews.get(kind, (1, 1))
    held = f"{part.event}:{team}"
    rows["held"] += [(team, held, each, part.on, *crew) for each in asked.counts_for.get(kind, (kind,))]
    if part.kind in LINKING and needs_link:
        rows["link"].append((team, part.on))
    if part.kind is ExerciseKind.MUSTER:
        rows["muster"].append((team, part.on))
        rows["told"] += [(team, area.value, part.on) for area in sorted(CONFIRMED)]


def _joined(
    frames: ReadinessFrames, rows: Mapping[str, list[tuple[Any, ...]]]
) -> tuple[ReadinessFrames, Frame]:
    """Return frames with planned rows added: everybody who serves on the day comes."""
    columns = ["team", "held", "kind", "on", "crew_numerator", "crew_denominator"]
    planned = _frame(rows["held"], columns, "on")
    takers = _takers(frames["member"], planned[["team", "held", "on"]].drop_duplicates())
    present = planned["held"].map(takers.groupby("held").size()).fillna(0).astype("int64")
    held = planned.assign(passed=True, proved=True, named=True, present=present, authorized=present)
    more = {
        "held": held,
        "taker": takers,
        "link": _frame(rows["link"], COLUMNS["link"], "proved_on"),
        "muster": _frame(rows["muster"], COLUMNS["muster"], "held_on"),
    }
    made = dict(frames.frames)
    for name, frame in more.items():
        if len(frame):
            made[name] = pd.concat([made[name], frame[list(COLUMNS[name])]], ignore_index=True)
    told = _frame(rows["told"], ["team", "area", "day"], "day")
    return ReadinessFrames(made), told


def _frame(rows: list[tuple[Any, ...]], columns: Sequence[str], day: str) -> Frame:
    made = pd.DataFrame(rows, columns=list(columns))
    return made.assign(**{day: made[day].to_numpy().astype("datetime64[D]").astype("datetime64[s]")})


def _takers(members: Frame, parts: Frame) -> Frame:
    """Return who serves on the day of each planned part."""
    both = parts.merge(members[["team", "person", "served_from", "served_to"]], on="team")
    serving = (both["served_from"] <= both["on"]) & ~(both["served_to"] <= both["on"])
    return both.loc[serving, ["held", "person"]].drop_duplicates()
