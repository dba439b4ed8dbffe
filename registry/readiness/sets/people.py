"""Area P 人员 of many teams: who is available, and how many posts they fill."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.readiness.sets.indexed import Indexed, Numbers, added, days, distinct, firsts, known, positions
from registry.readiness.sets.matching import Able, Held, Posts, matched


@dataclass(frozen=True, slots=True)
class People:
    """
    The people of all teams on the day.

    Parameters
    ----------
    posts, key_posts, available, matched, key_matched
        Counts by team.
    grade
        Data age of those who serve, 0 (A) to 3 (D).
    serving
        Keys of who serves where, in order: team × `span` + person.
    span
        How many persons there are.

    """

    posts: Numbers
    key_posts: Numbers
    available: Numbers
    matched: Numbers
    key_matched: Numbers
    grade: Numbers
    serving: Numbers
    span: int


def people_of(given: Indexed) -> People:
    """Return what there is to say about people: each counts once in a team, however many records say so."""
    members = given.of("member")
    persons = known(members["person"])
    span = max(1, len(persons))
    key, holds, confirmed, proved = _pairs(given, positions(members["person"], persons), span)
    serving = key[holds]
    team, person = serving // span, serving % span
    grade = given.grade(confirmed[holds], proved[holds], team)
    free = ~_away(given, persons)[person]
    able = Able(team[free], person[free])
    posts = _posts(given)
    filled, key_filled = matched(posts, able, _held(given, persons), given.count)
    return People(
        added(posts.team, given.count),
        added(posts.team[posts.key], given.count),
        added(able.team, given.count),
        filled,
        key_filled,
        grade,
        serving,
        span,
    )


def _pairs(given: Indexed, person: Numbers, span: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return each pair of team and person once: its key, whether it serves, the latest confirmation."""
    members = given.of("member")
    key = given.team("member") * span + person
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = firsts(ordered)
    holds = given.holding(members, "served_from", "served_to")[order]
    word = (days(members["confirmed_on"]) * 2 + members["proved"].to_numpy())[order]
    if not len(starts):
        return ordered, holds, word, word
    latest = np.maximum.reduceat(word, starts)
    return ordered[starts], np.logical_or.reduceat(holds, starts), latest >> 1, (latest & 1).astype(bool)


def _away(given: Indexed, persons: Numbers) -> Numbers:
    """Return which persons are away on the day."""
    frame = given.loose("away")
    who = positions(frame["person"], persons)[given.holding(frame, "from", "to")]
    away = np.zeros(len(persons) or 1, bool)
    away[who[who >= 0]] = True
    return away


def _posts(given: Indexed) -> Posts:
    asked = given.required("post")
    frame = given.of("post")[asked]
    return Posts(
        given.team("post")[asked],
        positions(frame["qualification"], known(given.of("post")["qualification"])),
        frame["key"].to_numpy(),
    )


def _held(given: Indexed, persons: Numbers) -> Held:
    """Return what people hold on the day of what any post asks for."""
    frame = given.loose("grant")
    frame = frame[given.holding(frame, "from", "to")]
    qualifications = known(given.of("post")["qualification"])
    person = positions(frame["person"], persons)
    what = positions(frame["qualification"], qualifications)
    wanted = (person >= 0) & (what >= 0)
    span = max(1, len(qualifications))
    key = distinct(person[wanted] * span + what[wanted])
    return Held(key // span, key % span)
