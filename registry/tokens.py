"""Bearer tokens: shown once, stored as SHA-256 only, taken for one purpose until they expire."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from registry.history import Change, day_of
from registry.periods import reaching
from registry.tables import AccessToken, Principal

PREFIX = "mrt_"
MIN_SECRET_BYTES = 16


async def issue_token(
    change: Change,
    principal: Principal,
    *,
    secret: bytes,
    purpose: str = "api",
    label: str = "",
    expires_at: datetime | None = None,
    region_id: UUID | None = None,
) -> str:
    """
    Store a new token of a principal and return its text, which cannot be had again.

    Parameters
    ----------
    change
        The open change that stores the token.
    principal
        Who the bearer will be taken for.
    secret
        At least 16 bytes of chance (32 recommended).
    purpose
        Where it is taken: `"api"` or `"calendar"`; a calendar token only reads.
    label
        What the principal calls it.
    expires_at
        First moment at which it is refused; never when None.
    region_id
        Narrows the bearer to the subtree of one region.

    Raises
    ------
    ValueError
        The secret is too short.

    """
    if len(secret) < MIN_SECRET_BYTES:
        raise ValueError(f"a token needs at least {MIN_SECRET_BYTES} bytes of chance")
    token = PREFIX + base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
    stored = AccessToken(
        principal_id=principal.id,
        digest=digest_of(token),
        purpose=purpose,
        label=label,
        expires_at=expires_at,
        region_id=region_id,
    )
    await change.add(stored)
    return token


def digest_of(token: str) -> str:
    """Return what is stored of a token: the SHA-256 of its text, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


async def valid_token(token: str, *, at: datetime, purpose: str) -> AccessToken | None:
    """Return the stored token if it is taken for this purpose at this moment, else None."""
    day = day_of(at)
    return await AccessToken.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=at),
        reaching(day),
        digest=digest_of(token),
        purpose=purpose,
        valid_from__lte=day,
        principal__disabled=False,
    ).get_or_none()
