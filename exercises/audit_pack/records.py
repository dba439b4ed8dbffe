"""The topics about what was decided and found: overrides, confirmations, findings, data quality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from exercises.audit_pack.headings import (
    CLOSED_DAYS,
    CONFIRMATIONS,
    FINDINGS,
    OVERRIDES,
    QUALITY,
    QUALITY_RULES,
)
from exercises.audit_pack.pack import Cell, Topic, both
from registry.access import Viewer, rows
from registry.codes import FindingState, IssueSeverity
from registry.consistency.catalog import RULES
from registry.periods import in_force
from registry.readiness.records.overriding import raises
from registry.tables import (
    CheckList,
    Confirmation,
    ConsistencyIssue,
    EvidenceLink,
    Finding,
    InspectionPlan,
    Inspector,
    Principal,
    ReadinessOverride,
    Record,
    RegionClosure,
)

UNKNOWN = "不在权限内 / out of reach"
_GRAVEST = tuple(IssueSeverity)
_OPEN = frozenset({FindingState.OPEN, FindingState.RECTIFIED})


@dataclass(frozen=True, slots=True)
class Kept:
    """
    Names that never change, by id, as they stand now: what refers to them may outlast what they name.

    Check lists (with their edition), inspectors and draws; inside the past those that ended are not there.
    """

    lists: Mapping[UUID, str]
    inspectors: Mapping[UUID, str]
    draws: Mapping[UUID, str]

    @classmethod
    async def of(cls, viewer: Viewer) -> Kept:
        """Return the names in a viewer's reach; asked from outside the past."""
        lists = await rows(viewer, CheckList).all()
        inspectors = await rows(viewer, Inspector).all()
        draws = await rows(viewer, InspectionPlan).all()
        return cls(
            {each.id: f"{each.title} / {each.title_en} ({each.edition})" for each in lists},
            {each.id: each.code for each in inspectors},
            {each.id: each.code for each in draws},
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the records of a region's subtree, on which day, and whom of the deciders it may see."""

    viewer: Viewer
    region_id: UUID
    on: date
    principals: Mapping[UUID, str]
    kept: Kept

    @classmethod
    async def of(cls, viewer: Viewer, region_id: UUID, on: date, kept: Kept) -> Reader:
        """Return the reader, with the logins it may see."""
        found = await rows(viewer, Principal).order_by("login")
        return cls(viewer, region_id, on, {each.id: each.login for each in found}, kept)

    def within(self, path: str) -> Q:
        """Return the condition that a path leads to a region of the subtree."""
        below: Any = RegionClosure.filter(ancestor_id=self.region_id).values("descendant_id")
        conditions: dict[str, Any] = {f"{path}__in": Subquery(below)}
        return Q(**conditions)

    def who(self, principal_id: UUID | None) -> str | None:
        """Return the login of who decided; a remark where it is not the reader's to know."""
        return None if principal_id is None else self.principals.get(principal_id, UNKNOWN)

    async def proof(self, table: type[Record], ids: Collection[UUID]) -> Mapping[UUID, list[str]]:
        """Return the digests of the files attached to some records, in one statement."""
        listed = rows(self.viewer, EvidenceLink).filter(
            in_force(self.on), record_table=table.table_name(), record_id__in=list(ids)
        )
        found: Any = await listed.values_list("record_id", "evidence__sha256")
        files: defaultdict[UUID, list[str]] = defaultdict(list)
        for record_id, sha256 in sorted(found, key=str):
            files[record_id].append(sha256)
        return files


def day_text(day: date | None) -> str | None:
    """Return a day as people and machines read it."""
    return day.isoformat() if day else None


async def overrides_topic(reader: Reader) -> Topic:
    """Return every override that holds on the day, with both levels."""
    listed = rows(reader.viewer, ReadinessOverride).filter(
        in_force(reader.on), reader.within("team__region_id")
    )
    found = await listed.select_related("team__region").order_by("team__code", "task_state", "id")
    files = await reader.proof(ReadinessOverride, [row.id for row in found])
    return replace(
        OVERRIDES,
        rows=tuple(
            (
                row.team.region.name,
                row.team.code,
                row.team.name,
                both((row.task_state.zh, row.task_state.en)),
                both(("上调", "raised") if raises(row) else ("下调", "lowered")),
                row.from_level,
                row.to_level,
                day_text(row.valid_from),
                day_text(row.valid_to),
                row.reason_given,
                reader.who(row.decided_by_id),
                "\n".join(files.get(row.id, ())),
            )
            for row in found
        ),
    )


async def confirmations_topic(reader: Reader) -> Topic:
    """Return the latest word on each area of each team."""
    listed = rows(reader.viewer, Confirmation).filter(in_force(reader.on), reader.within("team__region_id"))
    found = await listed.select_related("team__region").order_by("team__code", "valid_from", "id")
    latest = {(row.team.code, row.area.value): row for row in found}
    kept = [latest[key] for key in sorted(latest)]
    files = await reader.proof(Confirmation, [row.id for row in kept])
    return replace(
        CONFIRMATIONS,
        rows=tuple(
            (
                row.team.region.name,
                row.team.code,
                row.team.name,
                f"{row.area.value} {both((row.area.zh, row.area.en))}",
                day_text(row.valid_from),
                both(("是", "yes") if row.proved else ("否", "no")),
                reader.who(row.confirmed_by_id),
                row.note,
                "\n".join(files.get(row.id, ())),
            )
            for row in kept
        ),
    )


async def findings_topic(reader: Reader) -> Topic:
    """Return the findings that are open on the day, the overdue first, and those closed within a year."""
    listed = rows(reader.viewer, Finding).filter(in_force(reader.on), reader.within("region_id"))
    since = reader.on - timedelta(days=CLOSED_DAYS)
    ended = Q(verified_on__gte=since) | Q(state__in=[each.value for each in _OPEN])
    found = await listed.filter(ended).select_related("region", "team", "owner").order_by("due_on", "id")
    order = {standing: place for place, standing in enumerate(STANDINGS)}
    found.sort(key=lambda row: order[_standing(row, reader.on)])
    files = await reader.proof(Finding, [row.id for row in found])
    return replace(FINDINGS, rows=tuple(_finding(row, reader, files) for row in found))


OVERDUE = ("逾期", "overdue")
STANDINGS = (OVERDUE, ("待整改", "open"), ("已整改", "rectified"), ("已销号", "closed"))


def _standing(row: Finding, on: date) -> tuple[str, str]:
    """Return how a finding stands on a day, in words."""
    if row.state not in _OPEN:
        return STANDINGS[3]
    if row.due_on < on:
        return STANDINGS[0]
    return STANDINGS[2] if row.state is FindingState.RECTIFIED else STANDINGS[1]


def _finding(row: Finding, reader: Reader, files: Mapping[UUID, Iterable[str]]) -> tuple[Cell, ...]:
    return (
        both(_standing(row, reader.on)),
        row.region.name,
        row.team.code if row.team else row.record_label,
        row.title,
        both((row.severity.zh, row.severity.en)),
        both((row.origin.zh, row.origin.en)),
        day_text(row.valid_from),
        day_text(row.due_on),
        day_text(row.rectified_on),
        day_text(row.verified_on),
        row.reopenings,
        row.owner.name if row.owner else None,
        row.rectification,
        reader.who(row.rectified_by_id),
        reader.who(row.verified_by_id),
        "\n".join(files.get(row.id, ())),
    )


async def quality_topics(reader: Reader) -> tuple[Topic, Topic]:
    """
    Return the open issues of the consistency rules, the gravest first, counted by rule and one by one.

    Accepted ones are among them, with their reason until their end.
    """
    listed = rows(reader.viewer, ConsistencyIssue).filter(
        in_force(reader.on), reader.within("region_id"), closed_on__isnull=True
    )
    found = await listed.select_related("region").order_by("rule", "valid_from", "record_id")
    found.sort(key=lambda row: _GRAVEST.index(row.severity))
    known = [row for row in found if row.rule in RULES]
    kinds: dict[tuple[IssueSeverity, str], list[ConsistencyIssue]] = {}
    for row in known:
        kinds.setdefault((row.severity, row.rule), []).append(row)
    counted = tuple(_counted(issues, reader.on) for issues in kinds.values())
    return replace(QUALITY_RULES, rows=counted), replace(QUALITY, rows=tuple(_issue(row) for row in known))


def _counted(issues: Sequence[ConsistencyIssue], on: date) -> tuple[Cell, ...]:
    """Return one rule's issues of one severity as a line."""
    severity, rule = issues[0].severity, RULES[issues[0].rule]
    accepted = sum(row.accepted_until is not None and row.accepted_until > on for row in issues)
    first = day_text(min(row.valid_from for row in issues))
    title = (rule.title_zh, rule.title)
    return both((severity.zh, severity.en)), rule.code, *title, len(issues), accepted, first


def _issue(row: ConsistencyIssue) -> tuple[Cell, ...]:
    return (
        row.region.name,
        both((row.severity.zh, row.severity.en)),
        row.rule,
        *reversed(RULES[row.rule].in_words(row.facts)),
        day_text(row.valid_from),
        day_text(row.accepted_until),
        row.accepted_reason,
        f"{row.record_table} {row.record_id}",
    )
