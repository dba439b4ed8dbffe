"""What the replay command finds out and says: how far a forecast of the past agreed with what came."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from exercises.readiness.replay import Replay, replay
from muster import clock
from muster.forecast import coded, day
from muster.office import region_coded, viewer_named
from muster.past import past_of
from muster.settings import Settings
from registry.access import Viewer, rows
from registry.codes import ForecastCase, TaskState
from registry.tables import Team

#: Days looked back from today, unless a first day is given (assumed: half a year shows most kinds of misses).
BACK_DAYS = 180


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a team's or region's code, days as written (ISO), and how far apart to compare."""

    code: str
    made_on: str | None
    until: str | None
    every_days: int
    case: str
    task: str


async def replayed(settings: Settings, login: str, asked: Question) -> Replay:
    """
    Return the replay of a forecast of a team, or of all teams of a region.

    Raises `NotFound` and `InvalidValue` as `muster.forecast.told`.
    """
    viewer = await viewer_named(login)
    until = day("until", asked.until) or clock.today()
    made_on = day("made_on", asked.made_on) or until - timedelta(days=BACK_DAYS)
    case, task = coded(ForecastCase, "case", asked.case), coded(TaskState, "task", asked.task)
    past = past_of(settings)
    try:
        return await replay(
            past,
            viewer,
            await _where(viewer, asked.code),
            made_on=made_on,
            until=until,
            now=clock.now(),
            every_days=asked.every_days,
            case=case,
            task=task,
        )
    finally:
        await past.close()


async def _where(viewer: Viewer, code: str) -> UUID | Collection[UUID]:
    team = await rows(viewer, Team).get_or_none(code=code)
    return (await region_coded(viewer, code)).id if team is None else [team.id]


def facts_of(found: Replay) -> dict[str, Any]:
    """Return a replay as plain values."""
    return {
        "made_on": str(found.made_on),
        "case": found.case.value,
        "task": found.task.value,
        "agreement": list(found.agreement),
        "areas": {area.value: list(counts) for area, counts in found.of_area().items()},
        "teams": {code: list(counts) for code, counts in found.of_team().items()},
        "misses": [
            {"kind": kind.value, "late": late, "team_days": count}
            for (kind, late), count in found.of_kind().items()
        ],
        "days": [
            {
                "team": each.code,
                "on": str(each.on),
                "predicted": each.predicted.level,
                "actual": each.actual.level,
                "misses": [
                    {"kind": m.miss.kind.value, "record": m.miss.record, "late": m.late} for m in each.misses
                ],
            }
            for each in found.days
        ],
    }


def text_of(found: Replay) -> str:
    """Return a replay for people: the agreement, then what made it miss."""
    if not found.days:
        return f"Nothing was known of these teams at the end of {found.made_on}. 当日尚无这些队伍的记录。"
    lines = [
        f"Forecast of {found.made_on} ({found.case.en}) against the records of now:"
        f" the level agrees on {_share(*found.agreement)} team-days.",
        *(f"  {area.zh} {area.en}: {_share(*counts)}" for area, counts in found.of_area().items()),
    ]
    for (kind, late), count in sorted(found.of_kind().items(), key=lambda each: -each[1]):
        when = ", entered late 补录" if late else ""
        lines.append(f"  {count:5,} team-days: {kind.zh} {kind.en}{when}")
    worst = sorted(found.of_team().items(), key=lambda each: each[1][0] - each[1][1])
    lines += [f"  {code}: {_share(*counts)}" for code, counts in worst[:5] if counts[0] < counts[1]]
    return "\n".join(lines)


def _share(agreed: int, compared: int) -> str:
    percent = f" ({1000 * agreed // compared / 10:.1f} %)" if compared else ""
    return f"{agreed:,} of {compared:,}{percent}"
