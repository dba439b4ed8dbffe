"""Teams as the planner's crews: yearly limits, the standby rule, and days they cannot train."""

from __future__ import annotations

from collections import Counter
from math import ceil

from exercises.codes import Attendees, Grouping
from exercises.default_syllabus import RuleData
from exercises.planning.facts import TeamFact, YearFacts
from registry.codes import CategoryGroup, TeamCategory
from scheduling.problem import Crew, StandbyLimit, Window

EMPLOYER_LIMIT_HALF_DAYS = 30
"""15 days a year for members an employer supplies (assumed; militia practice is 12)."""
OFFICE_LIMIT_HALF_DAYS = 60
"""30 days a year for office-run teams (assumed)."""
DAY_OFF = "非工作日，仅有上级定期任务 / day off, only an event dated from outside"


def limit_half_days(category: TeamCategory) -> int:
    """Return what one member may spend in a year, in half-days."""
    office = category.group is CategoryGroup.OFFICE
    return OFFICE_LIMIT_HALF_DAYS if office else EMPLOYER_LIMIT_HALF_DAYS


def crew_share(rule: RuleData, category: TeamCategory) -> tuple[int, int]:
    """Return the part of a team that attends; rotating crews are asked of employers' teams only."""
    rotating = rule.attendees is Attendees.CREW_THIRD and category.group is not CategoryGroup.OFFICE
    return (1, 3) if rotating else (1, 1)


def event_share(rule: RuleData) -> tuple[int, int]:
    """Return the share a whole event counts with; office-run teams carry the rest (`carried`)."""
    return (1, 3) if rule.attendees is Attendees.CREW_THIRD else (1, 1)


def applies(rule: RuleData, category: TeamCategory) -> bool:
    """Return whether a row asks teams of `category`; a row without categories asks every team."""
    return not rule.categories or category in rule.categories


def carried_half_days(facts: YearFacts, category: TeamCategory) -> int:
    """
    Return what a member spends beyond the share its events count with, in half-days.

    One event has one share, but at a network exercise an office-run team attends whole while the others
    send a third: the difference is booked here once, as if every such event took place.
    """
    total = 0
    for rule in facts.rules:
        if rule.grouping is Grouping.NETWORK and applies(rule, category):
            asked, counted = crew_share(rule, category), event_share(rule)
            load = rule.times_per_year * rule.duration_half_days
            total += ceil(load * asked[0] / asked[1]) - ceil(load * counted[0] / counted[1])
    return total


def standby_group(facts: YearFacts, team: TeamFact) -> str:
    """Return the name of the group a team keeps standby with: its city and category."""
    return f"{facts.city_of(team.region)}:{team.category.value}"


def standby_limits(facts: YearFacts) -> dict[str, int]:
    """
    Return how many teams of each group may be away at once.

    At most 40 % of a city's teams of one category, rounded down but never below one; of several mobile
    command posts one always stays home (both assumed).
    """
    counts = Counter(standby_group(facts, team) for team in (*facts.teams, *facts.guests))
    limits: dict[str, int] = {}
    for group, count in counts.items():
        office = group.endswith(f":{TeamCategory.MCP.value}")
        limits[group] = max(1, count - 1 if office else count * 2 // 5)
    return limits


def crews_of(facts: YearFacts, attending_days_off: dict[str, set[str]]) -> tuple[Crew, ...]:
    """Return every team as a crew; on a day off only the teams of the event dated there are free."""
    crews: list[Crew] = []
    for team in sorted((*facts.teams, *facts.guests), key=lambda t: t.code):
        off = tuple(
            Window(day, day, DAY_OFF)
            for day in facts.given_days_off
            if team.code not in attending_days_off.get(day.isoformat(), set())
        )
        crews.append(
            Crew(
                id=team.code,
                region=team.region,
                standby_group=standby_group(facts, team),
                employer=team.organization,
                importance=team.importance,
                yearly_limit_half_days=limit_half_days(team.category),
                carried_half_days=carried_half_days(facts, team.category),
                blocked=(*team.blocked, *off),
                person_ids=team.persons,
            )
        )
    return tuple(crews)


def standby_of(facts: YearFacts) -> tuple[StandbyLimit, ...]:
    """Return the standby rule of every group."""
    return tuple(StandbyLimit(group, limit) for group, limit in sorted(standby_limits(facts).items()))
