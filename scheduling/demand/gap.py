"""What would close the gap of a demand that cannot be met: each way alone, and the least of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from scheduling.demand.model import Stage, solve
from scheduling.demand.outcome import Way, WayKind
from scheduling.demand.problem import HORIZON_DAYS, MOST_UNITS, Demand, Source
from scheduling.solver import Effort

Sources = tuple[Source, ...]


def earliest_day(demand: Demand, sources: Sources, effort: Effort) -> int | None:
    """
    Return the day by which everything could have arrived, lines due later included; None: in ten years not.

    Lines that are due later than that day keep their own.
    """
    first = max(line.by_day for line in demand.lines)

    def fits(day: int) -> bool:
        lines = tuple(replace(line, by_day=max(line.by_day, day)) for line in demand.lines)
        return _closed(replace(demand, lines=lines), sources, effort)

    start = min(line.by_day for line in demand.lines)
    return _least(start, max(first, HORIZON_DAYS), fits)


def ways_out(demand: Demand, shortfall: int, earliest: int | None, effort: Effort) -> tuple[Way, ...]:
    """Return the ways that would each close the gap, more time first."""
    ways: list[Way] = []
    if earliest is not None:
        ways.append(
            Way(
                WayKind.LATER,
                earliest,
                f"With time until day {earliest} everything arrives.",
                f"若期限放宽至第 {earliest} 天,可全部到位。",
            )
        )
    ways.append(
        Way(
            WayKind.RESERVE,
            shortfall,
            f"{shortfall} units more in reserve near the place would close the gap.",
            f"就近增加储备 {shortfall} 个单位可补足缺口。",
        )
    )
    return (*ways, *_conversion(demand, effort), *_surge(demand, effort), *_others(demand, effort))


def _conversion(demand: Demand, effort: Effort) -> Iterator[Way]:
    """Yield the longest conversion that still closes the gap, if a shorter one can."""
    longest = max((source.conversion_hours for source in demand.counted), default=0)

    def fits(shorter: int) -> bool:
        limit = longest - shorter
        quick = (replace(s, conversion_hours=min(s.conversion_hours, limit)) for s in demand.counted)
        return _closed(demand, tuple(quick), effort)

    shorter = _least(1, longest, fits) if longest else None
    if shorter is not None:
        hours = longest - shorter
        yield Way(
            WayKind.CONVERSION,
            hours,
            f"Converting within {hours} hours everywhere would close the gap.",
            f"若各中心转产时间均不超过 {hours} 小时,可补足缺口。",
        )


def _surge(demand: Demand, effort: Effort) -> Iterator[Way]:
    """Yield the surge output that each source would have to add, if that closes the gap."""

    def fits(more: int) -> bool:
        stronger = (replace(s, surge=min(s.surge + more, MOST_UNITS)) for s in demand.counted)
        return _closed(demand, tuple(stronger), effort)

    more = _least(1, demand.quantity, fits)
    if more is not None:
        yield Way(
            WayKind.SURGE,
            more,
            f"{more} units more of surge output per day at each center would close the gap.",
            f"若各中心动员日产量各增加 {more} 个单位,可补足缺口。",
        )


def _others(demand: Demand, effort: Effort) -> Iterator[Way]:
    """Yield the fewest centers, beyond those that count, with which the gap closes."""
    free = frozenset(source.center for source in demand.counted)
    others = tuple(source for source in demand.sources if not source.counted)
    if not others or not _closed(demand, demand.sources, effort):
        return
    shares = solve(demand, demand.sources, (Stage.CENTERS,), effort, free=free)
    if shares is not None and shares.proven:
        center = {source.id: source.center for source in others}
        called = sorted({center[source] for source, _ in shares.units if source in center})
        names = ", ".join(called)
        yield Way(
            WayKind.OTHERS,
            len(called),
            f"With {names}, not counted here, the gap closes.",
            f"若计入未列入的 {'、'.join(called)},可补足缺口。",
            tuple(called),
        )


def _closed(demand: Demand, sources: Sources, effort: Effort) -> bool:
    """Tell whether some sources could cover a demand."""
    shares = solve(demand, sources, (Stage.MISSING,), effort)
    return shares is not None and shares.proven and sum(shares.units.values()) == demand.quantity


def _least(low: int, high: int, fits: Callable[[int], bool]) -> int | None:
    """Return the least number in a range that fits, all above it fitting too; None if the last does not."""
    if low > high or not fits(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle + 1, high)
    return low
