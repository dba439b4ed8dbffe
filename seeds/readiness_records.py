"""Equipment, training, findings, links and musters of made-up teams."""

from __future__ import annotations

import numpy as np
import pandas as pd

from exercises.codes import ExerciseKind
from registry.codes import EquipmentState, FindingSeverity, TaskState
from registry.frame import Frame
from seeds.readiness_draw import CATEGORIES, Draw, Numbers, coded, each, ids

KINDS = tuple(kind.value for kind in ExerciseKind)
_CODE = {kind: number for number, kind in enumerate(ExerciseKind)}
#: Kinds asked of every team: weight, days of periodicity, times held within the two years before the day.
TRAINING = (
    (ExerciseKind.OPENING, 1, 456, 2.0),
    (ExerciseKind.MUSTER, 1, 456, 2.0),
    (ExerciseKind.CONCENTRATED, 3, 456, 2.0),
    (ExerciseKind.HANDS_ON, 2, 114, 5.0),
    (ExerciseKind.TURN_OUT, 2, 228, 3.2),
    (ExerciseKind.ASSESSMENT, 3, 456, 2.0),
    (ExerciseKind.REALISTIC, 2, 456, 1.8),
)
LINES = 5
STATES = (
    (EquipmentState.SERVICEABLE, 0.86),
    (EquipmentState.MONITOR, 0.04),
    (EquipmentState.INSPECTION_OVERDUE, 0.02),
    (EquipmentState.REPAIR_NEEDED, 0.03),
    (EquipmentState.IN_REPAIR, 0.02),
    (EquipmentState.STORED, 0.02),
    (EquipmentState.LOST, 0.01),
)


def record_frames(draw: Draw, staff: dict[str, Frame]) -> dict[str, Frame]:
    """Return equipment, training, findings, links and musters; those who came are drawn from the staff."""
    held = _held(draw)
    return {
        "line": _lines(draw),
        "item": _items(draw),
        "training": _training(draw),
        "held": held,
        "taker": _takers(draw, held, staff["member"]),
        "finding": _findings(draw),
        "link": _links(draw),
        "muster": _musters(draw),
    }


def _kinds() -> list[str]:
    return [f"{code}-kit-{number}" for code in CATEGORIES for number in range(LINES)]


def _required(draw: Draw) -> tuple[Numbers, Numbers, Numbers]:
    """Return, line by line, the team, the place and how many are required: the same whenever asked."""
    team, place = each(np.full(len(draw.teams), LINES))
    return team, place, 1 + (team * 7 + place * 5) % 9


def _lines(draw: Draw) -> Frame:
    team, place, required = _required(draw)
    kind = draw.category[team] * LINES + place
    return pd.DataFrame(
        {
            "team": draw.team(team),
            "task": coded(np.zeros(len(team), int), [task.value for task in TaskState]),
            "kind": coded(kind, _kinds()),
            "kind_en": coded(kind, _kinds()),
            "required": required,
            "key": place == 0,
        }
    )


