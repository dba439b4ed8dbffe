"""Access tokens for people and calendar programs, issued on the operator's machine."""

from __future__ import annotations

from datetime import timedelta

from muster import clock
from muster.office import principal_named, region_coded, viewer_named
from muster.settings import Settings
from registry import access
from registry.history import changing

SECRET_BYTES = 32


async def new_token(settings: Settings, login: str, *, label: str, calendar_of: str | None = None) -> str:
    """
    Issue a token to a principal and return it; it is stored hashed and shown this once.

    An API token expires after the settings' hours. With `calendar_of`, a region's code, it opens
    that region's calendar feed only, and does not expire.
    """
    principal = await principal_named(login)
    region = await region_coded(await viewer_named(login), calendar_of) if calendar_of else None
    async with changing(clock.act(principal.id, f"Issue a token: {label}")) as change:
        return await access.issue_token(
            change,
            principal,
            secret=clock.secret(SECRET_BYTES),
            purpose="calendar" if region else "api",
            label=label,
            expires_at=None if region else clock.now() + timedelta(hours=settings.token_hours),
            region_id=region.id if region else None,
        )
