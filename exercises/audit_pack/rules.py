"""The annex of rules: every figure the ratings were made by, with its source, and which teams by which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from exercises.audit_pack.headings import RULES_ANNEX, VERSIONS
from exercises.audit_pack.pack import Cell, Topic, both
from exercises.audit_pack.records import Reader
from exercises.readiness.rating_teams import Rated
from registry.access import rows
from registry.codes import SourceMark
from registry.periods import in_force
from registry.readiness.records.office_rules import CODES
from registry.readiness.rules import DEFAULT_FIGURES, RULE
from registry.tables import RuleFigure, RuleText

EVERYWHERE = both(("各地", "everywhere"))


async def rules_topic(reader: Reader) -> Topic:
    """
    Return every figure of the rating model, as stored for everybody or by default, then the offices' own.

    The nearest row above a team's region holds. The rule text behind them is named where it was filled in.
    """
    listed = rows(reader.viewer, RuleFigure).filter(in_force(reader.on), code__in=sorted(CODES))
    stored = await listed.select_related("region").order_by("code", "region__code", "valid_from", "id")
    general = {row.code: row for row in stored if row.region_id is None}
    lines = [
        (
            each.code,
            both((each.title, each.title_en)),
            EVERYWHERE,
            each.value,
            each.unit,
            each.mark,
            each.citation,
        )
        for each in (general.get(default.code, default) for default in DEFAULT_FIGURES)
    ]
    lines += [
        (
            row.code,
            both((row.title, row.title_en)),
            f"{row.region.code} {row.region.name}",
            row.value,
            row.unit,
            row.mark,
            row.citation,
        )
        for row in stored
        if row.region is not None
    ]
    return replace(RULES_ANNEX, rows=tuple(tuple(_cell(value) for value in line) for line in lines))


def _cell(value: object) -> Cell:
    if isinstance(value, SourceMark):
        return value.value
    return value if isinstance(value, str | int) else None


async def versions_topic(reader: Reader, found: Sequence[Rated]) -> Topic:
    """Return the versions of the rules teams were rated by, and what is known of the rule text."""
    versions = Counter(each.rules.version for each in found)
    listed = rows(reader.viewer, RuleText).filter(in_force(reader.on), code=RULE)
    texts = await listed.select_related("region").order_by("region__code", "id")
    told = [
        (
            f"{RULE} · {text.region.name if text.region else EVERYWHERE}",
            both((text.title, text.title_en)),
            text.mark.value,
            text.citation if text.blank else text.text,
        )
        for text in texts
    ]
    return replace(
        VERSIONS, rows=(*((version, "", count, "") for version, count in sorted(versions.items())), *told)
    )
