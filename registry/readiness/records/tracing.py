"""From each number of a rating to the records behind it: which count, and which are lacking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.codes import Code, Measure, ReadinessArea
from registry.readiness.areas.equipment import held, works
from registry.readiness.areas.people import serving
from registry.readiness.facts import TeamFacts
from registry.readiness.ratings import AreaRating, Rating, Why
from registry.readiness.words import Said


class SourceKind(Code):
    """What kind of record a number of a rating rests on."""

    PERSON = "person", "人员", "person"
    POST = "post", "岗位", "post"
    POST_REQUIREMENT = "post_requirement", "岗位配备要求", "required post"
    EQUIPMENT = "equipment_item", "装备", "equipment"
    EXECUTION = "execution_team", "参训记录", "part in an execution"


@dataclass(frozen=True, slots=True)
class Source:
    """One record; of a person, the identity, which stands for all of its records."""

    kind: SourceKind
    id: str


@dataclass(frozen=True, slots=True)
class Trace:
    """
    The records that make a fraction's numerator, and those it lacks.

    Equipment counts by quantity, so a fraction may be larger than its list; what a line lacks altogether,
    and training nobody took part in, has no record.
    """

    counted: tuple[Source, ...]
    lacking: tuple[Source, ...]


def traced(facts: TeamFacts, rating: Rating) -> Mapping[Measure, Trace]:
    """Return the records behind each fraction of a rating of these facts; nothing for a team not rated."""
    if not rating.areas:
        return MappingProxyType({})
    required = facts.required(rating.task)
    away = {each.person for each in rating.unmatched_members if each.why is Why.AWAY}
    present = [each.person for each in serving(facts, rating.on)]
    filled = rating.matched or {}
    key = {each.id for each in required.posts if each.key}
    items = held(facts, required.lines, rating.on)
    people = _sources(SourceKind.PERSON, (each for each in present if each not in away))
    return MappingProxyType(
        {
            Measure.AVAILABLE: Trace(people, _sources(SourceKind.PERSON, away)),
            Measure.MATCHED: Trace(_posts(filled), _posts(each.post for each in rating.unmatched_posts)),
            Measure.KEY_POSTS: Trace(
                _posts(each for each in filled if each in key),
                _posts(each.post for each in rating.unmatched_posts if each.key),
            ),
            Measure.ON_HAND: Trace(_sources(SourceKind.EQUIPMENT, (each.id for each in items)), ()),
            Measure.SERVICEABLE: Trace(
                _sources(SourceKind.EQUIPMENT, (each.id for each in items if works(each, rating.on))),
                _sources(SourceKind.EQUIPMENT, (each.item for each in rating.failing_items)),
            ),
            Measure.TRAINED: Trace(
                _sources(SourceKind.EXECUTION, (each.counted for each in rating.credits if each.counted)),
                (),
            ),
        }
    )


def oldest(facts: TeamFacts, rating: Rating, area: AreaRating) -> tuple[Source, ...]:
    """Return the records whose last confirmation is the oldest of an area, which sets its data age."""
    on, day = rating.on, area.confirmed_on
    if area.area is ReadinessArea.PEOPLE:
        members = (each.person for each in serving(facts, on) if each.confirmed_on == day)
        return _sources(SourceKind.PERSON, members)
    if area.area is ReadinessArea.TRAINING:
        parts = (each.counted for each in rating.credits if each.counted and each.held_on == day)
        return _sources(SourceKind.EXECUTION, parts)
    items = held(facts, facts.required(rating.task).lines, on)
    return _sources(SourceKind.EQUIPMENT, (each.id for each in items if each.confirmed_on == day))


def post_source(post: str) -> Source:
    """Return the record of a post: its own, or that of the requirement it was made from (`id:number`)."""
    record, made, _ = post.partition(":")
    return Source(SourceKind.POST_REQUIREMENT if made else SourceKind.POST, record)


def _posts(ids: Iterable[str]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(post_source(each) for each in sorted(ids)))


def _sources(kind: SourceKind, ids: Iterable[str]) -> tuple[Source, ...]:
    return tuple(Source(kind, each) for each in sorted(set(ids)))


#: Why somebody fills no post, or an item does not count, in words.
WHY: Mapping[Why, Said] = MappingProxyType(
    {
        Why.AWAY: ("不在位", "away"),
        Why.UNQUALIFIED: ("不具备空缺岗位所需资格", "holds nothing the empty posts ask for"),
        Why.SURPLUS: ("超出岗位数", "more members than posts"),
        Why.OVERDUE: ("检验逾期", "inspection overdue"),
        Why.UNSERVICEABLE: ("不完好", "not serviceable"),
    }
)
