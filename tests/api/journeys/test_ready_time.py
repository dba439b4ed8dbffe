"""The time to be ready through the API: days, what is out of reach, what is asked wrong."""

from __future__ import annotations

import pytest

from tests.api.harness import Api, gid
from tests.api.journeys.journey import Journey
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio

RUNS = {"TimeToReadyShow"}
FIRST = "2027-01-04"


async def test_teams_learn_how_soon_they_can_be_ready(api: Api, world: SmallWorld) -> None:
    journey = Journey(api)
    ids = {"teamIds": [gid(world.team)], "from": FIRST}

    # 3 members for 4 posts: one is recruited within 45 days; the generators are inspected after 3.
    found = await journey.run("TimeToReadyShow", **ids)
    assert found["__typename"] == "ReadyTime"
    assert [(each["team"]["code"], each["levelNow"]) for each in found["teams"]] == [(world.team.code, 4)]
    ready, best = found["levels"]
    assert (ready["level"], ready["days"], ready["proven"], ready["obstacles"]) == (2, 45, True, [])
    assert {step["kind"] for step in ready["steps"]} == {"CONFIRMATION", "RECRUITMENT", "INSPECTION"}
    # Its syllabus asks for no turn-out, so that it can hold none: the cap stays.
    assert (best["level"], best["days"], best["proven"]) == (1, None, True)
    (cap,) = best["obstacles"]
    assert cap["title"]["en"].startswith(f"{world.team.code}: cap: No passed turn-out drill")

    alone = await journey.run("TimeToReadyShow", **ids, levels=[3], additions=False)
    assert [each["days"] for each in alone["levels"]] == [3]

    never = await journey.run("TimeToReadyShow", **ids, levels=[2], additions=False)
    (level,) = never["levels"]
    assert (level["days"], level["day"], level["boundDays"], level["proven"]) == (None, None, 366, True)
    assert [each["title"]["en"] for each in level["obstacles"]] == [f"{world.team.code}: people available"]

    wrong = await journey.run("TimeToReadyShow", **ids, levels=[5])
    assert (wrong["__typename"], wrong["code"]) == ("InvalidValue", "INVALID_VALUE")
    foreign = {"teamIds": [gid(world.foreign_team)], "from": FIRST}
    assert await journey.run("TimeToReadyShow", **foreign) is None

    assert journey.ran == RUNS
