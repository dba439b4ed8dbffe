"""Notices to employers at the command line: which fall due, and the letters to print."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

from exercises.employer_notices import notices_due
from muster import clock
from muster.office import region_coded, viewer_named
from registry.access import masked, rows
from registry.errors import NotFound
from registry.service import employers_told, members_called
from registry.service.notice_letters import EN, ZH, notice_letters
from registry.tables import Team

#: Language at the command line → its words.
LANGUAGES = {"zh": ZH, "en": EN}


async def due(login: str, region_code: str, within_days: int) -> list[dict[str, Any]]:
    """Return the notices that fall due in a region as facts for people, the earliest first."""
    viewer, today = await viewer_named(login), clock.today()
    region = await region_coded(viewer, region_code)
    found = await notices_due(viewer, region.id, today=today, within_days=within_days)
    return [
        {
            "due_on": each.due_on.isoformat(),
            "late": each.due_on < today,
            "training_on": each.event.first_day.isoformat(),
            "title": each.event.title,
            "team": each.team.code,
            "employer": each.organization.name,
            "persons": each.persons,
        }
        for each in found
    ]


async def write(
    login: str, team_code: str, training_on: date, output: str, *, sender: str, language: str, every: bool
) -> int:
    """
    Write the letters to the employers of a team not told yet (to `every` one if so), and return how many.

    Names are written only if the principal may see those of the team's region. Raises `NotFound` for a
    team out of reach.
    """
    viewer = await viewer_named(login)
    team = await rows(viewer, Team).get_or_none(code=team_code)
    if team is None:
        raise NotFound("team", team_code)
    told = await employers_told(viewer, team.id, training_on)
    wanted = [each for each in told if every or each.notice is None]
    document = notice_letters(
        team,
        training_on,
        wanted,
        await members_called(viewer, team.id, training_on),
        sender=sender,
        dated=clock.today(),
        words=LANGUAGES[language],
        names=not masked(viewer, team.region_id),
    )
    await asyncio.to_thread(Path(output).write_text, document, encoding="utf-8")
    return len(wanted)