def _items(draw: Draw) -> Frame:
    """Return two lots of each line, some short, and now and then one of a kind nobody asks for."""
    line_team, line_place, required = _required(draw)
    lots = each(np.full(len(line_team), 2))[0]
    short = draw.happens(1.02 - draw.quality[line_team[lots]])
    quantity = np.maximum(1, -(-required[lots] // 2) - short * draw.rng.integers(0, 3, len(lots)))
    team = line_team[lots]
    kind = draw.category[team] * LINES + line_place[lots]
    kind = np.where(draw.seldom(len(kind), 0.02), (kind + LINES) % len(_kinds()), kind)
    count = len(team)
    good = draw.happens(0.35 + 0.65 * draw.quality[team])
    states, shares = zip(*STATES, strict=True)
    state = np.where(good, 0, draw.rng.choice(len(states), count, p=shares))
    return pd.DataFrame(
        {
            "team": draw.team(team),
            "item": coded(np.arange(count), ids("item-", count)),
            "kind": coded(kind, _kinds()),
            "quantity": quantity,
            "state": coded(state, [each_state.value for each_state in states]),
            "inspection_due_on": draw.ago(
                np.where(good, -draw.days(count, 1, 300), draw.days(count, -100, 60))
            ),
            "held_from": draw.ago(draw.days(count, 30, 1_500)),
            "held_to": draw.ago(np.where(draw.seldom(count, 0.02), draw.days(count, -90, 25), np.nan)),
            "serial": coded(_serials(draw, count), ids("SN-", count)),
            "confirmed_on": draw.confirmed(team),
            "proved": draw.seldom(count, 0.99) | (team % 5 != 0),
        }
    )


def _serials(draw: Draw, count: int) -> Numbers:
    """Return the number of each item's serial: most have none, one in 200 has that of the item before."""
    own = np.arange(count)
    serial = np.where(draw.seldom(count, 0.3), own, -1)
    return np.where(draw.seldom(count, 0.005) & (own > 0), own - 1, serial)


def _training(draw: Draw) -> Frame:
    team, place = each(np.full(len(draw.teams), len(TRAINING)))
    codes = np.array([_CODE[kind] for kind, *_ in TRAINING])[place]
    return pd.DataFrame(
        {
            "team": draw.team(team),
            "number": place + 1,
            "kind": coded(codes, KINDS),
            "name": coded(codes, [kind.zh for kind in ExerciseKind]),
            "name_en": coded(codes, [kind.en for kind in ExerciseKind]),
            "weight": np.array([weight for _, weight, *_ in TRAINING])[place],
            "periodicity_days": np.array([days for *_, days, _ in TRAINING])[place],
        }
    )


def _held(draw: Draw) -> Frame:
    """Return parts in executions; what was realistic counts as hands-on training too."""
    times = np.array([times for *_, times in TRAINING])
    mean = (0.35 + 0.75 * draw.quality)[:, None] * times[None, :]
    owner = each(draw.rng.poisson(mean).ravel())[0]
    team, place = owner // len(TRAINING), owner % len(TRAINING)
    count = len(team)
    authorized = draw.posts[team]
    share = np.clip(draw.rng.normal(0.78 + 0.15 * draw.quality[team], 0.1), 0, 1)
    rows = pd.DataFrame(
        {
            "team": draw.team(team),
            "held": coded(np.arange(count), ids("held-", count)),
            "kind": coded(np.array([_CODE[kind] for kind, *_ in TRAINING])[place], KINDS),
            "on": draw.ago(draw.days(count, -60, 730)),
            "passed": draw.happens(0.9 + 0.1 * draw.quality[team]),
            "present": np.rint(authorized * share).astype(int),
            "authorized": authorized,
            "proved": draw.seldom(count, 0.97),
            "named": draw.seldom(count, 0.15),
            "crew_numerator": np.ones(count, int),
            "crew_denominator": np.ones(count, int),
        }
    )
    more = rows[rows["kind"] == ExerciseKind.REALISTIC.value].copy()
    more["kind"] = coded(np.full(len(more), _CODE[ExerciseKind.HANDS_ON]), KINDS)
    return pd.concat([rows, more], ignore_index=True)


def _takers(draw: Draw, held: Frame, members: Frame) -> Frame:
    """Return who came to the parts whose takers are known by name."""
    named = held[held["named"]].drop_duplicates("held")
    staff = members.drop_duplicates(["team", "person"]).sort_values("team", kind="stable")
    counts = np.bincount(staff["team"].cat.codes, minlength=len(draw.teams))
    starts = np.cumsum(counts) - counts
    of = named["team"].cat.codes.to_numpy()
    part, place = each(counts[of])
    came = draw.happens(0.55 + 0.4 * draw.quality[of[part]])
    person = staff["person"].cat.codes.to_numpy()[starts[of[part]] + place]
    return pd.DataFrame(
        {
            "held": coded(named["held"].cat.codes.to_numpy()[part[came]], held["held"].cat.categories),
            "person": coded(person[came], members["person"].cat.categories),
        }
    )


def _findings(draw: Draw) -> Frame:
    team = np.flatnonzero(draw.seldom(len(draw.teams), 0.3))
    count = len(team)
    found = draw.days(count, 10, 400)
    return pd.DataFrame(
        {
            "team": draw.team(team),
            "finding": coded(np.arange(count), ids("finding-", count)),
            "title": coded(np.zeros(count, int), ["示例问题"]),
            "severity": coded(
                draw.rng.integers(0, 3, count), [severity.value for severity in FindingSeverity]
            ),
            "found_on": draw.ago(found),
            "due_on": draw.ago(found - 60),
            "closed_on": draw.ago(np.where(draw.seldom(count, 0.6), found - draw.days(count, 5, 90), np.nan)),
        }
    )


def _links(draw: Draw) -> Frame:
    team = each(draw.rng.poisson(2.5, len(draw.teams)) * np.isin(draw.category, (5, 16)))[0]
    return pd.DataFrame({"team": draw.team(team), "proved_on": draw.ago(draw.days(len(team), -30, 300))})


def _musters(draw: Draw) -> Frame:
    team = each(draw.rng.binomial(3, 0.35 + 0.6 * draw.quality))[0]
    return pd.DataFrame({"team": draw.team(team), "held_on": draw.ago(draw.days(len(team), -20, 700))})
