"""Attaching files to a record that stands already, and finding what a change attached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from registry.access import Public, Viewer, one, rows
from registry.codes import Capability
from registry.errors import AccessDenied, InvalidValue
from registry.evidence.records import attach
from registry.history import Act, changing
from registry.scopes import SCOPES
from registry.tables import EvidenceFile, EvidenceLink, Record

#: Records that prove, and are not proved themselves.
_PROOF = (EvidenceFile, EvidenceLink)


async def attach_to(
    viewer: Viewer,
    act: Act,
    table: type[Record],
    record_id: UUID,
    evidence_ids: Sequence[UUID],
    *,
    note: str = "",
) -> list[EvidenceLink]:
    """
    Attach files to a record of any kind the viewer may register; the record itself stays as it is.

    Parameters
    ----------
    viewer, act
        Who attaches, and why.
    table, record_id
        The record.
    evidence_ids
        1 to 20 files.
    note
        What they prove, at most 300 characters.

    Raises
    ------
    NotFound
        The record or a file is unknown or out of reach.
    AccessDenied
        The viewer may not register there, or nobody registers such records (reference data, evidence).
    InvalidValue
        There is no file or too many, or the note is too long.

    """
    record = await one(viewer, table, record_id)
    if table in _PROOF or isinstance(SCOPES[table], Public):
        raise AccessDenied(Capability.WRITE_REGISTRY, record_id)
    await one(viewer, table, record_id, Capability.WRITE_REGISTRY)
    if not evidence_ids:
        raise InvalidValue("evidence_ids", 0, "at least one file is attached", rule_zh="至少附一份文件")
    async with changing(act) as change:
        return await attach(viewer, change, record, evidence_ids, note=note)


async def attached_by(viewer: Viewer, change_ids: Iterable[UUID]) -> Mapping[UUID, list[EvidenceLink]]:
    """Return what each of some changes attached, as far as the viewer may see it."""
    found: defaultdict[UUID, list[EvidenceLink]] = defaultdict(list)
    listed = rows(viewer, EvidenceLink).filter(change_id__in=list(change_ids))
    for link in await listed.order_by("valid_from", "id"):
        found[link.change_id].append(link)
    return found
