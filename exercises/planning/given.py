"""Events whose date is not ours to choose: given by a higher office, or fixed by the syllabus."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from exercises.codes import ExerciseKind
from exercises.default_syllabus import RuleData
from exercises.planning.crews import applies, event_share, standby_group
from exercises.planning.draft import Draft, Page, event_id
from exercises.planning.facts import GivenFact, TeamFact
from exercises.planning.origin import Origin, bilingual
from exercises.planning.windows import occurrences
from scheduling.problem import Event, Lock


def given_events(page: Page, rules: list[RuleData]) -> None:
    """
    Add every event dated outside, and fixed-date rows nobody outside has dated.

    A row whose date is neither given nor fixed asks nothing this year.
    """
    by_kind = {rule.kind: rule for rule in rules}
    dated = {given.kind for given in page.facts.given}
    for given in page.facts.given:
        rule = by_kind.get(given.kind)
        _add(page, given, rule, attending(page, rule, given) if rule else [])
    for rule in rules:
        if rule.kind not in dated and rule.fixed_month and rule.fixed_day:
            _add_fixed(page, rule, date(page.facts.year, rule.fixed_month, rule.fixed_day))


def attending(page: Page, rule: RuleData, given: GivenFact) -> list[TeamFact]:
    """
    Return the teams that take part in an event dated outside.

    Teams that cannot train on its days stay away; where it takes teams away from standby, no more go
    than the standby rule allows, and whose turn it is changes from year to year.
    """
    limits, groups = page.limits, defaultdict[str, list[TeamFact]](list)
    days = page.facts.axis.between(given.first_day, given.last_day)
    invited = _invited(page, rule, given)
    own = [team for team in page.facts.teams if page.facts.lies_in(team.region, given.region)]
    for team in sorted((*own, *page.facts.guests), key=lambda t: t.code):
        if invited and page.facts.city_of(team.region) not in invited:
            continue
        if applies(rule, team.category) and page.facts.free_days[team.code] & days == days:
            groups[standby_group(page.facts, team)].append(team)
    found: list[TeamFact] = []
    for group, teams in sorted(groups.items()):
        count = limits[group] if rule.away else len(teams)
        turn = page.facts.year % len(teams)
        found += (teams[turn:] + teams[:turn])[:count]
    return found


def _invited(page: Page, rule: RuleData, given: GivenFact) -> set[str]:
    """Return the cities of the host's joint-training areas; empty when everybody under the host is meant."""
    if rule.kind is not ExerciseKind.AREA_JOINT:
        return set()
    host = page.facts.city_of(given.host)
    return {region for area in page.facts.areas if host in area.regions for region in area.regions}


def _add_fixed(page: Page, rule: RuleData, day: date) -> None:
    for city in page.facts.cities:
        occurrence = occurrences(rule, page.facts.year)[0]
        code = event_id(page.facts.year, rule, occurrence, city)
        title = f"{page.facts.name(city)} {rule.kind.zh}"
        given = GivenFact(
            code, rule.kind, title, f"{city} {rule.kind.en}", day, day, city, rule.citation, city
        )
        teams = attending(page, rule, given)
        if teams:
            _add(page, given, rule, teams)


def _add(page: Page, given: GivenFact, rule: RuleData | None, teams: list[TeamFact]) -> None:
    days = [day for day in page.facts.days if given.first_day <= day <= given.last_day]
    if not days:
        return
    event = Event(
        id=given.code,
        kind=given.kind.value,
        crews=tuple(sorted(team.code for team in teams)),
        duration_days=len(days),
        windows=(),
        priority=rule.priority if rule else 1,
        load_half_days=min(rule.duration_half_days, 2 * len(days)) if rule else 2 * len(days),
        crew_share=event_share(rule) if rule else (1, 1),
        away=rule.away if rule else False,
        unbroken=False,
        lock=Lock(days[0], reason=f"{given.given_by}"),
        title=bilingual(given.title, given.title_en),
        source=Origin(
            rule.number if rule else None, page.facts.region, external=True, host=given.host
        ).text(),
    )
    if rule:
        page.put(Draft(event, rule, 1, given=True), teams)
    else:
        page.unruled.append(event)
