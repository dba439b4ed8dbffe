"""Which records are one: the groups that statements of sameness make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from registry.access import Viewer, rows
from registry.codes import MatchKind
from registry.periods import in_force
from registry.tables import SameAs


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

    for one, other in links:
        smaller, larger = sorted((root(one), root(other)))
        above[larger] = smaller
    return {each: root(each) for each in sorted(above)}


async def identities(viewer: Viewer, kind: MatchKind, on: date) -> dict[str, str]:
    """Return the identity of every record that is one with another on a day, as the viewer may know it."""
    held = in_force(on)
    links = await rows(viewer, SameAs).filter(held, kind=kind).order_by("id")
    return grouped((str(link.first_id), str(link.second_id)) for link in links)
