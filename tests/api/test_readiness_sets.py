"""Readiness of many teams through the API: who may see it, and what it costs."""

from __future__ import annotations

import pytest

from exercises.readiness.snapshots import keep_everything
from tests.api.harness import OPERATIONS, Api, gid
from tests.conftest import NOW
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio
DAYS = {"firstDay": "2026-01-01", "lastDay": "2026-01-31"}
#: Statements of each operation, whatever the number of teams; 4 of them settle who asks.
STATEMENTS = {
    ("ReadinessSetsShow", "CATEGORY"): 30,
    ("ReadinessSetsShow", "REGION"): 32,
    ("ReadinessSetsShow", "AREA"): 32,
    ("JointReadinessShow", ""): 32,
    ("ReadinessDashboardShow", ""): 8,
    ("ReadinessCurveShow", ""): 6,
}


async def test_sets_take_the_same_statements_for_few_and_many_teams(
    api: Api, world: SmallWorld, statements
) -> None:
    await keep_everything(NOW.date())
    counts = {}

    for name, by in STATEMENTS:
        query = (OPERATIONS / f"{name}.graphql").read_text()
        more = ({"by": by} if by else {}) | (DAYS if "Curve" in name else {})
        seen = set()
        for region in (world.sibling, world.city):
            with statements.counted() as counted:
                (answer,) = (await api.data(query, {"regionId": gid(region), **more})).values()
            assert answer
            seen.add(len(counted))
        (counts[name, by],) = seen

    assert counts == STATEMENTS


async def test_sets_show_what_lies_within_reach_only(api: Api, world: SmallWorld) -> None:
    await keep_everything(NOW.date())
    queries = {
        name: (OPERATIONS / f"{name}.graphql").read_text()
        for name in (
            "ReadinessSetsShow",
            "JointReadinessShow",
            "ReadinessDashboardShow",
            "ReadinessCurveShow",
        )
    }
    given = {"regionId": gid(world.foreign_city), "by": "REGION", **DAYS}
    wanted = {
        "ReadinessSetsShow": ("regionId", "by"),
        "JointReadinessShow": ("regionId",),
        "ReadinessDashboardShow": ("regionId",),
        "ReadinessCurveShow": ("regionId", *DAYS),
    }

    for name, query in queries.items():
        (answer,) = (await api.data(query, {key: given[key] for key in wanted[name]})).values()
        assert answer is None, name

    area = {"areaId": gid(world.area)}
    teams = {
        login: (await api.data(queries["JointReadinessShow"], area, login))["jointReadiness"][-1]["teams"]
        for login in ("viewer", "planner", "foreigner", "admin")
    }
    assert teams == {"viewer": 3, "planner": 5, "foreigner": 2, "admin": 7}


async def test_too_many_days_are_refused_in_words(api: Api, world: SmallWorld) -> None:
    query = (OPERATIONS / "ReadinessCurveShow.graphql").read_text()

    answer = await api.ask(
        query, {"regionId": gid(world.city), "firstDay": "2020-01-01", "lastDay": "2026-01-01"}
    )

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_VALUE"
