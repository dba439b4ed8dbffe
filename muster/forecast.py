"""What the forecast command finds out and says: facts for scripts, the same as text and as a picture."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from exercises import fonts
from exercises.readiness.forecasting_sets import curves
from exercises.readiness.forecasting_teams import Horizon, Known, known_team
from muster import clock
from muster.beside import run_beside
from muster.forecast_words import TEXT
from muster.office import region_coded, viewer_named
from registry.access import Viewer, rows
from registry.codes import Code, ForecastCase, ReadinessArea, TaskState
from registry.errors import InvalidValue
from registry.readiness.forecast.forecasts import Forecast, Movement
from registry.readiness.forecast.set_forecasts import SetForecast, SetMonth, set_forecast
from registry.tables import Region, Team

C = TypeVar("C", bound=Code)
FORMS = ("svg", "png")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a team's or region's code, days as written (ISO), one case or None for both."""

    code: str
    first: str | None
    last: str | None
    case: str | None
    task: str
    confirmed: bool = False

    def horizons(self) -> dict[str, Horizon]:
        """Return the horizon of each case; raises `InvalidValue` for what cannot be read."""
        today = clock.today()
        first, last = (day(name, text) for name, text in (("from", self.first), ("to", self.last)))
        cases = tuple(ForecastCase) if self.case is None else (coded(ForecastCase, "case", self.case),)
        task = coded(TaskState, "task", self.task)
        return {
            case.value: Horizon.of(today, first, last, case, task, confirmed=self.confirmed) for case in cases
        }


def day(name: str, text: str | None) -> date | None:
    """Return a day as written; raises `InvalidValue` for what is none."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(name, text, "a day like 2026-05-01", rule_zh="须为日期") from error


def coded(kind: type[C], name: str, text: str) -> C:
    """Return a coded value as written; raises `InvalidValue` for what is none."""
    try:
        return kind(text)
    except ValueError as error:
        known = ", ".join(each.value for each in kind)
        raise InvalidValue(name, text, f"one of {known}", rule_zh=f"须为{known}之一") from error


async def told(login: str, question: Question) -> dict[str, Any]:
    """
    Return the forecast of a team, or of all teams of a region, in one case or both, as plain values.

    Raises
    ------
    NotFound
        No team or region in scope has the code.
    InvalidValue
        A day, case or task cannot be read, or the days are not the next 18 months.

    """
    viewer = await viewer_named(login)
    horizons = question.horizons()
    team = await rows(viewer, Team).get_or_none(code=question.code)
    if team is not None:
        return await _of_team(viewer, team, horizons)
    return await _of_region(viewer, await region_coded(viewer, question.code), horizons)


async def _of_team(viewer: Viewer, team: Team, horizons: Mapping[str, Horizon]) -> dict[str, Any]:
    known: Known | None = None
    cases: dict[str, Any] = {}
    for case, horizon in horizons.items():
        known = known or await known_team(viewer, team.id, horizon)
        cases[case] = plain(await known.forecast_aside(horizon))
    return {"team": str(team.id), "code": team.code, "name": team.name, "cases": cases}


def plain(found: Forecast) -> dict[str, Any]:
    """Return a forecast as plain values."""
    worst = found.worst_month
    months = [
        {"year": m.year, "month": m.month, "days": m.days, "below": m.below, "best": m.best, "worst": m.worst}
        for m in found.months
    ]
    return {
        "first": str(found.first),
        "last": str(found.last),
        "task": found.task.value,
        "rule_version": found.rule_version,
        "steps": [
            {
                "first": str(step.first),
                "last": str(step.last),
                "level": step.state.level,
                "computed": step.state.computed,
                "unverified": step.state.unverified,
                "areas": {area.value: level for area, level in step.state.areas.items()},
                "fractions": {
                    each.measure.value: [each.numerator, each.denominator] for each in step.state.fractions
                },
                "caps": [cap.value for cap in step.state.caps],
            }
            for step in found.steps
        ],
        "drops": [_moved(each) for each in found.drops],
        "rises": [_moved(each) for each in found.rises],
        "months": months,
        "worst_month": None if worst is None else months[found.months.index(worst)],
    }


def _moved(movement: Movement) -> dict[str, Any]:
    return {
        "on": str(movement.on),
        "area": None if movement.area is None else movement.area.value,
        "before": movement.before,
        "after": movement.after,
        "causes": [
            {"kind": e.kind.value, "zh": e.sentence_zh, "en": e.sentence, "records": list(e.records)}
            for e in movement.causes
        ],
    }


async def _of_region(viewer: Viewer, region: Region, horizons: Mapping[str, Horizon]) -> dict[str, Any]:
    cases = {
        case: _plain_set(set_forecast(await curves(viewer, region.id, horizon), task=horizon.task))
        for case, horizon in horizons.items()
    }
    return {"region": str(region.id), "code": region.code, "name": region.name, "cases": cases}


def _plain_set(found: SetForecast) -> dict[str, Any]:
    """Return a forecast of many teams as plain values."""
    return {
        "first": str(found.first),
        "last": str(found.last),
        "task": found.task.value,
        "teams": found.teams,
        "steps": [
            {
                "first": str(step.first),
                "last": str(step.last),
                "levels": list(step.levels),
                "unrated": step.unrated,
            }
            for step in found.steps
        ],
        "drops": [{"on": str(e.on), "teams": list(e.drops)} for e in found.movements if e.drops],
        "rises": [{"on": str(e.on), "teams": list(e.rises)} for e in found.movements if e.rises],
        "months": [_plain_month(each) for each in found.months],
        "worst_month": None if found.worst_month is None else _plain_month(found.worst_month),
    }


def _plain_month(month: SetMonth) -> dict[str, Any]:
    return {
        "year": month.year,
        "month": month.month,
        "ready_days": month.ready_days,
        "rated_days": month.rated_days,
    }


async def draw(facts: Mapping[str, Any], file: str, language: str) -> int:
    """
    Draw a forecast to a file and return its size in bytes; matplotlib runs in a child process.

    A name with characters the font lacks is drawn as its code, with a word in the log.

    Raises
    ------
    InvalidValue
        The file ends neither in .svg nor in .png.

    """
    form = Path(file).suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise InvalidValue("plot", file, "a file that ends in .svg or .png", rule_zh="须以.svg或.png结尾")
    order = {"told": _drawable(facts), "form": form, "language": language}
    ended = await run_beside("muster.forecast_plot", order=json.dumps(order).encode() + b"\n")
    if ended.code != 0:
        raise RuntimeError(f"the forecast was not drawn: {ended.complained.decode()[-500:]}")
    Path(file).write_bytes(ended.said)  # noqa: ASYNC240 -- the command's last act; nobody else waits on this loop
    return len(ended.said)


def _drawable(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return facts whose name the font can draw."""
    lacking = fonts.missing([facts["name"]])
    if not lacking:
        return facts
    _LOG.warning("The font has no glyph for %s; the picture names %s by its code.", lacking, facts["name"])
    return {**facts, "name": facts["code"]}


