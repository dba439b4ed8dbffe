"""
Verification of the whole ledger: chains, seals and the current rows against each other.

What it cannot see, a copy of the last seal kept elsewhere can: somebody who rewrote entries, all
seals after them and the rows alike. And an entry forged with correct hashes after the last seal is
like a true one; that is why the seal is daily.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.context import require_context

from registry.codes import LedgerAction
from registry.ledger import GENESIS, BrokenLink, broken_link, judged, recorded
from registry.sealing import Leaf, leaves_of, recorded_between, root_over, seal_hash
from registry.tables import LedgerSeal, Record

_PAGE = 1_000
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """
    Something that is not as it was recorded.

    `kind` is altered, missing, inserted, row (a current row was changed behind the ledger's back) or
    seal; `sequence` is the number of the entry in its record's chain, or of the seal.
    """

    kind: str
    record_table: str
    record_id: UUID | None
    sequence: int
    sentence: str
    sentence_zh: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of a verification: what was looked at, and every fault found."""

    entries: int
    sealed: int
    seals: int
    rows: int
    until: datetime | None
    faults: tuple[Fault, ...]


def ledgered() -> list[type[Record]]:
    """Return every table of the open database whose changes stand in the ledger, by name."""
    apps = require_context().apps
    models = [model for app in apps.values() for model in app.values()] if apps is not None else []
    tables = {model for model in models if issubclass(model, Record)}
    return sorted(tables, key=lambda table: table.table_name())


async def verify_ledger(on_progress: Progress | None = None) -> Verified:
    """
    Check the whole ledger and the rows of every table, and return each fault once.

    Parameters
    ----------
    on_progress
        Called with the name of a step and the number of things it looked at.
    """
    tell = on_progress or _silent
    seals = await LedgerSeal.all().order_by("number")
    faults = [fault async for fault in _seal_faults(seals)]
    tell("seals", len(seals))
    found, compared = 0, 0
    for table in ledgered():
        number, rows, wrong = await _table_faults(table)
        found, compared = found + number, compared + rows
        faults += wrong
        tell(table.table_name(), number)
    sealed = sum(seal.entries for seal in seals)
    until = seals[-1].until if seals else None
    return Verified(found, sealed, len(seals), compared, until, _each_once(faults))


def _silent(_step: str, _number: int) -> None:
    """Take no notice of progress."""


async def _seal_faults(seals: Sequence[LedgerSeal]) -> AsyncIterator[Fault]:
    """Yield what is wrong with the seals, and every entry that is not as it was sealed."""
    before: LedgerSeal | None = None
    for seal in seals:
        if seal.hash != seal_hash(seal):
            yield _seal_fault(seal.number, "was altered: its hash does not match", "被改动：哈希不符")
        if seal.number != (before.number + 1 if before else 1):
            yield _seal_fault(seal.number, "follows a seal that is missing", "之前缺少一次封存")
        elif seal.previous_hash != (before.hash if before else GENESIS):
            yield _seal_fault(seal.number, "does not follow the seal before it", "与前一次封存不衔接")
        async for fault in _sealed_entry_faults(seal, before.until if before else None):
            yield fault
        before = seal


async def _sealed_entry_faults(seal: LedgerSeal, after: datetime | None) -> AsyncIterator[Fault]:
    """Yield each entry of one seal that is altered, missing or too many."""
    present = await recorded_between(after, seal.until)
    if len(present) == seal.entries and root_over(present) == seal.root:
        return
    try:
        sealed = leaves_of(seal)
    except ValueError:
        sealed = []
    if root_over(sealed) != seal.root or len(sealed) != seal.entries:
        yield _seal_fault(seal.number, "lists other entries than it sealed", "所列条目与封存时不一致")
        return
    for fault in _differences(sealed, present, seal.number):
        yield fault


def _differences(sealed: Sequence[Leaf], present: Sequence[Leaf], number: int) -> list[Fault]:
    """Return the entries that differ between what was sealed and what is there."""
    was = {(leaf.record_table, leaf.record_id, leaf.sequence): leaf.hash for leaf in sealed}
    now = {(leaf.record_table, leaf.record_id, leaf.sequence): leaf.hash for leaf in present}
    faults: list[Fault] = []
    for key in sorted(was.keys() | now.keys()):
        if key not in now:
            faults.append(
                Fault(
                    "missing", *key, f"sealed in seal {number}, now gone", f"第{number}次封存中有，现已缺失"
                )
            )
        elif key not in was:
            faults.append(
                Fault(
                    "inserted",
                    *key,
                    f"not in seal {number}, put in later",
                    f"第{number}次封存中没有，系事后插入",
                )
            )
        elif was[key] != now[key]:
            faults.append(Fault("altered", *key, f"differs from seal {number}", f"与第{number}次封存不一致"))
    return faults


def _seal_fault(number: int, english: str, chinese: str) -> Fault:
    return Fault(
        "seal", LedgerSeal.Meta.table, None, number, f"seal {number} {english}", f"第{number}次封存{chinese}"
    )


def _each_once(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return one fault an entry, the seal's word first, and of a record with faulty entries no row."""
    by_entry: dict[object, Fault] = {}
    for fault in faults:
        by_entry.setdefault((fault.record_table, fault.record_id, fault.sequence, fault.kind == "row"), fault)
    records = {(fault.record_table, fault.record_id) for fault in faults if fault.kind != "row"}
    told = by_entry.values()
    return tuple(f for f in told if f.kind != "row" or (f.record_table, f.record_id) not in records)


def _chain_fault(link: BrokenLink) -> Fault:
    """Return the fault of a link that does not follow in its record's chain."""
    altered = link.reason.startswith("the entry was altered")
    chinese = "条目被改动：哈希与内容不符" if altered else "条目与前一条不衔接（缺失、插入或改动）"
    kind = "altered" if altered else "missing"
    return Fault(kind, link.record_table, link.record_id, link.sequence, link.reason, chinese)


async def _table_faults(table: type[Record]) -> tuple[int, int, list[Fault]]:
    """Return numbers of entries and rows of a table, broken chains, and rows unlike their last entry."""
    name, counted, compared, faults = table.table_name(), 0, 0, list[Fault]()
    last: dict[UUID, tuple[int, object]] = {}
    async for entry, reason in judged(name):
        counted += 1
        if reason is not None:
            faults.append(_chain_fault(broken_link(entry, reason)))
        last[entry.record_id] = (entry.sequence, None if entry.action is LedgerAction.REMOVE else entry.after)
    page = await table.all().order_by("id").limit(_PAGE)
    while page:
        compared += len(page)
        for row in page:
            sequence, stated = last.pop(row.id, (0, None))
            if recorded(row) != stated:
                faults.append(_row_fault(name, row.id, sequence))
        page = await table.filter(id__gt=page[-1].id).order_by("id").limit(_PAGE)
    faults += [_gone_fault(name, key, seq) for key, (seq, stated) in last.items() if stated is not None]
    return counted, compared, faults


def _row_fault(table: str, record_id: UUID, sequence: int) -> Fault:
    english = "the current row is not what the last entry of the ledger says"
    return Fault("row", table, record_id, sequence, english, "现行记录与账本最后一条不一致")


def _gone_fault(table: str, record_id: UUID, sequence: int) -> Fault:
    return Fault(
        "row",
        table,
        record_id,
        sequence,
        "the row was deleted behind the ledger's back",
        "记录被绕过账本删除",
    )
