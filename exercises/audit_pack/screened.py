"""The topic about the inflation screen: which records raise a question, and what may explain it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from exercises.audit_pack.headings import CLOSED_DAYS
from exercises.audit_pack.inspection_headings import SCREENED
from exercises.audit_pack.pack import Cell, Topic, both
from exercises.audit_pack.ratings import Scope
from exercises.audit_pack.records import Reader
from exercises.screening.catalog import RULES
from exercises.screening.gathering import Period
from exercises.screening.screening import Hit, screen

#: Tables whose rows the past has whole on any later day: what was held and given does not end.
_LASTING = frozenset(
    {"attendance", "confirmation", "equipment_inspection", "equipment_item", "evidence_file", "evidence_link"}
    | {"execution", "execution_team", "team"}
)
#: The rules the past can answer; the others look at the ledger, kept ratings, or rows that have ended.
ASKED = tuple(code for code, rule in RULES.items() if _LASTING.issuperset(rule.reads))
NOT_ASKED = tuple(code for code in RULES if code not in ASKED)


async def screen_topic(reader: Reader, scope: Scope) -> Topic:
    """Return the hits of the year before the day, the gravest first, with what may explain each."""
    since = reader.on - timedelta(days=CLOSED_DAYS)
    hits = await screen(reader.viewer, Period(reader.region_id, since, reader.on), ASKED)
    zh, en = SCREENED.note
    note = (f"{zh}未含规则：{'、'.join(NOT_ASKED)}。", f"{en} Rules not asked: {', '.join(NOT_ASKED)}.")
    return replace(SCREENED, note=note, rows=tuple(_hit(each, scope) for each in hits))


def _hit(hit: Hit, scope: Scope) -> tuple[Cell, ...]:
    region, severity = scope.regions.get(hit.region_id), hit.rule.severity
    return (
        region.name if region else None,
        both((severity.zh, severity.en)),
        hit.rule.code,
        hit.sentence_zh,
        hit.sentence,
        hit.rule.harmless_zh,
        hit.rule.harmless,
        len(hit.records),
        "\n".join(f"{table} {record}" for table, record in (hit.record, *hit.records)),
    )
