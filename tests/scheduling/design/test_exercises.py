"""Cross-region design: every pair meets, with few exercises and short ways."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from scheduling import published_exercise
from scheduling.areas import pairs
from scheduling.design import design
from scheduling.plan import Assignment
from scheduling.problem import PairArea, Problem
from tests.scheduling.factories import AREA_CREWS, DAYS, area, crew, problem


def ring(regions: int, **changes: object) -> Problem:
    names = tuple(f"r{i}" for i in range(regions))
    crews = tuple(crew(f"c{i}", region=f"r{i}", standby_group=f"g{i}") for i in range(regions))
    meeting: PairArea = area(
        regions=names,
        crews=tuple(zip(names, (c.id for c in crews), strict=True)),
        positions=tuple((name, 29.0 + i / 10, 104.0) for i, name in enumerate(names)),
        **{"group_size": 3} | changes,
    )
    return problem(crews=crews, areas=(meeting,))


def test_hosts_keep_the_yearly_quota_and_the_rotation() -> None:
    year = ring(7, host_per_quarter=1, last_hosts=("r0",))

    exercises = [e.exercise for e in design(year) if e.exercise]

    hosts = Counter(x.host for x in exercises)
    assert max(hosts.values()) <= 4
    for x in exercises:
        if x.host == "r0":
            assert all(hosts[region] for region in x.regions)


def test_given_exercises_count_and_keep_their_ids() -> None:
    year = ring(7)
    first, *_ = design(year)
    placed = Assignment(first.id, DAYS[0], DAYS[0], (), 0, first.exercise)
    kept = replace(year, events=(published_exercise(year, placed),))

    rest = design(kept)

    assert first.id not in {e.id for e in rest}
    met = {pair for e in (first, *rest) if e.exercise for pair in pairs(e.exercise)}
    assert len(met) == 21


def test_same_seed_gives_the_same_design() -> None:
    assert design(ring(8), seed=4) == design(ring(8), seed=4)


def test_an_exercise_brings_the_crews_of_its_regions() -> None:
    year = problem(crews=AREA_CREWS, areas=(area(),))

    assert sorted(e.crews for e in design(year)) == [("cx", "cy"), ("cx", "cz"), ("cy", "cz")]
