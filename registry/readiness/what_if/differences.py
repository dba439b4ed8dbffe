"""What a change would do to a forecast: before, after, and the difference in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.codes import ReadinessArea
from registry.readiness.forecast.forecasts import Forecast, Movement
from registry.readiness.words import Said


@dataclass(frozen=True, slots=True)
class Difference:
    """
    Two forecasts of one team over the same days.

    `days_below` counts days worse than level 2, before and after; `sentences` say what differs (zh, en),
    one sentence that nothing does where that is so.
    """

    before: Forecast
    after: Forecast
    days_below: tuple[int, int]
    sentences: tuple[Said, ...]


def difference(before: Forecast, after: Forecast) -> Difference:
    """Compare two forecasts of one team over the same days; raises `ValueError` for others."""
    if (before.team, before.first, before.last) != (after.team, after.first, after.last):
        raise ValueError("only forecasts of one team over the same days can be compared")
    below = (_below(before), _below(after))
    found = tuple(_sentences(before, after, below))
    return Difference(before, after, below, found or (_NOTHING,))


_NOTHING: Said = ("评定等级没有变化。", "No level changes on any day.")


def _below(found: Forecast) -> int:
    return sum(month.below for month in found.months)


def _sentences(before: Forecast, after: Forecast, below: tuple[int, int]) -> Iterator[Said]:
    first = _first_difference(before, after)
    if first is not None:
        old, new = before.on(first).level, after.on(first).level
        yield (
            f"自{first}起等级由{_shown(old)}变为{_shown(new)}。",
            f"From {first} on the level is {_shown(new)} instead of {_shown(old)}.",
        )
    if below[0] != below[1]:
        days = below[1] - below[0]
        zh, en = ("增加", "more") if days > 0 else ("减少", "fewer")
        yield (
            f"低于2级的天数由{below[0]}天变为{below[1]}天（{zh}{abs(days)}天）。",
            f"{below[1]} instead of {below[0]} days are worse than level 2: {abs(days)} {en}.",
        )
    gone, come = _drops(before) - _drops(after), _drops(after) - _drops(before)
    yield from (_drop(each, "不再", "no longer") for each in sorted(gone, key=_order))
    yield from (_drop(each, "新增", "newly") for each in sorted(come, key=_order))


def _first_difference(before: Forecast, after: Forecast) -> date | None:
    days = sorted({step.first for found in (before, after) for step in found.steps})
    return next((day for day in days if before.on(day).level != after.on(day).level), None)


_Drop = tuple[date, ReadinessArea | None, int, int]


def _drops(found: Forecast) -> set[_Drop]:
    return {_key(each) for each in found.drops}


def _key(drop: Movement) -> _Drop:
    return drop.on, drop.area, drop.before or 0, drop.after or 0


def _order(drop: _Drop) -> tuple[date, str]:
    return drop[0], drop[1].value if drop[1] is not None else ""


def _drop(drop: _Drop, zh: str, en: str) -> Said:
    on, area, old, new = drop
    what = ("总评", "the team") if area is None else (area.zh, area.en)
    return (
        f"{on}{what[0]}{zh}由{old}级降至{new}级。",
        f"On {on} {what[1]} {en} drops from level {old} to {new}.",
    )


def _shown(level: int | None) -> str:
    return "—" if level is None else str(level)
