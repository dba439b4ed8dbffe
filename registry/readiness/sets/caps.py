"""Caps 限级 of many teams: the level each kind allows a team, 0 where it does not hold."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from registry.codes import CapKind, DataAge, FindingSeverity
from registry.readiness.areas.caps import ASSESSMENT, TURN_OUT, muster_window
from registry.readiness.sets.indexed import NEVER, Indexed, Numbers, day_number, days, worst_of


def caps_of(given: Indexed) -> Mapping[CapKind, Numbers]:
    """Return the caps by kind (as `registry.readiness.areas.caps`) but those of data age: areas have them."""
    fired = {
        CapKind.TURN_OUT: _turn_out(given),
        CapKind.ASSESSMENT: _assessment(given),
        CapKind.FINDING: _finding(given),
        CapKind.LINK: _link(given),
        CapKind.MUSTER: _muster(given),
    }
    return {
        kind: np.where(holds, given.figure(f"cap.{kind.value}.level"), 0) for kind, holds in fired.items()
    }


def age_cap(given: Indexed, grade: Numbers) -> Numbers:
    """Return the level that a data age allows, by team; A caps nothing."""
    allowed = (given.figure(f"age.{each.value}.level") for each in tuple(DataAge)[1:])
    return np.choose(grade, [np.zeros(given.count, np.int64), *allowed])


def _latest(given: Indexed, team: Numbers, on: Numbers, least: Numbers) -> Numbers:
    """Return, by team, the latest of some days that have come, not before its least."""
    latest = least.copy()
    come = on <= given.day
    np.maximum.at(latest, team[come], on[come])
    return latest


def _active_since(given: Indexed) -> Numbers:
    return days(given.teams["active_since"])


def _turn_out(given: Indexed) -> Numbers:
    held = given.of("held")
    passed = (held["kind"] == TURN_OUT).to_numpy() & held["passed"].to_numpy()
    latest = _latest(given, given.team("held")[passed], days(held["on"])[passed], _active_since(given))
    return months_after(latest, given.figure("cap.turn_out.months")) < given.day


def months_after(day: Numbers, months: Numbers) -> Numbers:
    """Return days some months later, as `registry.periods.months_later` does."""
    stored = day.astype("datetime64[D]")
    month = stored.astype("datetime64[M]")
    place = (stored - month.astype("datetime64[D]")).astype(np.int64)
    later = month + months.astype("timedelta64[M]")
    first = later.astype("datetime64[D]").astype(np.int64)
    length = (later + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - first
    return first + np.minimum(place, length - 1)


def _assessment(given: Indexed) -> Numbers:
    held = given.of("held")
    chosen = (held["kind"] == ASSESSMENT).to_numpy()
    team, on = given.team("held")[chosen], days(held["on"])[chosen]
    latest = _latest(given, team, on, np.full(given.count, NEVER))
    failed = ~held["passed"].to_numpy()[chosen] & (on == latest[team])
    return worst_of(team, failed, given.count) > 0


def _finding(given: Indexed) -> Numbers:
    frame = given.of("finding")
    closed = days(frame["closed_on"], missing=given.day + 1) <= given.day
    overdue = (frame["severity"] == FindingSeverity.MAJOR.value).to_numpy() & (
        days(frame["due_on"]) < given.day
    )
    return worst_of(given.team("finding"), overdue & ~closed, given.count) > 0


def _link(given: Indexed) -> Numbers:
    needed = given.teams["needs_link"].to_numpy()
    latest = _latest(given, given.team("link"), days(given.of("link")["proved_on"]), _active_since(given))
    return needed & (given.day - latest > given.figure("cap.link.days"))


def _muster(given: Indexed) -> Numbers:
    month = given.teams["muster_month"].to_numpy().astype(np.int64)
    first, end = _windows(given)
    held, team = days(given.of("muster")["held_on"]), given.team("muster")
    counts = (held <= given.day) & (held >= first[month[team]])
    mustered = worst_of(team, counts, given.count) > 0
    return (month > 0) & ~mustered & (end[month] > _active_since(given))


def _windows(given: Indexed) -> tuple[Numbers, Numbers]:
    """Return, by the last month of a window, the first day that counts for the latest one, and its end."""
    windows = [muster_window(month, given.on) for month in range(1, 13)]
    first, end = (np.array([NEVER, *(day_number(each[part]) for each in windows)]) for part in (0, 1))
    return first, end
