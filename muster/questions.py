"""An office's questions at the command line: asked by code, of now or of the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from exercises.codes import Question
from exercises.questions import Answer, Asked, answer
from muster import clock
from muster.office import region_coded, viewer_named
from muster.past import as_of, past_of
from muster.settings import Settings
from registry.codes import CenterLevel, TeamCategory


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What was typed: codes of question, region, category and level; days, None where none was given.

    `known_at` and `valid_on` are as `muster.past.as_of` takes them; of now when both are None.
    """

    question: str
    region: str
    since: date | None
    until: date | None
    category: str
    level: str
    known_at: str | None
    valid_on: str | None


async def ask(settings: Settings, wish: Wish, login: str) -> tuple[dict[str, Any], str]:
    """
    Return the answer as facts and as text.

    Raises
    ------
    NotFound
        The login or the region is unknown or out of reach.
    ValueError
        There is no such question, category or level.

    """
    question = Question(wish.question)
    viewer = await viewer_named(login)
    region = await region_coded(viewer, wish.region)
    past = wish.known_at is not None or wish.valid_on is not None
    at = as_of(wish.known_at, wish.valid_on) if past else None
    until = wish.until or (clock.today() if at is None else at.valid_on)
    since = wish.since or date(until.year, 1, 1)
    asked = Asked(region.id, since, until, TeamCategory(wish.category), CenterLevel(wish.level))
    if at is None:
        return _told(await answer(viewer, question, asked))
    then = past_of(settings)
    try:
        async with then.reading(at):
            return _told(await answer(viewer, question, asked))
    finally:
        await then.close()


def _told(found: Answer) -> tuple[dict[str, Any], str]:
    facts = {
        "question": found.question.value,
        "number": found.number,
        "sentence": found.sentence,
        "sentence_zh": found.sentence_zh,
        "records": [
            {"table": r.table.table_name(), "id": r.id, "on": r.on, "code": r.code, "name": r.name}
            for r in found.records
        ],
    }
    lines = [found.sentence_zh, found.sentence, *(f"  {r.on}  {r.code}  {r.name}" for r in found.records)]
    return facts, "\n".join(lines)