#: So many codes of teams are named in a line of text.
MOST_CODES = 8


def text_of(facts: Mapping[str, Any], language: str) -> str:
    """Return a forecast for people: each case with its drops and causes."""
    words = TEXT[language]
    first = next(iter(facts["cases"].values()))
    lines = [words["head"].format(**facts, first=first["first"], last=first["last"])]
    say = _team_lines if "team" in facts else _set_lines
    for case, found in facts["cases"].items():
        lines += ["", f"[{words[case]}]", *say(found, words, language)]
    return "\n".join(lines)


def _team_lines(found: Mapping[str, Any], words: Mapping[str, str], language: str) -> Sequence[str]:
    worst, below = found["worst_month"], sum(month["below"] for month in found["months"])
    level = found["steps"][0]["level"]
    head = words["start"].format(level="—" if level is None else level, below=below)
    if worst is not None:
        head += words["worst"].format(month=_month(worst), below=worst["below"])
    return [head, *(_drop_line(drop, words, language) for drop in found["drops"])]


def _drop_line(drop: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    area = None if drop["area"] is None else ReadinessArea(drop["area"])
    what = words["team"] if area is None else area.zh if language == "zh" else area.en
    why = ("；" if language == "zh" else "; ").join(cause[language] for cause in drop["causes"])
    return "  " + words["drop"].format(**{**drop, "what": what, "why": why})


def _set_lines(found: Mapping[str, Any], words: Mapping[str, str], language: str) -> Sequence[str]:
    del language
    levels = found["steps"][0]["levels"]
    head = words["teams"].format(teams=found["teams"], ready=sum(levels[:2]), rated=sum(levels[:4]))
    worst = found["worst_month"]
    if worst is not None:
        share = f"{1000 * worst['ready_days'] // worst['rated_days'] / 10:.1f} %"
        head += words["share"].format(month=_month(worst), share=share)
    return [head, *(_down_line(drop, words) for drop in found["drops"])]


def _down_line(drop: Mapping[str, Any], words: Mapping[str, str]) -> str:
    codes = drop["teams"]
    named = ", ".join(codes[:MOST_CODES]) + (" …" if len(codes) > MOST_CODES else "")
    return "  " + words["down"].format(on=drop["on"], n=len(codes), codes=named)


def _month(month: Mapping[str, Any]) -> str:
    return f"{month['year']}-{month['month']:02}"
