"""Posts, members, qualifications and absences of made-up teams."""

from __future__ import annotations

import numpy as np
import pandas as pd

from registry.codes import TaskState
from registry.frame import Frame
from seeds.readiness_draw import CATEGORIES, Draw, Numbers, coded, each, ids

#: Each category asks for three qualifications of its own; the last one everybody's key posts ask for.
QUALIFICATIONS = (*(f"{code}-{number}" for code in CATEGORIES for number in (1, 2, 3)), "LEADER")
LEADER = len(QUALIFICATIONS) - 1
KEY_EVERY = 8
"""One post of so many is a key post, the first one always (assumed)."""


def staff_frames(draw: Draw) -> dict[str, Frame]:
    """Return posts, members, who was appointed to which post, qualifications and absences."""
    team, place = each(draw.posts)
    asked = _asked(draw, team, place)
    members, first = _members(draw, asked)
    return {
        "post": _posts(draw, team, place, asked),
        "member": _served(draw, members, first),
        "appointment": _placed(draw, members, first),
        "grant": _grants(draw, members, first),
        "away": _away(draw, first),
    }


def _asked(draw: Draw, team: Numbers, place: Numbers) -> Numbers:
    """Return what each post asks for: half of them for nothing (-1)."""
    own = draw.category[team] * 3 + draw.rng.integers(0, 3, len(team))
    asked = np.where(draw.seldom(len(team), 0.5), own, -1)
    return np.where(place % KEY_EVERY == 0, np.where(place == 0, LEADER, own), asked)


def _posts(draw: Draw, team: Numbers, place: Numbers, asked: Numbers) -> Frame:
    """Return the posts of peace, and for one team in ten fewer of war."""
    count = len(team)
    peace = pd.DataFrame(
        {
            "team": draw.team(team),
            "task": coded(np.zeros(count, int), [task.value for task in TaskState]),
            "post": coded(np.arange(count), ids("post-", count)),
            "title": coded(np.minimum(place, 1), ["负责人", "队员"]),
            "title_en": coded(np.minimum(place, 1), ["leader", "crew member"]),
            "key": place % KEY_EVERY == 0,
            "qualification": coded(asked, QUALIFICATIONS),
        }
    )
    war = peace[(team % 10 == 0) & (place % 4 != 3)].copy()
    war["task"] = coded(np.full(len(war), 2), [task.value for task in TaskState])
    return pd.concat([peace, war], ignore_index=True)


def _members(draw: Draw, asked: Numbers) -> tuple[Frame, Numbers]:
    """
    Return one row a member (team, place, person by number, what the post asks for), and each person's row.

    One in 200 serves in the team before too.
    """
    fill = draw.quality + draw.rng.normal(0.06, 0.08, len(draw.teams))
    counts = np.clip(np.rint(draw.posts * fill), 1, draw.posts + 3).astype(int)
    team, place = each(counts)
    starts = np.cumsum(draw.posts) - draw.posts
    has_post = place < draw.posts[team]
    post = np.where(has_post, starts[team] + place, -1)
    fresh = ~(draw.seldom(len(team), 0.005) & (np.arange(len(team)) > counts[0]))
    person = np.cumsum(fresh) - 1
    elsewhere = np.flatnonzero(~fresh)
    person[elsewhere] = person[elsewhere - counts[0]]
    rows = pd.DataFrame(
        {"team": team, "person": person, "post": post, "asked": np.where(has_post, asked[post], -1)}
    )
    return rows, np.flatnonzero(fresh)


def _served(draw: Draw, members: Frame, first: Numbers) -> Frame:
    """Return the periods served: a few ended, a few began again."""
    team, person = members["team"].to_numpy(), members["person"].to_numpy()
    count = len(team)
    left = np.where(draw.seldom(count, 0.03), draw.days(count, -120, 200), np.nan)
    rows = pd.DataFrame(
        {
            "team": draw.team(team),
            "person": coded(person, ids("person-", len(first))),
            "reference": coded(person, ids("P-", len(first))),
            "served_from": draw.ago(draw.days(count, 210, 1_500)),
            "served_to": draw.ago(left),
            "confirmed_on": draw.confirmed(team),
            "proved": draw.seldom(count, 0.995) | (team % 7 != 0),
        }
    )
    again = rows[rows["served_to"].notna() & draw.seldom(count, 0.3)].copy()
    again["served_from"] = again["served_to"] + pd.Timedelta(days=30)
    again["served_to"] = pd.NaT
    return pd.concat([rows, again.astype(rows.dtypes.to_dict())], ignore_index=True)


def _placed(draw: Draw, members: Frame, first: Numbers) -> Frame:
    """Return who was appointed to which post."""
    placed = members[members["post"] >= 0]
    return pd.DataFrame(
        {
            "team": draw.team(placed["team"].to_numpy()),
            "person": coded(placed["person"].to_numpy(), ids("person-", len(first))),
            "post": coded(placed["post"].to_numpy(), ids("post-", int(draw.posts.sum()))),
            "from": draw.ago(draw.days(len(placed), 20, 1_000)),
            "to": draw.ago(np.where(draw.seldom(len(placed), 0.02), draw.days(len(placed), -50, 15), np.nan)),
        }
    )


def _grants(draw: Draw, members: Frame, first: Numbers) -> Frame:
    """Return qualifications: what the post asks for, mostly, and sometimes another of the category."""
    team = members["team"].to_numpy()
    asked = members["asked"].to_numpy()
    wanted = (asked >= 0) & draw.happens(0.25 + 0.8 * draw.quality[team])
    more = np.flatnonzero(draw.seldom(len(team), 0.35))
    other = draw.category[team[more]] * 3 + draw.rng.integers(0, 3, len(more))
    person = np.concatenate([members["person"].to_numpy()[wanted], members["person"].to_numpy()[more]])
    count = len(person)
    given = draw.days(count, 0, 1_250)
    return pd.DataFrame(
        {
            "person": coded(person, ids("person-", len(first))),
            "qualification": coded(np.concatenate([asked[wanted], other]), QUALIFICATIONS),
            "from": draw.ago(given),
            "to": draw.ago(np.where(draw.seldom(count, 0.15), np.nan, given - 1_096)),
        }
    )


def _away(draw: Draw, first: Numbers) -> Frame:
    """Return absences of one person in eight, most of them over or not begun."""
    person = np.flatnonzero(draw.seldom(len(first), 0.12))
    begun = draw.days(len(person), -100, 250)
    return pd.DataFrame(
        {
            "person": coded(person, ids("person-", len(first))),
            "from": draw.ago(begun),
            "to": draw.ago(
                np.where(draw.seldom(len(person), 0.05), np.nan, begun - draw.days(len(person), 5, 90))
            ),
        }
    )
