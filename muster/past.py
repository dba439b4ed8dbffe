"""The past of this process's database: where its file lies, and what keeps it up with the ledger."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tortoise.exceptions import OperationalError

from muster import clock
from muster.database import APPS
from muster.office import viewer_named
from muster.settings import Settings
from registry.access import Viewer
from registry.errors import InvalidValue
from registry.history import day_of
from registry.intake.registers import register_named
from registry.past import AsOf, Past
from registry.past import report as as_bytes

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


def as_of(known_at: str | None, valid_on: str | None) -> AsOf:
    """
    Return the two times of a question as people write them: a day alone means its end in the offices.

    Raises
    ------
    InvalidValue
        A time cannot be read; or the moment has no time zone, or lies in the future.

    """
    moment = clock.now() if known_at is None else _moment(known_at)
    day = day_of(moment - timedelta(microseconds=1)) if valid_on is None else _day(valid_on)
    asked = AsOf(day, moment)
    if asked.known_at > clock.now():
        raise InvalidValue("known_at", moment, "it may not lie in the future", rule_zh="不得晚于现在")
    return asked


def _day(text: str) -> date:
    """Return a day as written."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue("valid_on", text, "a day like 2026-05-01", rule_zh="须为日期") from error


def _moment(text: str) -> datetime:
    """Return a moment as written, or the end of a day."""
    try:
        if len(text) == len("2026-05-01"):
            return datetime.combine(
                date.fromisoformat(text) + timedelta(days=1), time(), tzinfo=clock.OFFICE_ZONE
            )
        return datetime.fromisoformat(text)
    except ValueError as error:
        rule = "a day (2026-05-01) or a moment with its zone (2026-05-01T12:00:00+08:00)"
        raise InvalidValue("known_at", text, rule, rule_zh="须为日期，或带时区的时刻") from error


@dataclass(frozen=True, slots=True)
class Report:
    """A register as of two times, and whether a seal keeps the answer for ever."""

    body: bytes
    sealed: bool

    @property
    def sha256(self) -> str:
        """Return the digest of the bytes, by which two askers compare what they were told."""
        return hashlib.sha256(self.body).hexdigest()


async def report_to(past: Past, viewer: Viewer, register: str, at: AsOf) -> Report:
    """
    Return a register as of two times, in the reach of a viewer.

    Raises
    ------
    NotFound
        There is no such register.

    """
    body = await as_bytes(past, viewer, register_named(register).table, at)
    return Report(body, await past.known_for_ever(at.known_at))


async def report_of(settings: Settings, register: str, at: AsOf, login: str) -> Report:
    """Return `report_to` a principal by its login, from a process without a server; raises `NotFound`."""
    past = past_of(settings)
    try:
        return await report_to(past, await viewer_named(login), register, at)
    finally:
        await past.close()
