"""The verifier of an answer: counts every unit day by day, and knows nothing of the solver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scheduling.demand.outcome import Contribution
from scheduling.demand.problem import Demand, Source

HOURS = 24


def faults(demand: Demand, contributions: Iterable[Contribution], *, short: bool = False) -> list[str]:
    """
    Return what is wrong with contributions: units nobody can have made, late ones, a line not served.

    With `short`, lines may get less than they ask for, never more.
    """
    given = list(contributions)
    sources = {source.id: source for source in demand.counted}
    lines = {line.id: line for line in demand.lines}
    found = [f"{each.source} is no source" for each in given if each.source not in sources]
    for line in demand.lines:
        got = sum(each.units for each in given if each.line == line.id)
        if got > line.quantity or (got < line.quantity and not short):
            found.append(f"{line.id} gets {got} of {line.quantity}")
    for each in given:
        line, source = lines[each.line], sources.get(each.source)
        if source is not None and source.product not in line.products:
            found.append(f"{each.source} does not serve {each.line}")
        found += [f"{each.source} is late at {each.line}" for a in each.arrivals if a.day > line.by_day]
    for source in demand.counted:
        found += _overdrawn(source, [each for each in given if each.source == source.id])
    return found


def _overdrawn(source: Source, given: list[Contribution]) -> Iterator[str]:
    """Yield the days on which more of a source has arrived than it can have sent off."""
    taken: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in given:
        for arrival in each.arrivals:
            for place, units in enumerate((arrival.stock, arrival.normal, arrival.surge)):
                taken[arrival.day][place] += units
    used = [0, 0, 0]
    for day in range(1, max(taken, default=0) + 1):
        used = [before + now for before, now in zip(used, taken[day], strict=True)]
        if any(units > most for units, most in zip(used, _sent(source, day), strict=True)):
            yield f"{source.id} cannot have sent {used} by day {day}"


def _sent(source: Source, day: int) -> tuple[int, int, int]:
    """Return reserve, normal output and surge that have arrived by the end of a day, hour by hour."""
    end = day * HOURS
    normal = surge = surging = 0
    for made in range(1, day + 1):
        arrives = made * HOURS + source.travel_hours
        is_surging = (made - 1) * HOURS >= source.conversion_hours and surging < source.sustain_days
        surging += is_surging
        if arrives <= end:
            normal += source.normal
            surge += (source.surge - source.normal) * is_surging
    return (source.stock if source.travel_hours <= end else 0), normal, surge
