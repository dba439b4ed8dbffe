"""
What every field of the form means, with its unit and its bounds: one table for the schema and the checks.

Bounds are inclusive. What depends on several fields (an id must exist, a window must not end before it
begins) is checked in `scheduling.validation` and told in the description.
"""

from __future__ import annotations

from dataclasses import dataclass

LARGEST = 1_000_000_000
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Field:
    """A field's description, its least and greatest value, and how many entries or characters at least."""

    text: str
    least: int | None = None
    most: int | None = None
    entries: int | None = None


def _natural(text: str) -> Field:
    return Field(text, least=0, most=LARGEST)


def _result(text: str) -> Field:
    return Field(text, least=0)


def _id(text: str) -> Field:
    return Field(text, entries=1)


FIELDS: dict[str, dict[str, Field]] = {
    "Window": {
        "first": Field("First calendar day, included."),
        "last": Field("Last calendar day, included; not before `first`."),
        "reason": Field("Why these days matter, shown to people in this wording."),
    },
    "DayCap": {
        "first": Field("First calendar day, included."),
        "last": Field("Last calendar day, included; not before `first`."),
        "days": _natural("Workdays with an event of the crew at most in this span."),
    },
    "Reduction": {
        "first": Field("First calendar day, included."),
        "last": Field("Last calendar day, included; not before `first`."),
        "capacity": _natural("Units there are on each workday of the span; never more than the capacity."),
    },
    "Crew": {
        "id": _id("Name of the crew, unique among crews."),
        "region": Field("Region whose monthly load the crew's half-days count in (`targets`)."),
        "standby_group": Field("Group the standby limit counts the crew in (`standby`)."),
        "employer": Field("Who releases the crew; only shown."),
        "importance": _natural("How much the crew matters; only carried along."),
        "yearly_limit_half_days": _natural("Half-days one member may be away from work in the year."),
        "carried_half_days": _natural("Half-days of that limit already used."),
        "blocked": Field("Days on which the crew cannot train, with reasons."),
        "person_ids": Field("Opaque ids of members; crews that share one are never away at once."),
        "day_caps": Field("Caps of workdays per span: months, quarters, seasons; each holds for itself."),
    },
    "Resource": {
        "id": _id("Name of the resource, unique among resources."),
        "kind": Field("What sort of thing it is; `venue` has a place, `pool` is any renewable resource."),
        "region": Field("Where it is; only shown."),
        "capacity": _natural("Units there are on each workday (persons, instructors, vehicles, licenses)."),
        "closed": Field("Days on which there is none of it, with reasons."),
        "organization": Field("Whose it is: evaluators of a recused organization may not serve."),
        "reduced": Field("Spans with a lower capacity; on a day of several the lowest counts."),
    },
    "Option": {
        "resource": Field("Id of the resource; must exist."),
        "quantity": _natural("Units taken on each workday of the event."),
        "distance_km": _natural("Kilometers to travel there, one way."),
    },
    "Need": {
        "kind": Field("What sort of thing is needed; only shown."),
        "options": Field("Ways to meet the need, exactly one is taken; each resource once.", entries=1),
    },
    "Exercise": {
        "area": Field("Id of the pair area whose pairs the exercise counts for."),
        "regions": Field("Regions that meet, the host among them."),
        "host": Field("The region that hosts."),
    },
    "Lock": {
        "first_day": Field("The first day, fixed; before `issue_date` the event is history."),
        "choices": Field("Resources, one per need in their order; empty: the planner chooses."),
        "channel": _natural("Channel group of a cross-region exercise, from 0; null: the planner chooses."),
        "reason": Field("Why the event may not move, shown to people in this wording."),
    },
    "Event": {
        "id": _id("Name of the event, unique among events."),
        "kind": Field("What sort of training it is; parts of a year are bounded kind by kind."),
        "crews": Field("Ids of the crews that attend, each once; none for work without a crew."),
        "duration_days": Field("Workdays on the axis.", least=1, most=LONGEST_DAYS),
        "windows": Field("Spans that hold its days; adjoining ones count as one; none: the whole year."),
        "needs": Field("Shared resources it needs on each of its workdays."),
        "priority": _natural("Points it costs to leave the event out."),
        "load_half_days": _natural("Half-days one member of each crew spends, counted in the first month."),
        "crew_share": Field("Share of the crew that attends: numerator, denominator, 0 to 1."),
        "away": Field("Whether its crews count as away from standby."),
        "unbroken": Field("Whether it may span no day off."),
        "notice_days": _natural("Calendar days from `issue_date` to the first day at least."),
        "preferred": Field("The wished first day; each calendar day off is a preference-day."),
        "recused": Field("Organizations whose evaluators may not serve."),
        "exercise": Field("The cross-region part, if it is such an exercise."),
        "lock": Field("A place it may not leave."),
        "title": Field("Name shown to people."),
        "source": Field("Where the demand comes from, shown to people."),
        "starts": Field("Days it may start on, within its windows; none: any."),
    },
    "Series": {
        "id": _id("Name of the series, unique among series."),
        "crew": Field("Id of the crew it is about; must exist."),
        "events": Field("Ids of its events in order, each once; none is held without the one before."),
        "min_gap_days": _natural("Calendar days at least from the last day of one to the first of the next."),
        "currency_days": _natural("Calendar days after which the training has lapsed."),
        "last_held": Field("Last execution in earlier years; null: the count starts with the year."),
        "weight": _natural("Lapse-days of this series count so many times."),
        "preferred_gap_days": _natural("Wished gap, counted as the least; a day short is a preference-day."),
    },
    "Precedence": {
        "before": Field("Id of the event that comes first."),
        "after": Field("Id of the event that builds on it, never held without it."),
        "min_lag_days": _natural(
            "Calendar days at least from the last day of `before` to the first of `after`; 1: the next day."
        ),
        "max_lag_days": _natural("The same at most, not below `min_lag_days`; null: any time later."),
    },
    "StandbyLimit": {
        "group": Field("The crews' `standby_group`."),
        "away_at_most": _natural("Crews of the group away on any workday at most."),
    },
    "TargetLoad": {
        "region": Field("The crews' `region`."),
        "month": Field("Month of the year.", least=1, most=12),
        "half_days": _natural("Half-days of crews the month should hold at most; the excess is overload."),
    },
    "PairArea": {
        "id": _id("Name of the area, unique among areas."),
        "regions": Field("Regions every two of which must meet, each once.", entries=2),
        "crews": Field("Pairs (region, crew): who attends for a region."),
        "positions": Field("Triples (region, latitude, longitude), degrees, for each region."),
        "group_size": Field("Regions in one exercise at most.", least=2, most=1000),
        "duration_days": Field("Workdays of an exercise.", least=1, most=LONGEST_DAYS),
        "windows": Field("Spans that hold the days of an exercise; none: the whole year."),
        "times": Field("How often every pair must meet in the year.", least=1, most=LONGEST_DAYS),
        "priority": _natural("Points for each time a pair does not meet."),
        "load_half_days": _natural("Half-days one member of a crew spends on an exercise."),
        "host_per_quarter": _natural("Exercises a region hosts in a quarter at most."),
        "attend_per_quarter": _natural("Exercises a region attends in a quarter at most."),
        "channel_groups": Field("Channel groups there are, numbered from 0.", least=1, most=1000),
        "interference_km": _natural("Kilometers between hosts below which a channel group is not shared."),
        "notice_days": _natural("Calendar days from `issue_date` to the first day at least."),
        "needs": Field("Shared resources each exercise needs."),
        "guest_needs": Field("Pairs (region, need): what is needed when the region attends as a guest."),
        "last_hosts": Field("Regions that hosted last time, for rotation."),
        "hosted": Field("How often regions hosted over the years on record, as pairs of region and count."),
        "hosts_evenly": Field("Whether hosting is shared out evenly over the record before ways are short."),
        "kind": Field("Kind of the exercises designed."),
        "title": Field("Name shown to people."),
        "source": Field("Where the demand comes from, shown to people."),
    },
    "Published": {
        "event": Field("Id of the event; an unknown one does not count."),
        "first_day": Field("Its first day in the version issued."),
        "choices": Field("Its resources in the version issued; empty: only the day counts."),
    },
    "Weights": {
        "unscheduled_points": _natural("Cost of one priority point of what is left out."),
        "lapse_days": _natural("Cost of one lapse-day."),
        "overload_half_days": _natural("Cost of one crew half-day above a month's target."),
        "travel_km": _natural("Cost of one kilometer, one way."),
        "preference_days": _natural("Cost of one calendar day off a wish."),
        "moves": _natural("Cost of one event that leaves its issued place."),
        "finish_days": _natural("Cost of one workday the year's work ends later."),
    },
    "Problem": {
        "id": Field("Name of the problem, shown to people."),
        "year": Field("The calendar year planned.", least=1, most=9999),
        "issue_date": Field("Day of issue: notice counts from it; what is locked before it is history."),
        "days": Field("The workdays of the year, rising: the axis of durations and rest.", entries=1),
        "estimated_days": Field("Workdays of which it is not certain yet that they are; only shown."),
        "crews": Field("Who trains."),
        "resources": Field("Renewable resources that events share."),
        "events": Field("What is to be placed."),
        "series": Field("Events of a kind for a crew, in order, with gaps and currency."),
        "precedence": Field("Events that build on each other, with lags."),
        "standby": Field("How many crews of a group may be away."),
        "targets": Field("Even load: what a region's month should hold."),
        "areas": Field("Cross-region exercises to design, so that every pair of regions meets."),
        "weights": Field("What a unit of each component costs; 0 switches a component off."),
        "rest_days": Field("Workdays free between events of a crew at least.", least=0, most=LONGEST_DAYS),
        "published": Field("Where events stand in the version issued; leaving it is a move."),
        "order": Field("Components that come before the weighted total, the first one first, each once."),
    },
    "Cost": {
        "unscheduled_points": _result("Priority points of events and pairs left out."),
        "lapse_days": _result("Days on which training is out of date, times the weight of the series."),
        "overload_half_days": _result("Crew half-days above the monthly targets."),
        "travel_km": _result("Kilometers, one way."),
        "preference_days": _result("Calendar days off the wishes."),
        "moves": _result("Events that left their issued place."),
        "finish_days": _result("Position of the last workday in use, from 1; 0 for an empty year."),
    },
    "Assignment": {
        "event": Field("Id of the event placed; a designed exercise has an id of its own."),
        "first_day": Field("First workday, included."),
        "last_day": Field("Last workday, included."),
        "choices": Field("One resource per need of the event, in their order."),
        "channel": _result("Channel group of a cross-region exercise, from 0; else null."),
        "exercise": Field("Who meets and hosts, for a cross-region exercise."),
    },
    "Unscheduled": {
        "event": Field("Id of the event left out."),
        "points": _result("Its priority points."),
        "reasons": Field("Why, in words: pairs (Chinese, English)."),
    },
    "Plan": {
        "assignments": Field("Events placed, by first day and id."),
        "unscheduled": Field("Events left out."),
        "cost": Field("The cost as its author computed it; the verifier computes its own."),
    },
    "Component": {
        "name": Field("Name of the component, as in the cost."),
        "value": _result("The plan's value in the component's unit; null without a plan."),
        "bound": _result("No plan of the problem has less, in the same unit."),
    },
    "Planned": {
        "plan": Field("The best plan found; it has passed the verifier."),
        "bound": _result("No plan costs less in total, in cost units."),
        "proven_optimal": Field("Whether the plan is proven to cost the least."),
        "seconds": _result("Seconds used (with a deterministic budget: the solver's own)."),
        "seed": Field("Seed of the search."),
        "violations": Field("Always empty."),
        "components": Field("Value and bound by component."),
    },
    "Conflict": {
        "sentences": Field("Pairs (Chinese, English): demands and rules that cannot hold together."),
        "events": Field("Ids of the events concerned."),
        "rules": Field("Codes of the rules concerned."),
    },
    "Infeasible": {
        "conflict": Field("What cannot hold together."),
        "seconds": _result("Seconds used."),
    },
    "Unfinished": {
        "best": Field("The best plan so far, verified; null without one."),
        "bound": _result("No plan costs less in total, in cost units; null: nothing proven yet."),
        "seconds": _result("Seconds used."),
        "seed": Field("Seed of the search."),
        "components": Field("Value and bound by component."),
    },
}  # fmt: skip
