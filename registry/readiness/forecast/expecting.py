"""Facts as they will be if what is expected happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from registry.codes import ReadinessArea
from registry.readiness.areas.people import covers
from registry.readiness.facts import MemberFact, TeamFacts
from registry.readiness.forecast.forecasts import Prospect


def expected(facts: TeamFacts, prospect: Prospect) -> TeamFacts:
    """
    Return facts with the exercises, musters and links of a prospect, as if they were recorded.

    A muster or link adds to a duty the team has; it makes none.
    """
    links, muster = facts.links_proved, facts.muster
    return replace(
        facts,
        held=(*facts.held, *prospect.held),
        links_proved=None if links is None else (*links, *prospect.links_proved_on),
        muster=muster and replace(muster, held_on=(*muster.held_on, *prospect.mustered_on)),
    )


def confirmed_by(facts: TeamFacts, prospect: Prospect, on: date) -> TeamFacts:
    """
    Return facts as confirmed by a day: what an expected confirmation reached is as old as that.

    A confirmation of people reaches the members who serve on its day, one of equipment or serviceability
    the items held on it; those who come later bring the day of their own record.
    """
    days = [(area, day) for area, day in prospect.confirmed if day <= on]
    people = [day for area, day in days if area is ReadinessArea.PEOPLE]
    items = [day for area, day in days if area in (ReadinessArea.EQUIPMENT, ReadinessArea.SERVICEABILITY)]
    if not people and not items:
        return facts
    return replace(
        facts,
        members=tuple(_member(each, people) for each in facts.members),
        items=tuple(
            replace(each, confirmed_on=day, proved=True)
            if (day := max((d for d in items if each.held.contains(d)), default=date.min)) > each.confirmed_on
            else each
            for each in facts.items
        ),
    )


def _member(member: MemberFact, days: list[date]) -> MemberFact:
    day = max((day for day in days if covers(member.served, day)), default=date.min)
    return replace(member, confirmed_on=day, proved=True) if day > member.confirmed_on else member
