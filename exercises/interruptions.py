"""Events a repair had to break off, as a version stores them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from exercises.tables import TrainingPlan
from scheduling.repair import Interruption
from scheduling.words import Words


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """
    An event held from `first_day` to `last_day` only: `days_done` of `days_planned` workdays.

    `again` is the identifier of the event asked for in its place, if it is held again; `reasons` say why.
    """

    uid: str
    first_day: date
    last_day: date
    days_done: int
    days_planned: int
    again: str | None
    reasons: tuple[Words, ...]


def stored_interruptions(
    found: Iterable[Interruption], parent: TrainingPlan | None
) -> list[dict[str, Any]] | None:
    """Return interruptions as a version stores them, after those of its parent; None where there are none."""
    earlier = list(parent.interrupted or ()) if parent is not None else []
    return [*earlier, *_stored(found)] or None


def _stored(found: Iterable[Interruption]) -> list[dict[str, Any]]:
    return [
        {
            "uid": each.event,
            "first_day": each.first_day.isoformat(),
            "last_day": each.last_day.isoformat(),
            "days_done": each.days_done,
            "days_planned": each.days_planned,
            "again": each.again,
            "reasons": [{"zh": why.zh, "en": why.en} for why in each.why],
        }
        for each in found
    ]


def interruptions_of(plan: TrainingPlan) -> tuple[BrokenOff, ...]:
    """Return what the repairs behind a version had to break off, the earliest first."""
    return tuple(_read(each) for each in plan.interrupted or ())


def _read(stored: Mapping[str, Any]) -> BrokenOff:
    return BrokenOff(
        uid=stored["uid"],
        first_day=date.fromisoformat(stored["first_day"]),
        last_day=date.fromisoformat(stored["last_day"]),
        days_done=stored["days_done"],
        days_planned=stored["days_planned"],
        again=stored["again"],
        reasons=tuple(Words(why["zh"], why["en"]) for why in stored["reasons"]),
    )
