"""Who changes something, why and when; and the day a moment belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """Return the calendar day of a moment in the time zone of the offices (Asia/Shanghai)."""
    return at.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True)
class Act:
    """
    Who changes something, why, and when; `id` is unique to this act and seeds the ids it gives.

    One act is one `changing` block (nested blocks of the same act count on). `at` becomes the
    recorded time.

    Raises
    ------
    ValueError
        `at` has no time zone, or the reason is longer than 300 characters.

    """

    author: UUID
    reason: str
    at: datetime
    id: UUID

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an act needs a moment with a time zone")
        if len(self.reason) > 300:
            raise ValueError("the reason of an act has at most 300 characters")

    def numbered(self, place: int) -> UUID:
        """Return the id the act gives at a place, from 0: the same act gives the same ids."""
        return uuid5(self.id, str(place))
