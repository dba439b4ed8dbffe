"""After an act: the teams it may have touched are rated again, and the cells they count in counted anew."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from exercises.readiness.current import refresh
from exercises.readiness.touched import touched_teams


async def rate_written(change_id: UUID, today: date) -> int | None:
    """
    Rate the teams again that an act may have touched, and return how many.

    None when the act is too large to be followed: the nightly run rates every team.
    """
    teams = await touched_teams(change_id, today)
    return None if teams is None else await refresh(teams, today)
