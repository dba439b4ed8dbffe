"""Facts about one thing that follow one another: the next begins on the day the one before ends."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from tortoise.queryset import QuerySet

from registry.errors import InvalidValue
from registry.history import Act, Change, day_of
from registry.tables import Record

R = TypeVar("R", bound=Record)


def past_day(field: str, day: date, change_day: date) -> date:
    """
    Return a day on which something was observed or decided.

    Raises
    ------
    InvalidValue
        It lies after the day it is recorded.

    """
    if day > change_day:
        raise InvalidValue(field, day.isoformat(), "it has not come yet", rule_zh="日期不得晚于登记日")
    return day


def step_day(first: date, on: date | None, act: Act) -> date:
    """
    Return the day of a step: that of the act if `on` is None.

    Raises
    ------
    InvalidValue
        It is still to come, or lies before `first`, the day of the step before.

    """
    today = day_of(act.at)
    day = past_day("on", on or today, today)
    if day < first:
        rule, rule_zh = f"not before {first.isoformat()}", f"不得早于 {first.isoformat()}"
        raise InvalidValue("on", day.isoformat(), rule, rule_zh=rule_zh)
    return day


def filled(field: str, text: str) -> str:
    """
    Return a text without surrounding blanks.

    Raises
    ------
    InvalidValue
        Nothing is left of it.

    """
    words = text.strip()
    if not words:
        raise InvalidValue(field, text, "it must not be blank", rule_zh="不得为空")
    return words


async def end(change: Change, row: R, day: date) -> R:
    """Let a fact hold until the day before `day`; what was recorded later than it ended says since when."""
    return await change.change(row, valid_to=day, effective_on=min(day, day_of(change.act.at)))


async def succeed(change: Change, row: R, siblings: QuerySet[R]) -> R:
    """
    Store a fact that begins on `row.valid_from` among its siblings, and return it.

    The fact before it ends on that day; if there is a later one already (this one is recorded late), the
    new fact ends where that begins.

    Raises
    ------
    InvalidValue
        Another fact begins on the same day.

    """
    day = row.valid_from
    if await siblings.filter(valid_from=day).exists():
        raise InvalidValue("day", day.isoformat(), "another one begins that day", rule_zh="当日已有记录")
    before = await siblings.filter(valid_from__lt=day).order_by("-valid_from").first()
    after = await siblings.filter(valid_from__gt=day).order_by("valid_from").first()
    if before is not None and (before.valid_to is None or before.valid_to > day):
        await end(change, before, day)
    row.valid_to = after.valid_from if after is not None else None
    return await change.add(row)
