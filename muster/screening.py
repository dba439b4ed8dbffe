"""The inflation screen at the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from exercises.screening.gathering import Period
from exercises.screening.screening import Hit, screen
from muster import clock
from muster.office import region_coded, viewer_named

#: Days before the last one that are screened unless told otherwise.
YEAR_DAYS = 364


async def screened(
    login: str, region_code: str, since: date | None, until: date | None, rules: Sequence[str] | None
) -> dict[str, Any]:
    """
    Return what the screen finds in a region as facts for people, the worst first.

    Raises
    ------
    NotFound, AccessDenied
        The login or the region is unknown or out of reach, or the login may not audit there.
    InvalidValue
        There is no such rule, or the period is too long.

    """
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    last = until or clock.today()
    first = since or last - timedelta(days=YEAR_DAYS)
    found = await screen(viewer, Period(region.id, first, last), rules)
    return {
        "region": region.code,
        "since": first.isoformat(),
        "until": last.isoformat(),
        "hits": [_told(hit) for hit in found],
    }


def _told(hit: Hit) -> dict[str, Any]:
    table, record = hit.record
    return {
        "rule": hit.rule.code,
        "severity": hit.rule.severity.value,
        "sentence": hit.sentence,
        "sentence_zh": hit.sentence_zh,
        "harmless": hit.rule.harmless,
        "harmless_zh": hit.rule.harmless_zh,
        "next_step": hit.rule.fix,
        "next_step_zh": hit.rule.fix_zh,
        "record": {"table": table, "id": str(record)},
        "records": [{"table": name, "id": str(each)} for name, each in hit.records],
    }


def text_of(facts: dict[str, Any]) -> str:
    """Return the hits as text for people: what is odd, and what may explain it."""
    lines = [
        f"{hit['severity']:8} {hit['rule']:24} {hit['sentence_zh']}（{len(hit['records'])}条记录）\n"
        f"{'':33} 或因：{hit['harmless_zh']}\n{'':33} {hit['sentence']}\n{'':33} Maybe: {hit['harmless']}"
        for hit in facts["hits"]
    ]
    total = f"{len(facts['hits'])} questions about {facts['region']}, {facts['since']} to {facts['until']}"
    return "\n".join([*lines, f"{total}; none is a verdict."])
