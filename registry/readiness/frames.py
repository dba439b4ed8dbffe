"""
The same facts as `registry.readiness.facts`, for many teams at once: one pandas frame a kind of fact.

Ids and codes are text, days are `datetime64[s]` (NaT: no end), flags are bool. Periods are half-open. Rows
of one team stand in any order. Whoever loads facts makes these frames; `facts_of` makes `TeamFacts` of them,
and set-wide rating computes on them directly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.frame import Frame

#: Columns of each frame, in order.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # one row a team; `muster_month` is the last month of its muster's window, 0 where none is asked;
        # `needs_link` whether a proved communications link is asked of it
        "team": (
            "team",
            "code",
            "name",
            "category",
            "region",
            "state",
            "active_since",
            "muster_month",
            "needs_link",
        ),
        # posts and lines a team must have for a task (`registry.codes.TaskState`); peace is always there
        "post": ("team", "task", "post", "title", "title_en", "key", "qualification"),
        "line": ("team", "task", "kind", "kind_en", "required", "key"),
        # people: one row a period served; `person` is the identity, the same for records found to be one
        "member": ("team", "person", "reference", "served_from", "served_to", "confirmed_on", "proved"),
        "appointment": ("team", "person", "post", "from", "to"),
        # with a row for each qualification superseded by the one granted
        "grant": ("person", "qualification", "from", "to"),
        "away": ("person", "from", "to"),
        "item": (
            "team",
            "item",
            "kind",
            "quantity",
            "state",
            "inspection_due_on",
            "held_from",
            "held_to",
            "serial",
            "confirmed_on",
            "proved",
        ),
        "training": ("team", "number", "kind", "name", "name_en", "weight", "periodicity_days"),
        # one row a team's part in an execution and kind it counts for; `held` is the part's id,
        # `named` whether those who came are known by name (frame `taker`)
        "held": (
            "team",
            "held",
            "kind",
            "on",
            "passed",
            "present",
            "authorized",
            "proved",
            "named",
            "crew_numerator",
            "crew_denominator",
        ),
        "taker": ("held", "person"),
        "finding": ("team", "finding", "title", "severity", "found_on", "due_on", "closed_on"),
        # days on which a link of the team's region was proved, and on which the team was mustered
        "link": ("team", "proved_on"),
        "muster": ("team", "held_on"),
    }
)  # fmt: skip -- one frame an entry


@dataclass(frozen=True, slots=True)
class ReadinessFrames:
    """All facts of some teams, by the names and columns of `COLUMNS`."""

    frames: Mapping[str, Frame]

    def __getitem__(self, name: str) -> Frame:
        """Return one frame."""
        return self.frames[name]
