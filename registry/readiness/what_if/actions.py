"""
What lifts a rating soonest 提升措施: the smallest single actions, each checked by rating again.

For each area and cap that holds the level down, the smallest number of like steps that frees it is sought;
when no single action lifts the team, the smallest set of them that does, in which each is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from registry.codes import ActionKind, CapKind, ReadinessArea, TaskState
from registry.readiness.facts import TeamFacts
from registry.readiness.rating import rate
from registry.readiness.ratings import WORST, Rating
from registry.readiness.rules import RatingRules
from registry.readiness.what_if.edits import Edit, ExerciseHeld, apply, names_in
from registry.readiness.what_if.steps import Step, edits_of, steps_of_area, steps_of_cap
from registry.readiness.words import NAMELESS, Names, Said, called


@dataclass(frozen=True, slots=True)
class Action:
    """
    Something that lifts an area, a cap or the team, and what comes of it.

    Parameters
    ----------
    kind
        What is done; `TOGETHER` for several things of which each is needed.
    edits
        The change to the facts that stands for it.
    days
        Days it typically takes (a figure, assumed); of several at once, those of the longest.
    sentence, sentence_zh
        The action in words, without names of persons.
    area, cap
        What it frees; both None for a set that lifts the team.
    area_level, level
        Levels of its area (None for a cap) and of the team after it, and nothing else.
    lifts
        Whether the team's level becomes better.

    """

    kind: ActionKind
    edits: tuple[Edit, ...]
    days: int
    sentence: str
    sentence_zh: str
    area: ReadinessArea | None
    cap: CapKind | None
    area_level: int | None
    level: int | None
    lifts: bool


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """An area or a cap that is as bad as the team."""

    area: ReadinessArea | None = None
    cap: CapKind | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    obstacle: _Obstacle
    steps: tuple[Step, ...]
    frees: frozenset[_Obstacle]


def actions(
    facts: TeamFacts,
    on: date,
    rules: RatingRules,
    task: TaskState = TaskState.PEACE,
    names: Names = NAMELESS,
) -> tuple[Action, ...]:
    """
    Return what would lift a team's rating on a day, the most useful first.

    Those that lift the team come first, then those that take fewer days. A team that is at level 1, or not
    rated, gets none. `names` adds names of qualifications to those the facts know.
    """
    before = rate(facts, on, rules, task)
    if before.level is None or not 1 < before.level <= WORST:
        return ()
    search = _Search(facts, on, rules, task, before, before.level)
    found = [each for obstacle in search.obstacles for each in search.ways(obstacle)]
    made = [search.action(each.steps, each.obstacle, {**names_in(facts), **names}) for each in found]
    if made and not any(each.lifts for each in made):
        made += [
            search.action(each, _Obstacle(), {**names_in(facts), **names}) for each in search.together(found)
        ]
    unique = {(each.edits, each.area, each.cap): each for each in made}
    return tuple(sorted(unique.values(), key=lambda each: (not each.lifts, each.days, each.sentence)))


@dataclass(frozen=True, slots=True)
class _Search:
    facts: TeamFacts
    on: date
    rules: RatingRules
    task: TaskState
    before: Rating
    level: int

    @property
    def obstacles(self) -> tuple[_Obstacle, ...]:
        """Return what is as bad as the team: freeing all of it lifts the team."""
        return tuple(self._holding(self.before))

    def _holding(self, rating: Rating) -> Iterator[_Obstacle]:
        yield from (_Obstacle(each.area) for each in rating.areas if (each.level or 0) >= self.level)
        caps = (each for each in rating.caps if each.level >= self.level)
        yield from dict.fromkeys(
            _Obstacle(None, each.kind, each.subject if each.kind is CapKind.DATA_AGE else "") for each in caps
        )

    def after(self, steps: Iterable[Step]) -> Rating:
        """Rate the team as it would be after some steps."""
        edited = apply(self.facts, edits_of(steps, self.on), self.on)
        return rate(edited, self.on, self.rules, self.task)

    def ways(self, obstacle: _Obstacle) -> Iterator[_Found]:
        """Yield the smallest actions that free an area or cap: of one kind, else of several."""
        if obstacle.cap is not None:
            yield from self._smallest(obstacle, steps_of_cap(obstacle.cap, obstacle.subject, self.before))
            return
        kinds = steps_of_area(obstacle.area, self.facts, self.before, self.on) if obstacle.area else {}
        ways = [each for kind, steps in kinds.items() for each in self._of_kind(obstacle, kind, steps)]
        if ways:
            yield from ways
            return
        everything = [each for kind in sorted(kinds, key=self._days) for each in kinds[kind]]
        yield from self._smallest(obstacle, everything)

    def _of_kind(self, obstacle: _Obstacle, kind: ActionKind, steps: Sequence[Step]) -> Iterator[_Found]:
        """Yield the smallest number of like steps; of exercises, each that is enough by itself."""
        alone = [steps[index : index + 1] for index in range(len(steps))] if kind is ActionKind.HOLD else []
        single = [each for one in alone for each in self._smallest(obstacle, one)]
        yield from single or self._smallest(obstacle, steps)

    def _smallest(self, obstacle: _Obstacle, steps: Sequence[Step]) -> Iterator[_Found]:
        """Yield the fewest of some steps that free an obstacle, from the first on, without idle ones."""
        if not steps or not self._frees(obstacle, steps):
            return
        few, enough = 0, len(steps)
        while enough - few > 1:
            middle = (few + enough) // 2
            few, enough = (few, middle) if self._frees(obstacle, steps[:middle]) else (middle, enough)
        kept = _needed(steps[:enough], lambda fewer: self._frees(obstacle, fewer))
        yield _Found(obstacle, kept, frozenset(self.obstacles) - set(self._holding(self.after(kept))))

    def _frees(self, obstacle: _Obstacle, steps: Iterable[Step]) -> bool:
        return obstacle not in self._holding(self.after(steps))

    def together(self, found: Sequence[_Found]) -> Iterator[tuple[Step, ...]]:
        """Yield the steps of the fewest actions that lift the team together, of these the soonest."""
        useful = self._undominated(found)
        for size in range(2, len(self.obstacles) + 1):
            sets = [
                each
                for each in combinations(useful, size)
                if frozenset[_Obstacle]().union(*(one.frees for one in each)) >= set(self.obstacles)
            ]
            for each in sorted(
                sets, key=lambda each: self._longest(step for one in each for step in one.steps)
            ):
                if self._lifted(steps := _merged(each)):
                    slow_first = sorted(steps, key=lambda step: -self._days(step.kind))
                    yield _needed(slow_first, self._lifted)[::-1]
                    return

    def _undominated(self, found: Sequence[_Found]) -> list[_Found]:
        """Leave out what frees no more than something that takes no longer."""
        order = sorted(found, key=lambda each: (self._longest(each.steps), -len(each.frees), len(each.steps)))
        kept: list[_Found] = []
        for each in order:
            if not any(each.frees <= other.frees for other in kept):
                kept.append(each)
        return kept

    def _lifted(self, steps: Iterable[Step]) -> bool:
        level = self.after(steps).level
        return level is not None and level < self.level

    def _days(self, kind: ActionKind) -> int:
        return self.rules.figure(f"action.{kind.value}.days")

    def _longest(self, steps: Iterable[Step]) -> int:
        return max(self._days(each.kind) for each in steps)

    def action(self, steps: Sequence[Step], obstacle: _Obstacle, names: Names) -> Action:
        """Return the action some steps make, with what comes of it."""
        after = self.after(steps)
        edits = edits_of(steps, self.on)
        zh, en = _sentence(edits, names)
        kinds = {each.kind for each in steps}
        rated = None if obstacle.area is None else after.area(obstacle.area)
        return Action(
            kind=kinds.pop() if len(kinds) == 1 else ActionKind.TOGETHER,
            edits=edits,
            days=self._longest(steps),
            sentence=en,
            sentence_zh=zh,
            area=obstacle.area,
            cap=obstacle.cap,
            area_level=None if rated is None else rated.level,
            level=after.level,
            lifts=after.level is not None and after.level < self.level,
        )


def _needed(steps: Sequence[Step], enough: Callable[[Sequence[Step]], bool]) -> tuple[Step, ...]:
    """Return some steps without those that can be left out, the first of them before the others."""
    kept = list(steps)
    for each in steps:
        fewer = kept.copy()
        fewer.remove(each)
        if enough(fewer):
            kept = fewer
    return tuple(kept)


def _merged(parts: Iterable[_Found]) -> tuple[Step, ...]:
    """Return the steps of several actions; what two of them do is done once."""
    steps: Counter[Step] = Counter()
    for each in parts:
        steps |= Counter(each.steps)
    return tuple(steps.elements())


def _sentence(edits: Iterable[Edit], names: Names) -> Said:
    """Say some edits as one thing to do; exercises are said without the day that only stands for soon."""
    said = [_undated(each, names) if isinstance(each, ExerciseHeld) else each.said(names) for each in edits]
    *first, last = [en for _, en in said]
    text = f"{', '.join(first)} and {last}" if first else last
    return "；".join(zh for zh, _ in said) + "。", f"{text[:1].upper()}{text[1:]}."


def _undated(edit: ExerciseHeld, names: Names) -> Said:
    zh, en = called(names, edit.kind)
    return f"组织“{zh}”", f"hold the {en}"
