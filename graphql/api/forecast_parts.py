"""The parts of a forecast as the schema words them: steps for a chart, movements with causes, months."""

from __future__ import annotations

from datetime import date

import strawberry

from api.enums import Label
from registry.codes import CapKind, CauseKind, ForecastCase, Measure, ReadinessArea, TaskState


@strawberry.type(description="One exact fraction of a step.")
class ForecastFraction:
    """A fraction."""

    measure: Measure = strawberry.field(description="Which fraction.")
    numerator: int = strawberry.field(
        description="What counts: persons, posts or items; of training, quarters of weighted credit."
    )
    denominator: int = strawberry.field(
        description="Of how much, in the same unit; 0 when the measure is not applicable."
    )
    level: int | None = strawberry.field(description="Level 1 (best) to 4; null when not applicable.")


@strawberry.type(description="The level of one area during a step.")
class ForecastArea:
    """An area."""

    area: ReadinessArea = strawberry.field(description="Which area.")
    area_label: Label = strawberry.field(description="The same in words.")
    level: int | None = strawberry.field(description="Level 1 (best) to 4; null when not applicable.")


@strawberry.type(description="Days through which nothing a rating says changes: one step of the curve.")
class ForecastStep:
    """A step."""

    first_day: date = strawberry.field(description="First day of the step.")
    last_day: date = strawberry.field(description="Last day of the step, inclusive.")
    level: int | None = strawberry.field(
        description="Level to be shown: 1 (best) to 4, 5 while the team reorganizes, null when not rated."
    )
    computed_level: int | None = strawberry.field(
        description="Level computed from the records, where one set by hand is shown instead."
    )
    unverified: bool = strawberry.field(
        description="Whether an area rests on records nobody has confirmed for long."
    )
    areas: list[ForecastArea] = strawberry.field(description="The four areas; empty when not rated.")
    fractions: list[ForecastFraction] = strawberry.field(description="All fractions; empty when not rated.")
    caps: list[CapKind] = strawberry.field(description="Caps that hold during the step.")


@strawberry.type(description="Why a level moves, with the records behind it.")
class ForecastCause:
    """A cause."""

    kind: CauseKind = strawberry.field(description="What happens.")
    kind_label: Label = strawberry.field(description="The same in words.")
    sentence: Label = strawberry.field(
        description="What happens in words, naming the first few records; people out of scope are not named."
    )
    record_ids: list[strawberry.ID] = strawberry.field(
        description="The records: people, items, parts in executions, planned events, findings; people out of"
        " scope are left out."
    )


@strawberry.type(description="A level that moves on a day.")
class ForecastMovement:
    """A movement."""

    on: date = strawberry.field(description="First day of the new level.")
    area: ReadinessArea | None = strawberry.field(
        description="The area whose level moves; null for the level shown of the team."
    )
    area_label: Label | None = strawberry.field(description="The area in words; null for the team.")
    before: int | None = strawberry.field(description="Level of the day before; null when not applicable.")
    after: int | None = strawberry.field(description="Level from the day on; null when not applicable.")
    causes: list[ForecastCause] = strawberry.field(description="Why.")


@strawberry.type(description="One month of a forecast, as far as it is asked for.")
class ForecastMonth:
    """A month."""

    year: int = strawberry.field(description="Year.")
    month: int = strawberry.field(description="Month, 1 to 12.")
    days: int = strawberry.field(description="Days of it that the forecast covers.")
    days_below: int = strawberry.field(description="Days on which the level is worse than 2.")
    best: int | None = strawberry.field(description="Best level of its days; null when not rated.")
    worst: int | None = strawberry.field(description="Worst level of its days; null when not rated.")


@strawberry.type(description="The readiness of one team on every day to come, and what moves it.")
class Forecast:
    """A forecast."""

    case: ForecastCase = strawberry.field(description="What is taken to happen to the training year.")
    case_label: Label = strawberry.field(description="The same in words.")
    task: TaskState = strawberry.field(description="The task it is for.")
    first_day: date = strawberry.field(description="First day.")
    last_day: date = strawberry.field(description="Last day, inclusive.")
    steps: list[ForecastStep] = strawberry.field(description="The curve, by day.")
    drops: list[ForecastMovement] = strawberry.field(description="Every movement to a worse level, by day.")
    rises: list[ForecastMovement] = strawberry.field(description="Every movement to a better level, by day.")
    months: list[ForecastMonth] = strawberry.field(description="Its months in order.")
    worst_month: ForecastMonth | None = strawberry.field(
        description="The month with most days worse than level 2; null where no day is."
    )
    rule_version: str = strawberry.field(description="Hash of the figures it was made by.")


@strawberry.type(description="What edits that are not saved would do to a forecast.")
class WhatIf:
    """A comparison."""

    edits: list[Label] = strawberry.field(description="The edits in words, in the order given.")
    sentences: list[Label] = strawberry.field(description="What differs, in words.")
    before: Forecast = strawberry.field(description="The forecast as the records stand.")
    after: Forecast = strawberry.field(description="The forecast under the edits.")
    days_below_before: int = strawberry.field(description="Days worse than level 2 as the records stand.")
    days_below_after: int = strawberry.field(description="Days worse than level 2 under the edits.")


@strawberry.type(description="Days through which the number of teams at each level stays the same.")
class TeamsForecastStep:
    """A step of many teams."""

    first_day: date = strawberry.field(description="First day of the step.")
    last_day: date = strawberry.field(description="Last day of the step, inclusive.")
    levels: list[int] = strawberry.field(
        description="Teams at level 1, 2, 3, 4 and 5 (reorganizing), in this order."
    )
    unrated: int = strawberry.field(description="Teams without a level.")
    rated: int = strawberry.field(description="Teams at level 1 to 4.")
    ready: int = strawberry.field(description="Of these, teams at level 1 or 2.")


@strawberry.type(description="One month of a forecast of many teams.")
class TeamsForecastMonth:
    """A month of many teams."""

    year: int = strawberry.field(description="Year.")
    month: int = strawberry.field(description="Month, 1 to 12.")
    ready_days: int = strawberry.field(description="Team-days at level 1 or 2.")
    rated_days: int = strawberry.field(description="Team-days at level 1 to 4.")


@strawberry.type(description="Teams whose level moves on a day.")
class TeamsForecastMovement:
    """A movement of many teams."""

    on: date = strawberry.field(description="First day of the new levels.")
    dropping: list[str] = strawberry.field(description="Codes of the teams whose level becomes worse.")
    rising: list[str] = strawberry.field(description="Codes of the teams whose level becomes better.")


@strawberry.type(description="The readiness of many teams on every day to come.")
class TeamsForecast:
    """A forecast of many teams."""

    case: ForecastCase = strawberry.field(description="What is taken to happen to the training year.")
    task: TaskState = strawberry.field(description="The task it is for.")
    first_day: date = strawberry.field(description="First day.")
    last_day: date = strawberry.field(description="Last day, inclusive.")
    team_count: int = strawberry.field(description="Teams taken into account.")
    steps: list[TeamsForecastStep] = strawberry.field(description="The curve, by day.")
    movements: list[TeamsForecastMovement] = strawberry.field(description="Who drops and rises, by day.")
    months: list[TeamsForecastMonth] = strawberry.field(description="Its months in order.")
    worst_month: TeamsForecastMonth | None = strawberry.field(
        description="The month with the smallest share of team-days at level 1 or 2; null when none is rated."
    )
