"""Why an event stands elsewhere in another year: what changed for it, and what forbids its old place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property

from scheduling.areas import events_of
from scheduling.board import Board
from scheduling.booked import Booked
from scheduling.compiled import Compiled
from scheduling.nearby import nearby
from scheduling.plan import Assignment, Plan
from scheduling.problem import Event, Problem, Window
from scheduling.verify import violations_of
from scheduling.words import Words, halves

MOST_RULES = 3
FACTS: dict[str, tuple[str, str]] = {
    "crews": ("受训队伍", "its crews"),
    "duration_days": ("工作日数", "its workdays"),
    "windows": ("允许时段", "the time allowed for it"),
    "needs": ("保障需求", "what it needs"),
    "notice_days": ("通知天数", "its notice"),
    "unbroken": ("连续性要求", "whether it may be interrupted"),
    "away": ("外出属性", "whether it takes crews away"),
    "load_half_days": ("负荷", "its load"),
    "recused": ("回避单位", "who is recused"),
    "lock": ("锁定", "its lock"),
    "preferred": ("期望开始日", "the day wished for"),
    "priority": ("优先级", "its priority"),
}
"""What a fact of an event is called in a sentence (zh, en)."""


@dataclass(frozen=True)
class Causes:
    """Two years, asked event by event why they differ."""

    old: tuple[Problem, Plan]
    new: tuple[Problem, Plan]

    def of(self, before: Assignment | None, after: Assignment | None) -> tuple[Words, ...]:
        """Return the reasons of one change; `before` or `after` is None for what is new or dropped."""
        event = (before or after or _nothing()).event
        was, now = self._events[0].get(event), self._events[1].get(event)
        if now is None:
            return (Words("新的一年不再要求此项任务", "The new year no longer asks for it"),)
        if was is None:
            return (Words("原来没有此项任务", "The old year did not ask for it"),)
        found = [*_facts(was, now), *self._around(before, after)]
        if before is not None and after is not None:
            found += self._forbidden(before, already=bool(found))
        elif after is None:
            left_out = next((u for u in self.new[1].unscheduled if u.event == event), None)
            found += [Words(*reason) for reason in (left_out.reasons if left_out else ())]
        else:
            found.append(Words("原来未能安排，现在排入", "It was left out before and has a place now"))
        return tuple(dict.fromkeys(found))

    @cached_property
    def _events(self) -> tuple[dict[str, Event], dict[str, Event]]:
        return events_of(*self.old), events_of(*self.new)

    @cached_property
    def _blocked(self) -> tuple[dict[str, tuple[Window, ...]], dict[str, tuple[Window, ...]]]:
        """Blocked windows of crews, before and after."""
        one, other = ({crew.id: crew.blocked for crew in problem.crews} for problem in self._problems)
        return one, other

    @cached_property
    def _closed(self) -> tuple[dict[str, tuple[Window, ...]], dict[str, tuple[Window, ...]]]:
        """Closed windows of resources, before and after."""
        one, other = ({r.id: r.closed for r in problem.resources} for problem in self._problems)
        return one, other

    @cached_property
    def _capacity(self) -> tuple[dict[str, int], dict[str, int]]:
        one, other = ({r.id: r.capacity for r in problem.resources} for problem in self._problems)
        return one, other

    @property
    def _problems(self) -> tuple[Problem, Problem]:
        return self.old[0], self.new[0]

    def _around(self, before: Assignment | None, after: Assignment | None) -> Iterable[Words]:
        """Yield what changed on the old days of a dropped or moved event, or on the new ones of a new one."""
        place, side = (before, 1) if before is not None else (after, 0)
        if place is None:
            return
        yield from self._workdays(place)
        here, there = side, 1 - side
        event = self._events[side][place.event]
        for crew in event.crews:
            known = self._blocked[there].get(crew, ())
            for window in _hits(self._blocked[here].get(crew, ()), known, place):
                yield _window(window, f"队伍 {crew} 停训", f"Crew {crew} cannot train", side)
        for resource in place.choices:
            known = self._closed[there].get(resource, ())
            for window in _hits(self._closed[here].get(resource, ()), known, place):
                yield _window(window, f"{resource} 停用", f"{resource} is closed", side)
            was, now = self._capacity[0].get(resource), self._capacity[1].get(resource)
            if was is not None and now is not None and was != now:
                yield Words(
                    f"{resource} 的可用数量由 {was} 变为 {now}", f"There are {now} of {resource}, not {was}"
                )

    def _workdays(self, place: Assignment) -> Iterable[Words]:
        was, now = (
            {d for d in problem.days if place.first_day <= d <= place.last_day} for problem in self._problems
        )
        for day in sorted(was - now):
            yield Words(f"{day} 不再是工作日", f"{day} is no longer a workday")
        for day in sorted(now - was):
            yield Words(f"{day} 改为工作日", f"{day} has become a workday")

    def _forbidden(self, before: Assignment, *, already: bool) -> Iterable[Words]:
        """Yield which rules forbid the old place beside the new plan; or that none does."""
        if not self._is_open(before):
            problem, plan = self.new
            rest = tuple(a for a in plan.assignments if a.event != before.event)
            broken = violations_of(
                Booked(*nearby(problem, replace(plan, assignments=(*rest, before)), before.event))
            )
            named = [v for v in broken if before.event in v.events]
            yield from (Words(violation.zh, violation.en) for violation in named[:MOST_RULES])
        elif not already:
            yield Words(
                "原位置仍可用，变动是为了整体更优",
                "Its old place is still open: it moves for the sake of the whole",
            )

    @cached_property
    def _board(self) -> Board:
        problem, plan = self.new
        known = {event.id for event in problem.events}
        view = Compiled(problem, [e for name, e in self._events[1].items() if name not in known])
        return Board(view, view.places_of(plan))

    def _is_open(self, before: Assignment) -> bool:
        """Return whether the old place is free beside the new plan; False where only a check can tell."""
        board, event_id = self._board, before.event
        start = board.view.axis.index(before.first_day)
        place = board.take(event_id) if event_id in board.places else None
        day_open = start is not None and bool(board.open_starts(event_id) >> start & 1)
        rooms = (
            any(
                r == choice and starts >> (start or 0) & 1
                for r, _, _, starts in board.option_starts(event_id, i)
            )
            for i, choice in enumerate(before.choices)
        )
        found = day_open and all(rooms)
        if place is not None:
            board.put(event_id, place)
        return found


def _facts(was: Event, now: Event) -> Iterable[Words]:
    for field in fields(Event):
        if field.name in FACTS and getattr(was, field.name) != getattr(now, field.name):
            zh, en = FACTS[field.name]
            yield Words(f"{zh}已变", f"There is a change in {en}")


def _hits(windows: tuple[Window, ...], known: tuple[Window, ...], place: Assignment) -> Iterable[Window]:
    return (w for w in windows if w not in known and w.first <= place.last_day and w.last >= place.first_day)


def _window(window: Window, zh: str, en: str, side: int) -> Words:
    why = halves(window.reason or "—")
    span_zh, span_en = f"{window.first} 至 {window.last}", f"from {window.first} to {window.last}"
    if side == 0:
        return Words(f"{zh}的限制已取消（{span_zh}）", f"{en} {span_en} no longer")
    return Words(f"{zh}（{span_zh}）：{why.zh}", f"{en} {span_en}: {why.en}")


def _nothing() -> Assignment:
    raise ValueError("a change has a place before or after")
