"""A crew is in one place at a time and rests between events; a person serves one crew at a time."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scheduling.booked import Booked, Booking, name_of
from scheduling.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from scheduling.draft import Draft


class OnePlace(Rule):
    """Rest counts workdays between two events of one crew; sharing a person only forbids overlap."""

    def post(self, draft: Draft[Any]) -> None:
        """Allow at most one event per crew in any span of an event and its rest, per person in any day."""
        view = draft.view
        for event_id in draft.free:
            draft.keep_out(event_id, partial(draft.board.crew_conflicts, event_id))
        for events in view.events_of_crew.values():
            draft.at_most_one_at_a_time([e for e in events if draft.is_free(e)], view.problem.rest_days)
        for sharing in view.events_of_shared_person:
            draft.at_most_one_at_a_time([e for e in sharing if draft.is_free(e)], 0)

    def check(self, booked: Booked) -> list[Violation]:
        """Compare neighbours in time, crew by crew and person by person."""
        found: list[Violation] = []
        for crew, bookings in booked.of_crew.items():
            for earlier, later in pairwise(bookings):
                if later.start < earlier.end + booked.problem.rest_days:
                    found.append(self._too_close(crew, earlier, later))
        return found + self._shared_persons(booked)

    def _too_close(self, crew: str, earlier: Booking, later: Booking) -> Violation:
        return Violation(
            self.code,
            (earlier.event.id, later.event.id),
            f"队伍 {crew}：{name_of(earlier.event).zh}（至 {earlier.last_day}）与"
            f" {name_of(later.event).zh}（{later.first_day} 起）重叠或间隔不足",
            f"Crew {crew}: {name_of(earlier.event).en} (to {earlier.last_day}) and"
            f" {name_of(later.event).en} (from {later.first_day}) overlap or leave no rest",
            (later.first_day,),
            crews=(crew,),
        )

    def _shared_persons(self, booked: Booked) -> list[Violation]:
        by_person: dict[str, dict[str, Booking]] = defaultdict(dict)
        for crew, bookings in booked.of_crew.items():
            for person in booked.crews[crew].person_ids:
                for booking in bookings:
                    by_person[person][booking.event.id] = booking
        clashes: dict[tuple[str, str], Violation] = {}
        for events in by_person.values():
            ordered = sorted(events.values(), key=lambda b: (b.start, b.event.id))
            for i, earlier in enumerate(ordered):
                for later in ordered[i + 1 :]:
                    if later.start < earlier.end and not set(earlier.event.crews) & set(later.event.crews):
                        clashes[earlier.event.id, later.event.id] = self._same_person(earlier, later)
        return list(clashes.values())

    def _same_person(self, earlier: Booking, later: Booking) -> Violation:
        one, other, day = name_of(earlier.event), name_of(later.event), later.first_day
        return Violation(
            self.code,
            (earlier.event.id, later.event.id),
            f"{one.zh} 与 {other.zh} 在 {day} 需要同一人员",
            f"{one.en} and {other.en} need the same person on {day}",
            (day,),
            crews=(*earlier.event.crews, *later.event.crews),
        )


RULE = OnePlace(
    "one-place",
    "一支队伍、一名人员同一时间只能参加一项任务，任务之间须有休整日",
    "A crew or a person is in one event at a time, and a crew rests between events",
    "S43: one person, one post; rest days assumed",
)
