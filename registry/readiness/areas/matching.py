"""
Maximum matching of people to posts, each person counted once.

People with the same qualifications and posts that ask for the same are interchangeable, so paths are
sought between such groups, not between persons. Key posts are served first; a path never frees a post that
is served, and the sets of posts that can be served together form a matroid (transversal), so one matching
is largest for the key posts and for all posts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from registry.readiness.facts import PostFact

Held = tuple[str, ...]


def matched(posts: Sequence[PostFact], people: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """
    Return who fills which post (post id to person): as many key posts as can be, then as many posts.

    Parameters
    ----------
    posts
        Posts by id; one that asks for no qualification is for anybody.
    people
        The qualifications that each available person holds on the day.

    Examples
    --------
    >>> driver = PostFact("1", "司机", "driver", True, "DRIVE")
    >>> medic = PostFact("2", "医师", "physician", False, "MEDIC")
    >>> both, drives = frozenset({"DRIVE", "MEDIC"}), frozenset({"DRIVE"})
    >>> matched([driver, medic], {"a": both, "b": drives})
    {'1': 'b', '2': 'a'}

    """
    asked = frozenset(each.qualification for each in posts if each.qualification is not None)
    groups: dict[Held, list[str]] = defaultdict(list)
    for person in sorted(people, reverse=True):
        groups[tuple(sorted(people[person] & asked))].append(person)
    served = _Flow(groups)
    for post in sorted(posts, key=lambda each: (not each.key, each.id)):
        served.add(post.qualification)
    return _named(posts, groups, served.flow)


class _Flow:
    """How many of each group of people serve each qualification asked for."""

    def __init__(self, groups: Mapping[Held, Sequence[str]]) -> None:
        self.order = sorted(groups, key=lambda held: (len(held), held))
        self.free = {held: len(groups[held]) for held in self.order}
        self.flow: Counter[tuple[str | None, Held]] = Counter()
        self.closed: set[str | None] = set()

    def add(self, asked: str | None) -> None:
        """Serve one more post that asks for something, if anybody can be found or moved."""
        if asked not in self.closed and not self._found(asked, seen := {asked}):
            # nobody can be moved to any of these now, nor later: paths never free a person
            self.closed |= seen

    def _found(self, asked: str | None, seen: set[str | None]) -> bool:
        able = [held for held in self.order if asked is None or asked in held]
        free = next((held for held in able if self.free[held]), None)
        if free is not None:  # somebody without any qualification is ()
            self.free[free] -= 1
            self.flow[asked, free] += 1
            return True
        return any(self._moved(asked, held, seen) for held in able)

    def _moved(self, asked: str | None, held: Held, seen: set[str | None]) -> bool:
        """Take somebody of a group from another post that somebody else can serve."""
        others = [other for (other, group), count in self.flow.items() if group == held and count]
        for other in sorted(others, key=lambda each: each or ""):
            if other in seen:
                continue
            seen.add(other)
            if self._found(other, seen):
                self.flow[other, held] -= 1
                self.flow[asked, held] += 1
                return True
        return False


def _named(
    posts: Sequence[PostFact], groups: Mapping[Held, list[str]], flow: Counter[tuple[str | None, Held]]
) -> dict[str, str]:
    """Hand persons out to posts as the flow says: key posts first, in order of their ids."""
    serving: dict[str | None, list[str]] = defaultdict(list)
    left = {held: list(persons) for held, persons in groups.items()}
    for asked, held in sorted(flow, key=lambda pair: (pair[0] or "", len(pair[1]), pair[1]), reverse=True):
        serving[asked] += [left[held].pop() for _ in range(flow[asked, held])]
    named: dict[str, str] = {}
    for post in sorted(posts, key=lambda each: (not each.key, each.id)):
        if serving[post.qualification]:
            named[post.id] = serving[post.qualification].pop()
    return named
