"""After an act: the teams it may have touched are rated again, and the cells they count in counted anew."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from exercises.readiness.current import refresh
from exercises.readiness.touched import touched_teams
from registry.access import SYSTEM
from registry.readiness.records.keeping import kept


async def rate_written(change_id: UUID, today: date) -> int | None:
    """
    Rate the teams again that an act may have touched, and return how many.

    None when the nightly run has to do it, which rates every team: the act is too large to be followed, or
    nothing is kept yet and the few teams touched would pass for all.
    """
    if not await kept(SYSTEM).exists():
        return None
    teams = await touched_teams(change_id, today)
    return None if teams is None else await refresh(teams, today)
