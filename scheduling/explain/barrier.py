"""What a barrier is: one thing in the way of an event, and what sort of thing it can be."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What sort of thing is in the way; `RULE_OF` names the rule behind each."""

    ABSENT = "absent"
    CREW = "crew"
    REST = "rest"
    PERSON = "person"
    RESOURCE = "resource"
    STANDBY = "standby"
    SPACING = "spacing"
    PRECEDENCE = "precedence"
    DAY_CAP = "day_cap"
    YEARLY_LIMIT = "yearly_limit"
    HOSTING = "hosting"
    ATTENDING = "attending"
    CHANNEL = "channel"
    ROTATION = "rotation"


RULE_OF = {
    Kind.ABSENT: "series-order",
    Kind.CREW: "one-place",
    Kind.REST: "one-place",
    Kind.PERSON: "one-place",
    Kind.RESOURCE: "resource-capacity",
    Kind.STANDBY: "standby",
    Kind.SPACING: "series-spacing",
    Kind.PRECEDENCE: "precedence",
    Kind.DAY_CAP: "day-cap",
    Kind.YEARLY_LIMIT: "employer-days",
    Kind.HOSTING: "exercise-quotas",
    Kind.ATTENDING: "exercise-quotas",
    Kind.CHANNEL: "channel-interference",
    Kind.ROTATION: "host-rotation",
}


class Barrier(NamedTuple):
    """
    One thing in the way of an event.

    `subjects` names it: a crew, a person, the resources of one need (all of its options), a standby group,
    an earlier or later event, area and region. `starts` is the bit set of what it takes. `short_by` is by
    how much it is too small where it is nearest to sufficing: units of a resource, crews of a group,
    workdays of a cap, half-days of a limit. `first` and `last` bound a cap's span or a quarter.
    """

    kind: Kind
    subjects: tuple[str, ...]
    starts: int
    short_by: int = 0
    first: date | None = None
    last: date | None = None
