"""Two years side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scheduling import Lock, Planned, Window, compare, plan_year, verify
from scheduling.compare import Comparison, EventChange, Share
from scheduling.plan import Plan
from tests.scheduling.factories import DAYS, crew, event, need, problem, random_problem, resource, series
from tests.scheduling.rules.cases import at, plan

YEAR = problem(
    event("e", needs=(need("hall"),)),
    event("f", "b", needs=(need("hall", "yard"),), preferred=DAYS[4]),
    event("g"),
    resources=(resource("hall"), resource("yard")),
    series=(series("a/drill", "e", currency_days=400, last_held=date(2025, 1, 26)),),
)
PLAN = plan(at("e", DAYS[0], None, "hall"), at("f", DAYS[1], None, "hall"))


def reasons(found: Comparison) -> dict[str, list[str]]:
    return {change.event: [reason.en for reason in change.reasons] for change in found.events}


def test_a_year_differs_in_nothing_from_itself() -> None:
    found = compare((YEAR, PLAN), (YEAR, PLAN))

    assert found.is_empty
    assert [sentence.en for sentence in found.sentences] == ["0 events moved, 0 new, 0 dropped"]


def test_changes_are_told_by_event_with_their_reasons() -> None:
    shut = Window(DAYS[1], DAYS[2], "漏雨 / the roof leaks")
    asked = event("h", "b")
    new = replace(
        YEAR,
        resources=(resource("hall", closed=(shut,)), resource("yard")),
        events=(*YEAR.events[:2], asked),
    )
    before = plan(*PLAN.assignments, at("g", DAYS[5]))
    after = plan(at("e", DAYS[3], None, "hall"), at("f", DAYS[1], None, "yard"), at("h", DAYS[6]))

    found = compare((YEAR, before), (new, after))

    assert [(c.event, c.sentence.en) for c in found.events] == [
        ("e", "e moves from 2026-03-02 hall to 2026-03-05 hall"),
        ("f", "f stays on 2026-03-03, 2026-03-03 hall becomes 2026-03-03 yard"),
        ("g", "g is dropped, it stood on 2026-03-09"),
        ("h", "h is new, on 2026-03-10"),
    ]
    assert reasons(found) == {
        "e": ["Its old place is still open: it moves for the sake of the whole"],
        "f": [
            "hall is closed from 2026-03-03 to 2026-03-04: the roof leaks",
            "f uses hall on 2026-03-03, when it is closed: the roof leaks",
        ],
        "g": ["The new year no longer asks for it"],
        "h": ["The old year did not ask for it"],
    }
    assert [(lapse.event, lapse.before, lapse.after) for lapse in found.lapses] == [("e", 0, 3)]
    assert [c.sentence.en for c in found.components if c.change] == [
        "3 more weighted lapse-days (0 → 3)",
        "1 more workdays to the last event (6 → 7)",
    ]
    assert found.months == (Share(3, (3, 3), (3, 3), (0, 3)),)
    assert found.regions == (Share("R", (3, 3), (3, 3), (0, 3)),)


def test_reasons_name_what_changed_for_the_event_itself() -> None:
    locked = replace(YEAR.events[0], lock=Lock(DAYS[6]))
    new = replace(
        YEAR,
        events=(locked, *YEAR.events[1:]),
        days=tuple(day for day in DAYS if day != DAYS[1]),
        crews=(crew("a"), crew("b", blocked=(Window(DAYS[0], DAYS[1], "flood"),))),
    )
    after = plan(at("e", DAYS[6], None, "hall"), at("f", DAYS[4], None, "hall"))

    found = reasons(compare((YEAR, PLAN), (new, after)))

    assert found["e"][0] == "There is a change in its lock"
    assert found["f"][:2] == [
        "2026-03-03 is no longer a workday",
        "Crew b cannot train from 2026-03-02 to 2026-03-03: flood",
    ]


def mirrored(change: EventChange) -> tuple[object, ...]:
    return (change.event, change.name, change.after, change.before)


def mirrored_share(share: Share) -> tuple[object, ...]:
    return (share.key, share.events[::-1], share.crew_days[::-1], share.lapse_days[::-1])


@pytest.mark.parametrize("seed", range(4))
def test_swapping_the_years_swaps_every_pair(seed: int) -> None:
    year = random_problem(seed, areas=seed % 2 == 1)
    one, other = planned(year, 1), planned(replace(year, rest_days=1 - year.rest_days), 2)

    there, back = compare(one, other), compare(other, one)

    assert back.totals == there.totals[::-1]
    assert [(c.name, c.after, c.before) for c in back.components] == [
        (c.name, c.before, c.after) for c in there.components
    ]
    assert [mirrored(change) for change in back.events] == [
        (c.event, c.name, c.before, c.after) for c in there.events
    ]
    assert [(x.series, x.event, x.after, x.before) for x in back.lapses] == [
        (x.series, x.event, x.before, x.after) for x in there.lapses
    ]
    assert [mirrored_share(share) for share in (*back.months, *back.regions)] == [
        (s.key, s.events, s.crew_days, s.lapse_days) for s in (*there.months, *there.regions)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_months_and_regions_add_up_to_the_cost(seed: int) -> None:
    year, found = planned(random_problem(seed), seed)

    alone = compare((year, plan()), (year, found))

    cost = verify(year, found).cost
    for shares in (alone.months, alone.regions):
        assert sum(share.lapse_days[1] for share in shares) == cost.lapse_days
    assert sum(share.events[1] for share in alone.months) == len(found.assignments)
    assert {change.event for change in alone.events} == {a.event for a in found.assignments}


def planned(year, seed: int):  # type: ignore[no-untyped-def]  # (problem, plan), as compare takes them
    outcome = plan_year(year, seed=seed, seconds=0.1, deterministic=True)
    assert isinstance(outcome, Planned)
    found: Plan = outcome.plan
    return year, found
