"""What the plan commands tell scripts: the planner's values as plain facts, codes in words beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from exercises.codes import CostPart
from exercises.components import UNITS
from exercises.plan_comparison import title_of
from scheduling.compare import Comparison, EventChange, Share
from scheduling.compare.changes import ComponentChange
from scheduling.cost import Component
from scheduling.explain import Explanation, Remedy
from scheduling.explain.bottleneck import Bottleneck
from scheduling.moves import Suggestion
from scheduling.plan import Assignment
from scheduling.words import Words


def component_facts(components: Iterable[Component]) -> list[dict[str, Any]]:
    """Return components with value, bound and gap (0 to 1), each in its own unit."""
    return [
        {
            **_part(each.name),
            "value": each.value,
            "bound": each.bound,
            "gap": None if each.gap is None else round(each.gap, 4),
        }
        for each in components
    ]


def change_facts(changes: Iterable[ComponentChange]) -> list[dict[str, Any]]:
    """Return components before and after, in words too."""
    return [
        {**_part(each.name), "before": each.before, "after": each.after, "sentence": each.sentence._asdict()}
        for each in changes
    ]


def suggestion_facts(found: Suggestion) -> dict[str, Any]:
    """Return a place offered, and what gets better and worse there."""
    return {
        **_place_facts(found.assignment),
        "cost_change": found.cost_change,
        "better": change_facts(found.better),
        "worse": change_facts(found.worse),
        "lapses": said(lapse.sentence for lapse in found.lapses),
    }


def explanation_facts(found: Explanation) -> dict[str, Any]:
    """Return why something is left out, in counts and sentences."""
    nearest = found.nearest
    return {
        "event": found.event,
        "possible_days": found.possible,
        "left_days": found.left,
        "open_days": found.open,
        "ruled_out": [{"rule": e.rule, "days": e.starts, "alone_days": e.alone} for e in found.exclusions],
        "obstacles": [
            {
                "rule": each.rule,
                "subjects": list(each.subjects),
                "days": each.starts,
                "alone_days": each.alone,
                "short_by": each.short_by,
                "events": list(each.events),
            }
            for each in found.obstacles
        ],
        "nearest_day": None if nearest is None else nearest.first_day,
        "nearest_events": [] if nearest is None else list(nearest.events),
        "sentences": [{"zh": zh, "en": en} for zh, en in found.sentences],
    }


def remedy_facts(found: Remedy) -> dict[str, Any]:
    """Return a change that lets something take place, and what it costs."""
    return {
        "change": type(found.change).__name__,
        "first_day": found.first_day,
        "cost_change": found.cost_change,
        "costs": asdict(found.costs),
        "moved": list(found.moved_events),
        "sentences": [{"zh": zh, "en": en} for zh, en in found.sentences],
    }


def bottleneck_facts(found: Bottleneck) -> dict[str, Any]:
    """Return a limit, its price, and what relaxing it saves; None where it was not checked."""
    return {
        "change": type(found.change).__name__,
        "estimated": found.estimated,
        "saved": None if found.saved is None else asdict(found.saved),
        "saved_total": found.saved_total,
        "sentences": [{"zh": zh, "en": en} for zh, en in found.sentences],
    }


def comparison_facts(found: Comparison) -> dict[str, Any]:
    """Return what differs between two years."""
    return {
        "cost": list(found.totals),
        "components": change_facts(found.components),
        "events": event_facts(found.events),
        "lapses": said(lapse.sentence for lapse in found.lapses),
        "months": [_share_facts(share) for share in found.months],
        "regions": [_share_facts(share) for share in found.regions],
        "sentences": said(found.sentences),
    }


def event_facts(changes: Iterable[EventChange]) -> list[dict[str, Any]]:
    """Return events that are moved, new or dropped, and why."""
    return [_event_facts(change) for change in changes]


def said(sentences: Iterable[Words]) -> list[dict[str, str]]:
    """Return sentences in both languages."""
    return [{"zh": each.zh, "en": each.en} for each in sentences]


def _part(name: str) -> dict[str, Any]:
    part = CostPart(name)
    return {
        "component": name,
        "label": {"zh": part.zh, "en": part.en},
        "unit": UNITS[part]._asdict(),
    }


def _place_facts(place: Assignment | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "first_day": place.first_day,
        "last_day": place.last_day,
        "resources": list(place.choices),
        "channel": place.channel,
    }


def _event_facts(change: EventChange) -> dict[str, Any]:
    return {
        "event": change.event,
        "title": title_of(change)._asdict(),
        "before": _place_facts(change.before) or None,
        "after": _place_facts(change.after) or None,
        "sentence": change.sentence._asdict(),
        "reasons": said(change.reasons),
    }


def _share_facts(share: Share) -> dict[str, Any]:
    return {
        "month" if isinstance(share.key, int) else "region": share.key,
        "events": list(share.events),
        "team_days": list(share.crew_days),
        "lapse_days": list(share.lapse_days),
    }
