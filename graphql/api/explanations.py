"""Why a demand is left out of the training year, and whether demands can be met together at all."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.enums import Label
from api.nodes import row_id
from api.plans import Reason
from exercises import tables
from exercises.plan_questions import conflict_of_demands, explain_demand
from registry.errors import NotFound
from scheduling.explain import Exclusion, Explanation, Undecided
from scheduling.explain import Obstacle as Barrier
from scheduling.outcome import Conflict
from scheduling.rules import RULES

CONFLICT_SECONDS = 2.0
"""Solver's own seconds for each question about a conflict: the answer comes within the time of a request."""
_RULES = {rule.code: Label(zh=rule.zh, en=rule.en) for rule in RULES}


@strawberry.type(description="A rule that rules out first days, whatever else is placed.")
class RuledOut:
    """A rule and what it takes."""

    rule: str = strawberry.field(description="Stable code of the rule.")
    rule_label: Label = strawberry.field(description="The rule in words.")
    days: int = strawberry.field(description="First days it rules out.")
    alone_days: int = strawberry.field(description="First days that no other rule rules out.")


@strawberry.type(description="Something that takes first days the rules have left.")
class Obstacle:
    """One thing in the way."""

    rule: str = strawberry.field(description="Stable code of the rule behind it.")
    rule_label: Label = strawberry.field(description="The rule in words.")
    subjects: list[str] = strawberry.field(
        description="Codes of what is short or busy: a team, resources, a standby group, an event, regions."
    )
    days: int = strawberry.field(description="First days it takes.")
    alone_days: int = strawberry.field(description="First days that nothing else takes.")
    short_by: int = strawberry.field(
        description="How much is missing where it is nearest to sufficing: units, teams, workdays or"
        " half-days; 0 where nothing can be counted."
    )
    uids: list[str] = strawberry.field(description="Identifiers of the placed events behind it.")
    first: date | None = strawberry.field(description="First day of the cap or quarter, if it is one.")
    last: date | None = strawberry.field(description="Last day of the cap or quarter, if it is one.")


@strawberry.type(description="Why a demand is left out, as the events stand now.")
class DemandExplanation:
    """Counts, names and sentences."""

    uid: str = strawberry.field(
        description="Identifier of what is explained; for a pair of regions, of the exercise for it."
    )
    possible_days: int = strawberry.field(description="First days in the year.")
    left_days: int = strawberry.field(description="First days that the rules leave.")
    open_days: int = strawberry.field(description="First days that are free beside the plan.")
    ruled_out: list[RuledOut] = strawberry.field(
        description="Rules that take first days whatever is placed, the one that alone takes most first."
    )
    obstacles: list[Obstacle] = strawberry.field(
        description="What takes the first days that are left, what alone takes most first."
    )
    nearest_day: date | None = strawberry.field(description="First day with the fewest obstacles.")
    nearest_uids: list[str] = strawberry.field(description="Events in the way on that day.")
    sentences: list[Reason] = strawberry.field(description="The same in words, the strongest reason first.")


@strawberry.type(description="Whether demands can all be met in one year.")
class DemandConflict:
    """A conflict, or none."""

    possible: bool | None = strawberry.field(
        description="Whether they can; null if the time given did not suffice to tell."
    )
    uids: list[str] = strawberry.field(
        description="Of a conflict, the demands: without any one of them the rest can be met."
    )
    rules: list[str] = strawberry.field(description="Of a conflict, the codes of the rules they clash with.")
    sentences: list[Reason] = strawberry.field(description="The conflict in words; none without one.")


def _explanation(found: Explanation) -> DemandExplanation:
    nearest = found.nearest
    return DemandExplanation(
        uid=found.event,
        possible_days=found.possible,
        left_days=found.left,
        open_days=found.open,
        ruled_out=[_ruled_out(each) for each in found.exclusions],
        obstacles=[_obstacle(each) for each in found.obstacles],
        nearest_day=None if nearest is None else nearest.first_day,
        nearest_uids=[] if nearest is None else list(nearest.events),
        sentences=[Reason(zh=zh, en=en) for zh, en in found.sentences],
    )


def _ruled_out(found: Exclusion) -> RuledOut:
    return RuledOut(rule=found.rule, rule_label=_RULES[found.rule], days=found.starts, alone_days=found.alone)


def _obstacle(found: Barrier) -> Obstacle:
    return Obstacle(
        rule=found.rule,
        rule_label=_RULES[found.rule],
        subjects=list(found.subjects),
        days=found.starts,
        alone_days=found.alone,
        short_by=found.short_by,
        uids=list(found.events),
        first=found.first,
        last=found.last,
    )


@strawberry.type
class ExplanationQuery:
    """Queries about what cannot be done."""

    @strawberry.field(
        description="Why a demand is left out of a version as its events stand now: rules, what takes the"
        " rest, and the nearest day; null if it is out of scope."
    )
    async def explain_demand(
        self,
        info: Info,
        demand_id: Annotated[strawberry.ID, strawberry.argument(description="The demand left out.")],
    ) -> DemandExplanation | None:
        """Explain a demand."""
        key = row_id(demand_id, tables.UnscheduledDemand)
        try:
            return _explanation(await explain_demand(info.context.viewer, key))
        except NotFound:
            return None

    @strawberry.field(
        description="Whether some events of a version, and all that is locked in it, can take place in one"
        " year at all, and if not, an irreducible set that cannot; null if the version is out of scope."
    )
    async def plan_conflicts(
        self,
        info: Info,
        plan_id: Annotated[strawberry.ID, strawberry.argument(description="The version.")],
        uids: Annotated[
            list[str] | None,
            strawberry.argument(description="Events that are to take place all; only the locked if absent."),
        ] = None,
    ) -> DemandConflict | None:
        """Look for a conflict."""
        key = row_id(plan_id, tables.TrainingPlan)
        try:
            found = await conflict_of_demands(info.context.viewer, key, uids or (), CONFLICT_SECONDS)
        except NotFound:
            return None
        if isinstance(found, Conflict):
            sentences = [Reason(zh=zh, en=en) for zh, en in found.sentences]
            return DemandConflict(
                possible=False, uids=list(found.events), rules=list(found.rules), sentences=sentences
            )
        possible = None if isinstance(found, Undecided) else True
        return DemandConflict(possible=possible, uids=[], rules=[], sentences=[])
