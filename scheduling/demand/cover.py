"""Covering a demand: can it be done, which way is best, and if not, how much is missing and until when."""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.demand.gap import earliest_day, ways_out
from scheduling.demand.model import Shares, Stage, solve
from scheduling.demand.outcome import Arrival, Contribution, Covered, Outcome, Short, Unfinished
from scheduling.demand.output import flow
from scheduling.demand.problem import HORIZON_DAYS, Demand, Objective, Source
from scheduling.solver import Effort

STAGES = {
    Objective.FEWEST_CENTERS: (Stage.CENTERS, Stage.SURGE, Stage.TRAVEL),
    Objective.EARLIEST_FINISH: (Stage.CENTERS, Stage.SURGE, Stage.TRAVEL),
    Objective.LEAST_SURGE: (Stage.SURGE, Stage.CENTERS, Stage.TRAVEL),
    Objective.NEAREST: (Stage.TRAVEL, Stage.CENTERS, Stage.SURGE),
}
"""What counts under each objective, most first; the earliest finish is found before any of them."""


def cover(demand: Demand, *, seconds: float = 4.0, seed: int = 1) -> Outcome:
    """
    Return how a demand is covered, or that it cannot be, either proven.

    One thread; the same demand and seed give the same answer. `seconds` bounds the work of each of the
    at most four solves of the objective, in deterministic seconds.
    """
    effort = Effort(seconds, deterministic=True, seed=seed)
    most = solve(demand, demand.counted, (Stage.MISSING, Stage.SURGE), effort)
    if most is None or not most.proven:
        return Unfinished(None)
    missing = _missing(demand, most)
    if missing:
        earliest = earliest_day(demand, demand.counted, effort)
        ways = ways_out(demand, sum(units for _, units in missing), earliest, effort)
        return Short(missing, earliest, ways, tuple(_contributions(demand, most)))
    return _best(demand, effort)


def _best(demand: Demand, effort: Effort) -> Outcome:
    """Return the best way to cover a demand that can be covered."""
    cap = HORIZON_DAYS
    if demand.objective is Objective.EARLIEST_FINISH:
        cap = _first_finish(demand, effort)
    shares = solve(demand, demand.counted, STAGES[demand.objective], effort, cap)
    if shares is None:
        return Unfinished(None)
    covered = Covered(tuple(_contributions(demand, shares)))
    return covered if shares.proven else Unfinished(covered)


def _first_finish(demand: Demand, effort: Effort) -> int:
    """Return the first day by which everything can have arrived, no line later than asked."""
    early, late = 0, max(line.by_day for line in demand.lines)
    while late - early > 1:
        day = (early + late) // 2
        most = solve(demand, demand.counted, (Stage.MISSING,), effort, day)
        fits = most is not None and most.proven and not _missing(demand, most)
        early, late = (early, day) if fits else (day, late)
    return late


def _missing(demand: Demand, shares: Shares) -> tuple[tuple[str, int], ...]:
    """Return the units each line is short of, lines that get all of theirs left out."""
    given = {line.id: 0 for line in demand.lines}
    for (_, line), units in shares.units.items():
        given[line] += units
    short = ((line.id, line.quantity - given[line.id]) for line in demand.lines)
    return tuple((line, units) for line, units in short if units)


def _contributions(demand: Demand, shares: Shares) -> Iterator[Contribution]:
    """Yield what each source gives to each line: as early as can be, the most pressing line first."""
    order = sorted(range(len(demand.lines)), key=lambda place: demand.lines[place].by_day)
    for source in demand.counted:
        ids = [demand.lines[place].id for place in order]
        wanted = [(line, shares.units.get((source.id, line), 0)) for line in ids]
        yield from _deal(source, [(line, units) for line, units in wanted if units], shares)


def _deal(source: Source, wanted: list[tuple[str, int]], shares: Shares) -> Iterator[Contribution]:
    """Yield the contributions of one source, its arrivals dealt to its lines in their order."""
    total = sum(units for _, units in wanted)
    stream = [list(parts) for parts in flow(source, total, shares.extra.get(source.id, 0))]
    for line, units in wanted:
        arrivals: list[Arrival] = []
        while units:
            day, *parts = stream[0]
            taken = []
            for part in parts:
                taken.append(min(units, part))
                units -= taken[-1]
            arrivals.append(Arrival(day, *taken))
            left = [part - take for part, take in zip(parts, taken, strict=True)]
            stream[0] = [day, *left]
            if not any(left):
                del stream[0]
        yield Contribution(source.id, source.center, line, tuple(arrivals))
