"""What clashes: irreducible sets of locks, demands and rules, told by name."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from scheduling import Conflict, Lock, Planned, Problem, Window, plan_year, verify
from scheduling.axis import indexes
from scheduling.compiled import Compiled
from scheduling.explain import Compatible, conflict_of
from scheduling.explain.clash import Question, Verdict, irreducible
from scheduling.explain.conflicts import place_locked
from scheduling.problem import Precedence, StandbyLimit
from scheduling.rules import RULES
from tests.scheduling.factories import DAYS, crew, event, need, problem, random_problem, resource, series


def locked_at_random(seed: int, count: int) -> Problem:
    chance, year = random.Random(seed), random_problem(seed)
    view = Compiled(year)
    chosen = chance.sample([e for e in view.events if view.starts[e]], count)
    days = {e: year.days[chance.choice(list(indexes(view.starts[e])))] for e in chosen}
    events = (replace(e, lock=Lock(days[e.id])) if e.id in days else e for e in year.events)
    return replace(year, events=tuple(events))


def unlocked(year: Problem, event_id: str) -> Problem:
    return replace(year, events=tuple(replace(e, lock=None) if e.id == event_id else e for e in year.events))


@pytest.mark.parametrize("seed", range(10))
def test_locks_clash_or_hold_and_nothing_in_a_conflict_is_idle(seed: int) -> None:
    year = locked_at_random(seed, 9)
    found = conflict_of(year, ())

    if isinstance(found, Compatible):
        held = {a.event for a in found.plan.assignments}
        assert verify(year, found.plan).passed
        assert held >= {e.id for e in year.events if e.lock}
        return
    assert isinstance(found, Conflict)
    kept = set(found.events)
    core = replace(year, events=tuple(e if e.id in kept else replace(e, lock=None) for e in year.events))
    assert isinstance(conflict_of(core, ()), Conflict)
    for event_id in found.events:
        assert isinstance(conflict_of(unlocked(core, event_id), ()), Compatible)
    question = Question(Compiled(core), 0, 5)
    needed = question.presupposed(found.events)
    for code in found.rules:
        rest = [rule for rule in RULES if rule.code == "locked" or rule.code in {*found.rules} - {code}]
        assert question.ask(found.events, [], rest).verdict == Verdict.POSSIBLE
    named = [rule for rule in RULES if rule.code in (*found.rules, "locked")]
    assert question.ask(found.events, needed, named).verdict == Verdict.CLASH
    assert all(zh and en for zh, en in found.sentences)


@pytest.mark.parametrize("seed", range(6))
def test_demands_of_a_year_clash_or_can_all_be_met(seed: int) -> None:
    year = random_problem(seed, crews=3, days=18)
    demanded = [e.id for e in year.events]

    found = conflict_of(year, demanded, seconds=5)

    if isinstance(found, Compatible):
        assert {a.event for a in found.plan.assignments} == set(demanded)
        assert verify(year, found.plan).passed
        return
    assert isinstance(found, Conflict)
    outcome = plan_year(year, seconds=1, deterministic=True)
    assert isinstance(outcome, Planned)
    assert {entry.event for entry in outcome.plan.unscheduled}
    for event_id in found.events:
        rest = [e for e in found.events if e != event_id]
        assert isinstance(conflict_of(year, rest, seconds=5), Compatible)


def test_the_resource_and_the_day_are_named() -> None:
    wants = {"needs": (need("hall"),)}
    clashing = problem(
        event("e", lock=Lock(DAYS[1], reason="省厅 / the province"), **wants),
        event("f", "b", lock=Lock(DAYS[1]), **wants),
        resources=(resource("hall"), resource("idle")),
    )

    found = place_locked(Compiled(clashing), 0)

    assert found == Conflict(
        (
            (f"e 锁定在 {DAYS[1]}（省厅）", f"e is locked to {DAYS[1]} (the province)"),
            (f"f 锁定在 {DAYS[1]}（—）", f"f is locked to {DAYS[1]} (—)"),
            (
                f"{DAYS[1]} 资源 hall 需 2，仅有 1：e、f",
                f"On {DAYS[1]} hall is needed 2 times but there are 1: e, f",
            ),
        ),
        ("e", "f"),
        ("resource-capacity",),
    )


def test_demands_name_the_resources_that_are_too_few() -> None:
    only = (Window(DAYS[0], DAYS[1]),)
    wants = {"needs": (need("hall", "field"),), "windows": only, "duration_days": 2}
    crews = tuple(crew(name) for name in "abc")
    year = problem(
        *(event(f"e{c.id}", c.id, **wants) for c in crews),
        event("x", "a", windows=(Window(DAYS[5], DAYS[5]),)),
        crews=crews,
        resources=(resource("hall"), resource("field"), resource("idle")),
    )

    found = conflict_of(year, ["ea", "eb", "ec", "x"])

    assert isinstance(found, Conflict)
    assert found.events == ("ea", "eb", "ec")
    assert set(found.rules) == {"training-window", "resource-capacity"}
    assert found.sentences[0] == ("ea 须在本年度进行", "ea is to take place this year")
    assert found.sentences[-1][1].endswith(": ground field or hall")
    assert found.sentences[-1][0].endswith("：场地 field、hall")


def test_groups_and_crews_are_named() -> None:
    day = (Window(DAYS[0], DAYS[0]),)
    away = problem(event("e", windows=day), event("f", "b", windows=day), standby=(StandbyLimit("G", 1),))
    busy = problem(event("e", windows=day), event("f", windows=day))

    group, one = conflict_of(away, ["e", "f"]), conflict_of(busy, ["e", "f"])

    assert isinstance(group, Conflict)
    assert isinstance(one, Conflict)
    assert group.sentences[-1][1].endswith(": G")
    assert one.sentences[-1][1].endswith(": a")


def test_what_a_lock_presupposes_is_told() -> None:
    early = problem(
        event("e"),
        event("f"),
        event("g", "b", lock=Lock(DAYS[0])),
        precedence=(Precedence("f", "g"),),
        series=(series("s", "e", "f"),),
    )

    found = conflict_of(early, ())

    assert isinstance(found, Conflict)
    assert found.events == ("g",)
    assert ("g 之前须先完成 f", "g needs f first") in found.sentences
    assert len(found.sentences) == 3


def test_an_unknown_demand_is_refused() -> None:
    with pytest.raises(KeyError):
        conflict_of(problem(event("e")), ["nothing"])


@pytest.mark.parametrize("core", [set(), {0}, {3, 11}, {1, 2, 3}, set(range(12))])
def test_irreducible_finds_the_only_core(core: set[int]) -> None:
    assert set(irreducible(range(12), lambda some: core <= set(some))) == core
