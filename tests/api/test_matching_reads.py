"""Overlaps and strength take as many statements for three people as for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.access import SYSTEM
from registry.codes import MatchDecision
from registry.history import Act
from registry.matching.deciding import decide
from tests.api.harness import OPERATIONS, Api, gid
from tests.api.match_rows import proposed, twin_of
from tests.factories import SmallWorld

pytestmark = pytest.mark.anyio


async def test_reports_take_as_many_statements_for_three_people_as_for_one(
    api: Api, world: SmallWorld, act: Callable[..., Act], statements
) -> None:
    sibling = next(team for team in world.teams.values() if team.region_id == world.sibling.id)
    for person in world.people[world.team.id]:
        await twin_of(person, sibling)
    pairs = await proposed()
    author = world.principals["admin"].id
    counts: dict[str, list[int]] = {"OverlapsShow": [], "StrengthShow": []}
    found: list[int] = []

    for some in (pairs[:1], pairs[1:]):
        for pair in some:
            await decide(SYSTEM, act("asked", author=author), pair.id, MatchDecision.SAME, 1)
        for name, seen_counts in counts.items():
            query = (OPERATIONS / f"{name}.graphql").read_text()
            with statements.counted() as seen:
                answer = await api.data(query, {"regionId": gid(world.city)}, "registrar")
            seen_counts.append(len(seen))
            found += [each["total"] for each in (answer.get("overlaps") or {"counts": []})["counts"][:1]]

    assert found == [1, 3]
    assert all(len(set(each)) == 1 for each in counts.values()), counts
