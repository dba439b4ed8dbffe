"""Where the rule forbids double service, nobody ever serves twice at once, whatever is asked for."""

from __future__ import annotations

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import date, timedelta
from itertools import combinations, count
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid5

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tortoise.context import TortoiseContext

from registry.access import Viewer, viewer_of
from registry.codes import LeaveReason, MemberMove, MemberRole, Presence, TeamState
from registry.database import tortoise_config
from registry.errors import RegistryError
from registry.history import Act
from registry.memberships import assign_member, release_member
from registry.periods import Period
from registry.reorganization import (
    Counted,
    MoveDraft,
    Seen,
    cancel_reorganization,
    complete_reorganization,
    draft_move,
    hold_muster,
    open_reorganization,
    record_counts,
)
from registry.tables import Membership, Person, Reorganization, Team
from tests.conftest import APPS, NOW, SPACE
from tests.factories import SmallWorld, small_world

T = TypeVar("T")
TODAY = date(2026, 1, 5)
#: Days around today; steps may be recorded late or ahead.
DAYS = st.integers(-40, 40)
STEP = st.tuples(
    st.sampled_from(["assign", "release", "reorganize"]), st.integers(0, 3), st.integers(0, 1), DAYS
)


@pytest.fixture(scope="module")
def stored(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SmallWorld]:
    """Return a file with the small world, and its rows."""
    file = tmp_path_factory.mktemp("disjoint") / "world.db"
    shutil.copy(sqlite_template, file)
    return file, asyncio.run(_on(file, small_world))


async def _on(file: Path, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do something on the database in a file."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(f"sqlite://{file}", APPS), _enable_global_fallback=True)
        return await work()


@given(st.lists(STEP, min_size=3, max_size=9))
@settings(max_examples=12, deadline=None, phases=[Phase.generate])  # shrinking stores worlds for minutes
def test_memberships_of_a_person_stay_disjoint(
    stored: tuple[Path, SmallWorld], steps: list[tuple[str, int, int, int]]
) -> None:
    file, world = stored
    copy = file.with_name("copy.db")
    shutil.copy(file, copy)

    serving = asyncio.run(_on(copy, lambda: _Office(world).do(steps)))

    for person, periods in serving.items():
        assert not any(one.overlaps(other) for one, other in combinations(periods, 2)), person


class _Office:
    """A registrar who does what it is told, as far as the domain lets it."""

    viewer: Viewer

    def __init__(self, world: SmallWorld) -> None:
        self.world, self.numbers = world, count(1)
        first = world.team
        other = next(team for (code, _), team in world.teams.items() if code == "510303")
        self.teams = [first, other]
        self.people = [*world.people[first.id][:2], *world.people[other.id][:2]]

    def act(self) -> Act:
        """Return an act of its own."""
        return Act(self.viewer.principal_id, "step", NOW, uuid5(SPACE, f"disjoint {next(self.numbers)}"))

    async def do(self, steps: list[tuple[str, int, int, int]]) -> dict[str, list[Period]]:
        """Take the steps, refused ones without effect; return when each person serves."""
        self.viewer = await viewer_of(self.world.principals["registrar"].id, on=TODAY)
        for kind, person, team, days in steps:
            with suppress(RegistryError):
                await getattr(self, kind)(self.people[person], self.teams[team], TODAY + timedelta(days=days))
        found: defaultdict[str, list[Period]] = defaultdict(list)
        for each in await Membership.all():
            found[str(each.person_id)].append(Period(each.valid_from, each.valid_to))
        return found

    async def assign(self, person: Person, team: Team, day: date) -> None:
        """Assign a person to a team."""
        await assign_member(self.viewer, self.act(), team.id, person.id, None, MemberRole.MEMBER, day)

    async def release(self, person: Person, team: Team, day: date) -> None:
        """End a person's latest membership, in whatever team."""
        latest = await Membership.filter(person_id=person.id).order_by("-valid_from").first()
        assert latest is not None
        await release_member(self.viewer, self.act(), latest.id, day, latest.version)

    async def reorganize(self, person: Person, team: Team, day: date) -> None:
        """Let a person leave the team, or else join it, by its reorganization; cancelled if refused."""
        now = await Team.get(id=team.id)
        year = 2026 + await Reorganization.filter(team_id=team.id).count()
        row = await open_reorganization(self.viewer, self.act(), team.id, year, now.version)
        try:
            await self._guide(row, person, team, min(day, TODAY))
        except RegistryError:
            row = await Reorganization.get(id=row.id)
            await cancel_reorganization(self.viewer, self.act(), row.id, row.version)
        assert (await Team.get(id=team.id)).state is TeamState.ACTIVE

    async def _guide(self, row: Reorganization, person: Person, team: Team, day: date) -> None:
        own = await Membership.filter(team_id=team.id, person_id=person.id, valid_to=None).first()
        move = (
            MoveDraft(kind=MemberMove.JOIN, person_id=person.id, effective_on=day)
            if own is None
            else MoveDraft(
                kind=MemberMove.LEAVE, membership_id=own.id, reason=LeaveReason.MOVED, effective_on=day
            )
        )
        await draft_move(self.viewer, self.act(), row.id, move)
        await record_counts(self.viewer, self.act(), row.id, [Counted(self.world.equipment[team.id].id, 2)])
        seen = [Seen(each.id, Presence.PRESENT) for each in await Membership.filter(team_id=team.id)]
        row = await hold_muster(
            self.viewer, self.act(), row.id, row.version, on=TODAY, place="x", members=seen
        )
        await complete_reorganization(self.viewer, self.act(), row.id, row.version)
