"""
Ratings of the present as they are kept: each team's current one, and those of every night.

Many teams are rated at once on frames, a few one by one, which says the same. The ledger is looked at before
and after the facts are read: whatever was recorded meanwhile has them read again, so that what is kept can
be made again from the past.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from exercises.readiness.loading import load_rows
from registry.access import SYSTEM
from registry.codes import TaskState, TeamCategory
from registry.readiness.facts import TeamFacts
from registry.readiness.from_frames import facts_of_rows
from registry.readiness.rating import rate
from registry.readiness.records.bearing import input_hash
from registry.readiness.records.keeping import Kept, keep, latest_known, packed
from registry.readiness.records.office_rules import rules_of_regions
from registry.readiness.records.overriding import overrides_of, standing
from registry.readiness.records.reading import FactRows, frames_of
from registry.readiness.rules import RatingRules
from registry.readiness.sets import rate_all, row_of, rows_of
from registry.tables import ReadinessOverride

#: Up to how many teams rating one by one is quicker than laying out frames.
FEW = 50
#: How often facts are read again while others write; what was recorded during the last time may be missed.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Present:
    """All that the ratings of some teams rest on, as known at a moment."""

    on: date
    known_at: datetime
    rows: FactRows
    facts: Mapping[str, TeamFacts]
    rules: Mapping[str, RatingRules]
    overrides: Mapping[UUID, Sequence[ReadinessOverride]]

    def ratings(self, task: TaskState) -> list[Kept]:
        """Return the ratings of the teams for a task; of those with no set of their own only for peace."""
        asked = [each for each in self.facts.values() if task in each.requirements]
        if len(asked) > FEW:
            told = rows_of(rate_all(frames_of(self.rows), self.on, self.rules, task))
            rated = {row["team"]: row for row in told}
        else:
            singly = (rate(each, self.on, self.rules[each.region], task) for each in asked)
            rated = {rating.team: row_of(rating) for rating in singly}
        return [self._kept(rated[each.team], each, task) for each in asked]

    def _kept(self, row: Mapping[str, object], facts: TeamFacts, task: TaskState) -> Kept:
        stored = packed(row)
        team = UUID(facts.team)
        shown = standing(stored["level"], self.overrides.get(team, ()), task, self.on).shown
        values = stored | {
            "region_id": UUID(facts.region),
            "category": TeamCategory(facts.category),
            "shown": shown,
            "input_hash": input_hash(facts, self.on, task),
        }
        return Kept(team, values, self.known_at)


async def present(team_ids: Collection[UUID], on: date) -> Present:
    """
    Return what the ratings of some teams (at most a few thousand) rest on, from records as they stand.

    Raises
    ------
    LookupError
        Nothing was ever recorded.

    """
    tries = 0
    while True:
        before = await latest_known()
        if before is None:
            raise LookupError("nothing was ever recorded")
        found = await as_known(team_ids, on, before[0])
        tries += 1
        if tries == _TRIES or await latest_known() == before:
            return found


async def as_known(team_ids: Collection[UUID], on: date, known_at: datetime) -> Present:
    """Return what ratings rest on, of records that say what was known at a moment: in the past too."""
    found = await load_rows(SYSTEM, team_ids, on)
    facts = {each.team: each for each in facts_of_rows(found)}
    rules = await rules_of_regions(SYSTEM, {UUID(each.region) for each in facts.values()}, on)
    overrides = await overrides_of(SYSTEM, [UUID(team) for team in facts], on)
    by_region = {str(region): each for region, each in rules.items()}
    return Present(on, known_at, found, facts, by_region, overrides)


async def refresh(team_ids: Collection[UUID], on: date) -> int:
    """Rate some teams again as of a day, keep that, and return how many were rated."""
    if not team_ids:
        return 0
    found = await present(team_ids, on)
    ratings = found.ratings(TaskState.PEACE)
    await keep(ratings, on, gone=set(team_ids) - {each.team_id for each in ratings})
    return len(ratings)
