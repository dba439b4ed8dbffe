"""
`python -m benchmarks.screening [--seeds N] [--scale city|province]`: precision and recall of the screen.

In each seeded world every scheme is planted with a look-alike, among honest entries. A scheme is found when a
hit of its rule is about one of its records. A hit is right when it is about a record of any scheme: one
doctored record may break several rules. Schemes near a rule's figure count for the recall but may be missed;
honest habits that no record tells from a scheme count against the precision.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.screening.scoring import Score, scored
from benchmarks.seeded import seeded
from exercises.screening.catalog import RULES
from exercises.screening.gathering import Period
from exercises.screening.screening import screen
from registry.access import SYSTEM, rows
from registry.tables import Region
from seeds.cheating.planting import period, plant
from seeds.worlds import World

YEAR = 2026


async def measure(scale: Any, seed: int) -> tuple[dict[str, Score], float]:
    """Return the score of each rule in one seeded world, and the seconds the screen took."""
    world = World(seed, YEAR)
    with TemporaryDirectory(prefix="muster-benchmark-") as name:
        async with seeded(Path(name), scale, year=YEAR, seed=seed):
            planted = await plant(world)
            region = await rows(SYSTEM, Region).get(code="510000" if scale == "province" else "510300")
            begun = time.perf_counter()
            hits = await screen(SYSTEM, Period(region.id, *period(world)))
            return scored(hits, planted), time.perf_counter() - begun


async def main(scale: Any, seeds: int) -> None:
    """Measure several worlds, and print each rule and all of them."""
    total: Counter[tuple[str, str]] = Counter()
    longest = 0.0
    for seed in range(1, seeds + 1):
        scores, seconds = await measure(scale, seed)
        longest = max(longest, seconds)
        for code, score in scores.items():
            total.update({(code, name): value for name, value in score._asdict().items()})
    print(f"{'rule':24} {'gross':>9} {'all':>9} {'look-alikes':>12} {'hits':>5} {'wrong':>6}")
    for code in RULES:
        print(_line(code, Score(*(total[code, name] for name in Score._fields))))
    whole = Score(*(sum(total[code, name] for code in RULES) for name in Score._fields))
    print(_line("all rules", whole))
    print(
        f"precision {whole.precision:.1%}, recall {whole.recall:.1%}, of gross schemes"
        f" {whole.gross_recall:.1%}; {seeds} worlds, the screen took {longest:.1f} s at most"
    )


def _line(code: str, score: Score) -> str:
    gross, every = f"{score.gross_found}/{score.gross}", f"{score.found}/{score.schemes}"
    alike = f"{score.mistaken}/{score.honest}"
    return f"{code:24} {gross:>9} {every:>9} {alike:>12} {score.hits:>5} {score.wrong:>6}"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", choices=("city", "province"), default="city")
    options.add_argument("--seeds", type=int, default=5)
    given = options.parse_args()
    asyncio.run(main(given.scale, given.seeds))
