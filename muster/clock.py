"""The only place that reads the clock or draws by chance; everybody below gets them as arguments."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from registry.acts import Act

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
#: From this month on an office plans the next year (assumed).
FIRST_PLANNING_MONTH = 10


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the calendar day in the offices' time zone (Asia/Shanghai), which decides what holds."""
    return now().astimezone(OFFICE_ZONE).date()


def training_year() -> int:
    """Return the training year to plan: from October on the next one, until then this one (assumed)."""
    day = today()
    return day.year + (day.month >= FIRST_PLANNING_MONTH)


def new_id() -> UUID:
    """Return a new random identifier."""
    return uuid4()


def secret(size: int) -> bytes:
    """Return `size` unguessable bytes, for tokens."""
    return secrets.token_bytes(size)


def act(author: UUID, reason: str) -> Act:
    """Return the who, why and when of one change that starts now."""
    return Act(author=author, reason=reason, at=now(), id=new_id())
