"""Why an event is left out, in words: rules that leave it no day at all, or what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scheduling.axis import indexes, span
from scheduling.board import Board
from scheduling.booked import name_of
from scheduling.compiled import Compiled
from scheduling.plan import Plan, Unscheduled
from scheduling.rules import RULES

Reason = tuple[str, str]


def explain(view: Compiled, plan: Plan) -> tuple[Unscheduled, ...]:
    """Return the plan's unscheduled entries with reasons; about ten milliseconds an event."""
    board = Board(view, view.places_of(plan))
    return tuple(replace(entry, reasons=_reasons(board, entry)) for entry in plan.unscheduled)


def reasons_of(board: Board, event_id: str) -> tuple[Reason, ...]:
    """Return why one event has no place on a board, the strongest reason first."""
    view = board.view
    waiting = [link.event for link in view.before[event_id] if link.event not in board.places]
    static = tuple(_static(view, event_id))
    if not view.starts[event_id]:
        return (
            ("各项规则排除后没有可用的开始日", "The rules together leave no day to begin"),
            *static,
        )
    if waiting:
        names = [name_of(view.events[e]) for e in waiting]
        zh, en = (
            f"须先完成 {'、'.join(n.zh for n in names)}，而其未安排",
            f"It needs {', '.join(n.en for n in names)} first, not scheduled",
        )
        return ((zh, en), *static)
    if board.has_too_much_load(event_id):
        crews = [c for c in view.events[event_id].crews if board.load_left(c) < view.loads[event_id]]
        zh = f"队伍 {'、'.join(crews[:5])} 的全年参训时间上限不足"
        return ((zh, f"The yearly limit of crew {', '.join(crews[:5])} leaves no room"), *static)
    return (*_blocked(board, event_id), *static)


def blockers(board: Board, event_id: str) -> tuple[int, tuple[str, ...]] | None:
    """Return the start with the fewest placed events in its way, and these; None if rules leave no start."""
    best: tuple[int, tuple[str, ...]] | None = None
    rivals = _rivals(board, event_id)
    for start in indexes(board.view.starts[event_id]):
        found = tuple(e for e, crews, days in rivals if _in_the_way(board, event_id, start, crews, days))
        if best is None or len(found) < len(best[1]):
            best = (start, found)
    return best


def _reasons(board: Board, entry: Unscheduled) -> tuple[Reason, ...]:
    if entry.event in board.view.events:
        return reasons_of(board, entry.event)
    area_id, _, pair = entry.event.rpartition("/")
    area = board.view.areas.get(area_id)
    regions = pair.split("+")
    for event_id in board.view.exercises_of_area[area_id] if area else ():
        exercise = board.view.events[event_id].exercise
        if exercise and event_id not in board.places and set(regions) <= set(exercise.regions):
            return reasons_of(board, event_id)
    return (("没有设计出让两地相遇的演练", "No exercise was designed in which the two meet"),)


def _static(view: Compiled, event_id: str) -> Iterable[Reason]:
    event = view.events[event_id]
    possible = view.axis.inside(event.duration_days)
    total = possible.bit_count()
    for rule in RULES:
        ruled_out = (rule.forbids(view, event) & possible).bit_count()
        if ruled_out:
            yield (
                f"规则“{rule.zh}”排除 {total} 个开始日中的 {ruled_out} 个",
                f"“{rule.en}” rules out {ruled_out} of {total} days to begin",
            )


def _blocked(board: Board, event_id: str) -> tuple[Reason, ...]:
    found = blockers(board, event_id)
    if found is None:
        return ()
    start, events = found
    day = board.view.problem.days[start]
    names = [name_of(board.view.events[e]) for e in events[:5]]
    if not names:
        zh = f"最早可能在 {day}，但间隔、次序、战备值班或配额不允许"
        return ((zh, f"Best on {day}, but spacing, order, standby or quotas do not allow it"),)
    zh = f"最接近可行的是 {day}，需先挪开 {'、'.join(n.zh for n in names)}"
    return ((zh, f"Nearest to possible on {day}, if {', '.join(n.en for n in names)} moved"),)


def _rivals(board: Board, event_id: str) -> list[tuple[str, bool, int]]:
    view, event = board.view, board.view.events[event_id]
    crews, groups = set(event.crews), set(view.group_sizes[event_id]) & view.standby.keys()
    persons = set(view.persons_of[event_id])
    wanted = {option.resource for options in view.options[event_id] for option in options}
    found: list[tuple[str, bool, int]] = []
    for other, place in board.places.items():
        rival = view.events[other]
        shares = bool(crews & set(rival.crews) or persons & set(view.persons_of[other]))
        competes = bool(wanted & set(place.choices)) or (
            event.away and rival.away and bool(groups & view.group_sizes[other].keys())
        )
        if shares or competes:
            found.append((other, shares, span(place.start, rival.duration_days)))
    return found


def _in_the_way(board: Board, event_id: str, start: int, shares: bool, days: int) -> bool:
    event, rest = board.view.events[event_id], board.view.problem.rest_days
    if shares:
        wide = span(max(0, start - rest), event.duration_days + rest + min(start, rest))
        return bool(days & wide)
    return bool(days & span(start, event.duration_days)) and not board.open_starts(event_id) >> start & 1
