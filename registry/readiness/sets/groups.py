"""
What ratings add up to over groups of teams: districts, categories, cities, joint areas.

A group is pairs of group and team, so that a team may belong to several. Each team counts as often as it is
in a group once; assets that several teams share are for `registry.readiness.sets.joint`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from registry.frame import Frame
from registry.readiness.ratings import REORGANIZING_LEVEL
from registry.readiness.sets.rated import RATED

#: Levels of a team, 1 (best) to 5 (reorganizing); a team that is not rated has none of them.
LEVELS = tuple(range(1, REORGANIZING_LEVEL + 1))
#: What counts as ready: level 1 or 2.
READY = 2
#: Columns of the answer, after the group.
SUMMED = (
    "teams",
    "rated",
    *(f"level_{level}" for level in LEVELS),
    "unrated",
    "unverified",
    "ready",
    "worst",
    "median",
    *RATED["fractions"],
)


def groups_by(rated: Frame, *columns: str) -> Frame:
    """Return the groups of rated teams with equal values in some columns: the values, and `team`."""
    return rated[[*columns, "team"]]


def of_set(rated: Frame, groups: Frame) -> Frame:
    """
    Return one row a group: its teams by level, and the sums of their fractions.

    Parameters
    ----------
    rated
        What `rate_all` returns.
    groups
        A column `team`, and any columns that together name a group. Teams not in `rated` are left out.

    Returns
    -------
    Frame
        The columns that name the group, in their order, then `SUMMED`: `rated` counts levels 1 to 4,
        `ready` levels 1 and 2 (the share is `ready` of `rated`), `unverified` those that rest on data of
        age D. `worst` and `median` are levels of rated teams, the median of an even number the worse of the
        two in the middle; both are missing where no team is rated. Sums of training count quarters of weight.

    """
    names = [name for name in groups.columns if name != "team"]
    members = groups.drop_duplicates().merge(rated[["team", *_NEEDED]], on="team", how="inner")
    level = members["level"].fillna(0).to_numpy(np.int64)
    counts = {f"level_{each}": level == each for each in LEVELS}
    rated_here = (level > 0) & (level < REORGANIZING_LEVEL)
    counts |= {
        "teams": np.ones(len(level), bool),
        "rated": rated_here,
        "unrated": level == 0,
        "unverified": members["unverified"].to_numpy(bool),
        "ready": rated_here & (level <= READY),
    }
    added = members[names].assign(**counts, **{name: members[name] for name in RATED["fractions"]})
    sums = added.groupby(names, observed=True, sort=True).sum()
    return sums.join(_middle(members[names].assign(level=level)[rated_here], names))[
        list(SUMMED)
    ].reset_index()


_NEEDED = ("level", "unverified", *RATED["fractions"])


def _middle(levels: Frame, names: list[str]) -> Frame:
    """Return the worst and the median level of each group that has rated teams."""
    ordered = levels.sort_values([*names, "level"])
    grouped = ordered.groupby(names, observed=True, sort=True)["level"]
    size, place = grouped.transform("size"), grouped.cumcount()
    middle = ordered[place == size // 2].set_index(names)["level"]
    return pd.DataFrame({"worst": grouped.max(), "median": middle}).astype("Int8")
