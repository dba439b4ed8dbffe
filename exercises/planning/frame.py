"""From facts to the planner's problem: which events, in which order they are formed, and what binds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from exercises.codes import Grouping
from exercises.errors import NothingToPlan
from exercises.interruptions import BrokenOff
from exercises.planning.broken_off import asked_again, cut_short, held_instead
from exercises.planning.citywide import centers, city_exercises, network, zones
from exercises.planning.crews import crews_of, standby_of
from exercises.planning.draft import Page
from exercises.planning.facts import YearFacts
from exercises.planning.given import given_events
from exercises.planning.local import mixed_districts, single_teams, whole_districts
from exercises.planning.pairs import pair_areas
from exercises.planning.series import series_of, targets_of
from exercises.planning.standing import Standing, settle
from scheduling.problem import Event, Problem, Series


def problem_of(
    facts: YearFacts, base: Iterable[Standing] = (), broken_off: Iterable[BrokenOff] = ()
) -> Problem:
    """
    Return the planning problem of one office and year; equal facts give an equal problem.

    `base` is where events stand in the version in force, `broken_off` what repairs had to end early in it.

    Raises
    ------
    NothingToPlan
        No active team, or no row asks anything of them.

    """
    page = Page(facts)
    _fill(page)
    paired = [rule for rule in facts.rules if rule.grouping is Grouping.PAIRED_REGIONS]
    areas = tuple(area for rule in paired for area in pair_areas(page, rule))
    ended = tuple(broken_off)
    demanded = asked_again([d.event for d in page.drafts] + page.unruled, ended)
    drafted = sorted(demanded, key=lambda e: e.id)
    if not page.drafts and not areas:
        raise NothingToPlan(facts.region, facts.year)
    settled = settle(drafted, areas, base, facts.issue_date)
    present = {event.id for event in settled.events}
    return Problem(
        id=f"{facts.region}-{facts.year}",
        year=facts.year,
        issue_date=facts.issue_date,
        days=facts.days,
        estimated_days=facts.calendar.estimated & frozenset(facts.days),
        crews=crews_of(facts, _days_off(settled.events, facts.given_days_off)),
        resources=page.grounds.resources(),
        events=cut_short(settled.events, ended),
        series=tuple(_kept(held_instead(series, ended), present) for series in series_of(page)),
        standby=standby_of(facts),
        targets=targets_of(page),
        areas=tuple(sorted(areas, key=lambda area: area.id)),
        published=settled.published,
    )


def _fill(page: Page) -> None:
    """Form the standing demands first, then those that choose among teams by what they were asked so far."""
    by_grouping = {g: [r for r in page.facts.rules if r.grouping is g] for g in Grouping}
    given_events(page, by_grouping[Grouping.GIVEN])
    city_exercises(page, by_grouping[Grouping.CITY])
    for rule in by_grouping[Grouping.TEAM]:
        single_teams(page, rule)
    for rule in by_grouping[Grouping.DISTRICT]:
        whole_districts(page, rule, in_batches=False)
    for rule in by_grouping[Grouping.DISTRICT_BATCH]:
        whole_districts(page, rule, in_batches=True)
    for rule in by_grouping[Grouping.NETWORK]:
        network(page, rule)
    for rule in by_grouping[Grouping.MIXED]:
        mixed_districts(page, rule)
    for rule in by_grouping[Grouping.ZONE]:
        zones(page, rule)
    for rule in by_grouping[Grouping.CENTER]:
        centers(page, rule)


def _days_off(events: Iterable[Event], days: tuple[date, ...]) -> dict[str, set[str]]:
    """Return which crews are busy with an event dated on a day off, by ISO day."""
    found: dict[str, set[str]] = {day.isoformat(): set() for day in days}
    for event in events:
        if event.lock is not None and event.lock.first_day.isoformat() in found:
            found[event.lock.first_day.isoformat()] |= set(event.crews)
    return found


def _kept(series: Series, present: set[str]) -> Series:
    """Return the series without events an earlier version cancelled."""
    return replace(series, events=tuple(event for event in series.events if event in present))
