"""A first repair in an instant: what is broken is placed one by one, locks first, others make room."""

from __future__ import annotations

from scheduling.axis import span, touching
from scheduling.board import Board
from scheduling.compiled import Compiled, Place, Places
from scheduling.repair.case import Case
from scheduling.search.construct import cheapest


def first_repair(case: Case) -> dict[str, Place]:
    """
    Return places for everything that finds one; rules are kept but for locks that could not be served.

    What builds on a broken event is taken up with it, and goes back where it stood if it still may.
    """
    view, known = case.view, case.view.events
    loose = list(dict.fromkeys((*case.broken, *case.asked)))
    for event_id in loose:
        later = (link.event for link in view.after[event_id])
        loose += [e for e in later if e in case.kept and e not in loose and known[e].lock is None]
    board = Board(view, {e: place for e, place in case.kept.items() if e not in loose})
    needed = [e for e in loose if known[e].lock is not None]
    for event_id in needed:
        loose += _make_room(board, event_id, case.kept)
        earlier = (link.event for link in view.before[event_id])
        needed += [e for e in earlier if e not in board.places and e not in needed]
    for event_id in _in_order(view, loose, case.issued):
        place = case.kept.get(event_id)
        if event_id in board.places:
            continue
        if place is None or not board.open_starts(event_id) >> place.start & 1:
            place = cheapest(board, event_id)
        elif not _has_room(board, event_id, place):
            place = board.choose(event_id, place.start)
        if place is not None:
            board.put(event_id, place)
    return dict(board.places)


def _make_room(board: Board, event_id: str, kept: Places) -> list[str]:
    """Place a locked event, or one it builds on, and return what had to be taken away for it."""
    view, taken = board.view, list[str]()
    movable = [e for e in kept if e in board.places and view.events[e].lock is None]
    ranked = sorted((relation(view, [event_id], e, kept), e) for e in movable)
    for rank, other in ranked:
        if board.open_starts(event_id) or rank > 3:
            break
        board.take(other)
        taken.append(other)
    place = cheapest(board, event_id)
    if place is not None:
        board.put(event_id, place)
    return taken


def relation(view: Compiled, stuck: list[str], other: str, issued: Places) -> int:
    """Return how nearly an event stands in the way of stuck ones: 0 the nearest, 4 not at all."""
    nearest, rival = 4, view.events[other]
    place = issued.get(other)
    days = span(place.start, rival.duration_days) if place else view.axis.everything
    resources = set(place.choices) if place else set()
    for event_id in stuck:
        event = view.events[event_id]
        if any(link.event == other for link in (*view.before[event_id], *view.after[event_id])):
            return 0
        reach = touching(days, event.duration_days) & view.starts[event_id]
        offered = {option.resource for options in view.options[event_id] for option in options}
        if not set(event.crews).isdisjoint(rival.crews):
            nearest = min(nearest, 1 if reach else 3)
        elif reach and (not offered.isdisjoint(resources) or event.exercise or rival.exercise):
            nearest = min(nearest, 2)
        elif reach and view.group_sizes[event_id].keys() & view.group_sizes[other].keys():
            nearest = min(nearest, 3)
    return nearest


def _in_order(view: Compiled, events: list[str], issued: Places) -> list[str]:
    """Return events with those they build on first, otherwise as they were issued."""
    end = len(view.problem.days)
    waiting = sorted(set(events), key=lambda e: (issued[e].start if e in issued else end, e))
    ordered: list[str] = []
    while waiting:
        ready = [e for e in waiting if not any(link.event in waiting for link in view.before[e])]
        ordered += ready or waiting[:1]
        waiting = [e for e in waiting if e not in set(ordered)]
    return ordered


def _has_room(board: Board, event_id: str, place: Place) -> bool:
    return all(
        any(r == choice and starts >> place.start & 1 for r, _, _, starts in board.option_starts(event_id, i))
        for i, choice in enumerate(place.choices)
    )
