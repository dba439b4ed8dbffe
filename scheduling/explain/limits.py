"""The rules of a conflict told by name: which resource on which day, which group, which crew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from scheduling.booked import Booked
from scheduling.compiled import Compiled, Place
from scheduling.explain.clash import Question, Verdict, irreducible
from scheduling.explain.wording import NAMED, resource_words
from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.rules import Rule

Sentence = tuple[str, str]
Ample = Callable[[Problem, Collection[str]], Problem]
PLENTY = 1_000_000


def limit_sentences(
    question: Question, demanded: Sequence[str], needed: Sequence[str], rules: Sequence[Rule]
) -> list[Sentence]:
    """
    Return one sentence per rule of a conflict, as concrete as the events allow; that locks hold goes unsaid.

    Where every event has one start and one option per need, it is the finding of the rule's own check of a
    plan that tries it all the same. Elsewhere the rule is told with the resources or groups that are needed
    for the clash: with more of any one of them it would vanish.
    """
    events = [*demanded, *needed]
    certain = all(len(usable) == 1 for e in events for usable in question.view.options[e])
    tried = None if needed else _tried(question.view, demanded)
    booked = None if tried is None else Booked(question.view.problem, tried)
    found: list[Sentence] = []
    for rule in rules:
        if rule.code == "locked":
            continue
        unsure = booked is None or (rule.code == "resource-capacity" and not certain)
        broken = [] if unsure or booked is None else rule.check(booked)
        among = [v for v in broken if v.events and set(v.events) <= {*events, *question.view.history}]
        if among:
            found.append((among[0].zh, among[0].en))
        else:
            found.append(_with_names(question, demanded, needed, rule, rules))
    return found


def _tried(view: Compiled, events: Sequence[str]) -> Plan | None:
    """Return locked events on their days, with any of their options, beside history; None if some is free."""
    places = dict(view.history)
    for event_id in events:
        event, options = view.events[event_id], view.options[event_id]
        start = view.axis.index(event.lock.first_day) if event.lock else None
        if start is None or not all(options):
            return None
        channel = event.lock.channel if event.lock else None
        places[event_id] = Place(start, tuple(usable[0].resource for usable in options), channel)
    return view.plan_of(places)


def _with_names(
    question: Question, demanded: Sequence[str], needed: Sequence[str], rule: Rule, rules: Sequence[Rule]
) -> Sentence:
    view, events = question.view, [*demanded, *needed]

    def limiting(names: list[str], ample: Ample) -> list[str]:
        """Keep an irreducible set of names whose limits the clash needs; all others may be ample."""

        def clashes(limited: list[str]) -> bool:
            rest = {name for name in names if name not in limited}
            asked = question.ask(demanded, needed, rules, change=lambda problem: ample(problem, rest))
            return asked.verdict == Verdict.CLASH

        return irreducible(list(dict.fromkeys(names)), clashes)

    if rule.code == "resource-capacity":
        wanted = [option.resource for e in events for options in view.options[e] for option in options]
        return _told(rule, *resource_words(view, limiting(wanted, _ample_resources)))
    if rule.code == "standby":
        groups = [group for e in events for group in view.group_sizes[e] if group in view.standby]
        names = limiting(groups, _ample_standby)
        return _told(rule, "、".join(names), ", ".join(names))
    if rule.code in ("one-place", "employer-days", "day-cap"):
        crews = [crew for e in events for crew in view.events[e].crews]
        names = list(dict.fromkeys(crew for crew in crews if crews.count(crew) > 1 or len(events) == 1))
        return _told(rule, "、".join(names[:NAMED]), ", ".join(names[:NAMED]))
    return rule.sentence


def _told(rule: Rule, zh: str, en: str) -> Sentence:
    return (f"{rule.zh}：{zh}", f"{rule.en}: {en}") if en else rule.sentence


def _ample_resources(problem: Problem, names: Collection[str]) -> Problem:
    resources = (replace(r, capacity=PLENTY, closed=()) if r.id in names else r for r in problem.resources)
    return replace(problem, resources=tuple(resources))


def _ample_standby(problem: Problem, names: Collection[str]) -> Problem:
    return replace(problem, standby=tuple(limit for limit in problem.standby if limit.group not in names))
