"""Area T 训练 of many teams: credit for each requirement in force, counted in quarters of weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.readiness.areas.training import QUARTERS
from registry.readiness.sets.indexed import (
    Indexed,
    Numbers,
    added,
    among,
    days,
    distinct,
    expanded,
    known,
    positions,
    worst_of,
)
from registry.readiness.sets.people import People


@dataclass(frozen=True, slots=True)
class Training:
    """Quarters of weight credited and asked for, by team, and the data age: 1 (B) where nobody else saw."""

    credited: Numbers
    asked: Numbers
    grade: Numbers


def training_of(given: Indexed, people: People) -> Training:
    """Return the credit of teams: each requirement's from the passed execution that gives most."""
    frame, team = given.of("training"), given.team("training")
    weight = frame["weight"].to_numpy().astype(np.int64)
    best = _best(given, people)
    credit, unproved = best >> 1, (best > 0) & (best & 1 == 0)
    return Training(
        added(team, given.count, weight * credit),
        QUARTERS * added(team, given.count, weight),
        worst_of(team, unproved, given.count),
    )


def _best(given: Indexed, people: People) -> Numbers:
    """Return, by requirement, twice the quarters of its best credit, plus 1 where that is proved."""
    frame, team = given.of("training"), given.team("training")
    kinds = known(frame["kind"])
    span = max(1, len(kinds))
    held, owner = given.of("held"), given.team("held")
    kind, on = positions(held["kind"], kinds), days(held["on"])
    counts = (kind >= 0) & held["passed"].to_numpy() & (on <= given.day)
    held, owner, kind, on = held[counts], owner[counts], kind[counts], on[counts]
    order = np.argsort(owner * span + kind, kind="stable")
    keys = (owner * span + kind)[order]
    wanted = team * span + positions(frame["kind"], kinds)
    row, place = expanded(np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right"))
    at = order[place]
    credit = _credit(given, given.day - on[at], frame["periodicity_days"].to_numpy()[row], team[row])
    credit >>= _halved(given, people, held, owner)[at]
    value = np.where(credit > 0, 2 * credit + held["proved"].to_numpy()[at], 0)
    return worst_of(row, value, len(frame))


def _credit(given: Indexed, age: Numbers, periodicity: Numbers, team: Numbers) -> Numbers:
    """Return the credit of executions by their age, in quarters."""
    full, half = (
        periodicity * given.figure(f"credit.{each}-share")[team] // 100 for each in ("full", "half")
    )
    return np.where(age <= full, QUARTERS, np.where(age <= half, QUARTERS // 2, 0))


def _halved(given: Indexed, people: People, held: Numbers, team: Numbers) -> Numbers:
    """Return which parts in executions give half of their credit."""
    columns = ("present", "authorized", "crew_numerator", "crew_denominator")
    present, authorized, numerator, denominator = (held[name].to_numpy().astype(np.int64) for name in columns)
    least = given.figure("credit.attendance")[team]
    few = 100 * present * denominator < least * authorized * numerator
    holders = _key_holders(given, people)
    named = held["named"].to_numpy()
    came = np.zeros(len(held), np.int64)
    came[named] = _came(given, people, held["held"][named], team[named], holders)
    all_holders = added(holders // people.span, given.count)[team]
    changed = 100 * came < given.figure("credit.turnover")[team] * all_holders
    return few | (named & changed)


def _key_holders(given: Indexed, people: People) -> Numbers:
    """Return the keys, in order, of those who serve on the day and are appointed to a key post then."""
    asked = given.required("post")
    posts, team = given.of("post")[asked], given.team("post")[asked]
    key = posts["key"].to_numpy()
    names = known(given.of("post")["post"])
    span = max(1, len(names))
    key_posts = distinct(team[key] * span + positions(posts["post"][key], names))
    placed = given.of("appointment")
    now = given.holding(placed, "from", "to")
    post = positions(placed["post"], names)
    _, of_key = among(given.team("appointment") * span + post, key_posts)
    chosen = now & (post >= 0) & of_key
    person = positions(placed["person"], known(given.of("member")["person"]))
    chosen &= person >= 0
    holders = distinct(given.team("appointment")[chosen] * people.span + person[chosen])
    return holders[among(holders, people.serving)[1]]


def _came(given: Indexed, people: People, parts: Numbers, team: Numbers, holders: Numbers) -> Numbers:
    """Return how many of today's holders of key posts came to each part."""
    takers = given.loose("taker")
    names = known(takers["held"])
    person = positions(takers["person"], known(given.of("member")["person"]))
    part = positions(takers["held"], names)
    at = positions(parts, names)
    owner = np.full(len(names) + 1, -1)
    owner[at] = team
    owner[-1] = -1
    chosen = (person >= 0) & (owner[part] >= 0)
    part, person = part[chosen], person[chosen]
    _, holds = among(owner[part] * people.span + person, holders)
    pairs = distinct(part[holds] * people.span + person[holds])
    return np.append(added(pairs // people.span, len(names)), 0)[at]
