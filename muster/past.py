"""The past of this process's database: where its file lies, and what keeps it up with the ledger."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from tortoise.exceptions import OperationalError

from muster.database import APPS
from muster.settings import Settings
from registry.past import Past

FILE = "past.db"
#: How often the file follows the ledger while nobody asks, in seconds (assumed).
FOLLOW_SECONDS = 60.0

_LOG = logging.getLogger(__name__)


def past_of(settings: Settings) -> Past:
    """Return the past of the database; its file may be deleted while the process is down."""
    return Past(settings.data_dir / FILE, APPS)


async def keep_up(past: Past, closing: asyncio.Event) -> None:
    """Follow the ledger until closing, so that the first question needs not wait for all of it."""
    while not closing.is_set():
        try:
            if count := await past.sync():
                _LOG.info("The past file has followed %d entries of the ledger.", count)
        except OperationalError as error:
            _LOG.info("The past file cannot follow the ledger yet: %s", error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(closing.wait(), FOLLOW_SECONDS)
