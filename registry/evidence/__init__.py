"""
Evidence files 佐证材料: examined, kept outside the database under their SHA-256, attached to changes.

Reading order: `kinds` and `markings` (what is taken) → `stores` (where bytes lie) → `records` → `attaching`.
"""

from registry.evidence.attaching import attach_to, attached_by
from registry.evidence.errors import EvidenceLost, FileRefused
from registry.evidence.records import (
    EvidenceFault,
    attach,
    examine,
    keep,
    links_to,
    opened,
    verify_evidence,
)
from registry.evidence.stores import EvidenceStore, FolderStore

__all__ = [
    "EvidenceFault",
    "EvidenceLost",
    "EvidenceStore",
    "FileRefused",
    "FolderStore",
    "attach",
    "attach_to",
    "attached_by",
    "examine",
    "keep",
    "links_to",
    "opened",
    "verify_evidence",
]
