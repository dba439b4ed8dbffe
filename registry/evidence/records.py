"""
Evidence as records: a file is examined, kept and registered; then attached to any change.

::

    kept = await keep(viewer, act, store, region_id, file, name="检验报告.pdf", limit=20_000_000)
    async with changing(act) as change:
        item = await change.change(item, state=EquipmentState.MONITOR)
        await attach(viewer, change, item, [kept.id], note="年度检验")
"""

from __future__ import annotations

import asyncio
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from tortoise.queryset import QuerySet

from registry.access import SYSTEM, Viewer, one, require_any, rows
from registry.codes import Capability, EvidenceType
from registry.errors import AccessDenied, CodeTaken, InvalidValue
from registry.evidence.errors import EvidenceLost, FileRefused
from registry.evidence.kinds import kind_of
from registry.evidence.markings import refuse_classified
from registry.evidence.stores import CHUNK, EvidenceStore, digest_of
from registry.history import Act, Change, changing
from registry.tables import EvidenceFile, EvidenceLink, Record

MOST_FILES = 20
#: Who brings evidence: those who register, and those who check.
BRINGING = (Capability.WRITE_REGISTRY, Capability.AUDIT)


@dataclass(frozen=True, slots=True)
class Examined:
    """What the bytes of a file say about it."""

    sha256: str
    size_bytes: int
    kind: EvidenceType
    name: str


def examine(file: BinaryIO, name: str, limit: int) -> Examined:
    """
    Return what an open file is; this reads it whole and blocks.

    Parameters
    ----------
    file
        Open for reading, seekable; left at any place.
    name
        What the sender calls it; folders are cut off.
    limit
        Most bytes taken.

    Raises
    ------
    FileRefused
        With the reason.

    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).strip()
    if not 1 <= len(plain) <= 200 or not plain.isprintable():
        raise FileRefused("NAME")
    hashed, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        hashed.update(piece)
        size += len(piece)
        if size > limit:
            raise FileRefused("TOO_LARGE", limit=limit)
    kind = kind_of(file)
    refuse_classified(file, plain, kind)
    return Examined(hashed.hexdigest(), size, kind, plain)


async def keep(
    viewer: Viewer,
    act: Act,
    store: EvidenceStore,
    region_id: UUID,
    file: BinaryIO,
    *,
    name: str,
    limit: int,
) -> EvidenceFile:
    """
    Keep a file as evidence of a region and return its record; the same file again is the same record.

    The bytes are kept before the record is: a crash between leaves bytes nobody refers to, never a
    record without bytes.

    Raises
    ------
    AccessDenied, NotFound
        The viewer may neither register nor audit in that region, or does not see it.
    FileRefused
        The file is empty, too large, of no kind taken, damaged, with macros, or marked as classified.

    """
    await require_any(viewer, BRINGING, region_id)
    seen = await asyncio.to_thread(examine, file, name, limit)
    await store.put(seen.sha256, file)
    known = await rows(SYSTEM, EvidenceFile).get_or_none(region_id=region_id, sha256=seen.sha256)
    if known is not None:
        return known
    try:
        async with changing(act) as change:
            return await change.add(_record(change, region_id, seen))
    except CodeTaken:  # somebody else uploaded the same file at the same time
        return await rows(SYSTEM, EvidenceFile).get(region_id=region_id, sha256=seen.sha256)


def _record(change: Change, region_id: UUID, seen: Examined) -> EvidenceFile:
    """Return the record of a file that was examined."""
    return EvidenceFile(
        id=change.new_id(),
        region_id=region_id,
        sha256=seen.sha256,
        size_bytes=seen.size_bytes,
        media_type=seen.kind,
        name=seen.name,
        salt=change.new_id().hex,
        author_id=change.act.author,
        uploaded_at=change.act.at,
    )


async def attach(
    viewer: Viewer, change: Change, record: Record, evidence_ids: Sequence[UUID], *, note: str = ""
) -> list[EvidenceLink]:
    """
    Attach files to a record as part of an open change; nothing happens without ids.

    Parameters
    ----------
    viewer
        Who changes; must be able to register or to audit where each file belongs.
    change
        The open change; the links say that this act attached them.
    record
        A stored record, whatever its table.
    evidence_ids
        Ids of evidence files; repeated ones count once.
    note
        What they prove, at most 300 characters.

    Raises
    ------
    NotFound
        A file is unknown or out of the viewer's reach.
    AccessDenied
        The viewer sees a file but may neither register nor audit in its region.
    InvalidValue
        More than 20 files, or the note is too long.

    """
    wanted = list(dict.fromkeys(evidence_ids))
    if len(wanted) > MOST_FILES:
        raise InvalidValue("evidence_ids", len(wanted), f"at most {MOST_FILES} files at once")
    if len(note) > 300:
        raise InvalidValue("note", note[:40], "at most 300 characters", rule_zh="至多 300 字")
    if not wanted:
        return []
    found = set[UUID]()
    for capability in BRINGING:
        found |= {file.id for file in await rows(viewer, EvidenceFile, capability).filter(id__in=wanted)}
    for evidence_id in wanted:
        if evidence_id not in found:
            await one(viewer, EvidenceFile, evidence_id, Capability.WRITE_REGISTRY)
    links = [
        EvidenceLink(
            evidence_id=evidence_id,
            record_table=type(record).table_name(),
            record_id=record.id,
            change_id=change.act.id,
            note=note,
        )
        for evidence_id in wanted
    ]
    await change.add_all(links)
    return links


def links_to(viewer: Viewer, record: Record) -> QuerySet[EvidenceLink]:
    """Return the query of the links to a record whose files the viewer may see."""
    return rows(viewer, EvidenceLink).filter(record_table=type(record).table_name(), record_id=record.id)


async def opened(viewer: Viewer, evidence_id: UUID) -> EvidenceFile:
    """
    Return a file whose bytes the viewer may read: they may show personal data, so that right is needed.

    Raises
    ------
    NotFound
        It is unknown or out of reach.
    AccessDenied
        The viewer sees that it exists but may not read personal data of its region.

    """
    file = await one(viewer, EvidenceFile, evidence_id)
    if viewer.personal_regions is not None and file.region_id not in viewer.personal_regions:
        raise AccessDenied(Capability.READ_PERSONAL, file.region_id)
    return file


@dataclass(frozen=True, slots=True)
class EvidenceFault:
    """A recorded file that the store does not give back as it was: `kind` is missing or altered."""

    kind: str
    sha256: str
    evidence_ids: tuple[UUID, ...]


async def verify_evidence(store: EvidenceStore) -> tuple[int, list[EvidenceFault]]:
    """Read every recorded file whole; return how many there are and those missing or altered."""
    recorded: dict[str, list[UUID]] = {}
    sizes: dict[str, int] = {}
    async for file in rows(SYSTEM, EvidenceFile).order_by("sha256", "id"):
        recorded.setdefault(file.sha256, []).append(file.id)
        sizes[file.sha256] = file.size_bytes
    faults: list[EvidenceFault] = []
    for sha256, ids in recorded.items():
        try:
            found = await digest_of(store, sha256)
        except EvidenceLost:
            faults.append(EvidenceFault("missing", sha256, tuple(ids)))
            continue
        if found != (sha256, sizes[sha256]):
            faults.append(EvidenceFault("altered", sha256, tuple(ids)))
    return len(recorded), faults
