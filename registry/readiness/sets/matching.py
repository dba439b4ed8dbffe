"""
Maximum matching of people to posts for many teams at once, by Hall's theorem.

Posts that ask for the same qualification are interchangeable, so the largest matching of a team is the
least, over the sets A of qualifications it asks for, of *posts outside A + people who hold one of A*; it
is never more than its people. A team asks for few different qualifications: each is a bit, people are
counted by the bits they hold, and all 2^k sets are looked at together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.readiness.areas.matching import matched as matched_singly
from registry.readiness.facts import PostFact
from registry.readiness.sets.indexed import Numbers, added, among, distinct, expanded

#: Teams that ask for more different qualifications are matched one by one.
MOST_BITS = 10
_AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts: the team of each, the number of what it asks for (-1: nothing), whether it is a key post."""

    team: Numbers
    asked: Numbers
    key: Numbers


@dataclass(frozen=True, slots=True)
class Able:
    """Available people, once in each team they serve in: ordered by team."""

    team: Numbers
    person: Numbers


@dataclass(frozen=True, slots=True)
class Held:
    """Qualifications held on the day, by people: each pair once, ordered by person."""

    person: Numbers
    qualification: Numbers


def matched(posts: Posts, able: Able, held: Held, teams: int) -> tuple[Numbers, Numbers]:
    """Return, by team, how many posts and how many key posts can be filled, each person filling one."""
    return _Matching(posts, able, held, teams).largest()


class _Matching:
    """One matching of all teams."""

    def __init__(self, posts: Posts, able: Able, held: Held, teams: int) -> None:
        self._posts, self._able, self._held, self._teams = posts, able, held, teams
        self._people = added(able.team, teams)
        self._span = 1 + int(max(posts.asked.max(initial=0), held.qualification.max(initial=0)))
        asking = posts.asked >= 0
        self._asked = distinct(posts.team[asking] * self._span + posts.asked[asking])
        self._width = added(self._asked // self._span, teams)
        self._first = np.cumsum(self._width) - self._width
        self._counts = [self._by_bit(asking & wanted) for wanted in (np.True_, posts.key)]

    def _by_bit(self, chosen: Numbers) -> Numbers:
        """Return how many of some posts ask for each qualification a team asks for."""
        keys = self._posts.team[chosen] * self._span + self._posts.asked[chosen]
        return added(np.searchsorted(self._asked, keys), len(self._asked))

    def largest(self) -> tuple[Numbers, Numbers]:
        """Return both numbers by team."""
        posts = self._posts
        totals = [added(posts.team, self._teams), added(posts.team[posts.key], self._teams)]
        found = [np.minimum(total, self._people) for total in totals]
        masks = self._masks()
        for width in range(1, MOST_BITS + 1):
            teams = np.flatnonzero(self._width == width)
            size = max(1, _AT_ONCE >> width)
            for start in range(0, len(teams), size):
                chosen = teams[start : start + size]
                without = self._without(masks, chosen, width)
                for most, total, counts in zip(found, totals, self._counts, strict=True):
                    bound = self._bound(chosen, width, total, counts) + without
                    most[chosen] = np.minimum(most[chosen], bound.min(axis=1))
        for team in np.flatnonzero(self._width > MOST_BITS):
            found[0][team], found[1][team] = self._singly(int(team))
        return found[0], found[1]

    def _masks(self) -> Numbers:
        """Return, for each person in a team, the bits of what they hold of what the team asks for."""
        row, bit = self._hits(np.flatnonzero(self._width[self._able.team] <= MOST_BITS))
        return added(row, len(self._able.team), np.exp2(bit))

    def _hits(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Return each pair of a row of `able` and the bit of something held that the team asks for."""
        able, held = self._able, self._held
        person = able.person[rows]
        row, place = expanded(
            np.searchsorted(held.person, person), np.searchsorted(held.person, person, "right")
        )
        team = able.team[rows][row]
        found, asked = among(team * self._span + held.qualification[place], self._asked)
        return rows[row[asked]], (found - self._first[team])[asked]

    def _without(self, masks: Numbers, chosen: Numbers, width: int) -> Numbers:
        """Return, by team and set A, how many people hold one of A."""
        rank = np.full(self._teams, -1)
        rank[chosen] = np.arange(len(chosen))
        here = rank[self._able.team]
        inside = here >= 0
        sets = 1 << width
        people = added(here[inside] * sets + masks[inside], len(chosen) * sets).reshape(len(chosen), sets)
        within = people.astype(np.int32).reshape(len(chosen), *[2] * width)
        for axis in range(1, width + 1):
            within = np.cumsum(within, axis=axis, dtype=np.int32)
        within = within.reshape(len(chosen), sets)
        # whoever holds none of A holds only what lies in its complement, which counts the sets backwards
        return self._people[chosen][:, None] - within[:, ::-1]

    def _bound(self, chosen: Numbers, width: int, total: Numbers, counts: Numbers) -> Numbers:
        """Return, by team and set A, how many posts lie outside A."""
        each = counts[self._first[chosen][:, None] + np.arange(width)]
        member = (np.arange(1 << width)[None, :] >> np.arange(width)[:, None]) & 1
        return total[chosen][:, None] - each @ member

    def _singly(self, team: int) -> tuple[int, int]:
        """Match one team as `registry.readiness.areas.matching` does."""
        posts = self._posts
        asked = [
            PostFact(str(at), "", "", bool(posts.key[at]), _text(posts.asked[at]))
            for at in np.flatnonzero(posts.team == team)
        ]
        people = {
            str(person): self._text_held(person) for person in self._able.person[self._able.team == team]
        }
        filled = matched_singly(asked, people)
        return len(filled), sum(post.key and post.id in filled for post in asked)

    def _text_held(self, person: int) -> frozenset[str]:
        start, end = np.searchsorted(self._held.person, (person, person + 1))
        return frozenset(str(each) for each in self._held.qualification[start:end])


def _text(asked: int) -> str | None:
    return None if asked < 0 else str(asked)
