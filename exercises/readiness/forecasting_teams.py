"""Forecasts of teams as records and issued plans stand, by their offices' figures; nothing is stored."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from exercises.readiness.loading import load_facts
from exercises.readiness.planned import prospects
from registry.access import SYSTEM, Viewer, rows
from registry.codes import ForecastCase, TaskState
from registry.errors import InvalidValue, NotFound
from registry.periods import months_later, reaching
from registry.readiness.facts import TeamFacts
from registry.readiness.forecast.forecasting import MOST_MONTHS, ageless, check_span, forecast
from registry.readiness.forecast.forecasts import NOTHING, Forecast, Prospect, SetLevel
from registry.readiness.records.names import qualification_names
from registry.readiness.records.office_rules import rules_of_regions
from registry.readiness.records.overriding import set_level
from registry.readiness.records.reading import Where
from registry.readiness.rules import RatingRules
from registry.readiness.words import NAMELESS, Names
from registry.tables import ReadinessOverride, Team

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Horizon:
    """
    What is asked: days from `first` to `last`, both included, seen from `today`, whose records count.

    `confirmed` takes records to be confirmed all along, so that only what they say moves levels.

    Raises
    ------
    InvalidValue
        `first` lies before `today`, `last` before `first` or more than 18 months after `today`.

    """

    today: date
    first: date
    last: date
    case: ForecastCase = ForecastCase.PLANNED
    task: TaskState = TaskState.PEACE
    confirmed: bool = False

    def __post_init__(self) -> None:
        if self.first < self.today:
            raise InvalidValue(
                "from", self.first, f"not before {self.today}", rule_zh=f"不得早于{self.today}"
            )
        check_span(self.first, self.last)
        check_span(self.today, self.last)

    @classmethod
    def of(
        cls,
        today: date,
        first: date | None = None,
        last: date | None = None,
        case: ForecastCase = ForecastCase.PLANNED,
        task: TaskState = TaskState.PEACE,
        *,
        confirmed: bool = False,
    ) -> Horizon:
        """Return the horizon of a question: from today on, for 18 months, unless days are given."""
        until = last or months_later(today, MOST_MONTHS) - _DAY
        return cls(today, first or today, until, case, task, confirmed)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a team on the day asked: facts, figures, what it expects, levels set by hand."""

    facts: TeamFacts
    rules: RatingRules
    prospect: Prospect
    set_levels: tuple[SetLevel, ...] = ()
    names: Names = field(default_factory=lambda: NAMELESS)

    def forecast(self, horizon: Horizon) -> Forecast:
        """Return the forecast of the team over a horizon."""
        return forecast(
            self.facts,
            self.rules,
            horizon.first,
            horizon.last,
            horizon.task,
            prospect=self.prospect if horizon.case is ForecastCase.PLANNED else NOTHING,
            set_levels=self.set_levels,
            names=self.names,
        )

    async def forecast_aside(self, horizon: Horizon) -> Forecast:
        """Return the forecast, made in a thread: it takes tens of milliseconds."""
        return await to_thread(self.forecast, horizon)


async def known_teams(viewer: Viewer, where: Where, horizon: Horizon) -> list[Known]:
    """
    Return what is known of the teams of a region's subtree, or of some teams; a fixed number of statements.

    Teams out of the viewer's scope are left out; raises `NotFound` for a region out of scope.
    """
    facts = await load_facts(viewer, where, horizon.today)
    expected = await prospects(facts, horizon.today)
    levels = await set_levels_of([team.team for team in facts], horizon)
    rules = await rules_in(viewer, {team.region for team in facts}, horizon)
    names = await qualification_names(viewer)
    return [
        Known(team, rules[team.region], expected[team.team], levels.get(team.team, ()), names)
        for team in facts
    ]


async def rules_in(viewer: Viewer, regions: Iterable[str], horizon: Horizon) -> dict[str, RatingRules]:
    """Return the figures that each of some regions (ids as text) follows on the day asked."""
    found = await rules_of_regions(viewer, {UUID(region) for region in regions}, horizon.today)
    shared = {rules.version: ageless(rules) if horizon.confirmed else rules for rules in found.values()}
    return {str(region): shared[rules.version] for region, rules in found.items()}


async def known_team(viewer: Viewer, team_id: UUID, horizon: Horizon) -> Known:
    """Return what is known of one team; raises `NotFound` when it is out of scope, or not there that day."""
    found = await known_teams(viewer, [team_id], horizon)
    if not found:
        raise NotFound(Team.table_name(), team_id)
    return found[0]


async def set_levels_of(teams: Sequence[str], horizon: Horizon) -> dict[str, tuple[SetLevel, ...]]:
    """Return the levels set by hand that hold on the day asked or later, by team."""
    query = rows(SYSTEM, ReadinessOverride).filter(
        reaching(horizon.today), team_id__in=[UUID(team) for team in teams], task_state=horizon.task
    )
    found: dict[str, tuple[SetLevel, ...]] = {}
    for row in await query.order_by("valid_from", "id"):
        found[str(row.team_id)] = (*found.get(str(row.team_id), ()), set_level(row))
    return found


async def forecast_team(viewer: Viewer, team_id: UUID, horizon: Horizon) -> Forecast:
    """
    Return the forecast of one team.

    Raises
    ------
    NotFound
        The team is out of scope, or not there on the day asked.

    """
    known = await known_team(viewer, team_id, horizon)
    return await known.forecast_aside(horizon)
