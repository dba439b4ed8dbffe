"""The time to be ready in words: what is assumed, and the answer as text."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.readiness.train_up.time_to_ready import LevelTime, ReadyTime, Step
from scheduling.words import Words

ASSUMPTIONS = (
    Words("训练按全员到训、合格计。", "Exercises are passed with everybody there."),
    Words(
        "复证、初次取证、检验、维修、补员、补充装备和整改的用时与名额取自规则数值，均为假定。",
        "Durations and capacities of courses, inspections, repairs, recruitment, acquisition and"
        " rectification are figures of the rules, assumed.",
    ),
    Words(
        "多队参加的科目只安排本队，其他单位视为可到场。",
        "Of exercises of several teams only this team's part is scheduled; the others are taken to come.",
    ),
    Words("漏检的整组点验可在任何月份补做。", "A muster that was missed may be made up in any month."),
)


def told(answer: ReadyTime, language: str) -> str:
    """Return an answer as text, in `zh` or `en`."""
    return "\n".join(_lines(answer, zh=language == "zh"))


def _lines(answer: ReadyTime, *, zh: bool) -> Iterator[str]:
    """Yield the lines of an answer."""
    for facts, level in zip(answer.teams, answer.levels_now, strict=True):
        shown = "—" if level is None else str(level)
        yield f"{facts.code} {facts.name}: " + (
            f"{answer.first} 为 {shown} 级" if zh else f"level {shown} on {answer.first}"
        )
    for found in answer.levels:
        yield ""
        yield _headline(found, answer, zh=zh)
        yield from (_step(step, zh=zh) for step in found.steps)
        for missing in found.missing:
            yield f"  {_said(missing.title, zh=zh)}"
            yield from (f"    {_said(why, zh=zh)}" for why in missing.why)
    yield ""
    yield _training(answer, zh=zh)
    yield from (f"* {_said(each, zh=zh)}" for each in ASSUMPTIONS)


def _headline(found: LevelTime, answer: ReadyTime, *, zh: bool) -> str:
    """Return how soon one level is reached."""
    if found.days is None and found.missing:
        return (
            f"{found.level} 级：{answer.horizon} 天内无法达到"
            if zh
            else f"Level {found.level}: out of reach within {answer.horizon} days"
        )
    if found.days is None:
        return f"{found.level} 级：未算出" if zh else f"Level {found.level}: nothing found in time"
    simple = _in_turn(found, zh=zh)
    if zh:
        proof = "已证明最短" if found.proven else f"最短不少于 {found.bound} 天"
        return f"{found.level} 级：{found.days} 天（{found.on}），{proof}{simple}"
    proof = "proven least" if found.proven else f"at least {found.bound}"
    return f"Level {found.level}: {found.days} days ({found.on}), {proof}{simple}"


def _in_turn(found: LevelTime, *, zh: bool) -> str:
    """Return what the simple way takes."""
    if found.in_turn is None:
        return "；逐项办理达不到" if zh else "; one thing after the other does not get there"
    return f"；逐项办理需 {found.in_turn} 天" if zh else f"; one thing after the other takes {found.in_turn}"


def _step(step: Step, *, zh: bool) -> str:
    """Return one step."""
    days = f"{step.first}" if step.first == step.last else f"{step.first} – {step.last}"
    used = f" [{'、'.join(_said(each, zh=zh) for each in step.resources)}]" if step.resources else ""
    return f"  {days}  {step.team.code} {_said(step.title, zh=zh)}{used}"


def _training(answer: ReadyTime, *, zh: bool) -> str:
    """Return the old reading of training."""
    days = answer.training_days
    if zh:
        return f"训练达到 1 级需 {'—' if days is None else days} 天，按天数读法为 {answer.training_level} 级"
    needed = "cannot be at level 1" if days is None else f"needs {days} days to level 1"
    return f"Training alone {needed}: level {answer.training_level} as read by days"


def _said(words: Words, *, zh: bool) -> str:
    return words.zh if zh else words.en
