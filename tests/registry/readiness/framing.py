"""Frames made of the facts of teams: the way back from `registry.readiness.from_frames`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from registry.readiness.facts import TeamFacts
from registry.readiness.frames import COLUMNS, ReadinessFrames

_DAYS = {
    "active_since",
    "served_from",
    "served_to",
    "confirmed_on",
    "from",
    "to",
    "inspection_due_on",
    "held_from",
    "held_to",
    "on",
    "found_on",
    "due_on",
    "closed_on",
    "proved_on",
    "held_on",
}


def frames_of(facts: Iterable[TeamFacts]) -> ReadinessFrames:
    """Return frames with all facts of some teams."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
    for team in facts:
        for name, row in _rows(team):
            rows[name].append(row)
    for name in ("grant", "away", "taker"):
        rows[name] = list(dict.fromkeys(rows[name]))
    return ReadinessFrames({name: _frame(name, rows[name]) for name in COLUMNS})


def _frame(name, rows):
    columns = list(COLUMNS[name])
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    for column in columns:
        values = frame[column]
        if column in _DAYS:
            frame[column] = pd.to_datetime(values).astype("datetime64[s]")
        elif column in {"key", "proved", "passed", "named", "needs_link"}:
            frame[column] = values.astype(bool)
        elif column in {"required", "quantity", "number", "weight", "periodicity_days", "present"} | {
            "authorized",
            "crew_numerator",
            "crew_denominator",
            "muster_month",
        }:
            frame[column] = values.astype("int64")
    return frame


def _rows(team: TeamFacts):
    month = team.muster.last_month if team.muster else 0
    needs_link = team.links_proved is not None
    yield "team", (
        team.team, team.code, team.name, team.category.value, team.region, team.state.value,
        team.active_since, month, needs_link,
    )  # fmt: skip
    for task, required in team.requirements.items():
        for post in required.posts:
            yield (
                "post",
                (team.team, task.value, post.id, post.title, post.title_en, post.key, post.qualification),
            )
        for line in required.lines:
            yield "line", (team.team, task.value, line.kind, line.kind_en, line.required, line.key)
    yield from _members(team)
    for item in team.items:
        yield "item", (
            team.team, item.id, item.kind, item.quantity, item.state.value, item.inspection_due_on,
            item.held.start, item.held.end, item.serial, item.confirmed_on, item.proved,
        )  # fmt: skip
    for rule in team.training:
        yield "training", (
            team.team, rule.number, rule.kind, rule.name, rule.name_en, rule.weight, rule.periodicity_days
        )  # fmt: skip
    yield from _held(team)
    for each in team.findings:
        yield "finding", (
            team.team, each.id, each.title, each.severity.value, each.found_on, each.due_on, each.closed_on
        )  # fmt: skip
    for day in team.links_proved or ():
        yield "link", (team.team, day)
    for day in team.muster.held_on if team.muster else ():
        yield "muster", (team.team, day)


def _members(team: TeamFacts):
    for member in team.members:
        for period in member.served:
            yield "member", (
                team.team, member.person, member.reference, period.start, period.end,
                member.confirmed_on, member.proved,
            )  # fmt: skip
        for post, period in member.posts:
            yield "appointment", (team.team, member.person, post, period.start, period.end)
        for grant in member.grants:
            yield "grant", (member.person, grant.qualification, grant.period.start, grant.period.end)
        for period in member.away:
            yield "away", (member.person, period.start, period.end)


def _held(team: TeamFacts):
    for part in team.held:
        for kind in sorted(part.kinds):
            yield "held", (
                team.team, part.id, kind, part.on, part.passed, part.present, part.authorized,
                part.proved, part.takers is not None, *part.crew,
            )  # fmt: skip
        for person in sorted(part.takers or ()):
            yield "taker", (part.id, person)


def of_its_own(facts: TeamFacts, team: str) -> TeamFacts:
    """Return facts whose team, people, posts, items, parts in executions and findings are nobody else's."""

    def own(name):
        return f"{team}/{name}"

    return replace(
        facts,
        team=team,
        code=team,
        requirements={
            task: replace(each, posts=tuple(replace(post, id=own(post.id)) for post in each.posts))
            for task, each in facts.requirements.items()
        },
        members=tuple(
            replace(
                each, person=own(each.person), posts=tuple((own(post), days) for post, days in each.posts)
            )
            for each in facts.members
        ),
        items=tuple(replace(each, id=own(each.id)) for each in facts.items),
        held=tuple(
            replace(
                each,
                id=own(each.id),
                takers=None if each.takers is None else frozenset(own(person) for person in each.takers),
            )
            for each in facts.held
        ),
        findings=tuple(replace(each, id=own(each.id)) for each in facts.findings),
    )
