"""Words a forecast as the schema does: labels, global ids, and people in scope alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import strawberry

from api.context import Info
from api.enums import label
from api.forecast_parts import (
    Forecast,
    ForecastArea,
    ForecastCause,
    ForecastFraction,
    ForecastMonth,
    ForecastMovement,
    ForecastStep,
    TeamsForecast,
    TeamsForecastMonth,
    TeamsForecastMovement,
    TeamsForecastStep,
    WhatIf,
)
from api.readiness_shown import record_id, said
from exercises import tables as exercise_tables
from exercises.readiness.forecasting_teams import Known
from exercises.readiness.what_if import WhatIf as Compared
from registry import tables
from registry.access import rows
from registry.codes import ForecastCase
from registry.readiness.forecast import forecasts, set_forecasts
from registry.tables import Record


@dataclass(frozen=True, slots=True)
class Records:
    """The records causes may name: people in scope by pseudonym, others by id with their table."""

    people: Mapping[str, UUID]
    tables: Mapping[str, type[Record]]

    def ids(self, cause: forecasts.Cause) -> list[strawberry.ID]:
        """Return the global ids of the records of a cause."""
        if cause.of_people:
            return [
                record_id(tables.Person, self.people[each]) for each in cause.records if each in self.people
            ]
        return [record_id(self.tables[each], each) for each in cause.records if each in self.tables]


async def records_of(info: Info, known: Known) -> Records:
    """Return the records that causes of a team's forecast may name, in one statement."""
    facts = known.facts
    references = [member.reference for member in facts.members]
    found = rows(info.context.viewer, tables.Person).filter(reference__in=references)
    people = dict(await found.values_list("reference", "id"))
    of_table: dict[type[Record], list[str]] = {
        tables.EquipmentItem: [each.id for each in facts.items],
        tables.Finding: [each.id for each in facts.findings],
        exercise_tables.ExecutionTeam: [each.id for each in facts.held],
        exercise_tables.PlannedEvent: [each.id for each in known.prospect.held],
    }
    return Records(people, {each: table for table, ids in of_table.items() for each in ids})


def forecast_shown(found: forecasts.Forecast, case: ForecastCase, records: Records) -> Forecast:
    """Return a forecast as the schema has it."""
    return Forecast(
        case=case,
        case_label=label(case),
        task=found.task,
        first_day=found.first,
        last_day=found.last,
        steps=[_step(each) for each in found.steps],
        drops=[_movement(each, records) for each in found.drops],
        rises=[_movement(each, records) for each in found.rises],
        months=[_month(each) for each in found.months],
        worst_month=None if found.worst_month is None else _month(found.worst_month),
        rule_version=found.rule_version,
    )


def _step(step: forecasts.Step) -> ForecastStep:
    state = step.state
    return ForecastStep(
        first_day=step.first,
        last_day=step.last,
        level=state.level,
        computed_level=state.computed,
        unverified=state.unverified,
        areas=[ForecastArea(area=a, area_label=label(a), level=level) for a, level in state.areas.items()],
        fractions=[
            ForecastFraction(
                measure=each.measure, numerator=each.numerator, denominator=each.denominator, level=each.level
            )
            for each in state.fractions
        ],
        caps=list(state.caps),
    )


def _movement(movement: forecasts.Movement, records: Records) -> ForecastMovement:
    return ForecastMovement(
        on=movement.on,
        area=movement.area,
        area_label=None if movement.area is None else label(movement.area),
        before=movement.before,
        after=movement.after,
        causes=[_cause(each.within(records.people), records) for each in movement.causes],
    )


def _cause(cause: forecasts.Cause, records: Records) -> ForecastCause:
    return ForecastCause(
        kind=cause.kind,
        kind_label=label(cause.kind),
        sentence=said((cause.sentence_zh, cause.sentence)),
        record_ids=records.ids(cause),
    )


def _month(month: forecasts.Month) -> ForecastMonth:
    return ForecastMonth(
        year=month.year,
        month=month.month,
        days=month.days,
        days_below=month.below,
        best=month.best,
        worst=month.worst,
    )


def what_if_shown(found: Compared, case: ForecastCase, records: Records) -> WhatIf:
    """Return a comparison as the schema has it."""
    difference = found.difference
    before, after = difference.days_below
    return WhatIf(
        edits=[said(each) for each in found.edits],
        sentences=[said(each) for each in difference.sentences],
        before=forecast_shown(difference.before, case, records),
        after=forecast_shown(difference.after, case, records),
        days_below_before=before,
        days_below_after=after,
    )


def teams_shown(found: set_forecasts.SetForecast, case: ForecastCase) -> TeamsForecast:
    """Return a forecast of many teams as the schema has it."""
    return TeamsForecast(
        case=case,
        task=found.task,
        first_day=found.first,
        last_day=found.last,
        team_count=found.teams,
        steps=[
            TeamsForecastStep(
                first_day=step.first,
                last_day=step.last,
                levels=list(step.levels),
                unrated=step.unrated,
                rated=step.rated,
                ready=step.ready,
            )
            for step in found.steps
        ],
        movements=[
            TeamsForecastMovement(on=each.on, dropping=list(each.drops), rising=list(each.rises))
            for each in found.movements
        ],
        months=[_teams_month(each) for each in found.months],
        worst_month=None if found.worst_month is None else _teams_month(found.worst_month),
    )


def _teams_month(month: set_forecasts.SetMonth) -> TeamsForecastMonth:
    return TeamsForecastMonth(
        year=month.year, month=month.month, ready_days=month.ready_days, rated_days=month.rated_days
    )
