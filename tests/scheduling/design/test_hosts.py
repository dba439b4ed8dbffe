"""Hosts: even over the years, in rotation, within the quota, and only then near."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import permutations, product

import pytest

from scheduling.design import cover, design_area
from scheduling.design.exercises import hosting_of
from scheduling.design.hosts import Hosting, hosts_of
from scheduling.design.labels import labelled
from scheduling.design.travel import travel_bound_km
from scheduling.problem import Exercise, PairArea, Window
from tests.scheduling.factories import DAYS, area

LINE = tuple(tuple(10 * abs(i - j) for j in range(7)) for i in range(7))
EVEN = Hosting(LINE, (0,) * 7, (4,) * 7)
FANO = cover(7, 3).blocks


def seven(**changes: object) -> PairArea:
    names = tuple("abcdefg")
    return area(
        regions=names,
        crews=(),
        positions=tuple((name, 29.0 + i * i / 40, 104.0 + i % 3 / 5) for i, name in enumerate(names)),
        **{"group_size": 3} | changes,
    )


def test_hosts_are_as_cheap_as_any_choice() -> None:
    for hosting in (EVEN, replace(EVEN, hosted=(3, 0, 0, 1, 0, 2, 0)), replace(EVEN, is_even=False)):
        best = min(hosting.cost(FANO, hosts) for hosts in product(*FANO))

        assert hosting.cost(FANO, hosts_of(FANO, hosting)) == best


def test_regions_that_hosted_more_on_record_host_less() -> None:
    hosts = Counter(hosts_of(FANO, replace(EVEN, hosted=(2, 2, 0, 0, 0, 0, 0))))

    assert [hosts[0], hosts[1]] == [0, 0]
    assert max(hosts.values()) <= 2


def test_hosts_stay_within_the_room() -> None:
    hosts = Counter(hosts_of(FANO, replace(EVEN, is_even=False, room=(1,) * 7)))

    assert set(hosts.values()) == {1}


def test_last_hosts_host_only_where_the_others_did() -> None:
    hosting = replace(
        EVEN, is_even=False, last=frozenset({2}), waiting=frozenset({0, 1, 3, 4, 5, 6}), room=(4,) * 7
    )
    unbound = hosts_of(FANO, replace(hosting, last=frozenset()))
    hosts = hosts_of(FANO, hosting)

    assert not hosting.rotates(FANO, unbound)
    assert hosting.rotates(FANO, hosts)
    assert hosting.cost(FANO, hosts) >= hosting.cost(FANO, unbound)


def test_labels_shorten_the_way_and_keep_the_cover() -> None:
    blocks, hosts = labelled(FANO, EVEN, seed=0)
    every = (
        [tuple(names[i] for i in block) for block in FANO] for names in list(permutations(range(7)))[::97]
    )
    usual = min(EVEN.cost(named, hosts_of(named, EVEN)) for named in every)

    assert EVEN.cost(blocks, hosts) <= usual
    assert len({pair for block in blocks for pair in product(block, block)}) == 49


@pytest.mark.parametrize("is_even", [True, False])
def test_no_labels_come_below_the_bound_of_travel(is_even: bool) -> None:
    asked = seven(hosts_evenly=is_even)

    assert 0 < travel_bound_km(asked) <= design_area(asked, seed=1).travel_km


def test_the_record_decides_who_hosts_this_year() -> None:
    asked = seven(hosted=(("a", 2), ("b", 1)), last_hosts=("b", "c"))

    assert hosting_of(asked).hosted == (2, 1, 1, 0, 0, 0, 0)
    assert Counter(x.host for x in design_area(asked).exercises)["a"] == 0


def test_quarters_without_a_day_have_no_hosts() -> None:
    spring = seven(windows=(Window(DAYS[0], DAYS[-1]),), host_per_quarter=1)

    hosts = Counter(x.host for x in design_area(spring, days=DAYS).exercises)

    assert set(hosts.values()) == {1}


def test_a_design_is_filled_up_to_the_bound() -> None:
    whole = design_area(seven())
    kept = whole.exercises[::2]

    rest = design_area(seven(), kept)

    assert {x.regions for x in (*kept, *rest.exercises)} == {x.regions for x in whole.exercises}
    assert (whole.is_proven, rest.is_proven) == (True, True)


def test_nothing_is_left_to_design_when_all_have_met() -> None:
    everybody = Exercise("A", tuple("abcdefg"), "a")

    assert design_area(seven(group_size=7), (everybody,)).exercises == ()


@pytest.mark.parametrize("size", [2, 7])
def test_labels_of_any_groups_are_found_for_near_hosts(size: int) -> None:
    made = design_area(seven(group_size=size, hosts_evenly=False))

    assert len(made.exercises) == {2: 21, 7: 1}[size]
