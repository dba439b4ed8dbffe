"""The inflation screen on planted schemes: gross ones are all found, honest look-alikes are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from tortoise.context import TortoiseContext

from benchmarks.screening.scoring import Score, about, scored
from exercises.screening.catalog import RULES
from exercises.screening.gathering import Period, gathered
from exercises.screening.screening import screen
from registry.access import SYSTEM, rows
from registry.consistency.checking import check
from registry.consistency.frames import UnreadTable
from registry.tables import Region
from seeds.cheating.planting import period, plant
from seeds.places import CITY
from tests.seeds.worlds import WORLD

pytestmark = pytest.mark.anyio

#: Share of hits that must be about doctored records; measured figures are in docs/benchmarks.md.
LEAST_PRECISION = 0.75
EMPTY_DAY = date(2001, 1, 1)


async def test_gross_schemes_are_found_and_look_alikes_are_left_alone(seeded: TortoiseContext) -> None:
    region = await rows(SYSTEM, Region).get(code=CITY)
    days = Period(region.id, *period(WORLD))
    before = await screen(SYSTEM, days)

    planted = await plant(WORLD)
    hits = await screen(SYSTEM, days)

    scores = scored(hits, planted)
    whole = Score(*(sum(values) for values in zip(*scores.values(), strict=True)))
    assert before == []
    assert {each.rule for each in planted} == set(RULES)
    assert {
        code: score.gross - score.gross_found for code, score in scores.items() if score.gross
    } == dict.fromkeys(RULES, 0)
    assert {code for code, score in scores.items() if score.mistaken} == set()
    assert whole.precision >= LEAST_PRECISION
    assert [hit.rule.severity.value for hit in hits] == sorted(
        (hit.rule.severity.value for hit in hits), key=["error", "warning", "hint"].index
    )
    assert all(len(about(hit)) >= 1 and "{" not in hit.sentence + hit.sentence_zh for hit in hits)
    await _reads_what_it_says(days)


async def _reads_what_it_says(days: Period) -> None:
    """Each rule looks at the tables it names and no others, and stands frames without a row."""
    frames = await gathered(SYSTEM, days, {table for rule in RULES.values() for table in rule.reads})
    empty = await gathered(
        SYSTEM, Period(days.region_id, EMPTY_DAY, EMPTY_DAY), {t for r in RULES.values() for t in r.reads}
    )
    for rule in RULES.values():
        check(frames.only(rule.reads), [rule])
        assert check(empty, [rule]) == [], rule.code
        for table in rule.reads:
            with pytest.raises(UnreadTable):
                rule.find(frames.only(each for each in rule.reads if each != table), rule.threshold or 0)
