"""Ratings at the command line: of one team with all that is behind it, or of a region's teams as a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from exercises.readiness.rating_teams import Rated, rated
from muster.office import region_coded, viewer_named
from registry.access import SYSTEM, Viewer, rows
from registry.codes import Measure, TaskState
from registry.errors import NotFound
from registry.readiness.ratings import AreaRating, MeasureRating, UnmatchedPost
from registry.readiness.records.figures import figures_followed
from registry.readiness.records.names import qualification_names
from registry.readiness.records.office_rules import compare, rules_of
from registry.readiness.records.tracing import WHY, Trace, traced
from registry.readiness.rules import RatingRules
from registry.readiness.what_if.actions import actions
from registry.readiness.words import HALVED, Said
from registry.tables import Person, Region, Team

#: What `--compare` calls the figures as they ship.
DEFAULTS = "default"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is told besides the facts: which people are in scope, and names of qualifications."""

    people: frozenset[str]
    qualifications: Mapping[str, Said]

    def named(self, reference: str | None) -> str | None:
        return reference if reference in self.people else None


async def ratings(
    login: str, code: str, on: date, task: TaskState, against: str | None = None
) -> dict[str, Any]:
    """
    Return the rating of the team, or of the teams of the region, with a code, as facts for people.

    `against` is a region whose figures the same facts are rated by too, or `DEFAULTS`. Raises `NotFound` when
    nothing the viewer sees has the code, or the team is not there that day.
    """
    viewer = await viewer_named(login)
    team = await rows(viewer, Team).get_or_none(code=code)
    where = [team.id] if team is not None else (await region_coded(viewer, code)).id
    found = await rated(viewer, where, on, task)
    if team is not None and not found:
        raise NotFound(Team.table_name(), code)
    other = None if against is None else await _other_rules(viewer, against, on)
    names = dict(await rows(viewer, Region).all().values_list("id", "name"))
    told = [await _team(viewer, each, other) for each in found] if team is not None else []
    return {
        "code": code,
        "on": on,
        "task": task.value,
        "task_label": _label(task),
        "team": told[0] if told else None,
        "teams": [_line(each, names, other) for each in found],
        "levels": {str(level): count for level, count in sorted(_levels(found).items())},
    }


async def _other_rules(viewer: Viewer, against: str, on: date) -> RatingRules:
    if against == DEFAULTS:
        return RatingRules.of({})
    return await rules_of(SYSTEM, (await region_coded(viewer, against)).id, on)


def _levels(found: Sequence[Rated]) -> Counter[int]:
    """Count the teams by the level shown; those not rated are left out."""
    return Counter(each.standing.shown for each in found if each.standing.shown is not None)


def _line(each: Rated, names: Mapping[UUID, str], other: RatingRules | None) -> dict[str, Any]:
    """Return one team of a list."""
    rating = each.rating
    line = _head(each) | {
        "region": names.get(UUID(each.facts.region)),
        "areas": {area.area.value: area.level for area in rating.areas},
        "data_ages": {area.area.value: area.data_age.value for area in rating.areas},
        "caps": [cap.kind.value for cap in rating.caps],
    }
    if other is not None:
        difference = compare(each.facts, rating.on, each.rules, other, rating.task)
        line |= {"compared": difference.theirs.shown, "differing": list(difference.differing)}
    return line


def _head(each: Rated) -> dict[str, Any]:
    """Return who was rated, and both levels."""
    override = each.standing.override
    return {
        "code": each.facts.code,
        "name": each.facts.name,
        "category": each.facts.category.value,
        "level": each.rating.level,
        "level_text": each.rating.shown,
        "shown_level": each.standing.shown,
        "level_before_caps": each.rating.computed,
        "override": override
        and {
            "to_level": override.to_level,
            "reason": override.reason_given,
            "from": override.valid_from,
            "until": override.valid_to,
        },
    }


async def _team(viewer: Viewer, each: Rated, other: RatingRules | None) -> dict[str, Any]:
    """Return one team with everything behind its rating."""
    known = await _known(viewer, each)
    region = UUID(each.facts.region)
    figures = (await figures_followed(SYSTEM, [region], each.rating.on))[region]
    told = _head(each) | _parts(each, known)
    told["figures"] = [asdict(figure) for figure in figures]
    if other is not None:
        difference = compare(each.facts, each.rating.on, each.rules, other, each.rating.task)
        told["compared"] = {
            "level_text": difference.theirs.shown,
            "differing": list(difference.differing),
            "figures": [list(figure) for figure in difference.figures],
        }
    return told


async def _known(viewer: Viewer, each: Rated) -> _Known:
    references = [member.reference for member in each.facts.members]
    people: Any = rows(viewer, Person).filter(reference__in=references)
    found = frozenset(await people.values_list("reference", flat=True))
    return _Known(found, await qualification_names(viewer))


def _parts(each: Rated, known: _Known) -> dict[str, Any]:
    """Return the parts of a rating as plain facts; people out of scope are counted, not named."""
    rating, traces = each.rating, traced(each.facts, each.rating)
    return {
        "areas": [_area(area, traces) for area in rating.areas],
        "caps": [asdict(cap) for cap in rating.caps],
        "lines": [asdict(line) for line in rating.lines],
        "credits": [
            asdict(credit)
            | {"credit": str(credit.credit), "halved_for": credit.halved_for and HALVED[credit.halved_for]}
            for credit in rating.credits
        ],
        "empty_posts": [_post(post, known) for post in rating.unmatched_posts],
        "idle_members": [
            {"reference": known.named(member.reference), "why": WHY[member.why]}
            for member in rating.unmatched_members
        ],
        "failing_items": [asdict(item) | {"why": WHY[item.why]} for item in rating.failing_items],
        "actions": [
            {name: value for name, value in asdict(action).items() if name != "edits"}
            for action in actions(each.facts, rating.on, each.rules, rating.task, known.qualifications)
        ],
        "warnings": [list(words) for words in rating.warnings],
        "rule_version": rating.rule_version,
    }


def _post(post: UnmatchedPost, known: _Known) -> dict[str, Any]:
    asked = post.qualification
    return asdict(post) | {
        "qualification": None if asked is None else known.qualifications.get(asked, (asked, asked)),
        "lapsed": [reference for reference in post.lapsed if known.named(reference)],
    }


def _area(area: AreaRating, traces: Mapping[Measure, Trace]) -> dict[str, Any]:
    return {
        "area": area.area.value,
        "label": _label(area.area),
        "level": area.level,
        "data_age": area.data_age.value,
        "confirmed_on": area.confirmed_on,
        "measures": [_measure(each, traces.get(each.measure)) for each in area.measures],
    }


def _measure(measure: MeasureRating, trace: Trace | None) -> dict[str, Any]:
    """Return a fraction and the records behind it; people by number only, for ids would tell identities."""
    told = asdict(measure) | {"label": _label(measure.measure), "shown": measure.shown}
    if trace is not None and measure.measure is not Measure.AVAILABLE:
        told |= {name: [source.id for source in getattr(trace, name)] for name in ("counted", "lacking")}
    return told


def _label(code: Any) -> list[str]:
    return [code.zh, code.en]
