"""What importing a holiday notice says: facts for scripts, and the same as text for people."""

from __future__ import annotations

from typing import Any

from exercises.notices import import_notice
from muster import clock
from muster.office import viewer_named

Answer = tuple[dict[str, Any], str]


async def take_in(notice: str, source: str, login: str) -> Answer:
    """Import the CSV text of a notice and return the days it changed and the events it hits."""
    viewer = await viewer_named(login)
    act = clock.act(viewer.principal_id, f"Import the holiday notice {source}"[:300])
    report = await import_notice(viewer, act, notice, source=source)
    facts = {
        "days": report.days,
        "changed": [day.isoformat() for day in report.changed],
        "hit": [
            {"uid": event.uid, "title": event.title, "first_day": event.first_day.isoformat()}
            for event in report.hit
        ],
    }
    lines = [
        f"{report.days} days announced by {source}; {len(report.changed)} of them became worked or free."
    ]
    lines += [f"Hit: {event.first_day} {event.title} ({event.uid})" for event in report.hit]
    return facts, "\n".join(lines)
