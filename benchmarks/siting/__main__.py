"""`python -m benchmarks.siting`: how fast coverage and siting are, and that they equal the plain way."""

from __future__ import annotations

import time

import numpy as np

from registry.sirens.geometry import distances_m, sampled
from scheduling.siting import Cell, Option, Sited, SitingEffort, SitingProblem, site


def coverage(cells: int, sirens: int) -> None:
    """Compare the quick way with every pair, for cells that are one sample each."""
    chance = np.random.default_rng(1)
    lat, lon = 29 + chance.random(cells) * 0.6, 104.5 + chance.random(cells) * 0.7
    north, east = 29 + chance.random(sirens) * 0.6, 104.5 + chance.random(sirens) * 0.7
    radii = chance.choice([500.0, 700.0, 1500.0], sirens)
    start = time.perf_counter()
    samples = sampled(lat, lon, np.full(cells, 0.06), 250.0)
    share = samples.share_of_cells(samples.reached(north, east, radii), cells)
    quick = time.perf_counter() - start
    start = time.perf_counter()
    every = np.zeros(cells, dtype=bool)
    for here, there, radius in zip(north, east, radii, strict=True):
        every |= distances_m(float(here), float(there), lat, lon) <= radius
    plain = time.perf_counter() - start
    equal = bool((share.astype(bool) == every).all())
    size = f"{cells:,} cells x {sirens:,} sirens"
    print(f"coverage {size}: {quick:.2f} s, every pair {plain:.2f} s, equal {equal}")


def siting(cells: int, candidates: int, budget: int, effort: SitingEffort) -> None:
    """Site two kinds of sirens among cells of 250 m."""
    chance = np.random.default_rng(2)
    side = int(cells**0.5) + 1
    places = np.array([(i, j) for i in range(side) for j in range(side)][:cells])
    weights = chance.lognormal(5, 1.2, cells).astype(int) + 1
    ground = tuple(Cell(f"c{n}", "d", int(weight)) for n, weight in enumerate(weights))
    options: list[Option] = []
    for n in chance.choice(cells, candidates, replace=False):
        far = np.hypot(*(places - places[n]).T) * 250
        for kind, radius, cost in (("e", 500, 3), ("a", 700, 5)):
            covers = tuple(np.flatnonzero(far <= radius).tolist())
            options.append(Option(f"{n}{kind}", str(n), "d", cost, covers))
    start = time.perf_counter()
    answer = site(SitingProblem(ground, tuple(options), budget=budget), effort)
    seconds = time.perf_counter() - start
    if isinstance(answer, Sited):
        print(
            f"siting {cells:,} cells, {candidates:,} candidates: {seconds:.2f} s, value {answer.value:,},"
            f" bound {answer.bound:,}, gap {answer.gap_percent} %,"
            f" greedy {answer.greedy:,}, proven {answer.proven}"
        )


if __name__ == "__main__":
    coverage(100_000, 2_000)
    siting(2_000, 400, 100, SitingEffort(seconds=20, seed=1))
    siting(10_000, 1_000, 200, SitingEffort(seconds=20, seed=1, wall_seconds=20))
