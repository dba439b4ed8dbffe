"""What the command on the time to be ready finds out and says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exercises.readiness.train_up.time_to_ready import LevelTime, ReadyTime, Step, Wish, time_to_ready
from exercises.readiness.train_up.words import told
from muster import clock
from muster.office import viewer_named
from muster.terminal import progress_line
from registry.access import Viewer, rows
from registry.codes import TaskState
from registry.errors import NotFound
from registry.tables import Team

DONE, OUT_OF_REACH, UNFINISHED = 0, 3, 4


@dataclass(frozen=True, slots=True)
class Question:
    """What the command line asks: team codes, first day, task, levels, seconds of solving a level."""

    codes: Sequence[str]
    first: date | None
    task: str
    levels: tuple[int, ...]
    seconds: int
    additions: bool


async def ready(login: str, question: Question, language: str) -> tuple[int, dict[str, Any], str]:
    """Return exit code, facts and text of the answer."""
    viewer = await viewer_named(login)
    teams = await _teams(viewer, question.codes)
    wish = Wish(
        question.first or clock.today(),
        TaskState(question.task),
        question.levels,
        additions=question.additions,
        seconds=question.seconds,
    )
    with progress_line(f"How soon {', '.join(question.codes)} can be ready"):
        answer = await time_to_ready(viewer, [team.id for team in teams], wish)
    return _code(answer), _facts(answer), told(answer, language)


async def _teams(viewer: Viewer, codes: Sequence[str]) -> list[Team]:
    """Return the teams with some codes; NotFound for the first that is not there."""
    found = {team.code: team for team in await rows(viewer, Team).filter(code__in=list(codes))}
    for code in codes:
        if code not in found:
            raise NotFound("team", code)
    return list(found.values())


def _code(answer: ReadyTime) -> int:
    """Return the exit code: infeasible if a level is out of reach, unfinished if one was not found."""
    if any(found.missing for found in answer.levels):
        return OUT_OF_REACH
    return UNFINISHED if any(found.days is None for found in answer.levels) else DONE


def _facts(answer: ReadyTime) -> dict[str, Any]:
    """Return an answer as facts."""
    return {
        "first": answer.first,
        "horizon_days": answer.horizon,
        "teams": [
            {"code": facts.code, "name": facts.name, "level_now": level}
            for facts, level in zip(answer.teams, answer.levels_now, strict=True)
        ],
        "training_days": answer.training_days,
        "training_level": answer.training_level,
        "levels": [_level(found) for found in answer.levels],
    }


def _level(found: LevelTime) -> dict[str, Any]:
    """Return one level as facts."""
    return {
        "level": found.level,
        "days": found.days,
        "day": found.on,
        "bound_days": found.bound,
        "proven": found.proven,
        "in_turn_days": found.in_turn,
        "steps": [_step(step) for step in found.steps],
        "obstacles": [
            {"title": each.title._asdict(), "reasons": [why._asdict() for why in each.why]}
            for each in found.missing
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    """Return one step as facts."""
    return {
        "team": step.team.code,
        "kind": step.kind.value,
        "title": step.title._asdict(),
        "first": step.first,
        "last": step.last,
        "resources": [each._asdict() for each in step.resources],
    }
