"""Which records are one: the groups that statements of sameness make."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import MatchDecision, MatchKind
from registry.matching.gathering import COMPARED
from registry.matching.normalizing import serial_number
from registry.periods import in_force
from registry.tables import MatchPair, Record, SameAs


def grouped(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """
    Return, for every record in some link, the smallest id of the records it is one with.

    Examples
    --------
    >>> grouped([("a", "b"), ("b", "c"), ("x", "y")])
    {'a': 'a', 'b': 'a', 'c': 'a', 'x': 'x', 'y': 'x'}

    """
    above: dict[str, str] = {}

    def root(each: str) -> str:
        while above.setdefault(each, each) != each:
            above[each] = above[above[each]]
            each = above[each]
        return each

    for one_end, other in links:
        smaller, larger = sorted((root(one_end), root(other)))
        above[larger] = smaller
    return {each: root(each) for each in sorted(above)}


async def identities(kind: MatchKind, on: date) -> dict[str, str]:
    """
    Return the identity of every record that is one with another on a day.

    Links of all regions count, whoever asks: two records of one office can be one by way of a third in
    another. The identity is the smallest id of the group, which the caller may not be allowed to see.
    """
    links = await rows(SYSTEM, SameAs).filter(in_force(on), kind=kind).order_by("id")
    return grouped((str(link.first_id), str(link.second_id)) for link in links)


async def found_different(kind: MatchKind) -> frozenset[str]:
    """Return the records of which a person has said that they differ from one that looks alike."""
    pairs = rows(SYSTEM, MatchPair).filter(kind=kind, decision=MatchDecision.DIFFERENT)
    return frozenset(str(end) for pair in await pairs for end in (pair.first_id, pair.second_id))


def things_behind(
    items: Iterable[tuple[str, str, str | None]], same: Mapping[str, str], apart: Collection[str]
) -> dict[str, str]:
    """
    Return what tells the thing behind each item of equipment, from its id, kind and serial.

    Items of one kind and serial are one thing unless in `apart`: found to differ from another that looks
    alike. Items that `same` gives one identity are one thing too.

    Examples
    --------
    >>> things_behind([("a", "车", "川C-1234"), ("b", "车", "川c1234"), ("c", "车", None)], {}, ())
    {'a': 'a', 'b': 'a', 'c': 'c'}

    """
    links: list[tuple[str, str]] = []
    known: list[str] = []
    for item, kind, serial in items:
        number = serial_number(serial)
        if number is not None and item not in apart:
            links.append((item, f"{kind}/{number}"))
        if item in same:
            links.append((item, f"{same[item]} and its own"))
        known.append(item)
    things = grouped(links)
    return {item: things.get(item, item) for item in known}


@dataclass(frozen=True, slots=True)
class Identity:
    """
    The records that are one with a record, itself included, as far as the viewer may read them.

    `elsewhere` are the regions of records out of reach that stand in a link the viewer may read, one for
    each record.
    """

    kind: MatchKind
    records: tuple[Record, ...]
    elsewhere: tuple[UUID, ...]


async def identity(viewer: Viewer, kind: MatchKind, record_id: UUID, on: date) -> Identity:
    """
    Return all records that are one with a record on a day.

    Raises
    ------
    NotFound
        The viewer does not see the record.

    """
    table, _ = COMPARED[kind]
    await one(viewer, table, record_id)
    group = {record_id}
    links: list[SameAs] = []
    edge = group
    while edge:
        touching = Q(first_id__in=list(edge)) | Q(second_id__in=list(edge))
        links = await rows(SYSTEM, SameAs).filter(touching, in_force(on), kind=kind)
        edge = {end for link in links for end in (link.first_id, link.second_id)} - group
        group = group | edge
    shown = await rows(viewer, table).filter(id__in=list(group)).order_by("id")
    hidden = group - {row.id for row in shown}
    touching = Q(first_id__in=list(hidden)) | Q(second_id__in=list(hidden))
    known = await rows(viewer, SameAs).filter(touching, in_force(on), kind=kind) if hidden else []
    ends = {end: region for link in known for end, region in _ends(link)}
    return Identity(kind, tuple(shown), tuple(ends[each] for each in sorted(hidden) if each in ends))


def _ends(link: SameAs) -> tuple[tuple[UUID, UUID], tuple[UUID, UUID]]:
    """Return both records of a link with their regions."""
    return (link.first_id, link.region_id), (link.second_id, link.other_region_id)
