"""Channel groups that nearness asks for."""

from __future__ import annotations

from scheduling.areas import exercise_event
from scheduling.design.channels import ChannelNeed, channel_needs
from scheduling.problem import Event, Exercise
from tests.scheduling.factories import AREA_CREWS, area, problem

POSITIONS = (("x", 29.0, 104.0), ("y", 29.2, 104.0), ("z", 33.0, 104.0))
AREA = area(positions=POSITIONS, interference_km=60, channel_groups=2)
YEAR = problem(crews=AREA_CREWS, areas=(AREA,))


def held(*hosts: str) -> list[Event]:
    guests = {"x": "y", "y": "z", "z": "x"}
    return [
        exercise_event(AREA, Exercise("A", (host, guests[host]), host), f"A/{n}")
        for n, host in enumerate(hosts, 1)
    ]


def test_near_hosts_need_groups_and_days() -> None:
    needs = channel_needs(YEAR, held("x", "y", "y", "z"))

    assert needs == (
        ChannelNeed(("A",), 3, 3, 3, 2, ("A/1", "A/2", "A/3")),
        ChannelNeed(("A",), 1, 1, 1, 2, ("A/4",)),
    )
    assert [need.days_at_least for need in needs] == [2, 1]
    assert needs[0].sentence.zh.startswith("若 3 次演练同日举行，至少需要 3 个频道组")
    assert "take 2 days at least" in needs[0].sentence.en


def test_hosts_in_a_row_need_fewer_groups_than_there_are_exercises() -> None:
    row = area(positions=(("x", 29.0, 104.0), ("y", 29.4, 104.0), ("z", 29.8, 104.0)), interference_km=60)

    (need,) = channel_needs(problem(crews=AREA_CREWS, areas=(row,)), held("x", "y", "z"))

    assert (need.exercises, need.at_least, need.enough) == (3, 2, 2)


def test_a_year_without_exercises_needs_none() -> None:
    assert channel_needs(YEAR, ()) == ()
