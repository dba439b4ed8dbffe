"""The rating rules an office follows: its own figures, those of the regions above it, then the defaults."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import Viewer
from registry.codes import TaskState
from registry.readiness.facts import TeamFacts
from registry.readiness.rating import rate
from registry.readiness.ratings import Rating
from registry.readiness.rules import DEFAULT_FIGURES, RatingRules
from registry.rules import figures_of

CODES = frozenset(each.code for each in DEFAULT_FIGURES)


async def rules_of(viewer: Viewer, region_id: UUID, on: date) -> RatingRules:
    """Return the rating rules that a region follows on a day."""
    return (await rules_of_regions(viewer, [region_id], on))[region_id]


async def rules_of_regions(viewer: Viewer, region_ids: Collection[UUID], on: date) -> dict[UUID, RatingRules]:
    """
    Return the rating rules that each of some regions follows on a day; the nearest figure above it wins.

    A figure nobody stored is the default (`registry.readiness.rules`). Regions that follow the same figures
    share one set. Two statements, however many regions.
    """
    followed = await figures_of(viewer, region_ids, CODES, on)
    shared: dict[frozenset[tuple[str, int]], RatingRules] = {}
    for figures in followed.values():
        key = frozenset(figures.items())
        if key not in shared:
            shared[key] = RatingRules.of(figures)
    return {region_id: shared[frozenset(figures.items())] for region_id, figures in followed.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """
    What two sets of rules make of the same facts.

    Parameters
    ----------
    ours, theirs
        The two ratings, each with the version of its rules.
    figures
        The figures that differ: code without prefix, our value, theirs.
    differing
        What of the ratings differs: `level`, `computed`, codes of areas (`P`), and caps with
        their subject (`cap:turn_out`, `cap:data_age:P`).

    """

    ours: Rating
    theirs: Rating
    figures: tuple[tuple[str, int, int], ...]
    differing: tuple[str, ...]


def compare(
    facts: TeamFacts, on: date, ours: RatingRules, theirs: RatingRules, task: TaskState = TaskState.PEACE
) -> Difference:
    """Rate the same facts by two sets of rules and say what differs."""
    first, second = (rate(facts, on, rules, task) for rules in (ours, theirs))
    figures = tuple(
        (code, value, theirs.figure(code))
        for code, value in sorted(ours.figures.items())
        if value != theirs.figure(code)
    )
    mine, other = _said(first), _said(second)
    differing = tuple(key for key in {**mine, **other} if mine.get(key) != other.get(key))
    return Difference(first, second, figures, differing)


def _said(rating: Rating) -> dict[str, object]:
    """Return what a rating says, by what it is about."""
    levels = {"level": rating.shown, "computed": rating.computed}
    areas = {each.area.value: (each.level, each.data_age) for each in rating.areas}
    caps = {":".join(filter(None, ("cap", each.kind, each.subject))): each.level for each in rating.caps}
    return {**levels, **areas, **caps}
