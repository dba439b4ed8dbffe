"""
Synthetic readiness frames of any size: a province of 2,000 teams, a nation of 100,000.

They are made without a database, for set-wide rating to be measured and tested on. Nothing in them is
anybody's: ids are counted, every share is assumed. Each team has a quality of its own from which all
about it is drawn, so that levels spread and not all areas of a team fail together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from registry.codes import TeamCategory, TeamState
from registry.frame import Frame
from registry.readiness.frames import COLUMNS, ReadinessFrames
from seeds.readiness_draw import CATEGORIES, Draw, coded, ids
from seeds.readiness_records import record_frames
from seeds.readiness_staff import staff_frames

STATES = (
    (TeamState.ACTIVE, 0.94),
    (TeamState.REORGANIZING, 0.02),
    (TeamState.FORMING, 0.02),
    (TeamState.SUSPENDED, 0.01),
    (TeamState.DISBANDED, 0.01),
)
"""Shares of team states (assumed)."""
NEEDING_LINKS = (TeamCategory.COM.value, TeamCategory.MCP.value)
REGION_TEAMS = 12
"""Teams of one region (assumed)."""
MUSTER_MONTH = 6


@dataclass(frozen=True, slots=True)
class Size:
    """How many teams are made, and nearly how many posts; members fill nearly all of them."""

    teams: int
    posts: int


PROVINCE = Size(teams=2_000, posts=60_000)
NATION = Size(teams=100_000, posts=1_125_000)


def readiness_frames(size: Size, *, on: date, seed: int) -> ReadinessFrames:
    """
    Return frames of many made-up teams around a day: the same seed gives the same frames.

    Text columns are categorical; ids of one kind have the same categories in every frame.
    """
    rng = np.random.default_rng(seed)
    draw = Draw(
        rng,
        np.datetime64(on, "D"),
        ids("team-", size.teams),
        np.maximum(3, rng.poisson(size.posts / size.teams, size.teams)),
        rng.integers(0, len(CATEGORIES), size.teams),
        rng.beta(7, 1.4, size.teams),
    )
    staff = staff_frames(draw)
    frames = {"team": _teams(draw)} | staff | record_frames(draw, staff)
    return ReadinessFrames({name: frames[name][list(columns)] for name, columns in COLUMNS.items()})


def _teams(draw: Draw) -> Frame:
    """Return the teams: most of them active, and since more than a year."""
    count = len(draw.teams)
    own = np.arange(count)
    return pd.DataFrame(
        {
            "team": draw.team(own),
            "code": coded(own, ids("T-", count)),
            "name": coded(own, ids("示例队", count)),
            "category": coded(draw.category, CATEGORIES),
            "region": coded(own // REGION_TEAMS, ids("region-", -(-count // REGION_TEAMS))),
            "state": coded(
                draw.rng.choice(len(STATES), count, p=[share for _, share in STATES]),
                [state.value for state, _ in STATES],
            ),
            "active_since": draw.ago(draw.days(count, 100, 1_500)),
            "muster_month": np.where(draw.seldom(count, 0.9), MUSTER_MONTH, 0),
            "needs_link": np.isin(np.array(CATEGORIES)[draw.category], NEEDING_LINKS),
        }
    )
