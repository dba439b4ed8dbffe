"""The registers of what serves beside a job: the militia or reserve, letters of commitment, notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from registry.access import SYSTEM, Viewer, rows
from registry.codes import NoticeMethod, OutsideServiceKind
from registry.intake.files import CellKind
from registry.intake.register import (
    ORGANIZATION,
    PERSON,
    TEAM,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text120,
)
from registry.periods import Period
from registry.service import settle_letters
from registry.tables import CommitmentLetter, EmployerNotice, Membership, OutsideService, Record

if TYPE_CHECKING:
    from registry.history import Change
    from registry.intake.planned import Planned, Problem

_MEMBERSHIP = Refers(Membership, ("id",))


class OutsideServiceRow(RegisterRow):
    """A row of the register of services in the militia or the reserve."""

    person: Annotated[str, Column("人员编号", "Person reference", CellKind.ID_TEXT, PERSON)]
    kind: Annotated[OutsideServiceKind, Column("类别", "Kind")]
    unit: Annotated[str, Field(max_length=120), Column("单位", "Unit")] = ""
    valid_from: Annotated[date, Column("起始日期", "From")]
    valid_to: Annotated[date | None, Column("终止日期", "Until before")] = None


class LetterRow(RegisterRow):
    """A row of the register of letters of commitment; a letter holds from its signature on."""

    membership: Annotated[
        UUID,
        Column(
            "编组记录编号",
            "Membership number",
            CellKind.ID_TEXT,
            _MEMBERSHIP,
            note_zh="导出“编组”表中的记录编号。",
            note_en="The record number in an export of the sheet of memberships.",
        ),
    ]
    signed_on: Annotated[date, Column("签署日期", "Signed on")]
    valid_to: Annotated[date | None, Column("失效日期", "Lapses on")] = None
    organization: Annotated[
        str | None, Column("签署单位信用代码", "Employer's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None


class NoticeRow(RegisterRow):
    """A row of the register of notices to employers."""

    team: Annotated[str, Column("队伍编码", "Team code", CellKind.ID_TEXT, TEAM)]
    organization: Annotated[
        str, Column("用人单位信用代码", "Employer's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    training_on: Annotated[date, Column("训练首日", "Training begins on")]
    sent_on: Annotated[date, Column("通知日期", "Sent on")]
    method: Annotated[NoticeMethod, Column("通知方式", "Method")]
    sender: Annotated[Text120, Column("通知单位", "Sender")]
    persons: Annotated[int, Field(ge=1), Column("抽调人数", "Persons called")]
    event_uid: Annotated[
        str | None, Field(max_length=80), Column("训练标识", "Event identifier", CellKind.ID_TEXT)
    ] = None
    note: Annotated[str, Field(max_length=300), Column("备注", "Note")] = ""


async def _apart(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse services that overlap another of the same person and kind, wherever it is on record."""
    del viewer, today
    ids = {target.id for row in planned if (target := row.targets.get("person")) and target.id}
    named = {row.stored.id for row in planned if row.stored is not None}
    taken: defaultdict[Any, list[Period]] = defaultdict(list)
    for stored in await rows(SYSTEM, OutsideService).filter(person_id__in=list(ids)):
        if stored.id not in named:
            taken[stored.person_id, stored.kind].append(Period(stored.valid_from, stored.valid_to))
    for row in planned:
        days, kind = _days(row), row.values.get("kind")
        target = row.targets.get("person")
        if days is None or target is None:
            continue
        key = (target.id or (target.row and target.row.place), kind)
        if any(days.overlaps(other) for other in taken[key]):
            row.refuse("OVERLAP", "与该人员的另一段服役日期重叠", "it overlaps another service of the person")
        taken[key].append(days)
    return ()


def _days(row: Planned) -> Period | None:
    """Return the days of a row; None when one is missing or they are in the wrong order."""
    first: date | None = row.values.get("valid_from")
    stored = row.stored.cells.get("valid_to") if row.stored is not None else None
    last: date | None = row.values.get("valid_to", stored)
    return None if first is None or (last is not None and last <= first) else Period(first, last)


async def _signed(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Let letters hold from their signature on; refuse those signed later than today or lapsed at once."""
    del viewer
    for row in planned:
        _held_from(row, "signed_on", today)
        last, first = row.values.get("valid_to"), row.values.get("signed_on")
        if last is not None and first is not None and last <= first:
            row.refuse(
                "EMPTY_PERIOD", "失效日期应晚于签署日期", "it lapses before it holds", "valid_to", last
            )
    return ()


async def _sent(viewer: Viewer, planned: Sequence[Planned], today: date) -> Sequence[tuple[Planned, Problem]]:
    """Let notices be true from the day they were sent; refuse those sent after today or the training."""
    del viewer
    for row in planned:
        _held_from(row, "sent_on", today)
        sent, training = row.values.get("sent_on"), row.values.get("training_on")
        if sent is not None and training is not None and sent > training:
            row.refuse(
                "AFTER_TRAINING", "通知日期晚于训练首日", "it was sent after the training", "sent_on", sent
            )
    return ()


def _held_from(row: Planned, field: str, today: date) -> None:
    """Let a new row be true from the day in a field, which must have come."""
    day: date | None = row.values.get(field)
    if day is None:
        return
    if day > today:
        row.refuse("LATER_THAN_TODAY", "日期不得晚于今日", "the day is still to come", field, day)
    if row.stored is None:
        row.facts["valid_from"] = day


async def _settle_letters(change: Change, stored: Sequence[Record]) -> None:
    """Let the memberships tell the day of their latest letter, as recording one does."""
    await settle_letters(change, [each for each in stored if isinstance(each, CommitmentLetter)])


REGISTERS = (
    Register(
        "outside_services",
        "民兵预备役服务",
        "Outside services",
        OutsideService,
        OutsideServiceRow,
        ("person", "kind", "valid_from"),
        judge=_apart,
    ),
    Register(
        "commitment_letters",
        "承诺书",
        "Commitment letters",
        CommitmentLetter,
        LetterRow,
        ("membership", "signed_on"),
        judge=_signed,
        settle=_settle_letters,
    ),
    Register(
        "employer_notices",
        "用人单位通知",
        "Employer notices",
        EmployerNotice,
        NoticeRow,
        ("team", "organization", "training_on"),
        judge=_sent,
    ),
)
