"""
What is locked or asked for and cannot all be: an irreducible set of it, with the rules it clashes with.

Cheap questions come first: the locks among themselves, then each with what it presupposes, then all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduling.booked import name_of
from scheduling.compiled import Compiled, Place
from scheduling.explain.clash import Answer, Question, Verdict, earliest, first_fit, irreducible, put_in_order
from scheduling.explain.limits import limit_sentences
from scheduling.outcome import Conflict
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.rules import RULES, Rule
from scheduling.search.construct import cheapest
from scheduling.words import halves

LOCK_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Compatible:
    """Demands that can all be met: places for them, for what they presuppose, and for what is locked."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither a way to meet all demands nor a proof that there is none was found in the time given."""


def conflict_of(
    problem: Problem, events: Iterable[str], *, seconds: float = LOCK_SECONDS, seed: int = 0
) -> Conflict | Compatible | Undecided:
    """
    Tell whether some events, and all that is locked, can take place in one year.

    Without `events`, whether the locks can. Of a conflict every demand and every rule is needed: without
    any one of them the rest holds. `seconds` are deterministic seconds for each question to the solver.
    Exercises that a plan designs are not known here; those among the problem's events are.

    Raises `KeyError` for an unknown event.
    """
    view = Compiled(problem)
    demanded = list(dict.fromkeys((*_locked(view), *(view.events[event_id].id for event_id in events))))
    found = _placed(view, [e for e in demanded if e not in view.history], seed, seconds)
    if isinstance(found, dict):
        return Compatible(view.plan_of(found))
    return Undecided() if found is None else found


def place_locked(view: Compiled, seed: int) -> dict[str, Place] | Conflict:
    """
    Return places for history, all locked events and what these presuppose, or the conflict.

    Where the solver could not tell, only history is placed: the search goes on from there.
    """
    found = _placed(view, _locked(view), seed, LOCK_SECONDS)
    return dict(view.history) if found is None else found


def _locked(view: Compiled) -> list[str]:
    return [e for e in view.free_events() if view.events[e].lock is not None]


def _placed(
    view: Compiled, demanded: Sequence[str], seed: int, seconds: float
) -> dict[str, Place] | Conflict | None:
    astray = _astray(view)
    if astray is not None:
        return astray
    question = Question(view, seed, seconds)
    quick = first_fit(view, [*demanded, *question.presupposed(demanded)], cheapest)
    if quick is not None:
        return quick
    answer = _answered(question, demanded)
    if answer.verdict == Verdict.CLASH:
        return _conflict(question, answer.core)
    return {**view.history, **answer.places} if answer.verdict == Verdict.POSSIBLE else None


def _astray(view: Compiled) -> Conflict | None:
    """Return the conflict of a past event that has no place on the axis at all."""
    for event in view.problem.events:
        lock = event.lock
        if lock and lock.first_day < view.problem.issue_date and event.id not in view.history:
            rule = next(rule for rule in RULES if rule.code == "placement")
            return Conflict((_demand(view, event.id), rule.sentence), (event.id,), (rule.code,))
    return None


def _answered(question: Question, demanded: Sequence[str]) -> Answer:
    """Ask in the order of what an answer takes: locks alone, each with its chain, everything at once."""
    view = question.view
    locked = [e for e in demanded if view.events[e].lock is not None]
    if question.ask(locked).verdict == Verdict.CLASH:
        return Answer(Verdict.CLASH, {}, tuple(locked))
    for event_id in demanded:
        chain = question.presupposed([event_id])
        simple = put_in_order(view, [event_id, *chain], earliest) is not None
        if not simple and question.ask([event_id], chain).verdict == Verdict.CLASH:
            return Answer(Verdict.CLASH, {}, (event_id,))
    return question.core(demanded)


def _conflict(question: Question, core: Sequence[str]) -> Conflict:
    view = question.view

    def clash(some: Sequence[str], needed: Sequence[str] = (), rules: Sequence[Rule] = RULES) -> bool:
        return question.ask(some, needed, rules).verdict == Verdict.CLASH

    kept = irreducible(core, clash) if clash(core) else list(core)
    kept = irreducible(kept, lambda some: clash(some, question.presupposed(some)))
    needed = irreducible(question.presupposed(kept), lambda some: clash(kept, some))
    fixed = [rule for rule in RULES if rule.code == "locked"]
    others = [rule for rule in RULES if rule.code != "locked"]
    rules = irreducible(others, lambda some: clash(kept, needed, [*fixed, *some])) or [RULES[0]]
    sentences = (
        *(_demand(view, event_id) for event_id in kept),
        *(_needed(view, event_id, kept) for event_id in needed),
        *limit_sentences(question, kept, needed, [*fixed, *rules]),
    )
    return Conflict(sentences, tuple(kept), tuple(rule.code for rule in rules))


def _demand(view: Compiled, event_id: str) -> tuple[str, str]:
    event, name = view.events[event_id], name_of(view.events[event_id])
    if event.lock is None:
        return (f"{name.zh} 须在本年度进行", f"{name.en} is to take place this year")
    why = halves(event.lock.reason or "—")
    return (
        f"{name.zh} 锁定在 {event.lock.first_day}（{why.zh}）",
        f"{name.en} is locked to {event.lock.first_day} ({why.en})",
    )


def _needed(view: Compiled, event_id: str, kept: Sequence[str]) -> tuple[str, str]:
    name = name_of(view.events[event_id])
    first = next((link.event for link in view.after[event_id] if link.event in kept), kept[0])
    later = name_of(view.events[first])
    return (f"{later.zh} 之前须先完成 {name.zh}", f"{later.en} needs {name.en} first")
